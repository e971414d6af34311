"""A household in which some read Welsh and others do not gets one letter in both (HH-2)."""

from dataclasses import replace

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coalition import households
from coalition.models import Contributor
from coalition.typesetting import pages
from recognition import audience, content, gates, proofs, submissions, versions
from recognition.actions import dispatch, rendering
from recognition.models import Letter
from recognition.research import question
from recognition.typesetting import CannotTypeset, require_fitting, typeset
from tests import make
from tests.recognition import letters
from tests.verapdf import needs_verapdf, require_accessible

WELSH = "Diolch: ((what_they_did)), ((dates))."
Status = Letter.Status


@pytest.fixture
def english(programme, rosa):
    return make.template(programme, name="Thanks", by=rosa)


@pytest.fixture
def welsh(english):
    return in_welsh(english)


def in_welsh(english, **fields):
    fields = {"name": "Diolch", "language": "cy", "body": WELSH, "subject": "Diolch", **fields}
    return make.template(
        english.template.programme, sibling_of=english.template, follows=english.number, **fields
    )


def bells(named="en", other="cy", **fields):
    """Tom's row bears the joint name; the languages of both."""
    name = {"salutation": "Tom and Siân", **fields}
    tom = make.contributor("Tom and Siân Bell", language=named, **name)
    make.household(tom, make.contributor(language=other), name=tom.letter_name)
    return tom


def fixed(english, *people, stage="frozen", **fields):
    return make.campaign(
        [make.event(person) for person in people],
        template_version=english,
        programme=english.template.programme,
        **{stage: True},
        **fields,
    )


def only(campaign):
    return campaign.letters.with_words().get()


# --- which versions ---


@pytest.mark.parametrize("languages", [("en", "cy"), ("cy", "en"), ("uk", "cy")])
def test_hh_2_welsh_comes_beside_english_where_anybody_there_asked_for_it(
    english, welsh, languages
):
    letter = only(fixed(english, bells(*languages)))

    assert (letter.template_version, letter.beside_version) == (english, welsh)
    assert (letter.language, letter.languages) == ("en", "English and Welsh")
    says = content.compose(letter)
    assert (says.language, says.greeting) == ("en", "Dear Tom and Siân,")
    assert (says.beside.language, says.beside.greeting) == ("cy", "Annwyl Tom and Siân,")
    assert "ym mis" in says.beside.body[0]
    assert letter.beside_values.keys() == {"dates", "late_month"}
    assert says.fingerprint() == letter.content_hash != says.sheets[0].fingerprint()


@pytest.mark.parametrize(("languages", "got"), [(("en", "en"), "en"), (("cy", "cy"), "cy")])
def test_hh_2_where_all_read_the_same_there_is_one_version(english, welsh, languages, got):
    letter = only(fixed(english, bells(*languages)))

    assert (letter.language, letter.beside_version) == (got, None)
    assert content.compose(letter).beside is None


def test_hh_2_whose_row_bears_their_own_name_gets_their_own_language(english, welsh):
    tom = make.contributor("Tom Bell")
    make.household(tom, make.contributor(language="cy"))

    assert only(fixed(english, tom)).beside_version is None


def test_hh_2_without_a_welsh_version_they_are_left_out_with_the_reason(english):
    """G11, TPL-4."""
    campaign = fixed(english, bells(), make.contributor())

    row = campaign.exclusions.get()
    assert row.gate == "G11"
    assert "Somebody in this household reads Welsh, and these words have no Welsh" in row.reason


def test_hh_2_without_an_english_version_too(programme, rosa):
    leading = make.template(programme, language="cy", body=WELSH, by=rosa)
    campaign = fixed(leading, bells(), make.contributor(language="cy"))

    assert "reads English, and these words have no English" in campaign.exclusions.get().reason


def test_hh_2_what_only_the_welsh_words_need_must_be_known(english):
    in_welsh(english, body="Diolch: ((offer_reference)).")
    campaign = fixed(english, bells(), make.contributor())

    row = campaign.exclusions.get()
    assert (row.gate, row.reason) == ("G4", audience.MISSING["offer_reference"])


def test_hh_2_large_print_is_large_in_both_and_easy_read_only_where_it_is_written(english, welsh):
    says = content.compose(only(fixed(english, bells(format_need="large_print"))))

    assert {sheet.format for sheet in says.sheets} == {"large_print"}
    campaign = fixed(english, bells(format_need="easy_read"), make.contributor())
    assert campaign.exclusions.get().gate == "G11"


# --- at the moment of sending ---


def g11(letter):
    letter = Letter.objects.with_words().get(pk=letter.pk)
    return gates.evaluate(letter, gates.facts_about(letter)).results["G11"]


def test_hh_2_who_asks_for_welsh_after_the_approval_is_not_passed_over(english, welsh):
    """G11."""
    tom = bells("en", "en")
    letter = fixed(english, tom, stage="released").letters.get()
    assert g11(letter) == ""

    Contributor.objects.exclude(pk=tom.pk).update(language="cy")

    assert "Some in this household read Welsh and others do not" in g11(letter)


def test_hh_2_a_letter_in_both_languages_can_be_read_by_all(english, welsh):
    letter = fixed(english, bells("cy", "en"), stage="released").letters.get()
    assert g11(letter) == ""

    Contributor.objects.update(language="cy")

    assert g11(letter) == ""


