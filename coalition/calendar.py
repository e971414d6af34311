"""Working days, with the bank holidays of each nation of the United Kingdom."""

from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone

from coalition.models import Programme
from coalition.models.offer import NEWS_WITHIN_DAYS


def is_working_day(day: date, nation: str) -> bool:
    """Monday to Friday, and no bank holiday in that nation: ENG, WLS, SCT or NIR."""
    return day.weekday() < 5 and day not in _bank_holidays(nation, day.year)


def working_days_after(day: date, count: int, nation: str) -> date:
    """The working day that comes `count` working days after a day, which itself is not counted."""
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day, nation):
            day += timedelta(days=1)
    return day


def working_day_by(day: date, nation: str) -> date:
    """That day, or the last working day before it."""
    while not is_working_day(day, nation):
        day -= timedelta(days=1)
    return day


def reply_due(programme: Programme) -> date:
    """The day by which a person answers whatever comes in now (OFR-2)."""
    return working_days_after(timezone.localdate(), programme.reply_working_days, programme.nation)


def news_due(programme: Programme) -> date:
    """The last working day on which an open offer may hear from us again (OFR-3)."""
    limit = timezone.localdate() + timedelta(days=NEWS_WITHIN_DAYS)
    return working_day_by(limit, programme.nation)


@lru_cache(maxsize=64)
def _bank_holidays(nation: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=nation, years=year))
