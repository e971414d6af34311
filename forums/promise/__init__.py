"""Was the promise kept? P1 to P8 of product.md §9: what was handed over, decided, honoured.

A few queries for each, over any number of rows. Numerator, denominator, period and trend are
always shown; of fewer than five, no share is.
"""

from collections.abc import Iterable

from coalition.figures.measure import Bar, Measure
from forums.promise.agenda import voice
from forums.promise.cases import About
from forums.promise.decided import authority, decisions, honoured, overrules
from forums.promise.meetings import chair_share, mixed_quorum
from forums.promise.power import paper_power
from forums.promise.pulse import influence

IN_ALL = "All quarters together"
HEADINGS = ["Measure", "What it is", "Shown by", "Quarter or group", "Counted", "Out of", "Value"]


def measures(about: About) -> list[Measure]:
    """P1 to P8, in that order."""
    decided = decisions(about)
    return [
        authority(about, decided),
        honoured(about, decided),
        overrules(about, decided),
        voice(about),
        chair_share(about),
        mixed_quorum(about),
        paper_power(about),
        influence(about),
    ]


def as_rows(found: Iterable[Measure]) -> list[list[str]]:
    """For a spreadsheet: what is shown on the page, row by row."""
    rows = []
    for one in found:
        rows += [[one.code, one.title, IN_ALL, words, "", "", said] for words, said in one.facts]
        rows += [_row(one, one.trend_words, bar) for bar in one.trend]
        rows += [_row(one, split.caption, bar) for split in one.splits for bar in split.rows]
    return rows


def _row(one: Measure, shown_by: str, bar: Bar) -> list[str]:
    return [one.code, one.title, shown_by, bar.label, bar.counted, bar.out_of, bar.words]
