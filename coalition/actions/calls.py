"""Calls for offers: written, opened, full, paused, closed with an answer for everyone (CAL)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from coalition.actions import mail, offers
from coalition.actions.offer_journal import record
from coalition.domain import DomainError, action
from coalition.models import CallForOffers, JournalEntry, Offer, Programme, User
from coalition.models.kind_no import ALONE_AT_MOST
from coalition.models.offer_words import Disposition

CALL_DRAFTED = "call.drafted"
CALL_CHANGED = "call.changed"
CALL_SCHEDULED = "call.scheduled"
CALL_OPENED = "call.opened"
CALL_FULL = "call.full"
CALL_PAUSED = "call.paused"
CALL_CLOSED = "call.closed"
CALL_ENDED = "call.ended"  # its last day is over, and offers wait for a decision
OFFER_CALL_CLOSED = "offer.call_closed"

Status = CallForOffers.Status


@action
def draft(*, programme: Programme, by: User, **fields: Any) -> CallForOffers:
    """Write a call that nobody sees yet."""
    call = CallForOffers.objects.create(programme=programme, owner=by, **fields)

    _record(CALL_DRAFTED, call, by)
    return call


@action
def change(*, call: CallForOffers, by: User, **fields: Any) -> CallForOffers:
    """Put a call right. A target that is raised opens it again; one that is lowered may fill it."""
    call = CallForOffers.objects.lock(call)
    if call.status == Status.CLOSED:
        raise DomainError("This call is closed, so it stays as it was. Make a new one instead.")

    for name, value in fields.items():
        setattr(call, name, value)
    if call.status in CallForOffers.TAKING:
        call.status = Status.FULL_WAITLIST if _has_enough(call) else Status.OPEN
    call.save()

    _record(CALL_CHANGED, call, by)
    return call


@action
def open_call(*, call: CallForOffers, by: User | None) -> CallForOffers:
    """Let offers come in: now, or on the day that it names. `by` is None for the clock."""
    call = CallForOffers.objects.lock(call)
    now = timezone.now()
    if call.closes_at and call.closes_at <= now:
        raise DomainError("Its last day is over. Choose a later one first.")
    if call.status == Status.DRAFT and call.opens_at and call.opens_at > now:
        return _schedule(call, by)
    enough = _has_enough(call)
    if enough and call.status == Status.FULL_WAITLIST:
        raise DomainError("The target is reached. Raise it first, if you need more.")
    status = Status.FULL_WAITLIST if enough and call.status != Status.DRAFT else Status.OPEN
    call.require_can_become(status)

    call.status = status
    call.save(update_fields=["status"])

    _record(CALL_OPENED, call, by)
    return call


@action
def pause(*, call: CallForOffers, by: User) -> CallForOffers:
    """Take no more for now."""
    call = CallForOffers.objects.lock(call).require_can_become(Status.PAUSED)

    call.status = Status.PAUSED
    call.save(update_fields=["status"])

    _record(CALL_PAUSED, call, by)
    return call


@action
def close(
    *,
    call: CallForOffers,
    dispositions: Mapping[int, str],
    by: User,
    reason: str = "",
    sentence: str = "",
    standby_until: date | None = None,
) -> CallForOffers:
    """End a call for good. Each offer that is undecided gets an answer (CAL-2): `dispositions` says
    which, by the offer's id."""
    call = CallForOffers.objects.lock(call).require_can_become(Status.CLOSED)
    undecided = list(call.offers.undecided().select_for_update(of=("self",)).order_by("pk"))
    _require_all(undecided, dispositions)

    for offer in undecided:
        _dispose(offer, dispositions[offer.pk], by, reason, sentence, standby_until)
    call.status, call.closed_at = Status.CLOSED, timezone.now()
    call.save(update_fields=["status", "closed_at"])

    _record(CALL_CLOSED, call, by, offers=len(undecided))
    return call


