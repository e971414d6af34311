"""Pairs of which it is known whether they are one: ../shared/data/dedupe and ../shared/data/people.

Half of the pairs, drawn by their hash, is for choosing what can be chosen; the other half is held
out, and figures are told of it. The register numbers are the truth about organisations, so nobody
who scores sees them unless asked for.
"""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Generic, TypeVar

from coalition.alike import OrganisationFacts, PersonFacts
from coalition.postal import as_postcode

REGISTERS = {"GB-CHC", "GB-SC", "GB-NIC", "GB-COH"}
Facts = TypeVar("Facts")


@dataclass(frozen=True)
class Pair(Generic[Facts]):
    kind: str
    one: Facts
    other: Facts
    are_one: bool
    is_held_out: bool

    @property
    def facts(self) -> tuple[Facts, Facts]:
        return self.one, self.other


@dataclass
class Count:
    """How the pairs fell that a scorer said yes or no to."""

    found: int = 0
    missed: int = 0
    wrong: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong or 1)

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed or 1)

    @property
    def f1(self) -> float:
        return 2 * self.found / (2 * self.found + self.wrong + self.missed or 1)


def counted(pairs: Iterable[Pair[Facts]], says_one: Callable[[Facts, Facts], bool]) -> Count:
    count = Count()
    for pair in pairs:
        said = says_one(pair.one, pair.other)
        if pair.are_one:
            count.found, count.missed = count.found + said, count.missed + (not said)
        else:
            count.wrong, count.right = count.wrong + said, count.right + (not said)
    return count


def halves(pairs: Iterable[Pair[Facts]]) -> tuple[list[Pair[Facts]], list[Pair[Facts]]]:
    """Those to learn from, and those held out."""
    halves: tuple[list[Pair[Facts]], list[Pair[Facts]]] = [], []
    for pair in pairs:
        halves[pair.is_held_out].append(pair)
    return halves


def of_organisations(
    folder: Path, *, numbers_shown: bool = False
) -> Iterator[Pair[OrganisationFacts]]:
    with (folder / "dedupe" / "organisation_pairs.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            one, other = (_organisation(row, side, numbers_shown) for side in "ab")
            rows = (row[f"id_{side}"] + row[f"name_{side}"] for side in "ab")
            yield Pair(row["kind"], one, other, row["same"] == "yes", _is_held_out(*rows))


def _organisation(row: dict[str, str], side: str, numbers_shown: bool) -> OrganisationFacts:
    postcode = as_postcode(row[f"postcode_{side}"]) or ""
    numbers = _number(row[f"id_{side}"]) if numbers_shown else {}
    return OrganisationFacts(row[f"name_{side}"], postcode=postcode, identifiers=numbers)


def _number(org_id: str) -> dict[str, frozenset[str]]:
    register, _, number = org_id.rpartition("-")
    known = register in REGISTERS
    return {register if known else "OTHER": frozenset({number if known else org_id})}


def of_people(folder: Path) -> Iterator[Pair[PersonFacts]]:
    """Made-up people who share a name, an address or a number, some because they are one."""
    with (folder / "people" / "synthetic_contributors.csv").open(newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    facts = {pk: _person(row) for pk, row in rows.items()}
    near: dict[str, set[str]] = defaultdict(set)
    for pk, one in facts.items():
        for mark in filter(None, (one.name.casefold(), one.email.casefold(), one.digits)):
            near[mark].add(pk)
    pairs = {pair for pks in near.values() for pair in combinations(sorted(pks), 2)}
    who = {pk: row["duplicate_of"] or pk for pk, row in rows.items()}
    pairs |= {(min(both), max(both)) for both in who.items() if both[0] != both[1]}
    for first, second in sorted(pairs):
        how = rows[first]["duplicate_how"] or rows[second]["duplicate_how"]
        are_one = who[first] == who[second]
        kind = how if are_one else "two people"
        yield Pair(kind, facts[first], facts[second], are_one, _is_held_out(first, second))


def _person(row: dict[str, str]) -> PersonFacts:
    names = ("display_name", "email", "phone", "postcode")
    name, email, phone, postcode = (row[name] for name in names)
    return PersonFacts(name, email=email, phone=phone, postcode=postcode)


def _is_held_out(one: str, other: str) -> bool:
    return hashlib.sha256("|".join(sorted((one, other))).encode()).digest()[0] % 2 == 1
