"""The days that figures are about, in months or in quarters."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Self

from django.utils import timezone
from django.utils.dateformat import format as format_date

MONTHS_SHOWN, MONTHS_AT_MOST = 6, 24
MONTHS_IN_A_QUARTER = 3


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included; shown month by month."""

    SPAN: ClassVar[str] = "Month"
    from_on: date
    to_on: date

    @property
    def spans(self) -> list[tuple[date, str]]:
        """Its parts: the first day of each, and its words."""
        return [(month, month_words(month)) for month in self.months]

    @property
    def months(self) -> list[date]:
        """The first day of each month that it touches."""
        found, month = [], self.from_on.replace(day=1)
        while month <= self.to_on:
            found.append(month)
            month = next_month(month)
        return found

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From its first moment to the last."""
        after = self.to_on + timedelta(days=1)
        return _midnight(self.from_on), _midnight(after) - timedelta(microseconds=1)


@dataclass(frozen=True)
class Quarters(Period):
    """Whole quarters; shown quarter by quarter."""

    SPAN: ClassVar[str] = "Quarter"

    @classmethod
    def between(cls, first: date, last: date) -> Self:
        """From the quarter of one day to the quarter of another."""
        return cls(quarter_of(first), quarter_end(last))

    @property
    def spans(self) -> list[tuple[date, str]]:
        return [(first, quarter_words(first)) for first in self.quarters]

    @property
    def in_words(self) -> str:
        """January to December 2026; with both years where there are two."""
        year = "F" if self.from_on.year == self.to_on.year else "F Y"
        return f"{format_date(self.from_on, year)} to {format_date(self.to_on, 'F Y')}"

    @property
    def quarters(self) -> list[date]:
        """The first day of each."""
        return [month for month in self.months if month == quarter_of(month)]


def quarter_of(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, day.month - (day.month - 1) % MONTHS_IN_A_QUARTER, 1)


def next_quarter(day: date) -> date:
    """The first day of the quarter after."""
    return quarter_of(quarter_of(day) + timedelta(days=100))


def quarter_end(day: date) -> date:
    return next_quarter(day) - timedelta(days=1)


def quarter_before(day: date) -> date:
    """The first day of the quarter before."""
    return quarter_of(quarter_of(day) - timedelta(days=1))


def last_quarters(count: int) -> Quarters:
    """This quarter and those before it, so many in all."""
    today = timezone.localdate()
    first = quarter_of(today)
    for _ in range(count - 1):
        first = quarter_before(first)
    return Quarters.between(first, today)


def quarter_words(day: date) -> str:
    """July to September 2026."""
    last = quarter_end(day)
    return f"{format_date(quarter_of(day), 'F')} to {format_date(last, 'F Y')}"


def next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def last_months() -> Period:
    """This month and the five before it."""
    today = timezone.localdate()
    begins = today.replace(day=1)
    for _ in range(MONTHS_SHOWN - 1):
        begins = (begins - timedelta(days=1)).replace(day=1)
    return Period(begins, today)


def month_words(month: date) -> str:
    return format_date(month, "F Y")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
