"""What happens to organisations and to what registers call them."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from coalition.actions import organisation_sectors
from coalition.domain import DomainError, action, in_turn
from coalition.models import (
    Council,
    JournalEntry,
    Organisation,
    OrganisationIdentifier,
    User,
)
from coalition.ties import StillTied, ties_of

ORGANISATION_ADDED = "organisation.added"
ORGANISATION_CHANGED = "organisation.changed"
ORGANISATION_VERIFIED = "organisation.verified"
IDENTIFIER_ADDED = "organisation.identifier_added"
IDENTIFIER_REMOVED = "organisation.identifier_removed"
PARENTS = 7_204_523  # any number, as long as nothing else has it
WHO_IT_IS = {"name", "legal_form"}  # what somebody verifies, besides the register numbers


@action
def add(
    *, by: User, scheme: str = "", value: str = "", areas: Iterable[Council] = (), **fields: Any
) -> Organisation:
    """Put an organisation on the register, with a register number if it has one.

    Raises DomainError where another organisation has that number (ORG-1); a name may be shared.
    """
    organisation = Organisation.objects.create(**fields)
    organisation.areas.set(areas)
    organisation_sectors.record(organisations=[organisation])
    if value:
        organisation.identifiers.create(scheme=scheme, value=value)

    JournalEntry.objects.record(ORGANISATION_ADDED, by=by, subject=organisation)
    return organisation


@action
def change(
    *, organisation: Organisation, by: User, areas: Iterable[Council] | None = None, **fields: Any
) -> Organisation:
    """Correct an organisation's details. A new sector counts from today (ORG-3). Who it is must
    be verified anew. Raises DomainError where the status cannot follow (ORG-4: StillTied)."""
    organisation = Organisation.objects.lock(organisation).require_standing()
    _require_can_become(organisation, fields.get("status", organisation.status))
    if "parent" in fields and fields["parent"] != organisation.parent:
        _refuse_circle(organisation, fields["parent"])

    changed = sorted(name for name, value in fields.items() if getattr(organisation, name) != value)
    for name in changed:
        setattr(organisation, name, fields[name])
    if WHO_IT_IS.intersection(changed):
        _unverify(organisation)
    organisation.save()
    organisation_sectors.record(organisations=[organisation])
    if areas is not None and set(areas) != set(organisation.areas.all()):
        organisation.areas.set(areas)
        changed.append("areas")

    JournalEntry.objects.record(ORGANISATION_CHANGED, by=by, subject=organisation, changed=changed)
    return organisation


def _require_can_become(organisation: Organisation, status: str) -> None:
    if status == organisation.status:
        return
    organisation.require_can_become(Organisation.Status(status))
    if status == Organisation.Status.LEFT and (ties := ties_of(organisation)):
        raise StillTied(organisation, ties)


def _refuse_circle(organisation: Organisation, parent: Organisation | None) -> None:
    """In turn, so that two people do not close a circle together."""
    in_turn(PARENTS)
    above = parent
    while above is not None:
        if above.pk == organisation.pk:
            raise DomainError(f"{parent} is itself part of {organisation}. Choose another.")
        above = Organisation.objects.get(pk=above.pk).parent


def _unverify(organisation: Organisation) -> None:
    organisation.verified_by, organisation.verified_at = None, None


@action
def verify(*, organisation: Organisation, by: User) -> Organisation:
    """Say that somebody looked it up and it is who it says it is."""
    organisation = Organisation.objects.lock(organisation)

    organisation.verified_by, organisation.verified_at = by, timezone.now()
    organisation.save(update_fields=["verified_by", "verified_at"])

    JournalEntry.objects.record(ORGANISATION_VERIFIED, by=by, subject=organisation)
    return organisation


@action
def add_identifier(
    *, organisation: Organisation, scheme: str, value: str, by: User
) -> OrganisationIdentifier:
    """Note what a register calls this organisation (ORG-1)."""
    organisation = Organisation.objects.lock(organisation).require_standing()

    identifier = organisation.identifiers.create(scheme=scheme, value=value)
    _unverify(organisation)
    organisation.save(update_fields=["verified_by", "verified_at"])

    JournalEntry.objects.record(
        IDENTIFIER_ADDED, by=by, subject=organisation, identifier=str(identifier)
    )
    return identifier


@action
def remove_identifier(*, identifier: OrganisationIdentifier, by: User) -> Organisation:
    """Take back a register number that was wrong."""
    organisation = Organisation.objects.lock(identifier.organisation)

    named = str(identifier)
    identifier.delete()
    _unverify(organisation)
    organisation.save(update_fields=["verified_by", "verified_at"])

    JournalEntry.objects.record(IDENTIFIER_REMOVED, by=by, subject=organisation, identifier=named)
    return organisation
