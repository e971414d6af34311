"""What is counted, forum by forum and quarter by quarter. Knows no rows and asks no database."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from coalition.figures.measure import Bar, Split, rate_bar
from coalition.figures.period import Quarters

K = TypeVar("K", bound=Hashable)
Pair = tuple[int, int]
OTHER_FORUMS = "Other forums"


@dataclass(frozen=True)
class About:
    """Which forums, each with the name under which this reader knows it (none where they do not
    see it); and which quarters."""

    forums: Mapping[int, str]
    period: Quarters

    @property
    def has_one(self) -> bool:
        return len(self.forums) == 1


@dataclass(frozen=True)
class Case:
    """So many of so many, in one forum and quarter."""

    forum: int
    quarter: date
    part: int
    whole: int
    sector: str = ""


def summed(cases: Iterable[Case], key: Callable[[Case], K]) -> dict[K, Pair]:
    sums: dict[K, list[int]] = defaultdict(lambda: [0, 0])
    for case in cases:
        sums[key(case)][0] += case.part
        sums[key(case)][1] += case.whole
    return {found: (part, whole) for found, (part, whole) in sums.items()}


def by_quarter(cases: Iterable[Case]) -> dict[date, Pair]:
    return summed(cases, lambda case: case.quarter)


def by_sector(cases: Iterable[Case]) -> dict[str, Pair]:
    return summed(cases, lambda case: case.sector)


def in_all(cases: Iterable[Case]) -> Pair:
    return summed(cases, lambda case: "").get("", (0, 0))


def forum_split(cases: Iterable[Case], about: About, none: str, words: tuple[str, str]) -> Split:
    """By forum, where there is anything to count; those that the reader does not see in one row,
    at the end. Empty for one forum alone."""
    found = summed(cases, lambda case: about.forums.get(case.forum) or OTHER_FORUMS)
    names = [] if about.has_one else sorted(found, key=lambda name: (name == OTHER_FORUMS, name))
    rows: list[Bar] = [rate_bar(name, *found[name], none) for name in names]
    return Split("By forum", "Forum", tuple(rows), *words)
