"""The submission pack: all about letters on one paper, for a private office (story 10)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry
from coalition.typesetting import pages
from coalition.typesetting.engine import page_count
from recognition import submissions
from recognition.actions import campaigns
from recognition.actions.submissions import SUBMISSION_TAKEN, take
from recognition.models import Campaign
from recognition.typesetting.submission import Printed, Submission, Wording, typeset
from tests import make
from tests.forums.test_terms_of_reference import UGLY
from tests.recognition.letters import pictures_in, printed_words, thanks
from tests.recognition.test_typesetting_kinds import UGLIEST
from tests.verapdf import needs_verapdf, require_accessible

TODAY = timezone.localdate


def paper(text="In short", proofs=(), **fields):
    return Submission(
        title=text,
        author="Homes for Aldermere",
        about=text,
        footer=text,
        dated=date(2026, 11, 29),
        parts=[("What is asked", [("Mandate", text), ("Nothing", "")])],
        watch=[text],
        wordings=[Wording(text, text, "cy", [text, text])],
        picked="The difficult ones first.",
        proofs=[Printed(f"Proof of {text}", one) for one in proofs],
        **fields,
    )


UGLY_LETTERS = [thanks(**changes) for changes in UGLIEST.values()]


@pytest.mark.parametrize("text", UGLY.values(), ids=UGLY)
def test_whatever_people_typed_is_printed(text):
    assert pages.count(typeset(paper(text))) == 2


def test_the_first_page_says_it_all_in_short():
    """Story 10: a one-page submission; it is set smaller before it takes two pages."""
    facts = [(f"Fact {number}", "that takes a line of its own") for number in range(40)]
    long = replace(paper(), parts=[("What is asked", facts)], wordings=())

    assert page_count(typeset(long)) == 1
    assert page_count(typeset(replace(long, parts=[("What is asked", facts * 3)]))) > 1


def test_letters_in_it_are_as_they_print_but_unsigned_and_say_so():
    """SIG-1: no picture of a signature leaves with it."""
    pdf = typeset(paper(proofs=[thanks(), thanks(body=("Longer than one page. " * 20,) * 9)]))

    said = pages.texts(pdf)
    assert len(said) == 5
    assert pictures_in(pdf) == 0
    assert "Proof of In short" in said[2]
    assert "Because of that, eleven families" in said[2]
    assert "Page 2" in said[4]


def test_the_same_words_give_the_same_bytes():
    assert typeset(paper(proofs=[thanks()])) == typeset(paper(proofs=[thanks()]))


@needs_verapdf
def test_the_paper_is_pdf_ua_1_and_pdf_a_2a(tmp_path):
    made = {"ugliest": paper(proofs=UGLY_LETTERS)}
    made |= {name: paper(text) for name, text in UGLY.items()}
    require_accessible({name: typeset(one) for name, one in made.items()}, tmp_path)


@pytest.fixture
def minister(programme, georgina):
    signatory = make.signatory(
        programme, style="Rt Hon Ada Obi MP", office_title="Minister", thanker="minister"
    )
    signatory.private_office.add(georgina)
    return signatory


@pytest.fixture
def campaign(minister, rosa):
    unconfirmed = make.contributor(name_confirmed_by="", name_confirmed_at=None, adult="yes")
    events = [make.event(make.contributor(adult="yes")) for _ in range(2)]
    return make.campaign(
        [*events, make.event(unconfirmed)], signatory=minister, by=rosa, asked=True
    )


def address(name, *args):
    return reverse(f"recognition:{name}", args=args)


@pytest.mark.django_db
def test_it_says_who_signs_how_many_go_and_who_gets_none(campaign, as_, georgina):
    """CMP-1, SIG-4: in counts; nobody who gets no letter is named."""
    mandate = make.mandate(campaign, by=georgina, count=2)

    said = printed_words(as_(georgina).get(address("campaign_submission", campaign.pk)).content)

    for words in (
        "Rt Hon Ada Obi MP: Minister, Aldermere City Council",
        f"Mandate: For 2 letters, of which 0 are used; {_day(mandate.from_on)}",
        "Letters: 2",
        "Languages: English: 2",
        "By email: 2",
        "The words: Nobody yet",
        "Name not right: 1",
        submissions.short_print(campaign),
        "((what_they_did))",
        "Proof, not signed",
        campaign.letters.first().ref,
    ):
        assert words in said, words
    assert campaign.exclusions.get().contributor.letter_name not in said


def _day(day):
    return f"{day.day} {day:%B %Y}"


@pytest.mark.django_db
def test_it_says_what_to_look_at(minister, rosa, lena):
    """TPL-3, EMB-1, SIG-2, and figures that nobody has checked."""
    minister.office_to = TODAY() + timedelta(days=20)
    minister.save(update_fields=["office_to"])
    words = make.template(
        minister.programme,
        body="You ((what_they_did)). Could you sign up again? We thanked 1,200 people, or 97%.",
        by=rosa,
    )
    embargo = make.embargo(by=lena, nation="WLS")
    events = [make.event(make.contributor(adult="yes"))]
    campaign = make.campaign(
        events, signatory=minister, template_version=words, by=rosa, frozen=True
    )

    watch = "\n".join(submissions.of(campaign).watch)

    assert "may ask for something (‘Could you’, ‘sign up’)" in watch
    assert "their writer says that they do not" in watch
    assert "1,200, 97%" in watch
    assert f"leaves office on {_day(minister.office_to)}" in watch
    assert f"‘{embargo}’ holds such letters" in watch
    assert "in Wales" in watch


@pytest.mark.django_db
def test_it_says_when_a_mandate_was_given_for_other_words(campaign, georgina):
    make.mandate(campaign, by=georgina)
    Campaign.objects.update(content_hash="0" * 64)
    campaign.refresh_from_db()

    watch = "\n".join(submissions.of(campaign).watch)

    assert "was given for other words or people" in watch
    assert "has changed since they were fixed" in watch


@pytest.mark.django_db
def test_the_number_of_queries_does_not_depend_on_the_number_of_letters(
    minister, rosa, django_assert_max_num_queries
):
    def asked(count):
        people = [make.contributor(adult="yes") for _ in range(count)]
        campaign = make.campaign(
            [make.event(one) for one in people], signatory=minister, by=rosa, asked=True
        )
        return Campaign.objects.visible_to(rosa).get(pk=campaign.pk)

    two, nine = asked(2), asked(9)
    with django_assert_max_num_queries(60) as first:
        submissions.of(two)
    with django_assert_max_num_queries(len(first)):
        submissions.of(nine)


@pytest.mark.django_db
def test_the_journal_knows_who_took_it_and_of_what(campaign, georgina):
    """P4."""
    take(campaign=campaign, seen=campaign.fingerprint, by=georgina)

    entry = JournalEntry.objects.about(campaign).of_kinds([SUBMISSION_TAKEN]).get()
    assert (entry.by, entry.facts) == (georgina, {"fingerprint": campaign.fingerprint})


@pytest.mark.django_db
def test_it_is_not_taken_of_what_was_changed_meanwhile(campaign, rosa, georgina):
    """CMP-3."""
    with pytest.raises(DomainError, match="changed after you opened the page"):
        take(campaign=campaign, seen="other", by=georgina)
    campaigns.reopen(campaign=campaign, why="To add one", by=rosa)
    with pytest.raises(DomainError, match="nothing to put before anybody"):
        take(campaign=campaign, seen="", by=georgina)


@pytest.mark.django_db
def test_the_page_says_when_what_was_taken_is_out_of_date(campaign, as_, rosa, georgina):
    """CMP-3: it is bound to the words and to the people."""
    page = campaign.get_absolute_url()
    as_(georgina).get(address("campaign_submission", campaign.pk))
    assert "still stands" in as_(georgina).get(page).content.decode()

    campaigns.change_words(campaign=campaign, personal_line="I remember.", by=rosa)
    assert "Out of date" in as_(georgina).get(page).content.decode()
    campaigns.freeze(campaign=campaign, by=rosa)

    text = as_(georgina).get(page).content.decode()
    assert "Out of date" in text
    assert submissions.short_print(Campaign.objects.get(pk=campaign.pk)) in text
    assert address("campaign_submission", campaign.pk) in text


@pytest.mark.django_db
def test_before_recipients_are_fixed_there_is_nothing_to_take(as_, minister, rosa):
    draft = make.campaign(signatory=minister, by=rosa)

    answer = as_(rosa).get(address("campaign_submission", draft.pk))

    assert answer.status_code == 302
    assert "Submission pack" not in as_(rosa).get(draft.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_the_private_office_finds_it_on_its_page(campaign, as_, georgina):
    text = as_(georgina).get(address("office")).content.decode()

    assert address("campaign_submission", campaign.pk) in text
