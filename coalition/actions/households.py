"""Households: begun, put right, ended."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import Contributor, Household, HouseholdMember, JournalEntry, User

HOUSEHOLD_BEGUN = "household.begun"
HOUSEHOLD_CHANGED = "household.changed"
HOUSEHOLD_ENDED = "household.ended"


@action
def begin(*, people: Iterable[Contributor], by: User, **fields: Any) -> Household:
    """They live together from today. Raises DomainError where one of them lives in another
    household, or where there is only one of them."""
    ids = sorted({person.pk for person in people})
    if len(ids) < 2:
        raise DomainError("A household is two people or more. Say who else lives there.")
    locked = Contributor.objects.select_for_update().filter(pk__in=ids).order_by("pk")

    household = Household.objects.create(**fields)
    HouseholdMember.objects.bulk_create(
        [HouseholdMember(household=household, contributor=person) for person in locked]
    )

    _record(HOUSEHOLD_BEGUN, household, by, people=ids)
    return household


@action
def change(*, household: Household, by: User, **fields: Any) -> Household:
    """Put right joint_letter_name, joint_salutation or address."""
    household = Household.objects.lock(household)
    changed = sorted(name for name, value in fields.items() if getattr(household, name) != value)
    for name in changed:
        setattr(household, name, fields[name])
    household.save(update_fields=changed)

    _record(HOUSEHOLD_CHANGED, household, by, changed=changed)
    return household


@action
def end(*, household: Household, by: User) -> Household:
    """They live together no longer: from now on each gets a letter of their own (HH-1)."""
    household = Household.objects.lock(household)
    if household.to_on is not None:
        raise DomainError("This household has ended already.")

    today = timezone.localdate()
    household.members.filter(to_on=None).update(to_on=today)
    household.to_on = today
    household.save(update_fields=["to_on"])

    _record(HOUSEHOLD_ENDED, household, by)
    return household


def _record(kind: str, household: Household, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(kind, by=by, subject=household, **facts)
