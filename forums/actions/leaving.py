"""How a person's seat ends, whatever the reason: it is free again, and what they said stays."""

from datetime import datetime

from django.utils import timezone

from coalition.domain import action
from coalition.models import JournalEntry, User
from forums.actions import leaving_mail, life
from forums.models import Membership, Removal, Seat

MEMBERSHIP_ENDED = "membership.ended"

Reason = Membership.EndedReason
TOLD = {Reason.TERM, Reason.MOVED, Reason.REMOVED, Reason.ORGANISATION_LEFT}


@action
def end(
    *, membership: Membership, reason: str, by: User | None, removal: Removal | None = None
) -> Membership:
    """End a live membership whose row the caller holds. A removal that was only proposed is
    overtaken by it; an active forum pauses without its chair (FRM-1)."""
    now = timezone.now()
    membership.ended_at, membership.ended_reason = now, reason
    membership.save(update_fields=["ended_at", "ended_reason"])
    membership.removals.open().update(status=Removal.Status.OVERTAKEN, settled_at=now)

    JournalEntry.objects.record(
        MEMBERSHIP_ENDED,
        by=by,
        subject=membership,
        programme=membership.forum.programme,
        concerns=membership.contributor,
        reason=reason,
    )
    if reason in TOLD:
        leaving_mail.tell_of_end(membership=membership, removal=removal)
    if membership.seat.kind == Seat.Kind.CHAIR:
        life.rest_without_chair(forum=membership.forum)
    return membership


def tend(*, now: datetime) -> None:
    """Free the seats of those whose term is over and of those who died. Spans transactions: each
    has its own."""
    today = timezone.localdate(now)
    for membership in Membership.objects.term_over(today).order_by("pk"):
        end_term(membership=membership)
    for membership in Membership.objects.of_the_dead().order_by("pk"):
        end_for_the_dead(membership=membership)


@action
def end_term(*, membership: Membership) -> Membership:
    """Its last day has passed, unless it was renewed meanwhile."""
    membership = Membership.objects.lock(membership)
    if not Membership.objects.term_over().contains(membership):
        return membership
    return end(membership=membership, reason=Reason.TERM, by=None)


@action
def end_for_the_dead(*, membership: Membership) -> Membership:
    membership = Membership.objects.lock(membership)
    if not Membership.objects.of_the_dead().contains(membership):
        return membership
    return end(membership=membership, reason=Reason.DECEASED, by=None)
