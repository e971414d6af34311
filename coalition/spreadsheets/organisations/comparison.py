"""Entries beside the register: which are new, which change something, which are there already."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models.functions import Lower

from coalition.models import Organisation, OrganisationIdentifier, Scheme
from coalition.spreadsheets.organisations.entries import Entry, Identifier, Problem

AT_ONCE = 1000


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REPEATED = "repeated"
    FAULTY = "faulty"


@dataclass
class Outcome:
    """What an entry comes to. `changes` holds field: (was, becomes)."""

    entry: Entry
    kind: Kind
    organisation: Organisation | None = None
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    new_identifiers: list[Identifier] = field(default_factory=list)
    namesake: Organisation | None = None  # of a new one: has the same name, which only warns


@dataclass
class Register:
    """As much of the register as some entries touch."""

    by_number: dict[Identifier, Organisation] = field(default_factory=dict)
    by_name: dict[str, list[Organisation]] = field(default_factory=dict)
    schemes: dict[int, set[str]] = field(default_factory=dict)  # of each organisation


def compare(entries: list[Entry], *, updates_known: bool) -> list[Outcome]:
    """One outcome for each entry, in three queries. Without `updates_known`, an organisation that
    is on the register stays as it is. A blank cell never takes anything away."""
    register = _register(entries)
    return [_outcome(entry, register, updates_known) for entry in entries]


def compare_all(entries: list[Entry], *, updates_known: bool) -> list[Outcome]:
    """The same for any number of entries, some at a time."""
    return [
        outcome
        for at in range(0, len(entries), AT_ONCE)
        for outcome in compare(entries[at : at + AT_ONCE], updates_known=updates_known)
    ]


def _register(entries: list[Entry]) -> Register:
    ready = [entry for entry in entries if not entry.faults and entry.repeats is None]
    register = Register()
    wanted = {number for entry in ready for number in entry.identifiers}
    found = OrganisationIdentifier.objects.filter(value__in={value for _, value in wanted})
    for identifier in found.select_related("organisation"):
        if (key := (identifier.scheme, identifier.value)) in wanted:
            register.by_number[key] = identifier.organisation
    register.by_name = _by_name({entry.name.lower() for entry in ready})
    namesakes = [o for organisations in register.by_name.values() for o in organisations]
    register.schemes = _schemes([*register.by_number.values(), *namesakes])
    return register


def _by_name(names: set[str]) -> dict[str, list[Organisation]]:
    found: dict[str, list[Organisation]] = defaultdict(list)
    same_name = Organisation.objects.annotate(lower=Lower("name")).filter(lower__in=names)
    for organisation in same_name.order_by("pk"):
        found[organisation.name.lower()].append(organisation)
    return found


def _schemes(organisations: Iterable[Organisation]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    theirs = OrganisationIdentifier.objects.filter(organisation__in={o.pk for o in organisations})
    for pk, scheme in theirs.values_list("organisation_id", "scheme"):
        found[pk].add(scheme)
    return found


def _outcome(entry: Entry, register: Register, updates_known: bool) -> Outcome:
    if entry.repeats is not None:
        return Outcome(entry, Kind.REPEATED)
    organisation = None if entry.faults else _known(entry, register)
    if entry.faults:
        return Outcome(entry, Kind.FAULTY)
    identifiers = _free_identifiers(entry, organisation, register)
    if organisation is None:
        namesake = next(iter(register.by_name.get(entry.name.lower(), [])), None)
        return Outcome(entry, Kind.NEW, new_identifiers=identifiers, namesake=namesake)
    changes = _changes(entry, organisation)
    if not updates_known or not (changes or identifiers):
        return Outcome(entry, Kind.SAME, organisation)
    return Outcome(entry, Kind.CHANGED, organisation, changes, identifiers)


def _known(entry: Entry, register: Register) -> Organisation | None:
    """By its first number; by another, if the register lacks a number of the first's kind; by
    exact name and area, if the row or the register has no number at all. Two that fit without a
    number are a fault."""
    there = [o for o in register.by_name.get(entry.name.lower(), []) if _same_area(entry, o)]
    if not entry.identifiers:
        if len(there) > 1:
            todo = (
                "Several organisations have this name and area. Add a register number to the row."
            )
            entry.faults.append(Problem("Name", entry.name, todo))
        return there[0] if len(there) == 1 else None
    first, *others = entry.identifiers
    if first in register.by_number:
        return register.by_number[first]
    candidates = [register.by_number[number] for number in others if number in register.by_number]
    by_number = next((o for o in candidates if first[0] not in register.schemes[o.pk]), None)
    numberless = [o for o in there if o.area and not register.schemes[o.pk]]
    return by_number or (numberless[0] if len(there) == len(numberless) == 1 else None)


def _same_area(entry: Entry, organisation: Organisation) -> bool:
    return organisation.area.lower() == entry.values.get("area", "").lower()


def _free_identifiers(
    entry: Entry, organisation: Organisation | None, register: Register
) -> list[Identifier]:
    """Numbers to add. One that another organisation has is left out, with a remark (ORG-1)."""
    free = []
    for scheme, value in entry.identifiers:
        owner = register.by_number.get((scheme, value))
        if owner is None:
            free.append((scheme, value))
        elif owner != organisation:
            todo = f"{owner.name} has this number already. Check which of the two it belongs to."
            entry.remarks.append(Problem(Scheme(scheme).label, value, todo))
    return free


def _changes(entry: Entry, organisation: Organisation) -> dict[str, tuple[str, str]]:
    changes = {}
    for name, value in entry.values.items():
        was = getattr(organisation, name)
        if was != value and (name != "status" or _may_follow(organisation, value)):
            changes[name] = (was, value)
    return changes


def _may_follow(organisation: Organisation, status: str) -> bool:
    """A file may wake an organisation or put it to rest; it says nothing about who left."""
    resting = {Organisation.Status.ACTIVE.value, Organisation.Status.DORMANT.value}
    return organisation.status in resting and organisation.can_become(status)
