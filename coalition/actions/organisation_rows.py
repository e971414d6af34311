"""Rows of an import, written to the register many at a time."""

from typing import Any

from coalition.actions import organisation_sectors
from coalition.actions.organisations import ORGANISATION_ADDED, ORGANISATION_CHANGED
from coalition.domain import action
from coalition.models import (
    JournalEntry,
    Organisation,
    OrganisationIdentifier,
    OrganisationImport,
)
from coalition.spreadsheets.organisations import Kind, Outcome


@action
def bring_in(*, job: OrganisationImport, outcomes: list[Outcome]) -> None:
    """Add what is new and change what has changed, each with its journal entry."""
    _add(job, [outcome for outcome in outcomes if outcome.kind == Kind.NEW])
    _change(job, [outcome for outcome in outcomes if outcome.kind == Kind.CHANGED])


def _add(job: OrganisationImport, outcomes: list[Outcome]) -> None:
    added = Organisation.objects.bulk_create(
        [Organisation(**{"sector": job.sector, **outcome.entry.values}) for outcome in outcomes]
    )
    organisation_sectors.record(organisations=added)
    _add_identifiers(list(zip(added, outcomes, strict=True)))
    _record(ORGANISATION_ADDED, job, [(organisation, {}) for organisation in added])


def _change(job: OrganisationImport, outcomes: list[Outcome]) -> None:
    keys = [outcome.organisation.pk for outcome in outcomes if outcome.organisation]
    locked = Organisation.objects.order_by("pk").select_for_update().in_bulk(keys)
    changed = [(locked[pk], outcome) for pk, outcome in zip(keys, outcomes, strict=True)]
    for organisation, outcome in changed:
        for name, (_, becomes) in outcome.changes.items():
            setattr(organisation, name, becomes)
    if fields := sorted({name for outcome in outcomes for name in outcome.changes}):
        Organisation.objects.bulk_update(locked.values(), fields)
    if "sector" in fields:
        organisation_sectors.record(organisations=list(locked.values()))
    _add_identifiers(changed)
    _record(ORGANISATION_CHANGED, job, [(o, {"changed": _named(out)}) for o, out in changed])


def _named(outcome: Outcome) -> list[str]:
    return [*outcome.changes, *["identifiers"] * bool(outcome.new_identifiers)]


def _add_identifiers(found: list[tuple[Organisation, Outcome]]) -> None:
    OrganisationIdentifier.objects.bulk_create(
        OrganisationIdentifier(organisation=organisation, scheme=scheme, value=value)
        for organisation, outcome in found
        for scheme, value in outcome.new_identifiers
    )


def _record(
    kind: str, job: OrganisationImport, subjects: list[tuple[Organisation, dict[str, Any]]]
) -> None:
    """One entry for each organisation, as if a person had typed it in, and the import that did."""
    JournalEntry.objects.bulk_create(
        JournalEntry(
            kind=kind, by=job.started_by, subject=subject, facts={"import": job.pk, **facts}
        )
        for subject, facts in subjects
    )
