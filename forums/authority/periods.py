"""The periods over which a limit is counted. Quarters and years are those of public money in the
United Kingdom, so a year begins on 1 April."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

MONTHS_IN_A_QUARTER = 3
FIRST_MONTH = 4  # April
LONGEST_YEARS = 2  # DEL-4
# DEL-8: so many months without use, which is two quarters, make paper power.
UNUSED_MONTHS = 6


class Period(TextChoices):
    QUARTER = "quarter", "Each quarter, from January, April, July and October"
    YEAR = "year", "Each financial year, from 1 April"
    LIFE = "life", "The whole time"


# As it ends a sentence about an amount.
IN_WORDS: dict[str, str] = {
    Period.QUARTER: "each quarter",
    Period.YEAR: "each financial year",
    Period.LIFE: "over the whole time",
}


@dataclass(frozen=True)
class Days:
    """From the first to the last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def period_on(period: str, on: date, life: Days) -> Days:
    """The period in which a day falls, within the life of the delegation. Raises ValueError for
    a day outside that."""
    if on not in life:
        raise ValueError("That day is outside the life of the delegation.")
    if period == Period.LIFE:
        return life
    months = MONTHS_IN_A_QUARTER if period == Period.QUARTER else 12
    first = _beginning(on, months)
    last = months_after(first, months) - timedelta(days=1)
    return Days(max(first, life.first), min(last, life.last))


def periods_in(period: str, life: Days) -> list[Days]:
    """All of them, one after the other, without gap or overlap."""
    found = [period_on(period, life.first, life)]
    while found[-1].last < life.last:
        found.append(period_on(period, found[-1].last + timedelta(days=1), life))
    return found


def _beginning(on: date, months: int) -> date:
    since_april = (on.month - FIRST_MONTH) % 12
    return months_after(on.replace(day=1), -(since_april % months))


def months_after(day: date, months: int) -> date:
    """The same day so many months on; the last of that month where it has no such day, as the
    database counts as well."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def is_unused(since: date, used_on: date | None, on: date) -> bool:
    """DEL-8: neither begun nor used within two quarters before that day."""
    return months_after(max(since, used_on or since), UNUSED_MONTHS) <= on


def latest_expiry(effective_from: date) -> date:
    """DEL-4: within 24 months."""
    return months_after(effective_from, 12 * LONGEST_YEARS)
