"""How long it takes to look through a whole register, and which duplicates in it are suggested."""

import random
import time
from collections.abc import Iterable

from django.db import connection

from benchmarks._pairs import Pair
from benchmarks._world import organisation_names
from coalition.actions import doubles
from coalition.alike import OrganisationFacts
from coalition.alike.words import weighed
from coalition.models import LikelyDouble, Organisation, Sector

Pairs = list[Pair[OrganisationFacts]]
SIDES = ("first_organisation", "second_organisation")


def print_look_through(pairs: Pairs, organisations: int) -> None:
    """Two rows for each duplicate, among charities drawn by lot. Empties the register, twice."""
    twice = _once_each(pair for pair in pairs if pair.are_one)[: organisations // 2]
    _empty()
    try:
        expected = _fill(twice, organisations)
        seconds = _look()
        suggested = set(LikelyDouble.objects.values_list(*SIDES))
    finally:
        _empty()
    print(f"\nA register of {organisations:,} organisations in which {len(twice):,} stand twice")
    print(f"  looked through in {seconds:.0f} s, {seconds / organisations * 1000:.1f} ms for each")
    for what, held_out in (("held out", True), ("to learn from", False)):
        some = [
            both for pair, both in zip(twice, expected, strict=True) if pair.is_held_out is held_out
        ]
        found = sum(both in suggested for both in some)
        print(f"  {found} of {len(some)} duplicates {what} are suggested: {found / len(some):.3f}")
    print(f"  {len(suggested - set(expected)):,} other pairs are suggested")


def _once_each(pairs: Iterable[Pair[OrganisationFacts]]) -> Pairs:
    """Of a club that is in several pairs, one: so that each other pair is of two bodies."""
    seen: set[str] = set()
    some = []
    for pair in pairs:
        names = {letters for _, letters in (weighed(facts.name) for facts in pair.facts)}
        if seen.isdisjoint(names):
            some.append(pair)
            seen |= names
    return some


def _fill(twice: Pairs, organisations: int) -> list[tuple[int, int]]:
    """The ids of each pair."""
    names = random.Random(2026).sample(organisation_names(), organisations - 2 * len(twice))
    ones = _added(pair.one for pair in twice)
    _added(OrganisationFacts(name) for name in names)
    others = _added(pair.other for pair in twice)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return list(zip(ones, others, strict=True))


def _added(facts: Iterable[OrganisationFacts]) -> list[int]:
    rows = [
        Organisation(name=one.name, postcode=one.postcode, sector=Sector.values[0]) for one in facts
    ]
    return [row.pk for row in Organisation.objects.bulk_create(rows, batch_size=2000)]


def _look() -> float:
    begun = time.perf_counter()
    while doubles.look_on():
        pass
    return time.perf_counter() - begun


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE coalition_organisation, coalition_organisationword CASCADE")
        cursor.execute("TRUNCATE coalition_uncompared")
