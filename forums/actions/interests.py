"""Interests: declared, put right, ended, and confirmed once a year (INT-1, INT-2)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from coalition.actions import mail
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import DomainError, action
from coalition.models import Contributor, JournalEntry, User
from forums.models import (
    AgendaItem,
    Interest,
    InterestsConfirmed,
    LateInterest,
    Membership,
)
from forums.models.interest import due_on, with_confirmed

INTEREST_DECLARED = "interest.declared"
INTEREST_CHANGED = "interest.changed"
INTERESTS_CONFIRMED = "interests.confirmed"
DECISION_FLAGGED = "decision.flagged"
DECISION_REVIEWED = "decision.reviewed"

REMIND_BEFORE = timedelta(days=7)


@action
def declare(
    *, membership: Membership, decided: Sequence[AgendaItem] = (), by: User, **fields: Any
) -> Interest:
    """Write it in the register. Decisions that it comes too late for are flagged for review, and
    stay as they are (INT-2)."""
    membership = _seated(membership)

    interest = Interest.objects.create(contributor=membership.contributor, **fields)

    _record(INTEREST_DECLARED, membership, interest, by)
    for item in decided:
        _flag(item, interest, membership, by)
    return interest


@action
def change(*, interest: Interest, membership: Membership, by: User, **fields: Any) -> Interest:
    """Put it right, or end it by its last day. What it was is in the journal by name of field."""
    membership = _seated(membership)
    interest = Interest.objects.lock(interest)

    changed = sorted(name for name, value in fields.items() if getattr(interest, name) != value)
    for name in changed:
        setattr(interest, name, fields[name])
    interest.reviewed_at = timezone.now()
    interest.save(update_fields=[*changed, "reviewed_at"])

    _record(INTEREST_CHANGED, membership, interest, by, changed=changed)
    return interest


@action
def confirm(*, membership: Membership, seen: int, by: User) -> InterestsConfirmed:
    """These are all, or there are none. Raises DomainError where there are more or fewer in force
    than the page showed."""
    membership = _seated(membership)
    Contributor.objects.lock(membership.contributor)
    theirs = Interest.objects.in_force().filter(contributor=membership.contributor)
    number = theirs.count()
    if number != seen:
        raise DomainError("Your interests have changed since you opened this page. Look once more.")

    theirs.update(reviewed_at=timezone.now())
    said = InterestsConfirmed.objects.create(membership=membership, number=number)

    JournalEntry.objects.record(
        INTERESTS_CONFIRMED,
        by=by,
        subject=membership,
        programme=membership.forum.programme,
        concerns=membership.contributor,
        number=number,
    )
    return said


@action
def review(*, late: LateInterest, outcome: str, by: User) -> LateInterest:
    """Say what follows for a decision that was taken before the interest was known."""
    late = LateInterest.objects.lock(late)
    if late.reviewed_at:
        raise DomainError("Somebody has looked at this already.")
    if late.membership.contributor.user_id == by.pk:
        raise DomainError("Somebody else looks at what concerns your own interest.")

    late.outcome, late.reviewed_by, late.reviewed_at = outcome, by, timezone.now()
    late.save(update_fields=["outcome", "reviewed_by", "reviewed_at"])

    _of_decision(DECISION_REVIEWED, late, by, outcome=outcome)
    return late


def tend(*, now: datetime) -> None:
    """Remind, once each time, whoever has yet to confirm. Spans transactions: each has its own."""
    seated = Membership.objects.live().in_place().acknowledged().filter(forum__status="active")
    for member in with_confirmed(seated).with_people().select_related("forum").order_by("pk"):
        due = due_on(member)
        if due - REMIND_BEFORE <= timezone.localdate(now):
            remind(membership=member, due=due)


@action
def remind(*, membership: Membership, due: date) -> None:
    person = membership.contributor
    if may_contact(person, Channel.EMAIL, Purpose.SERVICE):
        mail.write(
            kind="forum_interests_due",
            to=person.email,
            context={
                "person": person,
                "forum": membership.forum,
                "due": due,
                "site_url": settings.SITE_URL,
            },
            key=f"forum_interests_due:{membership.pk}:{due}",
            concerns=person,
        )


def _seated(membership: Membership) -> Membership:
    membership = Membership.objects.lock(membership)
    if membership.ended_at is not None:
        raise DomainError("You no longer have a seat in this forum.")
    return membership


def _flag(item: AgendaItem, interest: Interest, membership: Membership, by: User) -> None:
    late = LateInterest.objects.create(item=item, interest=interest, membership=membership)
    _of_decision(DECISION_FLAGGED, late, by)


def _of_decision(kind: str, late: LateInterest, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind,
        by=by,
        subject=late.item.meeting,
        programme=late.membership.forum.programme,
        concerns=late.membership.contributor,
        item=late.item_id,
        **facts,
    )


def _record(kind: str, membership: Membership, interest: Interest, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind,
        by=by,
        subject=interest,
        programme=membership.forum.programme,
        concerns=membership.contributor,
        **facts,
    )
