"""Thanked in time? G1 to G6 and A1 of product.md §9. A few queries for each, over any number of
rows; what counts fewer than five is not shown, and nobody is ranked."""

from collections.abc import Callable, Iterable

from coalition.figures.measure import Measure
from coalition.figures.period import Period
from coalition.models import Programme
from recognition.figures import equity, sending, timely, valued

MEASURES: list[Callable[[list[Programme], Period], Measure]] = [
    timely.thanked_in_time,
    equity.thanks_equity,
    timely.machine_only,
    sending.regrets,
    valued.valued,
    timely.renewed_offers,
    sending.prevented,
]
HEADINGS = ["Measure", "What it is", "Shown by", "Month or group", "Counted", "Out of", "Value"]


def figures(programmes: Iterable[Programme], period: Period) -> list[Measure]:
    programmes = list(programmes)
    return [measure(programmes, period) for measure in MEASURES]


def as_rows(found: Iterable[Measure]) -> list[list[str]]:
    """For a spreadsheet: what is shown on the page, row by row."""
    rows = []
    for one in found:
        shown = [(one.trend_words, one.trend), *((s.caption, s.rows) for s in one.splits)]
        for by, bars in shown:
            rows += [
                [one.code, one.title, by, bar.label, bar.counted, bar.out_of, bar.words]
                for bar in bars
            ]
    return rows
