"""What becomes of a difference that members know: worked on and settled; or parked, looked at again
and closed. None of it makes a proposal, a vote or a decision (DIF-4)."""

from datetime import date, datetime

from django.utils import timezone

from coalition.domain import action
from coalition.models import User
from forums.actions import differences, positions
from forums.actions.difference_journal import record
from forums.models import Difference, Position

DIFFERENCE_WORKED_ON = "difference.worked_on"
DIFFERENCE_PARKED = "difference.parked"
DIFFERENCE_SETTLED = "difference.settled"
DIFFERENCE_REVIEWED = "difference.reviewed"
DIFFERENCE_CLOSED = "difference.closed"

Status = Difference.Status


@action
def take_on(*, difference: Difference, by: User) -> Difference:
    """Work on it if it is in scope; park it, with its signpost, if it is not."""
    difference = Difference.objects.lock(difference)
    going = Status.BEING_WORKED if difference.is_in_scope else Status.PARKED
    difference.require_can_become(going)

    difference.status = going
    difference.save(update_fields=["status"])

    kind = DIFFERENCE_WORKED_ON if difference.is_in_scope else DIFFERENCE_PARKED
    return record(kind=kind, difference=difference, by=by)


@action
def settle(*, difference: Difference, how: Status, outcome: str, by: User) -> Difference:
    """Resolved, or agreed to differ: of one that was worked on. Closed: of one that was parked."""
    difference = Difference.objects.lock(difference).require_can_become(how)

    difference.status, difference.outcome = how, outcome
    difference.reviewed_at = timezone.now()
    difference.save(update_fields=["status", "outcome", "reviewed_at"])

    kind = DIFFERENCE_CLOSED if how == Status.CLOSED else DIFFERENCE_SETTLED
    return record(kind=kind, difference=difference, by=by, how=str(how))


@action
def review(*, difference: Difference, review_on: date, by: User) -> Difference:
    """Looked at, and it stays parked until another day."""
    difference = Difference.objects.lock(difference).require_can_become(Status.PARKED)

    difference.status, difference.review_on = Status.PARKED, review_on
    difference.reviewed_at = timezone.now()
    difference.save(update_fields=["status", "review_on", "reviewed_at"])

    return record(kind=DIFFERENCE_REVIEWED, difference=difference, by=by)


def tend(*, now: datetime) -> None:
    """Leave out who did not answer, remind chairs, tell leads. Each has its own transaction."""
    today = timezone.localdate(now)
    for position in Position.objects.late(today).select_related("difference").order_by("pk"):
        positions.leave_out(position=position)
    for difference in Difference.objects.to_remind(today).order_by("pk"):
        differences.remind(difference=difference)
    for difference in Difference.objects.to_escalate(today).order_by("pk"):
        differences.escalate(difference=difference)
