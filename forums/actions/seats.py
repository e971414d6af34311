"""What happens to seats, and how a person leaves one."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from forums.actions import leaving
from forums.models import Forum, Membership, Seat

SEAT_ADDED = "seat.added"
SEAT_CHANGED = "seat.changed"
SEAT_RETIRED = "seat.retired"


@action
def add(*, forum: Forum, by: User, **fields: Any) -> Seat:
    """Raises DomainError for an observer or secretary with a vote (SEA-3), and in a forum that has
    closed meanwhile."""
    forum = Forum.objects.lock_open(forum)

    seat = Seat.objects.create(forum=forum, **fields)

    JournalEntry.objects.record(SEAT_ADDED, by=by, subject=seat, programme=forum.programme)
    return seat


@action
def change(*, seat: Seat, by: User, **fields: Any) -> Seat:
    """Correct a seat. Once somebody sits in it, its kind and vote stay as they were offered."""
    seat = _lock(seat)
    taken = seat.memberships.live().exists()
    if taken and (seat.kind, seat.voting) != (fields["kind"], fields["voting"]):
        raise DomainError("Somebody took this seat as it is, so its kind and its vote stay.")

    for name, value in fields.items():
        setattr(seat, name, value)
    seat.save()

    JournalEntry.objects.record(SEAT_CHANGED, by=by, subject=seat, programme=seat.forum.programme)
    return seat


@action
def retire(*, seat: Seat, by: User) -> Seat:
    """Take a seat away. Refused while somebody sits in it or is being asked to."""
    seat = _lock(seat)
    if seat.memberships.live().exists():
        raise DomainError("Somebody sits in this seat, so it cannot be taken away.")
    if seat.invitations.waiting().exists():
        raise DomainError("Somebody is being asked to take this seat. Withdraw that first.")

    seat.retired_at = timezone.now()
    seat.save(update_fields=["retired_at"])

    JournalEntry.objects.record(SEAT_RETIRED, by=by, subject=seat, programme=seat.forum.programme)
    return seat


@action
def resign(*, membership: Membership, by: User) -> Membership:
    """Give up one's seat. What one said stays."""
    membership = Membership.objects.lock(membership)
    if membership.ended_at is not None:
        raise DomainError("This seat has been given up already.")
    return leaving.end(membership=membership, reason=Membership.EndedReason.RESIGNED, by=by)


def tend(*, now: datetime) -> None:
    """Free the seats that waited long enough. Spans transactions: each has its own."""
    for membership in Membership.objects.to_vacate(timezone.localdate(now)).order_by("pk"):
        vacate(membership=membership)


@action
def vacate(*, membership: Membership) -> Membership:
    """They left the organisation 14 days ago, so the seat is free (AFF-3). What they said stays."""
    membership = Membership.objects.lock(membership)
    if not Membership.objects.to_vacate().contains(membership):
        return membership
    return leaving.end(membership=membership, reason=Membership.EndedReason.MOVED, by=None)


def _lock(seat: Seat) -> Seat:
    seat = Seat.objects.lock(seat)
    Forum.objects.lock_open(seat.forum)
    if seat.retired_at is not None:
        raise DomainError("This seat has been taken away in the meantime.")
    return seat
