"""Programmes begin, and people are given roles in them for a time."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from coalition.actions import offers
from coalition.domain import DomainError, action, overlapping
from coalition.models import JournalEntry, Programme, RoleGrant, User
from coalition.templatetags.words import day

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

    Raises DomainError where they hold it on one of these days already, so that to end a role
    always ends it (P3); or where it would end before it starts.
    """
    _hold(programme)
    from_on = from_on or timezone.localdate()
    same = programme.grants.filter(overlapping(from_on, to_on), user=user, role=role)
    if held := same.order_by("from_on").first():
        until = f"until {day(held.to_on)}" if held.to_on else "until it is ended"
        raise DomainError(
            f"This person already holds this role, from {day(held.from_on)} {until}."
            " Choose other days, or end that one first."
        )

    given = programme.grants.create(
        user=user, role=role, from_on=from_on, to_on=to_on, granted_by=by
    )

    JournalEntry.objects.record(
        ROLE_GRANTED, by=by, subject=given, programme=programme, user=user.pk, role=role
    )
    return given


@action
def end(*, grant: RoleGrant, by: User) -> RoleGrant:
    """Take a role back: from now on it opens nothing (P3), and open offers that a lead looked after
    go to another. Raises DomainError where nobody would be left who could give it to anyone."""
    _hold(grant.programme)  # two administrators who end each other would leave none
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

    if grant.role == RoleGrant.Role.PROGRAMME_LEAD:
        _hand_on_offers(grant.programme, grant.user, by)
    return grant


def _hand_on_offers(programme: Programme, user: User, by: User) -> None:
    """Give the open offers of somebody who leads no longer to another lead; or to nobody, when
    there is none, so that whoever leads next finds them (L1)."""
    leads = list(programme.leads())
    if user in leads:
        return
    for offer in programme.offers.open().filter(owner=user).order_by("pk"):
        offers.assign(offer=offer, owner=leads[0] if leads else None, by=by)


def _hold(programme: Programme) -> None:
    """Change roles of a programme one after another. Its key stays free, for offers come in."""
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
