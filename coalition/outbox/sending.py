"""From ready to sent: what is committed when, and what becomes of each way of failing."""

import logging
import time
import uuid
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coalition import delivery
from coalition.models.outbox import P, Parcel, ParcelQuerySet
from coalition.outbox.carriers import Receipt
from coalition.outbox.patience import insist, is_outage
from coalition.outbox.route import Outcome, Route
from coalition.outbox.rows import failed, free, lease_from, verdict

CHUNK = 100
Status, Cause = Parcel.Status, Parcel.Cause
Gone = tuple[P, Receipt]  # what the carrier has, and its yes
log = logging.getLogger(__name__)


def send_chunk(route: Route[P], due: ParcelQuerySet[P]) -> int:
    """Claim up to 100 due parcels and send them, for a sixth of a lease; how many were claimed.

    0 also when the carrier does not answer: then nothing is claimed, or what was not sent is
    ready again, and the next sweep rings.
    """
    token = uuid.uuid4()
    try:
        with route.carrier.line() as line:
            batch = insist(lambda: claim(route, due, token), seconds=5)
            _send_all(route, line, batch, token)
    except delivery.Unavailable as error:
        log.warning("%s does not answer: %s", route.carrier.name, error)
        return 0
    return len(batch)


def claim(route: Route[P], due: ParcelQuerySet[P], token: uuid.UUID) -> list[P]:
    """ready → leased, in a transaction of its own. Rows in other hands are passed by."""
    with transaction.atomic():
        in_no_hands = due.select_for_update(skip_locked=True, of=("self",), no_key=True)
        ids = list(in_no_hands.values_list("pk", flat=True)[:CHUNK])
        # The condition on status is the guard; SKIP LOCKED only saves waiting.
        route.rows.filter(pk__in=ids, status=Status.READY).update(
            status=Status.LEASED, token=token, lease_until=lease_from(timezone.now())
        )
    return list(route.rows.held_by(token).order_by("pk")) if ids else []


def _send_all(route: Route[P], line: Any, batch: list[P], token: uuid.UUID) -> None:
    gone: Gone[P] | None = None
    stop_at = time.monotonic() + settings.OUTBOX_LEASE_S / 6
    try:
        for parcel in batch:
            if time.monotonic() > stop_at:
                break
            began = time.monotonic()
            admitted = _turn(route, gone, parcel)
            gone = None
            if admitted and (receipt := _send_one(route, line, admitted, began)):
                gone = admitted, receipt
    finally:
        _turn(route, gone, None)
        rest = route.rows.held_by(token).filter(status=Status.LEASED)
        insist(lambda: rest.update(**free()))


def _turn(route: Route[P], gone: Gone[P] | None, parcel: P | None) -> P | None:
    """One commit: `sent` of the one before, `sending` of the next. The next as it may go, or None.

    What breaks on the next one must not take the last one's `sent` with it."""

    def turn() -> P | None:
        with transaction.atomic():
            if gone:
                _record_taken(route, *gone)
            return _begin(route, parcel) if parcel else None

    try:
        return insist(turn)
    except Exception as error:
        if parcel is None or is_outage(error) or isinstance(error, SoftTimeLimitExceeded):
            raise
        log.exception("%r could not be looked at", parcel)
    _turn(route, gone, None)
    _write(route, parcel, Status.LEASED, **failed(Cause.FAULT, "We could not check it."))
    return None


def _begin(route: Route[P], parcel: P) -> P | None:
    """leased → sending. None: it may not go, or the lease was taken away."""
    admitted = route.admit(parcel)
    if admitted is None:
        return None
    now = timezone.now()
    # `sending` by our own token is a commit of which we did not hear; we have not begun it.
    ours = Q(status=Status.LEASED, lease_until__gt=now) | Q(status=Status.SENDING)
    admitted.attempts = parcel.attempts + 1
    noted = {field: getattr(admitted, field) for field in route.noted}
    fields = {"attempts": admitted.attempts, "lease_until": lease_from(now), **noted}
    begun = route.mine(parcel).filter(ours).update(status=Status.SENDING, **fields)
    return admitted if begun else None


def _send_one(route: Route[P], line: Any, parcel: P, began: float) -> Receipt | None:
    """The carrier's yes, which the next turn commits. A no is written at once.

    Raises Unavailable, with the parcel back where it was."""
    try:
        message = _compose(route, parcel)
        if time.monotonic() - began > 0.8 * settings.OUTBOX_LEASE_S:
            # We were held up, and the row may soon be in other hands. We know that it has not gone.
            raise delivery.Unavailable("This worker was too slow.")
        return route.carrier.carry(parcel, message, line)
    except Exception as error:
        if not isinstance(error, delivery.NotDelivered):
            log.exception("%r met something unforeseen", parcel)
        _record_failed(route, parcel, error)
        if isinstance(error, delivery.Unavailable):
            raise
        return None


def _compose(route: Route[P], parcel: P) -> Any:
    try:
        return route.compose(parcel)
    except delivery.CannotCompose:
        raise
    except Exception as error:
        log.exception("%r could not be composed", parcel)
        raise delivery.CannotCompose(f"We could not put it together: {error}") from error


def _record_taken(route: Route[P], parcel: P, receipt: Receipt) -> None:
    # Also from `uncertain`: the sweep may have been faster than we, who hold the carrier's yes.
    known = Q(status=Status.SENDING) | Q(status=Status.UNCERTAIN)
    route.mark_taken(route.mine(parcel).filter(known), parcel, receipt)


def _record_failed(route: Route[P], parcel: P, error: Exception) -> None:
    """What it leaves in the row; and a note of the attempt, if there was one."""
    fields = verdict(parcel, error)
    in_doubt = [Status.SENDING, Status.UNCERTAIN]

    def record() -> None:
        with transaction.atomic():
            if not route.mine(parcel).filter(status__in=in_doubt).update(**fields):
                return
            if not isinstance(error, delivery.Unavailable | delivery.CannotCompose):
                route.note(parcel, Outcome(error=error))

    insist(record)


def _write(route: Route[P], parcel: P, *expected: str, **fields: Any) -> None:
    """Say what became of it, unless somebody else has."""
    rows = route.mine(parcel).filter(status__in=expected)
    insist(lambda: rows.update(**fields))
