"""A meeting begins and ends."""

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import User
from forums.actions import attendances, credits, left_over, rounds
from forums.actions.meeting_journal import MEETING_CLOSED, MEETING_OPENED, record
from forums.models import Attendance, Meeting, Seat
from forums.room import room_of

Presence = Attendance.Presence


@action
def open_meeting(*, meeting: Meeting, chair_seat: Seat, by: User) -> Meeting:
    """On its day, with somebody in the chair. There is a row for each seat that is taken; who sent
    apologies is down as such, and everyone else as absent until somebody notes them."""
    meeting = Meeting.objects.lock(meeting).require_can_become(Meeting.Status.IN_SESSION)
    if meeting.day != timezone.localdate():
        raise DomainError("A meeting is opened on its day. Change when it is, or wait.")
    _require_may_chair(meeting, chair_seat)

    meeting.status, meeting.opened_at = Meeting.Status.IN_SESSION, timezone.now()
    meeting.chair_seat = chair_seat
    meeting.scope = meeting.forum.scopes.effective().first()
    meeting.save(update_fields=["status", "opened_at", "chair_seat", "scope"])
    _seat_everyone(meeting, chair_seat, by)

    record(kind=MEETING_OPENED, meeting=meeting, by=by)
    return meeting


@action
def close(*, meeting: Meeting, chair_seat: Seat, everyone_thanked: bool, by: User) -> Meeting:
    """Count who was there, and tell recognition: the chair chaired, and the others gave their time,
    for which they have been thanked if whoever closes it says so."""
    meeting = attendances.lock_being_minuted(meeting=meeting)
    meeting.require_can_become(Meeting.Status.CLOSED)
    rows = list(meeting.attendances.with_people().in_order())
    here = [row for row in rows if row.is_here]
    if not any(row.seat_id == chair_seat.pk for row in here):
        raise DomainError(
            f"Nobody is there for the seat ‘{chair_seat}’. Note who came, or choose who chaired."
        )
    if len(here) < 2:
        raise DomainError("Note who came before you close the meeting.")
    rounds.release(meeting=meeting, by=by)

    meeting.status, meeting.closed_at = Meeting.Status.CLOSED, timezone.now()
    meeting.chair_seat = chair_seat
    meeting.quorum_snapshot = room_of(meeting, rows).count().as_json
    meeting.save(update_fields=["status", "closed_at", "chair_seat", "quorum_snapshot"])

    left_over.bring_back(forum=meeting.forum)

    record(kind=MEETING_CLOSED, meeting=meeting, by=by)
    credits.give(meeting=meeting, rows=here, by=by, thanked=everyone_thanked)
    return meeting


def _require_may_chair(meeting: Meeting, seat: Seat) -> None:
    """Somebody who has a seat with a say in it, and has not sent apologies."""
    seated = meeting.forum.memberships.live().in_place().acknowledged()
    if seat.kind in Seat.NEVER_VOTE or not seated.filter(seat=seat).exists():
        raise DomainError(f"‘{seat}’ cannot be in the chair. Choose somebody else who is here.")
    if meeting.attendances.filter(seat=seat, presence=Presence.APOLOGY).exists():
        raise DomainError(f"‘{seat}’ has sent apologies. Choose somebody else to be in the chair.")


def _seat_everyone(meeting: Meeting, chair_seat: Seat, by: User) -> None:
    known = {row.seat_id: row for row in meeting.attendances.all()}
    votes = meeting.forum.memberships.live().in_place().acknowledged().with_a_vote()
    may_vote = set(votes.values_list("pk", flat=True))
    for member in meeting.forum.memberships.live().with_people().order_by("pk"):
        row = known.get(member.seat_id) or Attendance(meeting=meeting, seat=member.seat)
        if row.membership_id != member.pk:  # whoever sent apologies may have left since
            row.presence, row.deputy = Presence.ABSENT, None
        if member.seat_id == chair_seat.pk and row.presence == Presence.ABSENT:
            row.presence = Presence.PRESENT
        row.membership, row.sector = member, member.sector
        row.votes = member.pk in may_vote
        row.noted_by, row.noted_at = by, timezone.now()
        row.save()
