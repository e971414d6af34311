"""Thanks that come late: which words may go, and what a person decides (AKN-3, G10)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry
from recognition.actions import dispatch, lateness, rendering
from recognition.models import ContributionEvent, Letter
from recognition.panels import late_thanks_to_decide
from recognition.wordings import WORDINGS
from tests import make
from tests.recognition.test_campaign_pages import page

TODAY = timezone.localdate
LATE = {"kind": "late", "body": WORDINGS["late"].body}


def late(days, **fields):
    return make.event(due_on=TODAY() - timedelta(days=days), **fields)


def left_out(event, programme, **words):
    """The gate at which it was left out, or nothing where it got its letter."""
    campaign = make.campaign(
        [event, make.event()], template_version=make.template(programme, **words), frozen=True
    )
    exclusion = campaign.exclusions.filter(event=event).first()
    return exclusion and exclusion.gate


@pytest.mark.parametrize(
    ("days", "words", "stopped"),
    [
        (0, {}, None),
        (90, {}, None),
        (91, {}, "G10"),
        (91, LATE, None),
        (365, LATE, None),
        (366, LATE, "G10"),
    ],
)
def test_g10_late_thanks_go_in_late_words_and_after_a_year_not_by_themselves(
    programme, days, words, stopped
):
    """AKN-3."""
    assert left_out(late(days), programme, **words) == stopped


def test_g10_what_the_lead_decided_goes_in_late_words_only(programme, lena):
    """AKN-3."""
    event = late(400)

    lateness.thank_even_so(event=event, by=lena)

    assert left_out(event, programme) == "G10"
    assert left_out(event, programme, **LATE) is None
    assert JournalEntry.objects.of_kinds([lateness.LATE_THANKS_DECIDED]).get().by == lena


def test_g10_is_asked_again_when_the_letter_goes(programme):
    """AKN-3, L6: a letter that waited too long does not go as if it were in time."""
    campaign = make.campaign([late(80)], released=True)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    ContributionEvent.objects.update(due_on=TODAY() - timedelta(days=91))

    dispatch.send_chunk(campaign_id=campaign.pk)

    letter = campaign.letters.get()
    assert (letter.status, letter.stopped_by) == (Letter.Status.HELD, "G10")
    assert "91 days late" in letter.problem
    assert not mail.outbox


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (lambda: late(365), "not a year late"),
        (
            lambda: late(400, outcome="not_thanked", why_not="error", closed_at=timezone.now()),
            "This is settled",
        ),
    ],
)
def test_there_is_nothing_to_decide(programme, lena, event, why):
    with pytest.raises(DomainError, match=why):
        lateness.thank_even_so(event=event(), by=lena)


def test_it_is_decided_once(programme, lena):
    event = late(400)
    lateness.thank_even_so(event=event, by=lena)

    with pytest.raises(DomainError, match="Lena has decided already"):
        lateness.thank_even_so(event=event, by=lena)


def test_the_lead_decides_on_a_page_of_its_own(as_, lena):
    event = late(400)
    url = reverse("recognition:event_late", args=[event.pk])

    shown = page(as_(lena).get(url))
    response = as_(lena).post(url)

    assert "400 days ago" in shown
    assert response.status_code == 302
    assert ContributionEvent.objects.get(pk=event.pk).late_decision.by == lena


def test_what_waits_for_the_lead_stands_on_the_dashboard_until_it_is_decided(lena, rosa):
    """AKN-3, L1."""
    event = late(366)
    late(365)

    waiting = late_thanks_to_decide(lena).tasks

    assert [task.url for task in waiting] == [reverse("recognition:event_late", args=[event.pk])]
    assert late_thanks_to_decide(rosa) is None
    lateness.thank_even_so(event=event, by=lena)
    assert late_thanks_to_decide(lena) is None


def test_nothing_is_ever_queued_to_a_bereaved_family(as_, programme, rosa):
    """Product §10: prompts only. No words for it exist, no letter is made, no button sends."""
    person = make.contributor("Mr Ivor Penn", deceased_on=TODAY())
    event = make.event(person)

    shown = page(as_(rosa).get(reverse("recognition:event_family", args=[event.pk])))

    assert left_out(event, programme) == "G1"
    assert "Who they were" in shown
    main = shown[shown.index("<main") : shown.index("</main>")]
    assert "<form" not in main
    assert not any("bereave" in wording.key + wording.kind for wording in WORDINGS.values())
