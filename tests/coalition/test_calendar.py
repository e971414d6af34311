"""Working days: what a named reply date rests on (OFR-1, OFR-2)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from coalition.calendar import (
    is_working_day,
    news_due,
    reply_due,
    working_day_by,
    working_days_after,
)
from tests import make

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""

    def set_to(*moment):
        monkeypatch.setattr(timezone, "now", lambda: datetime(*moment, tzinfo=LONDON))

    return set_to


def test_two_working_days_after_a_saturday_is_tuesday():
    assert working_days_after(date(2026, 11, 21), 2, "ENG") == date(2026, 11, 24)


def test_two_working_days_after_a_thursday_jump_the_weekend():
    assert working_days_after(date(2026, 11, 19), 2, "ENG") == date(2026, 11, 23)


def test_christmas_is_not_a_working_day_anywhere():
    for nation in ["ENG", "WLS", "SCT", "NIR"]:
        assert working_days_after(date(2026, 12, 24), 1, nation) == date(2026, 12, 29)


@pytest.mark.parametrize(
    ("day", "nation", "elsewhere"),
    [
        (date(2026, 11, 30), "SCT", "ENG"),  # St Andrew's Day
        (date(2026, 3, 17), "NIR", "ENG"),  # St Patrick's Day
        (date(2027, 3, 29), "ENG", "SCT"),  # Easter Monday
        (date(2026, 8, 3), "SCT", "WLS"),  # the summer bank holiday is earlier in Scotland
    ],
)
def test_bank_holidays_differ_by_nation(day, nation, elsewhere):
    assert not is_working_day(day, nation)
    assert is_working_day(day, elsewhere)


def test_a_holiday_on_a_weekend_is_kept_on_the_working_day_after():
    assert not is_working_day(date(2026, 12, 28), "ENG")  # Boxing Day 2026 is a Saturday


def test_no_working_days_after_a_day_is_the_day_itself():
    assert working_days_after(date(2026, 11, 21), 0, "ENG") == date(2026, 11, 21)


def test_the_working_day_by_a_sunday_is_the_friday_before():
    assert working_day_by(date(2026, 11, 22), "ENG") == date(2026, 11, 20)


def test_the_reply_date_counts_the_holidays_of_the_programmes_nation(db, at):
    at(2026, 11, 27, 9)  # a Friday; Monday is St Andrew's Day
    english = make.programme("English")
    scottish = make.programme("Scottish", nation="SCT")

    assert reply_due(english) == date(2026, 12, 1)
    assert reply_due(scottish) == date(2026, 12, 2)


def test_late_in_the_evening_the_date_is_that_of_london(db, at):
    at(2026, 7, 1, 23, 30)  # 22:30 in UTC: still the first of July in London, and a Wednesday

    assert reply_due(make.programme()) == date(2026, 7, 3)


def test_news_is_due_on_a_working_day_within_28_days(db, at):
    at(2026, 11, 28, 9)  # 28 days on is Boxing Day, a Saturday; Friday is Christmas

    assert news_due(make.programme()) == date(2026, 12, 24)
