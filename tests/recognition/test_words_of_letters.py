"""Asks, limits, reading age and approval of the words of letters (TPL-1, TPL-3, P1)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coalition.domain import DomainError, NotAuthorised
from coalition.models import JournalEntry
from recognition import asks, reading
from recognition.actions import templates
from recognition.forms.campaigns import CampaignForm
from recognition.forms.templates import TemplateForm, WordsForm
from recognition.models import LetterTemplate, TemplateVersion
from recognition.panels import words_to_approve
from recognition.typesetting.placeholders import SAMPLES, fill
from recognition.wordings import WORDINGS
from tests import make
from tests.recognition.test_campaign_pages import page

NEVER = ("Dear Supporter", "tireless", "couldn’t have done it without you", "!")


def typed(body, **more):
    return WordsForm({"subject": "Thanks", "body": body, "based_on": 1, **more})


# --- asks ---


@pytest.mark.parametrize(
    "ask",
    [
        "https://give.example/now",
        "www.give.example",
        "Please consider",
        "Could you",
        "sign up",
        "donate",
        "donation",
        "join us",
        "A allech chi",
        "cofrestrwch",
        "cyfrannwch",
    ],
)
def test_what_may_be_an_ask_is_found(ask):
    """TPL-3."""
    assert asks.found(f"Thank you. {ask} today.") == [ask]


@pytest.mark.parametrize(
    "words",
    [
        "You could do it because the hall was open.",
        "There is nothing that you need to do.",
        "Nid oes angen i chi wneud dim.",
        "You signed the lease for them and considered every name.",
    ],
)
def test_plain_thanks_are_no_ask(words):
    assert asks.found(words) == []


def test_a_person_says_whether_what_was_found_is_an_ask(programme, rosa):
    """TPL-3: a scan suggests, a person confirms."""
    body = "Thank you. Could you come again?"

    assert "“Could you” may ask for something" in str(typed(body).errors["contains_ask"])
    for answer, expected in (("yes", True), ("no", False)):
        form = typed(body, contains_ask=answer)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["contains_ask"] is expected
    assert typed("Thank you.").is_valid()


def test_a_campaign_with_an_ask_needs_an_information_rights_officer(programme, rosa):
    """TPL-3, in the words themselves or in their Welsh version."""
    plain = make.template(programme)
    asking = make.template(programme, contains_ask=True)
    make.template(programme, language="cy", sibling_of=plain.template, follows=1, contains_ask=True)

    assert make.campaign(template_version=asking).needs_info_rights
    assert not make.campaign(template_version=plain).needs_info_rights
    assert make.campaign(template_version=plain, frozen=True).needs_info_rights


def test_the_line_in_the_signatorys_own_words_asks_for_nothing(programme):
    """L7."""
    form = CampaignForm({"personal_line": "Please consider coming again."}, programmes=[])

    assert "thanks ask for nothing" in str(form.errors["personal_line"])


# --- limits ---


@pytest.mark.parametrize(
    ("kind", "most"), [("letter", 220), ("ministerial", 160), ("certificate", 60)]
)
def test_a_kind_of_letter_has_so_many_words(programme, kind, most):
    """TPL-1, product §10."""

    def errors(words):
        data = {"name": "N", "kind": kind, "language": "en", "subject": "S", "body": "a " * words}
        return TemplateForm(data, programmes=[programme.pk]).errors.get("body")

    assert errors(most) is None
    assert errors(most + 7) == [
        f"Use {most} words or fewer. You have used {most + 7}, 7 too many: short letters are read."
    ]


# --- reading age ---


def test_short_words_in_short_sentences_read_younger_than_long_ones():
    plain = reading.of("You sat with them. They ate. Thank you.", "en")
    stiff = reading.of(
        "Your extraordinary contribution facilitated considerable organisational improvements"
        " notwithstanding the administrative complications which participating organisations"
        " experienced throughout the implementation of the programme of accommodation, and"
        " in the months before it and for many months after it.",
        "en",
    )

    assert plain.age < 9 < stiff.age == 18
    assert "contribution" in stiff.long_words
    assert stiff.long_sentences == ("Your extraordinary contribution facilitated considerable …",)
    assert plain.long_sentences == plain.long_words == ()


@pytest.mark.parametrize(("text", "language"), [("Diolch i chi.", "cy"), ("", "en"), ("?!", "en")])
def test_what_cannot_be_measured_gets_no_age(text, language):
    assert reading.of(text, language) is None


# --- ready wordings ---


@pytest.mark.parametrize("wording", WORDINGS.values(), ids=lambda wording: wording.key)
def test_each_ready_wording_keeps_the_rules_that_it_teaches(wording):
    """Product §10: no ask, within its limit, easy to read, none of what is never said."""
    said = fill(wording.body, SAMPLES)
    age = reading.of(said, wording.language)

    assert asks.found(wording.subject, said) == []
    assert len(said.split()) <= LetterTemplate(kind=wording.kind).most_words
    assert age is None or age.age <= 14
    assert not any(word in said for word in NEVER)


def test_every_kind_of_letter_has_a_ready_wording_and_the_official_one_is_in_welsh():
    """TPL-4."""
    assert {wording.kind for wording in WORDINGS.values()} == set(LetterTemplate.Kind)
    assert {
        (one.language, one.format) for one in WORDINGS.values() if one.follows == "official"
    } == {
        ("cy", "standard"),
        ("en", "easy_read"),
    }


def test_the_welsh_page_starts_from_the_welsh_wording(as_, rosa, programme):
    english = make.template(programme, body=WORDINGS["official"].body)

    form = (
        as_(rosa)
        .get(reverse("recognition:template_sibling", args=[english.template_id]))
        .context["form"]
    )

    assert form.initial["body"] == WORDINGS["official-cy"].body


# --- approval of words ---


@pytest.fixture
def words(programme, rosa):
    return make.template(programme, by=rosa)


def test_words_are_approved_by_somebody_who_did_not_write_them(words, rosa, amir):
    """P1."""
    assert words.state == "draft"
    asked = templates.ask(version=words, by=rosa)
    assert asked.state == "in_review"
    assert [task.sentence for task in words_to_approve(amir).tasks] == [
        f"Read the words of a letter: {words}"
    ]

    approved = templates.approve(version=words, by=amir)

    assert (approved.state, approved.approved_by) == ("approved", amir)
    assert words_to_approve(amir) is None
    kinds = [templates.TEMPLATE_APPROVAL_ASKED, templates.TEMPLATE_APPROVED]
    assert JournalEntry.objects.of_kinds(kinds).count() == 2
    templates.retire(template=words.template, by=rosa)
    assert TemplateVersion.objects.get(pk=words.pk).state == "retired"


def test_whoever_wrote_them_does_not_approve_them(words, rosa):
    """P1."""
    templates.ask(version=words, by=rosa)

    with pytest.raises(NotAuthorised, match="You wrote these words"):
        templates.approve(version=words, by=rosa)


def test_words_are_approved_once_and_after_somebody_asked(words, rosa, amir):
    with pytest.raises(DomainError, match="Nobody has asked"):
        templates.approve(version=words, by=amir)
    templates.ask(version=words, by=rosa)
    with pytest.raises(DomainError, match="asked for approval already"):
        templates.ask(version=words, by=rosa)
    templates.approve(version=words, by=amir)
    with pytest.raises(DomainError, match="approved already"):
        templates.approve(version=words, by=amir)


def test_older_words_and_those_out_of_use_wait_for_nobody(words, rosa, amir):
    templates.ask(version=words, by=rosa)
    newer = templates.rewrite(
        template=words.template, based_on=1, subject="S", body="Thank you.", by=rosa
    )

    with pytest.raises(DomainError, match="There is a version 2 by now"):
        templates.approve(version=words, by=amir)
    templates.retire(template=words.template, by=rosa)
    with pytest.raises(DomainError, match="out of use"):
        templates.ask(version=newer, by=rosa)
    assert words_to_approve(amir) is None


def test_the_database_lets_nobody_approve_their_own_words_nor_change_approved_ones(
    words, rosa, amir
):
    """P1, LET-1."""
    row = TemplateVersion.objects.filter(pk=words.pk)
    templates.ask(version=words, by=rosa)
    own = {"approved_at": words.written_at, "approved_by": rosa}
    with pytest.raises(IntegrityError, match="approved_by_another"), transaction.atomic():
        row.update(**own)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        row.update(contains_ask=True)

    templates.approve(version=words, by=amir)

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        row.update(approved_at=None, approved_by=None)


def test_where_words_need_approval_no_campaign_goes_without(words, rosa, amir, settings):
    settings.LETTER_TEMPLATES_NEED_APPROVAL = True
    with pytest.raises(DomainError, match="is not approved yet"):
        make.campaign(template_version=words, frozen=True)

    templates.ask(version=words, by=rosa)
    templates.approve(version=words, by=amir)

    assert make.campaign(template_version=words, frozen=True).letters.count() == 1


def test_words_are_asked_for_and_approved_with_a_button(as_, words, rosa, amir):
    """P1."""
    url = words.template.get_absolute_url()
    assert "Ask for approval" in page(as_(rosa).get(url))
    as_(rosa).post(reverse("recognition:template_ask", args=[words.pk]))
    assert "Approve these words" not in page(as_(rosa).get(url))
    assert "Approve these words" in page(as_(amir).get(url))

    as_(amir).post(reverse("recognition:template_approve", args=[words.pk]))

    shown = page(as_(rosa).get(url))
    assert "by Amir" in shown