@action
def take(*, call: CallForOffers) -> CallForOffers:
    """Hold a call for an offer that comes in; whoever comes at the same moment waits. Raises
    DomainError, with the honest message, where it takes no more."""
    call = CallForOffers.objects.lock(call)
    if not call.is_taking_offers:
        raise DomainError(
            f"“{call}” stopped taking offers while this page was open. What you wrote is still"
            " here: you can offer it to the programme itself."
        )
    if call.is_full and call.offers.taken_quantity() >= call.waitlist_limit:
        raise DomainError(f"The waiting list is full as well. {call.full_message}")
    return call


@action
def fill(*, call: CallForOffers) -> CallForOffers:
    """An offer has come in, or grown: is it enough now? (CAL-1)"""
    call = CallForOffers.objects.lock(call)
    if call.status != Status.OPEN or not _has_enough(call):
        return call

    call.status = Status.FULL_WAITLIST
    call.save(update_fields=["status"])

    _record(CALL_FULL, call, None)
    url = settings.SITE_URL + call.get_absolute_url()
    context = {"call": call, "programme": call.programme, "call_url": url}
    mail.write(kind="call_full", to=call.owner.email, context=context)
    return call


def tend(*, now: datetime) -> None:
    """Open and end what is due. Spans transactions: each call has its own."""
    for call in CallForOffers.objects.due_to_open(now).order_by("pk"):
        open_call(call=call, by=None)
    for call in CallForOffers.objects.due_to_end(now).order_by("pk"):
        end(call=call)


@action
def end(*, call: CallForOffers) -> CallForOffers:
    """Its last day is over: closed, if nobody waits for an answer; otherwise it takes no more, and
    its owner gives the answers (CAL-2)."""
    call = CallForOffers.objects.lock(call)
    if not CallForOffers.objects.due_to_end(timezone.now()).contains(call):
        return call

    if call.offers.undecided().exists():
        call.status, kind = Status.PAUSED, CALL_ENDED
    else:
        call.status, call.closed_at, kind = Status.CLOSED, timezone.now(), CALL_CLOSED
    call.save(update_fields=["status", "closed_at"])

    _record(kind, call, None)
    return call


def _schedule(call: CallForOffers, by: User | None) -> CallForOffers:
    call.scheduled_at = timezone.now()
    call.save(update_fields=["scheduled_at"])

    _record(CALL_SCHEDULED, call, by)
    return call


def _require_all(undecided: list[Offer], dispositions: Mapping[int, str]) -> None:
    without = [offer for offer in undecided if offer.pk not in dispositions]
    if without:
        raise DomainError(
            f"{len(without)} undecided offer{'s' * (len(without) > 1)} still need"
            f"{'s' * (len(without) == 1)} an answer. Look at the list again: some may have come in"
            " meanwhile."
        )
    declined = [offer for offer in undecided if dispositions[offer.pk] == Disposition.DECLINED]
    if len(declined) > ALONE_AT_MOST:
        raise DomainError(
            f"That would decline {len(declined)} offers. More than {ALONE_AT_MOST} at once need a"
            " second person: send a kind no to many first, then close the call."
        )
    if any(
        offer.status == Offer.Status.SUBMITTED
        for offer in undecided
        if dispositions[offer.pk] != Disposition.KEPT
    ):
        raise DomainError(
            "Some of these were never answered by a person. Keep them, or answer them first."
        )


def _dispose(
    offer: Offer, what: str, by: User, reason: str, sentence: str, until: date | None
) -> None:
    if what == Disposition.DECLINED:
        offer = offers.decline(offer=offer, reason=reason, sentence=sentence, by=by)
    elif what == Disposition.STANDBY and until:
        offer = offers.put_on_standby(offer=offer, until=until, sentence=sentence, by=by)
    offer.call_disposition = what
    offer.save(update_fields=["call_disposition"])
    record(kind=OFFER_CALL_CLOSED, offer=offer, by=by, disposition=what)


def _has_enough(call: CallForOffers) -> bool:
    return call.offers.taken_quantity() >= call.target_quantity


def _record(kind: str, call: CallForOffers, by: User | None, **facts: Any) -> None:
    JournalEntry.objects.record(kind, by=by, subject=call, programme=call.programme, **facts)