def test_hh_2_both_versions_go_in_one_mail(english, welsh):
    campaign = fixed(english, bells(), stage="released")

    rendering.typeset_chunk(campaign_id=campaign.pk)
    dispatch.send_chunk(campaign_id=campaign.pk)

    letter = campaign.letters.get()
    assert letter.status == Status.SENT, letter.problem
    message = mail.outbox[0]
    assert message.subject == f"{english.subject} / Diolch"
    assert message.extra_headers["Content-Language"] == "en, cy"
    text, html = message.body, message.alternatives[0][0]
    for words in (text, html):
        assert words.index("Dear Tom and Siân,") < words.index("Annwyl Tom and Siân,")
        assert words.count("Diolch: cooked supper") == words.count("Yn gywir,") == 1
        assert "To ask something about this letter" in words
        assert "I ofyn rhywbeth am y llythyr hwn" in words
    assert text.count("\n-- \n") == 1
    assert '<div lang="cy">' in html
    said = pages.texts(message.attachments[0][1])
    assert len(said) == 2
    assert "Dear Tom and Siân," in said[0]
    assert "Annwyl Tom and Siân," in said[1]


def test_hh_2_the_question_is_asked_in_both_languages(rosa, english, welsh):
    letter = only(fixed(english, bells()))
    letter.asks = True

    says = content.compose(letter)

    asked = [sheet.question.ask for sheet in says.sheets]
    assert asked == [question.WORDS[language]["ask"] for language in ("en", "cy")]


# --- typeset ---

ENGLISH = letters.thanks()
BESIDE = letters.thanks(
    language="cy", title="Llythyr", greeting="Annwyl Kateryna,", closing="Yn gywir,"
)
LONG = "Fe wnaethoch goginio swper bob nos Iau i’r teuluoedd. " * 60


def test_hh_2_each_version_is_set_as_it_is_alone():
    both = replace(ENGLISH, beside=replace(BESIDE, body=(LONG,)))

    said = pages.texts(typeset(both))

    assert [pages.count(typeset(sheet)) for sheet in both.sheets] == [1, 2]
    assert said == [text for sheet in both.sheets for text in pages.texts(typeset(sheet))]
    assert "Tudalen 1" in said[1]
    assert letters.pictures_in(typeset(both)) == 2  # both are signed
    assert letters.pictures_in(typeset(both.unsigned())) == 0


def test_hh_2_what_does_not_fit_in_welsh_is_refused():
    with pytest.raises(CannotTypeset, match="longer than two pages"):
        require_fitting(replace(ENGLISH, beside=replace(BESIDE, body=(LONG * 9,))))


def test_hh_2_a_letter_in_one_language_is_what_it_always_was():
    """It keeps the fingerprint under which it was approved, and its bytes."""
    known = "486c6dffabab483f826268ba8e122197ef4298c3d0136cd3d6cb97b7a01f2778"
    both = replace(ENGLISH, beside=BESIDE)

    assert ENGLISH.fingerprint() == both.sheets[0].fingerprint() == known
    assert typeset(ENGLISH) == typeset(both.sheets[0])
    assert both.fingerprint() not in {known, replace(both, beside=ENGLISH).fingerprint()}


@needs_verapdf
def test_hh_2_both_together_are_pdf_ua_1_and_pdf_a_2a(tmp_path):
    certificate = {"layout": "certificate", "address": (), "closing": ""}
    kinds = {
        "letter": {},
        "question": {"question": letters.ASKED},
        "large": {"format": "large_print"},
        "certificate": {**certificate, "heading": "Certificate"},
    }
    made = {
        name: typeset(replace(ENGLISH, beside=replace(BESIDE, **changes), **changes))
        for name, changes in kinds.items()
    }

    require_accessible(made, tmp_path)


# --- pages ---


def test_hh_2_pages_say_that_it_is_in_both(english, welsh, rosa, as_):
    campaign = fixed(english, bells(), by=rosa)
    letter = campaign.letters.get()
    client = as_(rosa)

    def page(name, *args):
        return client.get(reverse(f"recognition:{name}", args=args)).text

    assert "English and Welsh" in page("campaign_recipients", campaign.pk)
    assert "English and Welsh, one after the other" in page("letter_detail", letter.pk)
    proof = page("proof_detail", campaign.pk, letter.pk)
    assert "Annwyl Tom and Siân," in proof
    assert "Page 2 of the letter" in proof
    found = {why for one in proofs.ugliest_first(campaign) for why in one.why}
    assert "English and Welsh" in found
    printed = submissions.of(campaign).proofs
    assert [one.content.language for one in printed] == ["en", "cy"]


def test_hh_2_as_many_queries_for_many_households_as_for_few(english, welsh, rosa):
    def asked(people):
        campaign = fixed(english, *[bells() for _ in range(people)], stage="released")
        with CaptureQueriesContext(connection) as captured:
            rendering.typeset_chunk(campaign_id=campaign.pk)
        with CaptureQueriesContext(connection) as read:
            assert len([content.compose(one) for one in campaign.letters.with_words()]) == people
        return len(captured), len(read)

    asked(1)  # what is asked once in the life of a process
    assert asked(2) == asked(6)


def test_hh_2_nothing_is_asked_about_a_second_version_where_there_is_none(english):
    letter = fixed(english, make.contributor()).letters.get()

    with CaptureQueriesContext(connection) as read:
        list(Letter.objects.filter(pk=letter.pk).with_words())

    assert sum('FROM "recognition_templateversion"' in one["sql"] for one in read) == 1


def test_hh_2_of_people_who_bear_no_joint_name_nothing_is_known(programme):
    assert households.jointly([make.contributor().pk]) == {}
    assert households.jointly([bells().pk]).popitem()[1] == households.Jointly("", True)


def test_the_pair_is_what_every_household_gets(english, welsh):
    """Asks no query."""
    pair = versions.pair_for(Contributor(format_need="standard"), [english, welsh])

    assert pair == (english, welsh, "standard")
