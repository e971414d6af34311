"""The language of letter templates: rules TPL-1 and TPL-2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.typesetting import CannotTypeset
from recognition.typesetting.placeholders import (
    PLACEHOLDERS,
    SAMPLES,
    check,
    fill,
    used,
    word_count,
)


def test_a_template_of_known_placeholders_is_fit_to_save():
    assert check("Dear ((salutation)),\n\nYou ((what_they_did)) ((dates)).") == []


def test_a_placeholder_may_stand_in_brackets_of_its_own():
    assert check("your group (((organisation)))") == []
    assert used("your group (((organisation)))") == {"organisation"}


def test_a_template_may_use_brackets_for_other_things():
    assert check("the hall (the old one (1902)), see [1] or {x} and a < b") == []


@pytest.mark.parametrize(
    ("text", "line", "column", "problem"),
    [
        ("Dear ((salutaton)),", 1, 6, "Did you mean ((salutation))?"),
        ("Dear ((Salutation)),", 1, 6, "Did you mean ((salutation))?"),
        ("Hello\n\n  ((what they did))", 3, 3, "Did you mean ((what_they_did))?"),
        ("Thanks\nto ((favourite_colour))", 2, 4, "You can use ((salutation)), "),
        ("((salutation", 1, 1, "not closed"),
        ("Dear ((salutation),\nthanks))", 1, 6, "not closed"),
        ("Dear (())", 1, 6, "We do not know (())"),
        ("Dear (salutation),", 1, 6, "Write ((salutation))"),
        ("Dear {{ salutation }},", 1, 6, "Write ((salutation))"),
        ("Dear [Salutation],", 1, 6, "Write ((salutation))"),
        ("Dear <<salutation>>,", 1, 6, "Write ((salutation))"),
    ],
)
def test_a_wrong_placeholder_is_refused_and_its_place_is_said(text, line, column, problem):
    """TPL-1"""
    [error] = check(text)

    assert (error.line, error.column) == (line, column)
    assert problem in error.problem
    assert str(error).startswith(f"Line {line}, character {column}: ")


def test_every_error_is_listed_from_top_to_bottom():
    errors = check("((dats)) and ((nobody_knows))\n{salutation}")

    assert [(error.line, error.column) for error in errors] == [(1, 1), (1, 14), (2, 1)]


def test_filling_puts_the_values_in():
    filled = fill("Dear ((salutation)), ((salutation))!", {"salutation": "Siân"})

    assert filled == "Dear Siân, Siân!"


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again():
    """TPL-2"""
    values = {"salutation": "((organisation))", "organisation": "Kitchen"}

    assert fill("((salutation)) of ((organisation))", values) == "((organisation)) of Kitchen"


@pytest.mark.parametrize("values", [{}, {"dates": ""}, {"dates": " \n"}])
def test_a_letter_is_not_filled_with_nothing(values):
    with pytest.raises(CannotTypeset, match=r"Nothing is known for \(\(dates\)\)") as caught:
        fill("You helped ((dates)).", values)

    assert caught.value.field == "dates"


def test_words_are_counted_as_a_person_counts_them():
    assert word_count("Dear ((salutation)),\n\nYou ((what_they_did)).  Thank you.") == 6


def test_every_placeholder_says_what_it_stands_for_and_has_a_sample():
    for placeholder in PLACEHOLDERS.values():
        text = f"(({placeholder.name}))"
        assert check(text) == []
        assert placeholder.meaning
        assert fill(text, SAMPLES) == placeholder.sample


@given(st.text(alphabet="()[]{}<> \nsalutation_dates", max_size=60))
def test_whatever_is_typed_either_fills_or_is_refused_with_a_place_inside_the_text(text):
    errors = check(text)

    if not errors:
        assert "((" not in fill(text, SAMPLES)
    for error in errors:
        assert error.column <= len(text.split("\n")[error.line - 1])
