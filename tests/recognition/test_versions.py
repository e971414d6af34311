"""The same words in other languages and formats, and who gets which (TPL-4, G11)."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from coalition.domain import DomainError
from coalition.models import Contributor
from recognition import proofs, versions
from recognition.actions import campaigns, dispatch, releases, rendering, templates
from recognition.models import Letter, LetterTemplate
from tests import make
from tests.recognition.test_campaign_pages import page

WELSH = "Diolch: ((what_they_did))."
Status = Letter.Status


@pytest.fixture
def english(programme, rosa):
    return make.template(programme, name="Thanks", by=rosa)


def sibling(english, **fields):
    fields = {"name": "Diolch", "language": "cy", "body": WELSH, **fields}
    return make.template(
        english.template.programme, sibling_of=english.template, follows=english.number, **fields
    )


def owed(programme, **fields):
    person = make.contributor(name_confirmed_by="self", **fields)
    return make.event(person, programme=programme)


def fixed(english, events, by, **fields):
    return make.campaign(
        events, template_version=english, by=by, programme=english.template.programme, **fields
    )


def test_each_person_gets_the_words_in_their_own_language(english, programme, rosa):
    """TPL-4."""
    welsh = sibling(english)
    events = [owed(programme, language=language) for language in ("en", "cy", "uk")]

    campaign = fixed(english, events, rosa, frozen=True)

    letters = campaign.letters.order_by("pk")
    assert [letter.template_version for letter in letters] == [english, welsh, english]
    assert [letter.language for letter in letters] == ["en", "cy", "en"]
    assert list(campaign.other_versions.all()) == [welsh]
    said = [proofs.proof_of(letter).content for letter in campaign.letters.with_words()]
    assert [says.greeting.split()[0] for says in said] == ["Dear", "Annwyl", "Dear"]
    assert said[1].body[0].startswith("Diolch: ")


def test_the_welsh_letter_travels_in_welsh(english, programme, rosa):
    """TPL-4."""
    sibling(english, subject="Llythyr o ddiolch")
    campaign = fixed(english, [owed(programme, language="cy")], rosa, released=True)

    rendering.typeset_chunk(campaign_id=campaign.pk)
    dispatch.send_chunk(campaign_id=campaign.pk)

    message = mail.outbox[0]
    assert campaign.letters.get().status == Status.SENT
    assert (message.subject, message.extra_headers["Content-Language"]) == (
        "Llythyr o ddiolch",
        "cy",
    )


def test_typesetting_asks_no_more_queries_for_many_letters(
    english, programme, rosa, django_assert_max_num_queries
):
    sibling(english)
    events = [owed(programme, language=one) for one in ("en", "cy") * 4]
    campaign = fixed(english, events, rosa, released=True)

    with django_assert_max_num_queries(14):
        assert rendering.typeset_chunk(campaign_id=campaign.pk) == 8


@pytest.mark.parametrize("where", [{"language": "cy"}, {"nation": "WLS"}])
def test_nobody_in_wales_is_written_to_without_a_welsh_version(english, programme, rosa, where):
    """TPL-4."""
    events = [owed(programme, **where), owed(programme)]

    with pytest.raises(DomainError, match="One of these letters goes to somebody who lives in"):
        fixed(english, events, rosa, frozen=True)


def test_a_welsh_version_of_older_words_is_not_enough(english, programme, rosa):
    """TPL-4."""
    welsh = sibling(english)
    newer = templates.rewrite(
        template=english.template, based_on=1, subject="Thanks", body="Thank you.", by=rosa
    )
    event = owed(programme, language="cy")

    with pytest.raises(DomainError, match="does not yet say what version 2 of “Thanks” says"):
        fixed(newer, [event], rosa, frozen=True)

    templates.rewrite(
        template=welsh.template, based_on=1, follows=2, subject="D", body="Diolch.", by=rosa
    )
    assert fixed(newer, [event], rosa, frozen=True).letters.get().language == "cy"
    assert versions.of(english) == [english, welsh]


def test_somebody_who_moves_to_wales_stops_the_release(english, programme, rosa, amir):
    """TPL-4."""
    event = owed(programme)
    campaign = fixed(english, [event], rosa, approved=True, approver=amir)
    Contributor.objects.filter(pk=event.contributor_id).update(nation="WLS")

    with pytest.raises(DomainError, match="no Welsh version"):
        releases.release(campaign=campaign, seen=campaign.fingerprint, by=rosa)


def test_a_programme_of_wales_writes_to_people_there_unless_they_live_elsewhere(rosa):
    """TPL-4."""
    wales = make.programme("Homes for Cardiff")
    wales.nation = "WLS"
    here = Letter(contributor=Contributor(language="en", nation=""))
    there = Letter(contributor=Contributor(language="en", nation="SCT"))

    assert versions.reaches_wales(here.contributor, wales)
    assert not versions.reaches_wales(there.contributor, wales)


@pytest.mark.parametrize(
    ("need", "format_"),
    [
        ("standard", "standard"),
        ("large_print", "large_print"),
        ("plain_email", "plain_email"),
        ("easy_read", "easy_read"),
    ],
)
def test_each_letter_is_made_in_the_format_that_the_person_needs(
    english, programme, rosa, need, format_
):
    easy = sibling(english, name="Easy", language="en", format="easy_read", body="Thank you.")

    letter = fixed(english, [owed(programme, format_need=need)], rosa, frozen=True).letters.get()

    assert letter.format == format_
    assert letter.template_version == (easy if need == "easy_read" else english)


@pytest.mark.parametrize(
    ("need", "why"),
    [("braille", "braille, which is not made here"), ("easy_read", "no such version")],
)
def test_g11_whoever_cannot_read_it_is_left_out_with_a_reason(english, programme, rosa, need, why):
    events = [owed(programme, format_need=need), owed(programme)]

    campaign = fixed(english, events, rosa, frozen=True)

    left_out = campaign.exclusions.get()
    assert (left_out.gate, campaign.letters.count()) == ("G11", 1)
    assert why in left_out.reason


def test_g11_what_stops_any_letter_is_said_first(english, programme, rosa):
    event = owed(programme, format_need="braille", gone_away_on="2026-01-01")

    campaign = fixed(english, [event, owed(programme)], rosa, frozen=True)

    assert campaign.exclusions.get().gate == "G1"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"format_need": "large_print"}, "large print, and this letter is not made so"),
        ({"format_need": "audio"}, "audio, which is not made here"),
        ({"language": "cy"}, "this letter is not in Welsh"),
        ({"nation": "WLS"}, "there is no Welsh version"),
    ],
)
def test_g11_what_the_person_needs_is_asked_when_the_letter_goes(
    english, programme, rosa, change, why
):
    event = owed(programme)
    campaign = fixed(english, [event], rosa, released=True)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    Contributor.objects.filter(pk=event.contributor_id).update(**change)

    dispatch.send_chunk(campaign_id=campaign.pk)

    letter = campaign.letters.get()
    assert (letter.status, letter.stopped_by) == (Status.HELD, "G11")
    assert why in letter.problem
    assert not mail.outbox


def test_g11_lets_a_letter_to_wales_pass_that_has_its_welsh_version(english, programme, rosa):
    sibling(english)
    campaign = fixed(english, [owed(programme, nation="WLS")], rosa, released=True)
    rendering.typeset_chunk(campaign_id=campaign.pk)

    dispatch.send_chunk(campaign_id=campaign.pk)

    assert campaign.letters.get().status == Status.SENT


def test_whoever_wrote_the_welsh_has_had_a_hand_in_it(english, programme, rosa, amir):
    """P1."""
    sibling(english, by=amir)

    campaign = fixed(english, [owed(programme)], rosa, frozen=True)

    assert amir in campaign.drafters.all()


def test_a_campaign_that_is_opened_again_lets_go_of_its_other_versions(english, programme, rosa):
    sibling(english)
    campaign = fixed(english, [owed(programme)], rosa, frozen=True)

    campaigns.reopen(campaign=campaign, why="Look again", by=rosa)

    assert not campaign.other_versions.exists()


def test_there_is_one_version_of_a_sort(english):
    sibling(english)

    with pytest.raises(DomainError, match="a version of this sort already"):
        sibling(english, name="Diolch eto")


def test_a_version_in_another_language_is_of_a_template_that_leads(english):
    welsh = sibling(english)

    with pytest.raises(DomainError, match="“Diolch” is itself a version of “Thanks”"):
        make.template(welsh.template.programme, sibling_of=welsh.template, follows=1, language="en")


def test_a_version_differs_in_language_or_format(english):
    with pytest.raises(DomainError, match="in English as everyone gets it already"):
        sibling(english, language="en", name="Again")


def test_the_database_refuses_a_template_that_is_its_own_sibling(english):
    template = LetterTemplate.objects.filter(pk=english.template_id)

    with pytest.raises(IntegrityError, match="not_its_own_sibling"), transaction.atomic():
        template.update(sibling_of=english.template)


# --- pages ---


def test_a_welsh_version_is_written_beside_the_words_that_it_follows(as_, rosa, english):
    url = reverse("recognition:template_sibling", args=[english.template_id])
    typed = {"name": "Diolch", "language": "cy", "format": "standard", "subject": "Diolch"}

    shown = as_(rosa).get(url)
    response = as_(rosa).post(url, {**typed, "body": WELSH, "follows": 1})

    assert english.body.split("\n")[0] in page(shown)
    welsh = english.template.siblings.get()
    assert response.url == welsh.get_absolute_url()
    assert welsh.versions.get().follows == english
    assert "This says what version 1 of" in page(as_(rosa).get(welsh.get_absolute_url()))


def test_a_second_welsh_version_is_refused_in_words(as_, rosa, english):
    sibling(english)
    url = reverse("recognition:template_sibling", args=[english.template_id])
    typed = {"name": "Eto", "language": "cy", "format": "standard", "subject": "Diolch"}

    response = as_(rosa).post(url, {**typed, "body": WELSH, "follows": 1})

    assert response.status_code == 422
    assert "have a version of this sort already" in page(response)


def test_a_page_says_when_the_words_moved_on_and_saving_brings_them_up_to_date(as_, rosa, english):
    """TPL-4: translation_status."""
    welsh = sibling(english)
    templates.rewrite(
        template=english.template, based_on=1, subject="Thanks", body="Thank you.", by=rosa
    )

    leading = page(as_(rosa).get(english.template.get_absolute_url()))
    following = page(as_(rosa).get(welsh.template.get_absolute_url()))

    assert "Out of date" in leading
    assert "have moved on" in following
    edit = reverse("recognition:template_edit", args=[welsh.template_id])
    form = as_(rosa).get(edit).context["form"]
    assert form.initial["follows"] == 2
    as_(rosa).post(edit, form.initial)
    assert "Out of date" not in page(as_(rosa).get(english.template.get_absolute_url()))


def test_campaigns_choose_the_leading_words_only(as_, rosa, english):
    sibling(english)

    form = as_(rosa).get(reverse("recognition:campaign_new")).context["form"]

    assert form.versions == [english]
