"""One figure: what it says now, how it went from month to month, and what it means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from coalition.figures.drawing import Column, columns
from coalition.figures.period import Period

FEW = 5  # fewer are not shown: in a small number people recognise each other
FEWER = f"fewer than {FEW}"
NOT_SHOWN = "not shown"


@dataclass(frozen=True)
class Bar:
    """One month, quarter or group: what was counted, out of how many, the value in words and how
    high it stands."""

    label: str
    counted: str
    out_of: str
    words: str
    value: float | None = None


@dataclass(frozen=True)
class Split:
    """The same once more, by sector or forum; `what` is the heading of the first column."""

    caption: str
    what: str
    rows: tuple[Bar, ...]
    counted_words: str
    out_of_words: str
    value_words: str = "Value"


@dataclass(frozen=True)
class Measure:
    code: str
    title: str
    definition: str
    facts: tuple[tuple[str, str], ...]
    trend: tuple[Bar, ...]
    trend_words: str  # what a bar shows, such as: median working hours, by month
    counted_words: str
    out_of_words: str
    span: str = "Month"  # what a bar is of
    splits: tuple[Split, ...] = ()
    full: float | None = None  # the value that would fill the picture; none is the highest
    asks: str = ""  # a sentence, where it has passed a bound beyond which somebody should ask why
    see: tuple[str, str] | None = None  # words and address of where each one stands by itself

    @property
    def is_empty(self) -> bool:
        return all(bar.value is None for bar in self.trend)

    @property
    def in_words(self) -> str:
        """The trend for whoever does not see it: June 2026 62%, July 2026 70%."""
        return ", ".join(f"{bar.label} {bar.words}" for bar in self.trend)

    @property
    def columns(self) -> list[Column]:
        """Each bar as SVG takes it."""
        return columns(
            [bar.value for bar in self.trend],
            [bar.words for bar in self.trend],
            [bar.label for bar in self.trend],
            self.full,
        )


def count_words(count: int) -> str:
    """12; fewer than 5; none."""
    if count == 0:
        return "none"
    return f"{count:,}" if count >= FEW else FEWER


def share_words(part: int, whole: int, none: str) -> str:
    """75%; or only on which side of a bound it lies, where the exact number would tell of fewer
    than five; `none` where there is nothing to divide."""
    if whole == 0:
        return none
    if whole < FEW:
        return FEWER
    if 0 < part < FEW:
        return f"under {ceil(100 * FEW / whole)}%"
    if 0 < whole - part < FEW:
        return f"over {floor(100 * (whole - FEW) / whole)}%"
    return f"{round(100 * part / whole)}%"


def out_of_words(part: int, whole: int) -> str:
    """45 of 60."""
    return f"{count_words(part)} of {count_words(whole)}"


def shares(months: Mapping[date, tuple[int, int]], period: Period, none: str) -> tuple[Bar, ...]:
    """A bar for each span of the period, of (part, whole)."""
    bars = []
    for month, label in period.spans:
        part, whole = months.get(month, (0, 0))
        shown = whole >= FEW and not 0 < part < FEW and not 0 < whole - part < FEW
        bars.append(
            Bar(
                label,
                count_words(part),
                count_words(whole),
                share_words(part, whole, none),
                part / whole if shown else None,
            )
        )
    return tuple(bars)


def total(months: Iterable[tuple[int, int]]) -> tuple[int, int]:
    pairs = list(months)
    return sum(part for part, _ in pairs), sum(whole for _, whole in pairs)


def rate_words(part: int, whole: int, none: str) -> str:
    """As `share_words`, of what its readers can look up one by one: the exact share from five on,
    and below that none at all."""
    if whole == 0:
        return none
    return FEWER if whole < FEW else f"{round(100 * part / whole)}%"


def rate_of_words(part: int, whole: int) -> str:
    """3 of 60."""
    return f"{part:,} of {whole:,}" if whole >= FEW else count_words(whole)


def rate_bar(label: str, part: int, whole: int, none: str) -> Bar:
    shown = whole >= FEW
    counted = f"{part:,}" if shown else NOT_SHOWN if whole else "none"
    words = rate_words(part, whole, none)
    return Bar(label, counted, count_words(whole), words, part / whole if shown else None)


def rates(counts: Mapping[date, tuple[int, int]], period: Period, none: str) -> tuple[Bar, ...]:
    """A bar for each span of the period, of (part, whole)."""
    return tuple(rate_bar(label, *counts.get(first, (0, 0)), none) for first, label in period.spans)


def over(part: int, whole: int, bound: float) -> bool:
    """More than that share of five or more."""
    return whole >= FEW and part > bound * whole
