"""Whether a decision is inside what was handed over, for any amounts, days and lists (DEC-1)."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from forums.authority.bounds import Terms
from forums.authority.deciding import Case, outside
from forums.authority.modes import Mode
from forums.authority.periods import Days

LIFE = Days(date(2026, 4, 1), date(2027, 3, 31))
pounds = st.decimals(0, 1_000_000, places=2)
lines = st.lists(st.text(min_size=1, max_size=12), max_size=4, unique=True).map(tuple)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def terms(**fields):
    held = {"mode": Mode.DECIDE, "life": LIFE, "per_decision": Decimal(500)}
    return Terms(**{**held, "in_period": Decimal(2000), "period": "year", **fields})


@given(pounds, pounds, pounds)
def test_dec_1_money_counts_only_within_both_limits(value, one, remaining):
    case = Case(value=value, on=LIFE.first, left=remaining)

    found = outside("DEL-001", terms(per_decision=one, in_period=max(one, remaining)), case)

    assert (found == []) == (value <= one and value <= remaining)
    assert len(found) == (value > one) + (value > remaining)


@given(pounds)
def test_dec_1_exactly_the_limit_is_inside_and_a_penny_more_is_not(limit):
    held = terms(per_decision=limit, in_period=limit)
    inside = Case(value=limit, on=LIFE.first, left=limit)
    more = Case(value=limit + Decimal("0.01"), on=LIFE.first, left=limit)

    assert outside("DEL-001", held, inside) == []
    assert len(outside("DEL-001", held, more)) == 2


@given(days)
def test_dec_1_only_days_of_its_life_count(day):
    found = outside("DEL-001", terms(), Case(value=Decimal(0), on=day))

    assert (found == []) == (LIFE.first <= day <= LIFE.last)


@given(lines, st.data())
def test_dec_1_each_condition_and_each_who_is_heard_must_be_ticked(asked, data):
    ticked = tuple(data.draw(st.lists(st.sampled_from(asked), unique=True))) if asked else ()
    held = terms(conditions=asked, must_consult=asked)
    case = Case(value=Decimal(0), on=LIFE.first, conditions_met=ticked, consulted=ticked)

    assert len(outside("DEL-001", held, case)) == 2 * (len(asked) - len(ticked))


@given(lines, lines)
def test_dec_1_ticks_that_nobody_asked_for_open_nothing(asked, others):
    held = terms(conditions=asked)
    strange = tuple(line for line in others if line not in asked)
    case = Case(value=Decimal(0), on=LIFE.first, conditions_met=strange)

    assert len(outside("DEL-001", held, case)) == len(asked)


@given(lines, st.data())
def test_dec_1_whatever_is_excluded_makes_it_a_recommendation(excluded, data):
    touched = tuple(data.draw(st.lists(st.sampled_from(excluded), unique=True))) if excluded else ()
    case = Case(value=Decimal(0), on=LIFE.first, touches=touched)

    assert len(outside("DEL-001", terms(excludes=excluded), case)) == len(touched)


@given(st.sampled_from([Mode.RECOMMEND, Mode.ADVISE]), pounds)
def test_dec_1_a_power_that_does_not_decide_never_does(mode, value):
    held = terms(mode=mode, per_decision=None, in_period=None)

    assert len(outside("DEL-001", held, Case(value=value, on=LIFE.first))) == 1


@given(st.lists(pounds, max_size=30), pounds)
def test_dec_5_however_much_is_asked_for_no_more_than_the_limit_is_decided(values, limit):
    held, spent = terms(per_decision=limit, in_period=limit), Decimal(0)

    for value in values:
        case = Case(value=value, on=LIFE.first + timedelta(days=1), left=limit - spent)
        if not outside("DEL-001", held, case):
            spent += value

    assert spent <= limit
