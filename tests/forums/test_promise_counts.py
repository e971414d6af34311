"""What the promise is measured by: counted, shared, told; without a database (P1 to P8)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.figures.measure import FEW, over, rate_bar, rate_of_words, rate_words
from coalition.figures.period import (
    Quarters,
    next_quarter,
    quarter_before,
    quarter_end,
    quarter_of,
    quarter_words,
)
from coalition.models import Sector
from forums.promise.agenda import carried_split, ratio_words, sector_split, unheard
from forums.promise.cases import OTHER_FORUMS, About, Case, by_quarter, forum_split, in_all
from forums.promise.chains import Decided, Otherwise, cases_of, once, reason_days
from forums.promise.decided import days_words
from forums.promise.decided import pounds_words as money_words
from forums.promise.power import NO_MONEY, Power, papers, pounds_words
from forums.promise.pulse import Answer, gap_words, grouped, mean_words, told

SPRING, SUMMER = date(2026, 4, 1), date(2026, 7, 1)
YEAR = Quarters.between(date(2026, 1, 1), date(2026, 12, 1))
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
sectors = st.dictionaries(
    st.sampled_from(Sector.values), st.lists(st.integers(1, 5), min_size=1, max_size=12)
).filter(lambda found: sum(map(len, found.values())) >= FEW)


# --- quarters -------------------------------------------------------------------------------------


@given(days)
def test_every_day_is_in_one_quarter_of_three_months(day):
    first = quarter_of(day)

    assert first <= day <= quarter_end(day)
    assert (first.day, first.month % 3) == (1, 1)
    assert quarter_of(quarter_end(day)) == first
    assert quarter_before(next_quarter(day)) == first


def test_a_period_of_quarters_is_whole():
    period = Quarters.between(date(2025, 12, 31), date(2026, 5, 2))

    assert (period.from_on, period.to_on) == (date(2025, 10, 1), date(2026, 6, 30))
    assert [words for _, words in period.spans] == [
        "October to December 2025",
        "January to March 2026",
        "April to June 2026",
    ]
    assert period.in_words == "October 2025 to June 2026"
    assert YEAR.in_words == "January to December 2026"
    assert quarter_words(date(2026, 8, 9)) == "July to September 2026"


# --- shares of what is on record ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "words", "of"),
    [
        (0, 0, "no decisions yet", "none"),
        (0, 1, "fewer than 5", "fewer than 5"),
        (4, 4, "fewer than 5", "fewer than 5"),
        (0, 5, "0%", "0 of 5"),
        (5, 5, "100%", "5 of 5"),
        (1, 12, "8%", "1 of 12"),
    ],
)
def test_story_18_no_decisions_is_neither_0_nor_100_and_fewer_than_five_tell_nothing(
    part, whole, words, of
):
    assert rate_words(part, whole, "no decisions yet") == words
    assert rate_of_words(part, whole) == of


@given(st.integers(0, 4), st.integers(0, 4))
def test_story_18_a_bar_of_fewer_than_five_has_no_height_and_no_number(part, whole):
    bar = rate_bar("July", min(part, whole), whole, "no decisions yet")

    assert bar.value is None
    assert not any(letter.isdigit() for letter in bar.counted)
    assert bar.out_of in {"none", "fewer than 5"}


cases = st.lists(
    st.builds(
        lambda forum, first, part, more: Case(forum, first, part, part + more),
        st.integers(1, 4),
        st.sampled_from([SPRING, SUMMER]),
        st.integers(0, 9),
        st.integers(0, 9),
    )
)


@given(cases)
def test_story_18_quarters_add_up_to_the_whole(found):
    quarters = by_quarter(found).values()

    assert in_all(found) == (sum(p for p, _ in quarters), sum(w for _, w in quarters))


@given(cases)
def test_story_18_forums_that_a_reader_does_not_see_stand_together(found):
    about = About({1: "Warm homes", 2: "", 3: "", 4: "Voices"}, YEAR)

    split = forum_split(found, about, "none yet", ("Agreed", "Decided"))

    labels = [bar.label for bar in split.rows]
    has_others = any(case.forum in {2, 3} for case in found)
    assert labels.count(OTHER_FORUMS) == has_others
    assert labels == sorted(set(labels) - {OTHER_FORUMS}) + [OTHER_FORUMS] * has_others
    assert set(labels) <= {"Voices", "Warm homes", OTHER_FORUMS}


def test_story_18_one_forum_is_not_split_by_forum():
    split = forum_split([Case(1, SPRING, 1, 9)], About({1: "Voices"}, YEAR), "", ("", ""))

    assert split.rows == ()


# --- P4 -------------------------------------------------------------------------------------------


def test_p4_sectors_with_fewer_than_five_items_stand_together():
    split = sector_split({"VC": (0, 12), "NHS": (0, 5), "FA": (0, 2), "LX": (0, 1)})

    assert [(bar.label, bar.counted, bar.out_of, bar.words) for bar in split.rows] == [
        ("Voluntary and community", "12", "20", "60%"),
        ("NHS body", "5", "20", "25%"),
        ("All other sectors together", "fewer than 5", "20", "fewer than 5"),
    ]


def test_p4_the_carried_rate_is_set_beside_that_of_all_from_ten_on():
    split = carried_split({"VC": (6, 12), "NHS": (9, 9), "FA": (0, 2)})

    assert [(bar.label, bar.counted, bar.out_of, bar.words) for bar in split.rows] == [
        ("Voluntary and community", "6", "12", "50%, 0.8 of the mean"),
        ("NHS body", "9", "9", "100%"),
        ("All other sectors together", "not shown", "fewer than 5", "fewer than 5"),
    ]


@pytest.mark.parametrize(
    ("theirs", "every", "words"),
    [
        ((5, 10), (10, 20), ", 1.0 of the mean"),
        ((5, 9), (10, 20), ""),
        ((0, 10), (0, 20), ""),
        ((2, 10), (10, 20), ", 0.4 of the mean"),
    ],
)
def test_p4_a_ratio_needs_ten_decisions_and_something_carried(theirs, every, words):
    assert ratio_words(theirs, every) == words


def test_p4_says_whose_matters_are_carried_much_less_often():
    assert unheard({"VC": (4, 10), "NHS": (9, 10)}) == (
        "What they bring is carried much less often: Voluntary and community."
    )
    assert unheard({"VC": (5, 10), "NHS": (9, 10)}) == ""  # 0.71 of the mean
    assert unheard({"VC": (0, 9), "NHS": (9, 10)}) == ""  # fewer than ten


@pytest.mark.parametrize(
    ("part", "whole", "bound", "asks"),
    [(1, 10, 0.1, False), (2, 10, 0.1, True), (4, 4, 0.1, False), (0, 0, 0.1, False)],
)
def test_story_18_a_bound_is_passed_by_five_or_more_only(part, whole, bound, asks):
    assert over(part, whole, bound) == asks


# --- P7 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("used", "on", "is_paper"),
    [
        ((), date(2026, 6, 30), False),
        ((), date(2026, 7, 1), True),
        ((date(2026, 3, 2),), date(2026, 9, 1), False),
        ((date(2026, 3, 2),), date(2026, 9, 2), True),
        ((date(2026, 12, 1),), date(2026, 7, 1), True),  # what comes later does not count
    ],
)
def test_p7_del_8_power_unused_for_two_quarters_is_paper(used, on, is_paper):
    power = Power(1, date(2026, 1, 1), date(2026, 12, 31), used)

    assert power.is_paper(on) == is_paper


def test_p7_counts_what_was_in_force_on_the_last_day_of_each_quarter():
    old = Power(1, date(2025, 1, 1), date(2026, 6, 29))
    new = Power(2, date(2026, 5, 1), date(2027, 4, 30))

    found = papers([old, new], YEAR.quarters, date(2026, 8, 1))

    assert found == [
        Case(1, date(2026, 1, 1), 1, 1),
        Case(2, date(2026, 4, 1), 0, 1),
        Case(2, date(2026, 7, 1), 0, 1),
    ]


@given(days, st.lists(days, max_size=5), st.integers(0, 400))
def test_p7_using_power_never_makes_it_paper(first, used, after):
    on = first + timedelta(days=after)
    power = Power(1, first, on, tuple(used))

    assert not Power(1, first, on, (*used, on)).is_paper(on)
    assert power.is_paper(on) <= Power(1, first, on).is_paper(on)


@pytest.mark.parametrize(
    ("money", "words"),
    [
        ([], NO_MONEY),
        ([(0, 0)] * 6, NO_MONEY),
        ([(500, 1000)] * 4, "fewer than 5 delegations"),
        ([(500, 1000)] * 5, "£2,500 of £5,000 (50%)"),
    ],
)
def test_p7_pounds_of_fewer_than_five_delegations_are_not_told(money, words):
    assert pounds_words([(Decimal(used), Decimal(limit)) for used, limit in money]) == words


# --- P8 -------------------------------------------------------------------------------------------


@given(sectors)
def test_p8_whatever_is_told_is_told_of_five_or_more(found):
    groups = grouped(found)

    assert all(len(some) >= FEW for some in groups.values())
    assert sorted(score for some in groups.values() for score in some) == sorted(
        score for some in found.values() for score in some
    )


@given(
    st.lists(
        st.builds(
            Answer,
            st.integers(1, 2),
            st.sampled_from([SPRING, SUMMER]),
            st.sampled_from(["VC", "NHS", "LG"]),
            st.none() | st.integers(1, 5),
        )
    )
)
def test_p8_a_forum_and_quarter_with_fewer_than_five_answers_is_left_out(answers):
    known = told(answers)

    for forum in (1, 2):
        for quarter in (SPRING, SUMMER):
            given_ = [
                one.score
                for one in answers
                if (one.forum, one.quarter) == (forum, quarter) and one.score is not None
            ]
            shown = [o.scores for o in known if (o.forum, o.quarter) == (forum, quarter)]
            assert shown == ([] if len(given_) < FEW else shown)
            assert not shown or sorted(shown[0]) == sorted(given_)


@pytest.mark.parametrize(
    ("found", "names"),
    [
        ({"VC": [1] * 5, "NHS": [2] * 5}, {"Voluntary and community", "NHS body"}),
        (
            {"VC": [1] * 3, "FA": [1] * 2, "NHS": [2] * 4, "LG": [1]},
            {"Government bodies", "From outside government"},
        ),
        (
            {"DI": [3] * 5, "VC": [1] * 3, "FA": [1] * 2, "NHS": [2] * 4, "LG": [1]},
            {
                "Diaspora or refugee-led",
                "Other government bodies",
                "Others from outside government",
            },
        ),
        ({"VC": [1] * 3, "NHS": [2] * 2}, {"All sectors together"}),
        ({"VC": [1] * 5, "NHS": [2]}, {"All sectors together"}),
        (
            {"VC": [1] * 6, "FA": [1] * 5, "NHS": [2]},
            {"Voluntary and community", "All other sectors together"},
        ),
    ],
)
def test_p8_sectors_with_fewer_than_five_answers_stand_together(found, names):
    assert set(grouped(found)) == names


def test_p8_says_why_there_is_no_mean():
    assert mean_words([], answered=0, asked=0) == "not asked yet"
    assert mean_words([], answered=0, asked=7) == "no answers yet"
    assert mean_words([], answered=4, asked=7) == "fewer than 5"
    assert mean_words([3, 4, 4, 4, 5], answered=5, asked=7) == "4.0"


def test_p8_the_gap_is_between_the_highest_and_the_lowest_mean():
    assert gap_words({"NHS": [4, 5], "VC": [2, 3], "FA": [3]}) == "2.0"
    assert gap_words({"NHS": [4, 5], "All sectors together": [1]}) == "not enough sectors yet"
    assert gap_words({"NHS": [4, 5]}) == "not enough sectors yet"


# --- P1 to P3 -------------------------------------------------------------------------------------


def decided(pk, **fields):
    return Decided(pk=pk, forum=1, on=fields.pop("on", SUMMER), **fields)


OVERRULED, DELAYED = Otherwise("overruled", 3), Otherwise("delayed", 8)
UNANSWERED = Otherwise("not_answered", 1)


@pytest.mark.parametrize(
    ("decides", "voters", "from_outside", "counts"),
    [
        (True, 8, 4, True),
        (True, 9, 4, False),
        (True, 1, 1, True),
        (False, 8, 8, False),  # only recommended
        (True, 0, 0, False),  # nobody had a vote
    ],
)
def test_p1_half_of_the_votes_from_outside_government_are_enough(
    decides, voters, from_outside, counts
):
    row = decided(1, decides=decides, voters=voters, from_outside=from_outside)

    assert row.is_non_government == counts


@given(st.integers(0, 30), st.integers(0, 30), st.booleans())
def test_p1_more_votes_from_outside_never_count_less(voters, from_outside, decides):
    from_outside = min(voters, from_outside)
    row = decided(1, decides=decides, voters=voters, from_outside=from_outside)
    more = decided(1, decides=decides, voters=voters + 1, from_outside=from_outside + 1)

    assert row.is_non_government <= more.is_non_government


def test_p2_what_replaces_another_counts_once():
    rows = [
        decided(1, is_replaced=True, is_due=True, on=SPRING),
        decided(2, replaces=1, is_replaced=True),
        decided(3, replaces=2, is_due=True, is_honoured=True),
        decided(4, is_due=True, is_honoured=True),
    ]

    found = once(rows)

    assert [row.pk for row in found] == [3, 4]
    assert in_all(cases_of(found, "is_honoured", "is_due")) == (2, 2)
    assert by_quarter(cases_of(found, "is_honoured")) == {SUMMER: (2, 2)}


def test_p2_to_replace_what_was_overruled_does_not_make_it_honoured():
    rows = [
        decided(1, is_replaced=True, done_otherwise=(OVERRULED,)),
        decided(2, replaces=1, is_honoured=True),
    ]

    (found,) = once(rows)

    assert (found.is_due, found.is_honoured, found.is_overridden) == (True, False, True)


def test_p2_what_was_only_delayed_and_then_replaced_is_honoured():
    rows = [
        decided(1, is_replaced=True, done_otherwise=(DELAYED,)),
        decided(2, replaces=1, is_due=True, is_honoured=True),
    ]

    (found,) = once(rows)

    assert (found.is_honoured, found.is_overridden) == (True, True)


def test_p2_what_is_not_past_its_day_is_in_neither_number():
    rows = [decided(1), decided(2, is_due=True, is_honoured=True)]

    assert in_all(cases_of(rows, "is_honoured", "is_due")) == (1, 1)


@given(st.integers(1, 8), st.data())
def test_p2_every_chain_counts_once_however_long(count, data):
    """Each replaces the one before, or begins anew."""
    begins = [True, *data.draw(st.lists(st.booleans(), min_size=count, max_size=count))]
    rows = [
        decided(
            pk,
            replaces=None if first else pk - 1,
            is_replaced=pk <= count and not begins[pk],
            is_honoured=data.draw(st.booleans()),
            done_otherwise=data.draw(st.sampled_from([(), (OVERRULED,), (DELAYED,)])),
        )
        for pk, first in enumerate(begins, 1)
    ]

    found = once(rows)

    assert len(found) == sum(begins)
    assert sum(len(row.done_otherwise) for row in found) == sum(
        len(row.done_otherwise) for row in rows
    )


def test_p3_the_clock_gives_no_reason():
    row = decided(1, done_otherwise=(UNANSWERED, OVERRULED))

    assert (row.is_unanswered, row.is_overridden) == (True, True)
    assert not decided(2, done_otherwise=(UNANSWERED,)).is_overridden
    assert reason_days([row]) == [3]


@pytest.mark.parametrize(
    ("days_", "words"),
    [
        ([], "nothing done otherwise yet"),
        ([1, 2, 3, 4], "fewer than 5"),
        ([0, 1, 1, 1, 9], "1 day"),
        ([0, 1, 2, 3, 9, 9], "2.5 days"),
    ],
)
def test_p3_the_median_is_of_five_reasons_or_more(days_, words):
    assert days_words(days_) == words


def test_p1_pounds_are_of_five_decisions_that_spend_something():
    spends = {"value": Decimal(100), "decides": True, "voters": 2}
    inside = [decided(pk, **spends) for pk in range(4)]
    free = decided(8, decides=True, voters=2, from_outside=2)

    assert money_words([free]) == "no money decided yet"
    assert money_words([*inside, free]) == "fewer than 5 with money"
    assert money_words([*inside, decided(9, **spends, from_outside=1)]) == "£100 of £500 (20%)"
