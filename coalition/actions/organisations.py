"""What happens to organisations, and to people's places in them."""

from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import (
    Affiliation,
    JournalEntry,
    Organisation,
    OrganisationIdentifier,
    User,
)

ORGANISATION_ADDED = "organisation.added"
ORGANISATION_CHANGED = "organisation.changed"
IDENTIFIER_ADDED = "organisation.identifier_added"
IDENTIFIER_REMOVED = "organisation.identifier_removed"
AFFILIATION_ENDED = "affiliation.ended"


@action
def add(*, by: User, scheme: str = "", value: str = "", **fields: Any) -> Organisation:
    """Put an organisation on the register, with a register number if it has one.

    Raises DomainError where another organisation has that number (ORG-1); a name may be shared.
    """
    organisation = Organisation.objects.create(**fields)
    if value:
        organisation.identifiers.create(scheme=scheme, value=value)

    JournalEntry.objects.record(ORGANISATION_ADDED, by=by, subject=organisation)
    return organisation


@action
def change(*, organisation: Organisation, by: User, **fields: Any) -> Organisation:
    """Correct an organisation's details. Raises DomainError where the status cannot follow."""
    organisation = Organisation.objects.lock(organisation)
    status = Organisation.Status(fields.get("status", organisation.status))
    if status != organisation.status:
        organisation.require_can_become(status)

    changed = sorted(name for name, value in fields.items() if getattr(organisation, name) != value)
    for name in changed:
        setattr(organisation, name, fields[name])
    organisation.save(update_fields=changed)

    JournalEntry.objects.record(ORGANISATION_CHANGED, by=by, subject=organisation, changed=changed)
    return organisation


@action
def add_identifier(
    *, organisation: Organisation, scheme: str, value: str, by: User
) -> OrganisationIdentifier:
    """Note what a register calls this organisation (ORG-1)."""
    identifier = organisation.identifiers.create(scheme=scheme, value=value)
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

    JournalEntry.objects.record(IDENTIFIER_REMOVED, by=by, subject=organisation, identifier=named)
    return organisation


@action
def end_affiliation(*, affiliation: Affiliation, by: User) -> Affiliation:
    """End a person's place today. Their access through it ends at midnight (P3)."""
    affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    today = timezone.localdate()
    if affiliation.to_on and affiliation.to_on <= today:
        raise DomainError(f"{affiliation.contributor} has already left.")

    affiliation.to_on = max(today, affiliation.from_on)
    affiliation.save(update_fields=["to_on"])

    JournalEntry.objects.record(
        AFFILIATION_ENDED, by=by, subject=affiliation, concerns=affiliation.contributor
    )
    return affiliation
