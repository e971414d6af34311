"""What is written in a row, in words of the model."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from coalition import delivery
from coalition.models.outbox import Parcel

MOST_ATTEMPTS = 5  # DLV-2: then it is a human task
Status, Cause = Parcel.Status, Parcel.Cause


def free(**fields: Any) -> dict[str, Any]:
    """In nobody's hands; ready, unless it says otherwise."""
    plain = {"token": None, "lease_until": None, "cause": "", "problem": ""}
    return {"status": Status.READY, **plain, **fields}


def failed(cause: str, problem: str) -> dict[str, Any]:
    return free(status=Status.FAILED, cause=cause, problem=problem)


def lease_from(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.OUTBOX_LEASE_S)


def verdict(parcel: Parcel, error: Exception) -> dict[str, Any]:
    """What an attempt that brought no yes leaves in the row."""
    problem = str(error)[:500] or type(error).__name__
    match error:
        case delivery.Unavailable():
            return free(attempts=parcel.attempts - 1, problem=problem)
        case delivery.Deferred() if parcel.attempts < MOST_ATTEMPTS:
            wait = timedelta(minutes=2**parcel.attempts)
            return free(send_after=timezone.now() + wait, problem=problem)
        case delivery.Deferred():
            return failed(Cause.PUT_OFF, problem)
        case delivery.Refused():
            return failed(Cause.REFUSED, problem)
        case delivery.CannotCompose():
            return failed(Cause.CONTENT, problem)
    return {"status": Status.UNCERTAIN, "problem": problem}
