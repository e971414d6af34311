"""The days that figures are about, in months."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dateformat import format as format_date

MONTHS_SHOWN, MONTHS_AT_MOST = 6, 24


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    from_on: date
    to_on: date

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
