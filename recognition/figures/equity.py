"""G2: is a small group thanked as surely as a large one? By size, place and sector (ORG-3)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import TruncMonth

from coalition.figures.measure import (
    FEW,
    Measure,
    Split,
    rate_bar,
    rates,
)
from coalition.figures.period import Period
from coalition.models import Programme, Sector
from coalition.models.organisation_words import SizeBand
from recognition.figures.due import COUNTS, Pair, due

ENOUGH, LOW = 10, 0.8
NONE_DUE = "none due"
Groups = dict[str, Pair]


def thanks_equity(programmes: list[Programme], period: Period) -> Measure:
    """Rates of groups of ten or more; the lowest by the highest."""
    rows = due(programmes, period)
    held = Q(organisation__sectors__from_on=None) | Q(
        organisation__sectors__from_on__lte=F("happened_on")
    )
    still = Q(organisation__sectors__to_on=None) | Q(
        organisation__sectors__to_on__gte=F("happened_on")
    )
    known = Q(organisation__sectors__sector__isnull=False)
    in_one = rows.filter(organisation__isnull=False)
    sizes = _groups(in_one, "organisation__size_band", SizeBand)
    places = _groups(rows.filter(organisation__areas__isnull=False), "organisation__areas__name")
    sectors = _groups(rows.filter(known, held, still), "organisation__sectors__sector", Sector)
    splits = [
        _split("By size of organisation", "Size", sizes),
        _split("By area", "Area", places),
        _split("By sector on the day of the deed", "Sector", sectors),
    ]
    ratios = {"size": ratio(sizes), "area": ratio(places), "sector": ratio(sectors)}
    by_month: Any = rows.annotate(month=TruncMonth("due_on")).order_by().values("month")
    months = {row["month"]: (row["part"], row["whole"]) for row in by_month.annotate(**COUNTS)}
    return Measure(
        code="G2",
        title="Thanked alike",
        definition="The share that was thanked in time, as above, for people of organisations of"
        " each size, area and sector. Beside it, the lowest of these shares divided by the highest,"
        " among groups with at least ten: 1 means that all are thanked alike, and below 0.8 is a"
        " reason to ask. Groups with fewer than five are not shown. What is done for an"
        " organisation in two areas counts in both; what people do on their own is in none.",
        facts=tuple((f"By {name}", _words(value)) for name, value in ratios.items()),
        trend=rates(months, period, NONE_DUE),
        trend_words="Share that was thanked in time, all groups together, by month",
        counted_words="In time",
        out_of_words="Due",
        full=1,
        splits=tuple(split for split in splits if split.rows),
        asks=_asks(ratios),
    )


def ratio(groups: Groups) -> float | None:
    """The lowest share by the highest, of groups of ten or more; None with fewer than two."""
    found = [part / whole for part, whole in groups.values() if whole >= ENOUGH]
    if len(found) < 2 or not max(found):
        return None
    return min(found) / max(found)


def _groups(rows: Any, column: str, choices: Any = None) -> Groups:
    found: Iterable = rows.order_by().values(column).annotate(**COUNTS)
    words = dict(choices.choices) if choices else {}
    return {
        str(words.get(row[column], row[column]) or "Not known"): (row["part"], row["whole"])
        for row in found
    }


def _split(caption: str, what: str, groups: Groups) -> Split:
    """In the order of the alphabet, for it is no ranking; groups under five are counted only."""
    shown = sorted(name for name, (_, whole) in groups.items() if whole >= FEW)
    rows = [rate_bar(name, *groups[name], NONE_DUE) for name in shown]
    return Split(caption, what, tuple(rows), "In time", "Due")


def _words(value: float | None) -> str:
    return "too few to say" if value is None else f"{value:.2f}"


def _asks(ratios: dict[str, float | None]) -> str:
    low = [name for name, value in ratios.items() if value is not None and value < LOW]
    return f"Not everyone is thanked alike: look by {' and by '.join(low)}." if low else ""
