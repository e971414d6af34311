"""MIX-1: whether targets can come true at once, against trying every way there is."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.feasibility import Bounds, clash

NHS, FAITH, OTHER = "NHS body", "Faith group", "another"
ANY = frozenset({NHS, FAITH, OTHER})


def bounds(label, least=0, most=None):
    return Bounds(label, label, least, most)


def can_be(aims, seats):
    """Whether there is a way to fill every seat. The slow truth."""
    return any(
        all(
            each.least <= filled.count(each.category) and filled.count(each.category) <= most(each)
            for each in aims
        )
        for filled in product(*seats)
    )


def most(each):
    return 99 if each.most is None else each.most


categories = ["a", "b", "c", "d"]


@st.composite
def aims_and_seats(draw):
    seats = draw(st.lists(st.frozensets(st.sampled_from(categories), min_size=1), max_size=6))
    named = draw(st.lists(st.sampled_from(categories), unique=True))
    aims = []
    for category in named:
        least = draw(st.integers(0, 4))
        limit = draw(st.none() | st.integers(least, 6))
        aims.append(bounds(category, least, limit))
    return aims, seats


@given(aims_and_seats())
def test_mix_1_a_clash_is_found_exactly_where_no_way_exists(given_):
    aims, seats = given_

    assert (clash(aims, seats) == "") == can_be(aims, seats)


@given(aims_and_seats())
def test_mix_1_only_the_aims_that_a_clash_names_are_needed_for_it(given_):
    aims, seats = given_
    sentence = clash(aims, seats)
    named = [each for each in aims if f"‘{each.label}’" in sentence]

    assert (clash(named, seats) == "") == (sentence == "")


@pytest.mark.parametrize(
    ("aims", "seats", "sentence"),
    [
        ([bounds(NHS, 1)], [], "You aim for at least 1 from ‘NHS body’, but there are no seats yet."
                               " Add seats first."),
        ([bounds(NHS, 3)], [ANY, ANY],
         "You aim for at least 3 from ‘NHS body’, but there are only 2 seats."),
        ([bounds(NHS, 2), bounds(FAITH, 1)], [ANY, ANY],
         "You aim for at least 2 from ‘NHS body’ and 1 from ‘Faith group’, 3 together, but there"
         " are only 2 seats."),
        ([bounds(NHS, 2)], [ANY, frozenset({FAITH}), frozenset({FAITH})],
         "You aim for at least 2 from ‘NHS body’, but only 1 of the 3 seats can go there."),
        ([bounds(NHS, 1)], [frozenset({FAITH})],
         "You aim for at least 1 from ‘NHS body’, but no seat can go there."),
        ([bounds(NHS, 0, 1), bounds(FAITH, 0, 1)], [frozenset({NHS, FAITH})] * 3 + [ANY],
         "3 seats can only go to ‘NHS body’ or ‘Faith group’, but you aim for at most 2 there"
         " together."),
        ([bounds(NHS, 0, 0)], [frozenset({NHS})],
         "1 seat can only go to ‘NHS body’, but you aim for at most 0 there."),
    ],
)  # fmt: skip
def test_mix_1_a_clash_is_named_in_a_sentence(aims, seats, sentence):
    assert clash(aims, seats) == sentence


def test_a_seat_moves_over_where_that_makes_room():
    """The first seat could take either, so it goes to whom the second cannot."""
    assert clash([bounds(NHS, 1), bounds(FAITH, 1)], [ANY, frozenset({NHS})]) == ""
