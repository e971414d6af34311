"""Tells duplicates from branches, and from namesakes, beside simpler methods on the same pairs.

Register numbers are hidden from whoever scores: they are the truth. What the simpler methods take
for alike was chosen where it serves them best on one half of the pairs; figures are of the other.
"""

import argparse
import os
import platform
import time
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from importlib.metadata import version

from rapidfuzz import fuzz

from benchmarks import _pairs
from benchmarks._looking import print_look_through
from benchmarks._pairs import Count, Pair, counted
from benchmarks._world import shared_data
from coalition import alike
from coalition.alike import OrganisationFacts
from coalition.alike.letters import plain
from coalition.alike.words import SIGNS, weighed

STEPS = [step / 100 for step in range(1, 101)]
OURS = "coalition.alike"
Pairs = list[Pair[OrganisationFacts]]
Scorer = Callable[[OrganisationFacts, OrganisationFacts], float]


def main() -> None:
    options = _options()
    folder = shared_data()
    _print_machine()
    chosen_by, held_out = _pairs.halves(_pairs.of_organisations(folder))
    _, shown = _pairs.halves(_pairs.of_organisations(folder, numbers_shown=True))
    _print_speed([*chosen_by, *held_out])
    in_two_ways = [pair for pair in held_out if not (pair.are_one and _same_name(*pair.facts))]
    _print_head(f"Pairs of organisations: {len(held_out):,} held out, {len(chosen_by):,} to learn")
    _print_methods(chosen_by, held_out)
    _print("ours, register numbers shown", alike.WORTH_SHOWING, counted(shown, _is_worth_showing))
    _print_head(f"Of these without duplicates that have the same letters: {len(in_two_ways):,}")
    _print_methods(chosen_by, in_two_ways)
    _print_kinds(held_out)
    _, people = _pairs.halves(_pairs.of_people(folder))
    _print_head(f"Pairs of made-up people with a name or an address in common: {len(people):,}")
    _print(OURS, alike.WORTH_SHOWING, counted(people, _are_worth_showing))
    if options.organisations:
        print_look_through([*held_out, *chosen_by], options.organisations)


def _options() -> argparse.Namespace:
    what = "Duplicates found, and what is taken for one wrongly."
    parser = argparse.ArgumentParser(prog="dev bench duplicates", description=what)
    parser.add_argument(
        "--organisations", type=int, default=20_000, help="to look through (20,000; 0 for none)"
    )
    return parser.parse_args()


def _print_methods(chosen_by: Pairs, held_out: Pairs) -> None:
    _print(OURS, alike.WORTH_SHOWING, counted(held_out, _is_worth_showing))
    for name, scorer in BESIDE.items():
        best = max(STEPS, key=lambda least: _counted(chosen_by, scorer, least).f1)
        _print(name, best, _counted(held_out, scorer, best))


def _is_worth_showing(one: OrganisationFacts, other: OrganisationFacts) -> bool:
    return alike.organisations(one, other).is_worth_showing


def _are_worth_showing(one: alike.PersonFacts, other: alike.PersonFacts) -> bool:
    return alike.people(one, other).is_worth_showing


def _counted(pairs: Pairs, scorer: Scorer, least: float) -> Count:
    return counted(pairs, lambda one, other: scorer(one, other) >= least)


def _same_name(one: OrganisationFacts, other: OrganisationFacts) -> float:
    return float(_letters(one.name) == _letters(other.name))


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, plain(name)))


def _sorted_words(one: OrganisationFacts, other: OrganisationFacts) -> float:
    return fuzz.token_sort_ratio(plain(one.name), plain(other.name)) / 100


def _trigrams_shared(one: OrganisationFacts, other: OrganisationFacts) -> float:
    """As PostgreSQL’s pg_trgm has it."""
    mine, theirs = _trigrams(one.name), _trigrams(other.name)
    return len(mine & theirs) / (len(mine | theirs) or 1)


@cache
def _trigrams(name: str) -> frozenset[str]:
    words = [f"  {word} " for word in SIGNS.sub(" ", plain(name)).split()]
    return frozenset(word[at : at + 3] for word in words for at in range(len(word) - 2))


BESIDE: dict[str, Scorer] = {
    "the same letters": _same_name,
    "rapidfuzz.token_sort_ratio": _sorted_words,
    "trigrams, as pg_trgm": _trigrams_shared,
}


def _print_machine() -> None:
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()},"
        f" rapidfuzz {version('rapidfuzz')}, load {os.getloadavg()[0]:.1f}"
    )


def _print_speed(pairs: Pairs) -> None:
    weighed.cache_clear()
    first, again = (_microseconds(pairs) for _ in range(2))
    print(
        f"{first:.0f} µs of CPU for two organisations;"
        f" {again:.0f} µs where their names were met before"
    )


def _microseconds(pairs: Pairs) -> float:
    begun = time.process_time()
    for pair in pairs:
        alike.organisations(pair.one, pair.other)
    return (time.process_time() - begun) / len(pairs) * 1e6


def _print_head(what: str) -> None:
    print(f"\n{what}")
    print(f"{'':34}{'from':>6}{'precision':>11}{'recall':>8}{'F1':>7}{'wrong':>7}{'missed':>8}")


def _print(name: str, least: float, count: Count) -> None:
    print(
        f"  {name:32}{least:6.2f}{count.precision:11.3f}{count.recall:8.3f}{count.f1:7.3f}"
        f"{count.wrong:7}{count.missed:8}"
    )


def _print_kinds(pairs: Pairs) -> None:
    kinds = defaultdict(list)
    for pair in pairs:
        kinds[pair.kind, pair.are_one].append(pair)
    print(f"\n  {'By kind':66}{'pairs':>6}{'right':>7}")
    for (kind, are_one), some in sorted(kinds.items(), key=lambda each: (not each[0][1], each[0])):
        count = counted(some, _is_worth_showing)
        print(f"  {kind:66}{len(some):6}{(count.found if are_one else count.right):7}")
