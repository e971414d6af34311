"""Amounts, periods, promises, and what is wider than what, as plain values (DEL-3, 4, 6)."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.authority.bounds import Terms, most_in_a_period, wider
from forums.authority.modes import Mode, promise
from forums.authority.money import MOST, Unreadable, in_pounds, read
from forums.authority.periods import (
    Days,
    Period,
    latest_expiry,
    months_after,
    period_on,
    periods_in,
)

PENCE = st.integers(0, int(MOST * 100)).map(lambda pence: Decimal(pence) / 100)
DAYS = st.dates(date(2020, 1, 1), date(2060, 1, 1))
LIVES = st.builds(
    lambda first, length: Days(first, first + timedelta(days=length)), DAYS, st.integers(0, 730)
)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("10000", "10000"),
        ("10,000", "10000"),
        ("£10k", "10000"),
        ("£ 10K", "10000"),
        ("10 000.50", "10000.50"),
        ("10\u00a0000", "10000"),
        ("GBP 1,234,567.89", "1234567.89"),
        ("£1.5m", "1500000"),
        ("2.25 million", "2250000"),
        ("12 thousand pounds", "12000"),
        ("0", "0"),
        (" £0.00 ", "0"),
    ],
)
def test_del_3_an_amount_is_read_as_people_write_it(typed, amount):
    assert read(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "like 10000"),
        ("lots", "like 10000"),
        ("ten thousand", "like 10000"),
        ("10.000", "pence with two numbers"),
        ("10,00", "like 10000"),
        ("1,0000", "like 10000"),
        ("10.5", "pence with two numbers"),
        ("1e6", "like 10000"),
        ("NaN", "like 10000"),
        ("Infinity", "like 10000"),
        ("٣٠", "like 10000"),
        ("-5", "0 or more"),
        ("−5", "0 or more"),
        ("£-5", "0 or more"),
        ("(500)", "0 or more"),
        ("10000000000", "or less"),
        ("9999999m", "or less"),
        ("9" * 400, "or less"),
        ("0.000001k", "whole pence"),
        ("$10", "like 10000"),
        ("10 000 00", "like 10000"),
    ],
)
def test_del_3_an_amount_that_could_mean_two_things_is_asked_again(typed, says):
    with pytest.raises(Unreadable, match=says):
        read(typed)


@given(PENCE)
def test_del_3_an_amount_that_we_write_is_read_as_the_same(amount):
    assert read(in_pounds(amount)) == amount


@given(st.text(max_size=30))
def test_del_3_whatever_is_typed_is_an_amount_or_is_answered(typed):
    with suppress(Unreadable):
        amount = read(typed)

        assert 0 <= amount <= MOST
        assert amount == round(amount, 2)


def test_periods_are_those_of_public_money():
    life = Days(date(2026, 11, 15), date(2028, 10, 31))

    assert period_on(Period.QUARTER, date(2027, 2, 3), life) == Days(
        date(2027, 1, 1), date(2027, 3, 31)
    )
    assert period_on(Period.YEAR, date(2027, 3, 31), life) == Days(
        date(2026, 11, 15), date(2027, 3, 31)
    )
    assert period_on(Period.YEAR, date(2027, 4, 1), life) == Days(
        date(2027, 4, 1), date(2028, 3, 31)
    )
    assert period_on(Period.LIFE, date(2027, 4, 1), life) == life


@given(LIVES, st.sampled_from(Period))
def test_periods_cover_a_life_without_gap_or_overlap(life, period):
    found = periods_in(period, life)

    assert found[0].first == life.first
    assert found[-1].last == life.last
    for earlier, later in zip(found, found[1:], strict=False):
        assert later.first == earlier.last + timedelta(days=1)
    assert len(found) <= {"quarter": 10, "year": 4, "life": 1}[period]


@given(LIVES, st.sampled_from(Period), st.integers(0, 730))
def test_a_day_is_in_its_period_and_no_other_day_is_outside_a_life(life, period, after):
    day = life.first + timedelta(days=after)
    if day not in life:
        with pytest.raises(ValueError, match="outside"):
            period_on(period, day, life)
        return
    days = period_on(period, day, life)

    assert day in days
    assert days == period_on(period, days.first, life) == period_on(period, days.last, life)


@given(DAYS, st.integers(-60, 60))
def test_months_are_counted_as_months(day, months):
    found = months_after(day, months)

    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


def test_del_4_two_years_from_a_leap_day_end_on_28_february():
    assert latest_expiry(date(2028, 2, 29)) == date(2030, 2, 28)
    assert latest_expiry(date(2026, 12, 1)) == date(2028, 12, 1)


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("decide", "This forum decides. It is done."),
        (
            "decide_by_undertaking",
            "The Director has promised in writing to do what this forum decides, or publish why"
            " not within 10 working days.",
        ),
        (
            "recommend",
            "This forum recommends. The Director answers in writing within 10 working days: yes,"
            " or no and why.",
        ),
        ("advise", "We will listen and tell you what changed."),
    ],
)
def test_each_mode_has_its_plain_promise(mode, words):
    assert promise(mode, owner="The Director", days=10) == words


HELD = Terms(
    mode=Mode.UNDERTAKING,
    life=Days(date(2026, 4, 1), date(2028, 3, 31)),
    per_decision=Decimal(10_000),
    in_period=Decimal(40_000),
    period=Period.YEAR,
    conditions=("Two quotes",),
    must_consult=("The tenants’ panel",),
    excludes=("Evictions",),
    call_in_days=3,
)


def test_del_6_what_is_held_may_be_handed_on_whole():
    assert wider(HELD, HELD) == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"mode": Mode.DECIDE}, "Only this much is held"),
        ({"life": Days(date(2026, 3, 31), date(2028, 3, 31))}, "lasts from 1 April 2026"),
        ({"life": Days(date(2026, 4, 1), date(2028, 4, 1))}, "to 31 March 2028"),
        ({"per_decision": Decimal("10000.01")}, "£10,000 at most"),
        ({"in_period": Decimal(40_001)}, "More than the £40,000"),
        ({"period": Period.QUARTER}, "More than the £40,000"),
        ({"excludes": ()}, "excluded as well: Evictions"),
        ({"conditions": ("Three quotes",)}, "condition as well: Two quotes"),
        ({"must_consult": ()}, "consulted as well: The tenants’ panel"),
        ({"call_in_days": 2}, "called in for 3 working days"),
    ],
)
def test_del_6_nothing_is_handed_on_that_is_not_held(changed, says):
    assert says in " ".join(wider(replace(HELD, **changed), HELD))


def test_del_6_less_may_be_handed_on():
    less = replace(
        HELD,
        mode=Mode.RECOMMEND,
        life=Days(date(2026, 5, 1), date(2027, 3, 31)),
        per_decision=None,
        in_period=None,
        excludes=("evictions", "Rents"),
    )

    assert wider(less, HELD) == []


@given(
    LIVES,
    st.sampled_from(Period),
    st.sampled_from(Period),
    st.lists(st.tuples(st.integers(0, 730), st.integers(0, 1000)), max_size=12),
)
def test_del_6_no_way_of_spending_gets_round_the_limit_that_is_held(life, own, held, wishes):
    """Spend as one likes within one's own limit: what falls in a period of what is held is never
    more than we say that it can be."""
    limit = Decimal(1000)
    mine = Terms(Mode.DECIDE, life, limit, limit, own)
    theirs = Terms(Mode.DECIDE, life, limit, limit, held)
    spent: dict[Days, Decimal] = {}
    upstairs: dict[Days, Decimal] = {}
    for after, amount in wishes:
        day = life.first + timedelta(days=after)
        if day not in life:
            continue
        days = period_on(own, day, life)
        if spent.get(days, Decimal(0)) + amount <= limit:
            spent[days] = spent.get(days, Decimal(0)) + amount
            above = period_on(held, day, life)
            upstairs[above] = upstairs.get(above, Decimal(0)) + amount

    assert max(upstairs.values(), default=Decimal(0)) <= most_in_a_period(mine, theirs)
