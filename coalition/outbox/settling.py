"""Putting right what workers left behind: by evidence or by a person, never by time alone."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from coalition import delivery
from coalition.models.outbox import P, Parcel
from coalition.outbox.carriers import Receipt
from coalition.outbox.route import Outcome, Route
from coalition.outbox.rows import free

LOOKED_AT = 200  # uncertain parcels for which one sweep asks for evidence
Status = Parcel.Status
log = logging.getLogger(__name__)


def sweep(route: Route[P]) -> None:
    """Put right what workers left behind. Every statement is conditional: two at once are one."""
    now = timezone.now()
    route.rows.lapsed(Status.LEASED, now).update(**free())
    for parcel in route.rows.lapsed(Status.SENDING, now):
        _doubt(route, parcel)
    for parcel in route.rows.filter(status=Status.UNCERTAIN).order_by("lease_until")[:LOOKED_AT]:
        try:
            _settle_by_evidence(route, parcel, now)
        except Exception:
            log.exception("%r could not be settled", parcel)


def confirm_sent(route: Route[P], parcel: P) -> bool:
    """A person knows: uncertain → sent, and all that goes with it; False when it is settled."""
    with transaction.atomic():
        sent = route.mark_sent(route.mine(parcel).filter(status=Status.UNCERTAIN), [parcel])
        if sent:
            route.note({parcel: Outcome(Receipt())})
    return bool(sent)


def send_again(route: Route[P], parcel: P) -> bool:
    """uncertain → ready; False when it is settled already. Wait for quiet_at."""
    with transaction.atomic():
        ready = route.mine(parcel).filter(status=Status.UNCERTAIN).update(**free())
        if ready:
            route.note({parcel: Outcome(error=delivery.Unavailable("It was not found there."))})
    return bool(ready)


def quiet_at(parcel: Parcel) -> datetime:
    """So long after its lease that no stalled worker can still be handing it over."""
    grace = timedelta(seconds=settings.OUTBOX_GRACE_S)
    return (parcel.lease_until or parcel.send_after) + grace


def _doubt(route: Route[P], parcel: P) -> None:
    problem = "The worker stopped while it was sending this."
    doubtful = route.mine(parcel).filter(status=Status.SENDING)
    with transaction.atomic():
        if doubtful.update(status=Status.UNCERTAIN, problem=problem):
            route.note({parcel: Outcome(error=delivery.Uncertain(problem))})
            log.warning("%r is uncertain: its worker stopped", parcel)


def _settle_by_evidence(route: Route[P], parcel: P, now: datetime) -> None:
    found = route.carrier.evidence(parcel)
    if found and _confirm_taken(route, parcel, found):
        log.warning("%r did arrive", parcel)
    if found is False and quiet_at(parcel) <= now and send_again(route, parcel):
        log.warning("%r did not arrive, and goes again", parcel)


def _confirm_taken(route: Route[P], parcel: P, receipt: Receipt) -> bool:
    with transaction.atomic():
        doubtful = route.mine(parcel).filter(status=Status.UNCERTAIN)
        return bool(route.mark_taken(doubtful, {parcel: receipt}))
