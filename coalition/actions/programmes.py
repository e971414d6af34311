"""Programmes begin, and people are given roles in them for a time."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, Programme, RoleGrant, User

PROGRAMME_OPENED = "programme.opened"
ROLE_GRANTED = "role.granted"
ROLE_ENDED = "role.ended"


@action
def open_programme(*, lead: User, **fields: Any) -> Programme:
    """Begin a programme with its lead, who is also its first administrator."""
    programme = Programme.objects.create(**fields)
    for role in (RoleGrant.Role.PROGRAMME_LEAD, RoleGrant.Role.ADMINISTRATOR):
        programme.grants.create(user=lead, role=role)

    JournalEntry.objects.record(PROGRAMME_OPENED, by=lead, subject=programme, programme=programme)
    return programme


@action
def grant(
    *,
    programme: Programme,
    user: User,
    role: str,
    by: User,
    from_on: date | None = None,
    to_on: date | None = None,
) -> RoleGrant:
    """Give somebody a role, from a day (today) to a day, both included, or until it is ended.

    Raises DomainError where they hold it already, or where it would end before it starts.
    """
    given = programme.grants.create(
        user=user, role=role, from_on=from_on or timezone.localdate(), to_on=to_on, granted_by=by
    )
    JournalEntry.objects.record(
        ROLE_GRANTED, by=by, subject=given, programme=programme, user=user.pk, role=role
    )
    return given


@action
def end(*, grant: RoleGrant, by: User) -> RoleGrant:
    """Take a role back: from now on it opens nothing (P3). Raises DomainError where nobody would
    be left who could give it to anyone."""
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    administrators = grant.programme.grants.in_force().filter(role=RoleGrant.Role.ADMINISTRATOR)
    if not administrators.exclude(pk=grant.pk).exists():
        raise DomainError("This is the last administrator. Name another one first.")

    JournalEntry.objects.record(
        ROLE_ENDED,
        by=by,
        subject=grant,
        programme=grant.programme,
        user=grant.user_id,
        role=grant.role,
    )

    if grant.from_on >= timezone.localdate():
        grant.delete()  # it never held for a whole day; the journal keeps what was
    else:
        grant.to_on = timezone.localdate() - timedelta(days=1)
        grant.save(update_fields=["to_on"])
    return grant
