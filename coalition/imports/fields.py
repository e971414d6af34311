"""What a column can hold, and a good guess at which column holds it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from coalition.imports.problems import Doubt
from coalition.spreadsheets.organisations.values import NOTHING

SAMPLE = 200  # rows
BY_HEADING, BY_CONTENT = 0.5, 0.8  # how many of a column's values must fit
LONG_HEADING = 6  # letters; a longer one may have more words after it


@dataclass(frozen=True)
class Field:
    """One thing that a column can hold.

    `read` says what a cell means or raises Doubt; a doubt keeps the row out where `grave`, and
    otherwise leaves the value out. `told_by_look`: whatever stands above the column. `not_blank`
    are words that say something here, though elsewhere they stand for nothing.
    """

    holds: str
    label: str
    group: str
    read: Callable[[str], Any]
    headings: tuple[str, ...] = ()  # in use, without spaces and signs, likeliest first
    fits: Callable[[str], Any] | None = None
    grave: bool = False
    told_by_look: bool = False
    not_blank: frozenset[str] = frozenset()
    instead_of: tuple[str, ...] = field(default=())  # what is not guessed where this is


def choices(fields: Sequence[Field]) -> list[Any]:
    """For a select: grouped, with nothing chosen first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in fields:
        groups.setdefault(one.group, []).append((one.holds, one.label))
    return [("", "Leave out"), *groups.items()]


def guess(fields: Sequence[Field], headings: list[str], samples: list[list[str]]) -> dict[int, str]:
    """Column's position → what it seems to hold; columns that we cannot place are left out.
    `samples` are cells of each column."""
    said = [[cell for cell in cells if not is_nothing(cell)] for cells in samples]
    written = [re.sub(r"[^a-z0-9]", "", heading.lower()) for heading in headings]
    found = _told_by_heading(fields, written, said)
    _told_by_content(fields, said, found)
    better = {other for one in fields if one.holds in found.values() for other in one.instead_of}
    return {at: holds for at, holds in sorted(found.items()) if holds not in better}


def is_nothing(cell: str) -> bool:
    return cell in NOTHING or cell.lower() in NOTHING


def share(one: Field, sample: list[str]) -> float:
    """How many of the cells this field understands; all, where there are none."""
    return sum(_fits(one, cell) for cell in sample) / len(sample) if sample else 1.0


def _told_by_heading(
    fields: Sequence[Field], written: list[str], samples: list[list[str]]
) -> dict[int, str]:
    """First those that a heading names exactly, then those with which a longer one begins."""
    found: dict[int, str] = {}
    for headed in (_exactly, _at_first):
        for one in fields:
            if one.holds in found.values():
                continue
            for position in headed(one.headings, written):
                if position not in found and share(one, samples[position]) >= BY_HEADING:
                    found[position] = one.holds
                    break
    return found


def _told_by_content(
    fields: Sequence[Field], samples: list[list[str]], found: dict[int, str]
) -> None:
    """Where just one column looks like it; of two, a person knows which is meant."""
    for one in fields:
        if not one.told_by_look or one.holds in found.values():
            continue
        free = (i for i, sample in enumerate(samples) if sample and i not in found)
        alike = [i for i in free if share(one, samples[i]) > BY_CONTENT]
        if len(alike) == 1:
            found[alike[0]] = one.holds


def _exactly(headings: tuple[str, ...], written: list[str]) -> list[int]:
    return [i for heading in headings for i, text in enumerate(written) if text == heading]


def _at_first(headings: tuple[str, ...], written: list[str]) -> list[int]:
    long = [heading for heading in headings if len(heading) > LONG_HEADING]
    return [i for heading in long for i, text in enumerate(written) if text.startswith(heading)]


def _fits(one: Field, cell: str) -> bool:
    try:
        (one.fits or one.read)(cell)
    except Doubt:
        return False
    return True
