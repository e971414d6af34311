"""Who comes to a meeting: apologies before it, who is there while it goes on, and deputies."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import Contributor, User
from forums.actions import credits, meetings
from forums.actions.meeting_journal import ATTENDANCE_NOTED, DEPUTY_ACKNOWLEDGED, record
from forums.models import Attendance, DeputyAcknowledgement, Meeting, Membership, Seat

Presence = Attendance.Presence


@dataclass(frozen=True)
class Noted:
    """What is said of one seat."""

    presence: str
    joined: str = ""
    deputy: Contributor | None = None


@action
def send_apologies(
    *, meeting: Meeting, membership: Membership, deputy: Contributor | None = None, by: User
) -> Attendance:
    """Before the meeting: nobody comes for this seat, or their deputy does."""
    meeting = meetings.lock_ahead(meeting=meeting)

    noted = Noted(Presence.DEPUTY if deputy else Presence.APOLOGY, deputy=deputy)
    row = _note(meeting, membership, noted, by)

    record(kind=ATTENDANCE_NOTED, meeting=meeting, by=by, seats=[row.seat_id])
    return row


@action
def come_after_all(*, meeting: Meeting, membership: Membership, by: User) -> None:
    """Apologies are taken back."""
    meeting = meetings.lock_ahead(meeting=meeting)

    meeting.attendances.filter(seat=membership.seat_id).delete()

    record(kind=ATTENDANCE_NOTED, meeting=meeting, by=by, seats=[membership.seat_id])


@action
def note(*, meeting: Meeting, seats: Mapping[int, Noted], by: User) -> Meeting:
    """Who is there, for each of these seats: while it goes on, and put right until the minutes are
    agreed. However somebody joined, their seat counts once."""
    meeting = lock_being_minuted(meeting=meeting)

    members = meeting.forum.memberships.filter(
        pk__in=meeting.attendances.filter(seat__in=list(seats)).values("membership")
    )
    rows = [
        _note(meeting, member, seats[member.seat_id], by)
        for member in members.with_people().order_by("seat")
    ]

    record(kind=ATTENDANCE_NOTED, meeting=meeting, by=by, seats=[row.seat_id for row in rows])
    if meeting.is_over:
        credits.give(meeting=meeting, rows=rows, by=by)
    return meeting


@action
def deputy_acknowledges(*, row: Attendance, by: User) -> DeputyAcknowledgement:
    """The scope was read to them, and they will work within it, in their own name (MEM-3). Again
    changes nothing."""
    meeting = lock_being_minuted(meeting=row.meeting)
    row = Attendance.objects.select_for_update().get(pk=row.pk)
    scope = meeting.scope
    if row.deputy_id is None or scope is None or scope.major is None:
        raise DomainError("No deputy came for this seat.")

    made = DeputyAcknowledgement.objects.of(meeting).filter(contributor=row.deputy_id).first()
    if made is None:
        made = DeputyAcknowledgement.objects.create(
            forum=meeting.forum,
            contributor_id=row.deputy_id,
            major=scope.major,
            scope=scope,
            meeting=meeting,
            recorded_by=by,
        )

    record(kind=DEPUTY_ACKNOWLEDGED, meeting=meeting, by=by, concerns=made.contributor)
    return made


@action
def lock_being_minuted(*, meeting: Meeting) -> Meeting:
    """The meeting, held; raises DomainError before it begins and once its minutes are agreed."""
    meeting = (
        Meeting.objects.select_related("forum__programme", "scope", "chair_seat")
        .select_for_update(of=("self",))
        .get(pk=meeting.pk)
    )
    if meeting.is_agreed:
        raise DomainError("The minutes are agreed, so they stay as they are. Add a correction.")
    if not meeting.is_being_minuted:
        raise DomainError("This meeting has not begun. Open it first.")
    return meeting


def _note(meeting: Meeting, member: Membership, noted: Noted, by: User) -> Attendance:
    if noted.deputy is not None:
        _require_may_deputise(meeting, member.seat, noted.deputy)
    row = Attendance.objects.filter(meeting=meeting, seat=member.seat).first()
    row = row or Attendance(meeting=meeting, seat=member.seat)
    here = noted.presence in Attendance.HERE
    row.membership, row.sector = member, member.sector
    row.presence, row.deputy = noted.presence, noted.deputy
    row.joined = noted.joined if here else ""
    row.noted_by, row.noted_at = by, timezone.now()
    if meeting.is_in_session:
        row.votes = _has_vote(member)
    row.save()
    return row


def _has_vote(member: Membership) -> bool:
    """Counts for a quorum: with a vote, in place, and past the scope (MEM-1, SEA-3)."""
    seated = Membership.objects.live().in_place().acknowledged().with_a_vote()
    return seated.filter(pk=member.pk).exists()


def _require_may_deputise(meeting: Meeting, seat: Seat, deputy: Contributor) -> None:
    if not seat.deputy_allowed:
        raise DomainError(f"No deputy may come for the seat ‘{seat}’.")
    if meeting.forum.memberships.live().filter(contributor=deputy).exists():
        raise DomainError(
            f"{deputy} has a seat here already, and one person counts once. Choose somebody else."
        )
