"""Does an offer still stand? Whoever offered pauses it and takes it up again; the clock asks, and
lets it run out kindly when nobody answers (OFR-5)."""

from django.utils import timezone

from coalition.actions import offer_mail
from coalition.actions.offer_journal import record
from coalition.domain import DomainError, action
from coalition.models import Offer, User
from coalition.models.offer_rows import ASKED_AGAIN_AFTER
from coalition.offer_contact import may_reach

OFFER_PAUSED = "offer.paused"
OFFER_UNPAUSED = "offer.unpaused"
OFFER_STILL_ASKED = "offer.still_asked"
OFFER_TO_BE_RUNG = "offer.to_be_rung"
OFFER_CONFIRMED = "offer.confirmed"
OFFER_EXPIRED = "offer.expired"

Status = Offer.Status


@action
def pause(*, offer: Offer, by: User | None) -> Offer:
    """Stop for a while what was accepted; `by` is None for whoever came by the private link."""
    offer = Offer.objects.lock(offer).require_can_become(Status.PAUSED)

    offer.status = Status.PAUSED
    offer.save(update_fields=["status"])

    record(kind=OFFER_PAUSED, offer=offer, by=by)
    return offer


@action
def unpause(*, offer: Offer, by: User | None) -> Offer:
    """Go on with what was paused."""
    offer = Offer.objects.lock(offer)
    if offer.status != Status.PAUSED:
        state = offer.get_status_display().lower()
        raise DomainError(f"This offer is {state} now, so there is nothing to take up again.")

    offer.status = Status.ACCEPTED
    offer.save(update_fields=["status"])

    record(kind=OFFER_UNPAUSED, offer=offer, by=by)
    return offer


@action
def ask_if_it_stands(*, offer: Offer) -> Offer:
    """Mail the question, answered with one click. Somebody without an address is rung by a person:
    their next word becomes due today."""
    offer = Offer.objects.lock(offer)
    now = timezone.now()
    if not Offer.objects.due_to_be_asked(now).contains(offer):
        return offer

    by_mail = bool(may_reach(offer))
    offer.still_asked_at = now
    offer.still_asked_times += by_mail
    if not by_mail:
        today = timezone.localdate()
        offer.promise(min(today, offer.next_contact_due or today))
    offer.save()

    kind = OFFER_STILL_ASKED if by_mail else OFFER_TO_BE_RUNG
    record(kind=kind, offer=offer, by=None, times=offer.still_asked_times)
    answer_by = timezone.localdate(now + ASKED_AGAIN_AFTER)
    offer_mail.write(offer=offer, kind="offer_still_available", answer_by=answer_by)
    return offer


@action
def confirm(*, offer: Offer, by: User | None) -> Offer:
    """It still stands: for 90 days from today, or as long as it did if that is longer."""
    offer = Offer.objects.lock(offer)
    if not offer.is_open:
        state = offer.get_status_display().lower()
        raise DomainError(f"This offer is {state} now. You are welcome to make a new one.")

    offer.available_to = offer.would_stand_until
    offer.confirmed_on = timezone.localdate()
    offer.still_asked_at, offer.still_asked_times = None, 0
    offer.save()

    record(kind=OFFER_CONFIRMED, offer=offer, by=by, until=offer.available_to.isoformat())
    return offer


@action
def expire(*, offer: Offer) -> Offer:
    """Two questions stayed unanswered, so it is taken off the list, with thanks."""
    offer = Offer.objects.lock(offer)
    if not Offer.objects.due_to_expire(timezone.now()).contains(offer):
        return offer
    offer.require_can_become(Status.EXPIRED)

    offer.close(Status.EXPIRED)
    offer.save()

    record(kind=OFFER_EXPIRED, offer=offer, by=None)
    offer_mail.write(offer=offer, kind="offer_expired")
    return offer
