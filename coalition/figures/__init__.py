"""What the coalition counts about offers and needs: O1 to O5 of product.md §9.

A few queries for each, over any number of rows. Numerator, denominator, period and trend are always
shown; what counts fewer than five is not.
"""

from collections.abc import Callable, Iterable

from coalition.figures import answering, meeting, using
from coalition.figures.measure import Measure
from coalition.figures.period import Period
from coalition.models import Programme

MEASURES: list[Callable[[list[Programme], Period], Measure]] = [
    answering.acknowledgement,
    answering.silent_offers,
    using.used,
    meeting.over_supply,
    meeting.needs_met,
]
HEADINGS = ["Measure", "What it is", "Month", "Counted", "Out of", "Value"]


def figures(programmes: Iterable[Programme], period: Period) -> list[Measure]:
    programmes = list(programmes)
    return [measure(programmes, period) for measure in MEASURES]


def as_rows(measures: Iterable[Measure]) -> list[list[str]]:
    """For a spreadsheet: one row for each month of each measure, as it is shown."""
    return [
        [one.code, one.title, bar.label, bar.counted, bar.out_of, bar.words]
        for one in measures
        for bar in one.trend
    ]
