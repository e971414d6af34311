"""What people do while letters go out: pause, resume, stop, settle doubts, retry, take out."""

from datetime import timedelta
from math import ceil
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from coalition import outbox
from coalition.domain import DomainError, NotAuthorised, action
from coalition.models import JournalEntry, User
from coalition.outbox import quiet_at
from recognition.actions import dispatch, mandates
from recognition.models import Campaign, Letter
from recognition.models.letter import LetterQuerySet
from recognition.permissions import can_resume_campaign

CAMPAIGN_PAUSED = "campaign.paused"
CAMPAIGN_RESUMED = "campaign.resumed"
CAMPAIGN_STOPPED = "campaign.stopped"
LETTER_CONFIRMED_SENT = "letter.confirmed_sent"
LETTER_SENT_AGAIN = "letter.sent_again"
LETTERS_RETRIED = "letters.retried"
LETTERS_TAKEN_OUT = "letters.taken_out"
FRESH_FOR = timedelta(days=28)  # HLD-4
Status = Letter.Status
MAY_HAVE_GONE = [Status.SENDING, Status.UNCERTAIN]


@action
def pause(*, campaign: Campaign, by: User) -> Campaign:
    """Stop dispatch (CMP-4). Workers ask before each round, so at most a second's letters of
    each still go."""
    campaign = Campaign.objects.lock(campaign).require_can_become(Campaign.Status.PAUSED)

    campaign.status = Campaign.Status.PAUSED
    campaign.save(update_fields=["status"])

    _record(CAMPAIGN_PAUSED, campaign, by)
    return campaign


@action
def resume(*, campaign: Campaign, by: User) -> Campaign:
    """Let letters go again; the rate is measured from now. Where they stopped by themselves, raises
    NotAuthorised for whoever may not approve them (CMP-5)."""
    campaign = Campaign.objects.lock(campaign).require_can_become(Campaign.Status.RELEASING)
    if campaign.breaker and not can_resume_campaign(by, campaign):
        raise NotAuthorised(
            "These letters stopped because something was wrong. An approver who had no hand in them"
            " lets them go on."
        )

    why, campaign.breaker = campaign.breaker, ""
    campaign.status, campaign.resumed_at = Campaign.Status.RELEASING, timezone.now()
    campaign.save(update_fields=["status", "resumed_at", "breaker"])

    _record(CAMPAIGN_RESUMED, campaign, by, **({"why_stopped": why} if why else {}))
    return campaign


@action
def stop(*, campaign: Campaign, by: User) -> int:
    """Of a paused campaign, what has not gone never will; its people are owed thanks as before.
    What is with the printer stays there. Returns how many letters that are. Raises DomainError
    while one may be going, or have gone."""
    campaign = Campaign.objects.lock(campaign)
    if campaign.status != Campaign.Status.PAUSED:
        raise DomainError("Pause the letters first. Then they can be stopped for good.")
    # A worker that is about to hand one over commits `sending` first, and we see it; or it comes
    # after us, and finds its letter cancelled.
    rows = campaign.letters.unsettled().exclude(status=Status.PRINTING)
    rows = rows.select_for_update().order_by("pk")
    letters = dict(rows.values_list("pk", "status"))
    if doubtful := sum(status in MAY_HAVE_GONE for status in letters.values()):
        raise DomainError(_why_not_stopped(doubtful))

    free = {"token": None, "lease_until": None}
    campaign.letters.filter(pk__in=letters).update(status=Status.CANCELLED, **free)
    campaign.status = Campaign.Status.CANCELLED
    campaign.save(update_fields=["status"])

    _record(CAMPAIGN_STOPPED, campaign, by, letters=len(letters))
    return len(letters)


@action
def confirm_sent(*, letter: Letter, by: User) -> Letter:
    """A person knows that an uncertain letter arrived. Raises DomainError if it is settled."""
    letter = Letter.objects.lock(letter)
    if not outbox.confirm_sent(dispatch.ROUTES[letter.channel], letter):
        raise DomainError(_settled(letter))

    _record_letter(LETTER_CONFIRMED_SENT, letter, by)
    return letter


@action
def send_again(*, letter: Letter, by: User) -> Letter:
    """A person knows that an uncertain letter did not arrive. Raises DomainError if it is settled,
    or while a worker may still be handing it over."""
    letter = Letter.objects.lock(letter)
    wait = quiet_at(letter) - timezone.now()
    if letter.status == Status.UNCERTAIN and wait > timedelta():
        raise DomainError(
            "A worker may still be handing this letter over."
            f" Decide in {ceil(wait.total_seconds() / 60)} minutes."
        )
    if not outbox.send_again(dispatch.ROUTES[letter.channel], letter):
        raise DomainError(_settled(letter))

    _record_letter(LETTER_SENT_AGAIN, letter, by)
    return letter


@action
def retry(*, campaign: Campaign, letters: LetterQuerySet, by: User) -> int:
    """Letters that failed or are held go back to the start, and through all gates again. Raises
    DomainError for held ones that were approved more than 28 days ago (HLD-4)."""
    campaign = Campaign.objects.lock(campaign)
    stopped = _stopped(campaign, letters)
    if stopped.filter(status=Status.HELD).exists() and not _is_freshly_approved(campaign):
        raise DomainError(
            "These letters were approved more than 28 days ago."
            " Take them out, and have new ones approved."
        )

    # Not before the rest of its wave.
    when = Greatest(F("send_after"), Value(timezone.now()))
    fields = {"attempts": 0, "send_after": when, "cause": "", "problem": ""}
    count = stopped.update(status=Status.QUEUED, stopped_by="", gates={}, **fields)

    _record(LETTERS_RETRIED, campaign, by, letters=count)
    return count


@action
def take_out(*, campaign: Campaign, letters: LetterQuerySet, by: User) -> int:
    """Letters that failed or are held will not go. Their people are owed thanks as before."""
    campaign = Campaign.objects.lock(campaign)

    stopped = _stopped(campaign, letters)
    mandates.give_back(letters=stopped)
    count = stopped.update(status=Status.CANCELLED)

    _record(LETTERS_TAKEN_OUT, campaign, by, letters=count)
    return count


def _stopped(campaign: Campaign, letters: LetterQuerySet) -> LetterQuerySet:
    return letters.filter(campaign=campaign, status__in=[Status.FAILED, Status.HELD])


def _is_freshly_approved(campaign: Campaign) -> bool:
    """Each kind of yes that it needs was given in the last 28 days (LET-4)."""
    fresh = campaign.approvals.standing().filter(at__gte=timezone.now() - FRESH_FOR)
    return set(campaign.needs) <= set(fresh.values_list("kind", flat=True))


def _why_not_stopped(doubtful: int) -> str:
    one = doubtful == 1
    return (
        f"{doubtful:,} {'letter is' if one else 'letters are'} being handed over, or may have gone."
        f" Settle {'it' if one else 'them'} first; whoever is found without a letter can then be"
        " stopped with the rest."
    )


def _settled(letter: Letter) -> str:
    return f"This letter is “{letter.get_status_display()}” now: there is nothing to settle."


def _record_letter(kind: str, letter: Letter, by: User) -> None:
    JournalEntry.objects.record(
        kind,
        by=by,
        subject=letter,
        programme=letter.campaign.programme,
        concerns=letter.contributor,
    )


def _record(kind: str, campaign: Campaign, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=campaign, programme=campaign.programme, **facts
    )
