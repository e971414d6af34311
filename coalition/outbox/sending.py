"""From ready to sent: what is committed when, and what becomes of each way of failing."""

import logging
import time
import uuid
from collections import defaultdict
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from coalition import delivery
from coalition.models.outbox import P, Parcel, ParcelQuerySet
from coalition.outbox.carriers import Receipt
from coalition.outbox.patience import insist, is_outage
from coalition.outbox.route import Outcome, Route
from coalition.outbox.rows import failed, free, lease_from, verdict

CHUNK = 250
GROWTH = 5  # of the next round, while a round ends in time
ROUND_S = 1  # so old may the answer of a gate be when a parcel goes
Status, Cause = Parcel.Status, Parcel.Cause
IN_DOUBT = [Status.SENDING, Status.UNCERTAIN]
log = logging.getLogger(__name__)


def send_chunk(route: Route[P], due: ParcelQuerySet[P]) -> int:
    """Claim up to 250 due parcels and send them, for a sixth of a lease; how many were claimed.

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
    # By their keys: there is no index on tokens.
    return list(route.rows.held_by(token).filter(pk__in=ids).order_by("pk")) if ids else []


def _send_all(route: Route[P], line: Any, batch: list[P], token: uuid.UUID) -> None:
    """In rounds: of one parcel at first, and of more while a round takes no longer than it may."""
    waiting, size = list(batch), 1
    stop_at = time.monotonic() + settings.OUTBOX_LEASE_S / 6
    try:
        while waiting and time.monotonic() < stop_at:
            some = waiting[:size]
            left = _round(route, line, some)
            waiting = left + waiting[size:]
            size = max(1, min(GROWTH * (len(some) - len(left)), route.together))
    finally:
        rest = route.rows.held_by(token).filter(status=Status.LEASED)
        insist(lambda: rest.update(**free()))


def _round(route: Route[P], line: Any, parcels: list[P]) -> list[P]:
    """Admit these in one commit, send each, and say `sent` of all in another. Those of which no
    word was said within a second wait for the next round, and are asked about again."""
    began, begun = time.monotonic(), 0
    gone: dict[P, Receipt] = {}
    admitted = _admit(route, parcels)
    try:
        for parcel in admitted:
            if begun and time.monotonic() - began > ROUND_S:
                break
            begun += 1
            if receipt := _send_one(route, line, parcel, began):
                gone[parcel] = receipt
    finally:
        try:
            _record_taken(route, gone)
        finally:
            _take_back(route, admitted[begun:])
    left = {parcel.pk for parcel in admitted[begun:]}
    return [parcel for parcel in parcels if parcel.pk in left]


def _admit(route: Route[P], parcels: list[P]) -> list[P]:
    """Those that may go now, as they stand; committed as `sending`."""
    tries = {parcel.pk: parcel.attempts + 1 for parcel in parcels}

    def admit() -> list[P]:
        with transaction.atomic():
            return _begin(route, parcels, tries)

    try:
        return insist(admit)
    except Exception as error:
        if is_outage(error) or isinstance(error, SoftTimeLimitExceeded):
            raise
        if len(parcels) > 1:  # one of them, and it must not take the others with it
            return [admitted for parcel in parcels for admitted in _admit(route, [parcel])]
        log.exception("%r could not be looked at", parcels[0])
    _write(route, parcels[0], Status.LEASED, **failed(Cause.FAULT, "We could not check it."))
    return []


def _begin(route: Route[P], parcels: list[P], tries: dict[int, int]) -> list[P]:
    """leased → sending, but for those that may not go, or whose lease was taken away."""
    alike = defaultdict(list)
    for parcel in route.admit(parcels):
        parcel.attempts = tries[parcel.pk]
        alike[repr([getattr(parcel, field) for field in ("attempts", *route.noted)])].append(parcel)
    return [parcel for some in alike.values() for parcel in _mark_sending(route, some)]


def _mark_sending(route: Route[P], parcels: list[P]) -> list[P]:
    """Of parcels that have the same to keep, those that were still ours."""
    now = timezone.now()
    # `sending` by our own token is a commit of which we did not hear; we have not begun it.
    ours = Q(status=Status.LEASED, lease_until__gt=now) | Q(status=Status.SENDING)
    rows = route.rows.held_by(parcels[0].token).filter(pk__in=[parcel.pk for parcel in parcels])
    fields = {field: getattr(parcels[0], field) for field in ("attempts", *route.noted)}
    marked = rows.filter(ours).update(status=Status.SENDING, lease_until=lease_from(now), **fields)
    if marked == len(parcels):
        return parcels
    begun = set(rows.filter(status=Status.SENDING).values_list("pk", flat=True))
    return [parcel for parcel in parcels if parcel.pk in begun]


def _send_one(route: Route[P], line: Any, parcel: P, began: float) -> Receipt | None:
    """The carrier's yes, which the end of the round commits. A no is written at once.

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


def _record_taken(route: Route[P], gone: dict[P, Receipt]) -> None:
    """Also from `uncertain`: the sweep may have been faster than we, who hold the carrier's yes."""

    def record() -> None:
        with transaction.atomic():
            rows = route.rows.held_by(next(iter(gone)).token)
            route.mark_taken(rows.filter(status__in=IN_DOUBT), gone)

    if not gone:
        return
    try:
        insist(record)
    except Exception as error:
        if len(gone) == 1 or is_outage(error):
            raise
        log.exception("One of %s could not be recorded", [*gone])
        _record_each(route, gone)


def _record_each(route: Route[P], gone: dict[P, Receipt]) -> None:
    """What breaks on one must not take the yes of the others with it; that one is in doubt."""
    for parcel, receipt in gone.items():
        try:
            _record_taken(route, {parcel: receipt})
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("%r could not be recorded", parcel)


def _take_back(route: Route[P], parcels: list[P]) -> None:
    """sending → leased: we know that these were not begun."""
    for parcel in parcels:
        parcel.attempts -= 1
    if parcels:
        rows = route.rows.held_by(parcels[0].token).filter(pk__in=[parcel.pk for parcel in parcels])
        sending = rows.filter(status=Status.SENDING)
        insist(lambda: sending.update(status=Status.LEASED, attempts=F("attempts") - 1))


def _record_failed(route: Route[P], parcel: P, error: Exception) -> None:
    """What it leaves in the row; and a note of the attempt, if there was one."""
    fields = verdict(parcel, error)

    def record() -> None:
        with transaction.atomic():
            if not route.mine(parcel).filter(status__in=IN_DOUBT).update(**fields):
                return
            if not isinstance(error, delivery.Unavailable | delivery.CannotCompose):
                route.note({parcel: Outcome(error=error)})

    insist(record)


def _write(route: Route[P], parcel: P, *expected: str, **fields: Any) -> None:
    """Say what became of it, unless somebody else has."""
    rows = route.mine(parcel).filter(status__in=expected)
    insist(lambda: rows.update(**fields))
