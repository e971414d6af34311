"""Who does what by when: agreed in a meeting, handed on, done or dropped."""

from datetime import date

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import User
from forums.actions import attendances
from forums.actions.meeting_journal import (
    ACTION_AGREED,
    ACTION_ENDED,
    ACTION_HANDED_ON,
    record,
)
from forums.models import AgendaItem, Meeting, MeetingAction, Seat

Status = MeetingAction.Status


@action
def agree(
    *,
    meeting: Meeting,
    item: AgendaItem | None,
    what: str,
    owner_seat: Seat,
    due_on: date,
    by: User,
) -> MeetingAction:
    """Written down while the meeting goes on, or while its minutes are a draft."""
    meeting = attendances.lock_being_minuted(meeting=meeting)
    _require_taken(owner_seat)

    made = MeetingAction.objects.create(
        forum=meeting.forum,
        meeting=meeting,
        item=item,
        what=what,
        owner_seat=owner_seat,
        due_on=due_on,
        recorded_by=by,
    )

    record(kind=ACTION_AGREED, meeting=meeting, by=by, action=made.pk)
    return made


@action
def hand_on(
    *, action_point: MeetingAction, owner_seat: Seat, due_on: date, by: User
) -> MeetingAction:
    """To another seat, or to another day."""
    point = _lock_open(action_point)
    _require_taken(owner_seat)

    point.owner_seat, point.due_on = owner_seat, due_on
    point.save(update_fields=["owner_seat", "due_on"])

    record(kind=ACTION_HANDED_ON, meeting=point.meeting, by=by, action=point.pk)
    return point


@action
def finish(*, action_point: MeetingAction, note: str = "", by: User) -> MeetingAction:
    return _end(action_point, Status.DONE, note, by)


@action
def drop(*, action_point: MeetingAction, note: str, by: User) -> MeetingAction:
    """Nobody does it any more, for a reason."""
    return _end(action_point, Status.DROPPED, note, by)


def _end(point: MeetingAction, status: MeetingAction.Status, note: str, by: User) -> MeetingAction:
    point = _lock_open(point)

    point.status, point.ended_note, point.ended_at = status, note, timezone.now()
    point.save(update_fields=["status", "ended_note", "ended_at"])

    record(kind=ACTION_ENDED, meeting=point.meeting, by=by, action=point.pk, status=status)
    return point


def _lock_open(point: MeetingAction) -> MeetingAction:
    point = (
        MeetingAction.objects.select_related("meeting__forum__programme")
        .select_for_update(of=("self",))
        .get(pk=point.pk)
    )
    if point.status != Status.OPEN:
        raise DomainError(f"This is {point.get_status_display().lower()} already.")
    return point


def _require_taken(seat: Seat) -> None:
    if not seat.memberships.live().exists():
        raise DomainError(f"Nobody has the seat ‘{seat}’ now. Choose who does it.")
