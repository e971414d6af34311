"""What an organisation says about a difference: its own words, or that it says nothing."""

from django.utils import timezone

from coalition import holds
from coalition.domain import DomainError, action
from coalition.models import User
from coalition.models.hold import ON_HOLD
from coalition.permissions import can_speak_for
from forums.actions.difference_journal import record
from forums.models import Difference, Position

POSITION_AGREED = "position.agreed"
POSITION_DECLINED = "position.declined"
POSITION_LEFT_OUT = "position.left_out"

Status = Position.Status


@action
def say(*, position: Position, wording: str, by: User) -> Position:
    """Accept these words as the organisation's own, in place of any before. Raises DomainError
    unless `by` can speak for it today (AFF-2), and once members know of the difference."""
    position = _locked(position, by).require_can_become(Status.AGREED)
    now = timezone.now()

    position.status, position.wording = Status.AGREED, wording
    position.agreed_by, position.agreed_at = by, now
    position.first_agreed_at = position.first_agreed_at or now
    position.save()

    return _record(POSITION_AGREED, position, by)


@action
def decline(*, position: Position, by: User) -> Position:
    """The organisation prefers to say nothing, and is left out. As `say` otherwise."""
    position = _locked(position, by).require_can_become(Status.DECLINED)

    position.status = Status.DECLINED
    position.save(update_fields=["status"])

    return _record(POSITION_DECLINED, position, by)


@action
def leave_out(*, position: Position) -> Position:
    """It did not answer in time: it is left out, and nobody speaks in its place (DIF-2)."""
    Difference.objects.lock(position.difference)
    position = Position.objects.lock(position)
    if not Position.objects.late(timezone.localdate()).contains(position):
        return position

    position.status = Status.LEFT_OUT
    position.save(update_fields=["status"])

    return _record(POSITION_LEFT_OUT, position, None)


def _locked(position: Position, by: User) -> Position:
    """The difference first, as whoever acknowledges it does: one of the two waits."""
    difference = Difference.objects.lock(position.difference)
    if not difference.is_private:
        words = difference.get_status_display().lower()
        raise DomainError(f"This difference is {words} now, so positions in it stay as they are.")
    position = Position.objects.select_related("organisation").lock(position)
    person = getattr(by, "contributor", None)
    if person is None or not can_speak_for(person, position.organisation):
        raise DomainError(f"You cannot speak for {position.organisation} today.")
    if holds.in_force(person, holds.Scope.SEATS):
        raise DomainError(f"{ON_HOLD}.")
    return position


def _record(kind: str, position: Position, by: User | None) -> Position:
    record(
        kind=kind,
        difference=position.difference,
        by=by,
        organisation=position.organisation_id,
    )
    return position
