"""What happens to organisations, and to people's places in them."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from coalition.actions import organisation_sectors
from coalition.domain import DomainError, action
from coalition.models import (
    Affiliation,
    Council,
    JournalEntry,
    Organisation,
    OrganisationIdentifier,
    User,
)

ORGANISATION_ADDED = "organisation.added"
ORGANISATION_CHANGED = "organisation.changed"
ORGANISATION_VERIFIED = "organisation.verified"
IDENTIFIER_ADDED = "organisation.identifier_added"
IDENTIFIER_REMOVED = "organisation.identifier_removed"
AFFILIATION_ENDED = "affiliation.ended"
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
    be verified anew. Raises DomainError where the status cannot follow."""
    organisation = Organisation.objects.lock(organisation)
    status = Organisation.Status(fields.get("status", organisation.status))
    if status != organisation.status:
        organisation.require_can_become(status)
    _refuse_circle(organisation, fields.get("parent"))

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


def _refuse_circle(organisation: Organisation, parent: Organisation | None) -> None:
    """A lock on the parents keeps two people from closing a circle together."""
    above = parent
    while above is not None:
        if above.pk == organisation.pk:
            raise DomainError(f"{parent} is itself part of {organisation}. Choose another.")
        above = Organisation.objects.lock(above).parent


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
    organisation = Organisation.objects.lock(organisation)

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
