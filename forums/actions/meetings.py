"""When and where a forum meets: planned, moved, called off."""

from datetime import datetime
from typing import Any

from django.db.models import Max, Sum
from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import User
from forums.actions import left_over, meeting_mail, overrides, rounds
from forums.actions.meeting_journal import (
    MEETING_CANCELLED,
    MEETING_MOVED,
    MEETING_PLANNED,
    record,
)
from forums.models import AgendaItem, Forum, Meeting

Kind = AgendaItem.Kind
# MTG-1: how each agenda begins, and the minutes for it.
OPENS_WITH = (
    (Kind.SCOPE, "What this forum is for, and where members differ", 2),
    (Kind.DECLARATIONS, "Interests in what is on the agenda", 3),
    (Kind.THANKS, "Thanks", 5),
)


@action
def plan(*, forum: Forum, starts_at: datetime, by: User, **fields: Any) -> Meeting:
    """Call the next meeting: its agenda begins with the scope and the differences, declarations
    and thanks (MTG-1), then what the last ones left over; and members are told. `fields` are
    length, place and link."""
    forum = Forum.objects.lock(forum)
    if not forum.meets:
        raise DomainError(
            f"This forum is {forum.get_status_display().lower()}, so it does not meet."
        )
    _require_ahead(starts_at)

    last = forum.meetings.aggregate(last=Max("number"))["last"] or 0
    meeting = Meeting.objects.create(
        forum=forum, number=last + 1, starts_at=starts_at, planned_by=by, **fields
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=number, kind=kind, title=title, length=length)
        for number, (kind, title, length) in enumerate(OPENS_WITH, 1)
    )
    overrides.put_on_agenda(forum=forum)
    left_over.bring_back(forum=forum)

    record(kind=MEETING_PLANNED, meeting=meeting, by=by)
    meeting_mail.tell_members(kind="forum_meeting_planned", meeting=meeting)
    return meeting


@action
def change(*, meeting: Meeting, by: User, **fields: Any) -> Meeting:
    """Another time, length or place. Members are told of what a calendar shows."""
    meeting = lock_ahead(meeting=meeting)
    changed = sorted(name for name, value in fields.items() if getattr(meeting, name) != value)
    if not changed:
        return meeting
    if "starts_at" in changed:
        _require_ahead(fields["starts_at"])
    _require_room(meeting, fields.get("length", meeting.length))

    for name in changed:
        setattr(meeting, name, fields[name])
    meeting.sequence += 1
    meeting.changed_at = timezone.now()
    meeting.save(update_fields=[*changed, "sequence", "changed_at"])

    record(kind=MEETING_MOVED, meeting=meeting, by=by, changed=changed)
    meeting_mail.tell_members(
        kind="forum_meeting_moved", meeting=meeting, about=str(meeting.sequence)
    )
    return meeting


@action
def cancel(*, meeting: Meeting, because: str, by: User) -> Meeting:
    """It does not take place, and members are told why. It stays on the list."""
    meeting = lock_ahead(meeting=meeting).require_can_become(Meeting.Status.CANCELLED)
    rounds.release(meeting=meeting, by=by)

    meeting.status, meeting.cancelled_because = Meeting.Status.CANCELLED, because
    meeting.cancelled_at = meeting.changed_at = timezone.now()
    meeting.sequence += 1
    meeting.save(
        update_fields=["status", "cancelled_because", "cancelled_at", "changed_at", "sequence"]
    )
    overrides.put_on_agenda(forum=meeting.forum)
    left_over.bring_back(forum=meeting.forum)

    record(kind=MEETING_CANCELLED, meeting=meeting, by=by)
    meeting_mail.tell_members(kind="forum_meeting_cancelled", meeting=meeting)
    return meeting


@action
def lock_ahead(*, meeting: Meeting) -> Meeting:
    """The meeting, held; raises DomainError once it has begun or is cancelled."""
    meeting = Meeting.objects.lock(meeting)
    if not meeting.is_ahead:
        raise DomainError(
            f"This meeting is {meeting.get_status_display().lower()} now, so its agenda stays as"
            " it is."
        )
    return meeting


def _require_ahead(starts_at: datetime) -> None:
    if starts_at <= timezone.now():
        raise DomainError("That time has passed. Choose one that is still to come.")


def _require_room(meeting: Meeting, length: int) -> None:
    needed = meeting.items.kept().aggregate(all=Sum("length"))["all"] or 0
    if needed > length:
        raise DomainError(
            f"The agenda takes {needed} minutes, so the meeting cannot be {length} minutes long."
            f" Shorten items by {needed - length} minutes first, or make it longer."
        )
