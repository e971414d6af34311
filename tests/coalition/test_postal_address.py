"""Addresses for post: what the print provider turns away, we turn away first, in words."""

import csv

import pytest
from django.core.exceptions import ValidationError

from coalition.forms.addresses import PostalAddressField
from coalition.postal import as_postcode, read_address
from tests.coalition.shared_data import FOLDER, needs_shared_data


def test_an_address_is_tidied():
    address = read_address(
        "Ann\u00a0 Smith ,\n\n\u200b 14  Weaver Street,\r\nAldermere\nsw1a1aa\nUnited Kingdom"
    )

    assert address.lines == ("Ann Smith", "14 Weaver Street", "Aldermere", "SW1A 1AA")
    assert address.is_postable


@pytest.mark.parametrize("country", ["Cymru", "ENGLAND", "Jersey", "U.K.", "Northern Ireland"])
def test_a_country_of_the_islands_is_left_off(country):
    address = read_address(["Ann Smith", "14 Weaver Street", "SW1A 1AA", country])

    assert address.lines[-1] == "SW1A 1AA"
    assert address.is_postable


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([], "There is no address."),
        (["United Kingdom"], "There is no address."),
        (["Ann Smith", "SW1A 1AA"], "at least 3 lines"),
        (["Ann Smith", *"123456", "SW1A 1AA"], "room for 7 lines"),
        (["Ann Smith", "14 Weaver Street", "Aldermere"], "“Aldermere” is none"),
        (["Ann Smith", "1 Main St", "Kyiv", "01001", "Ukraine"], "cannot post letters abroad"),
        (
            ["Юрій Єлизавета", "14 Weaver Street", "SW1A 1AA"],
            "Line 1 of the envelope (“Юрій Єлизавета”)",
        ),
        (["Ann Smith", "—", "14 Weaver Street", "SW1A 1AA"], "Line 2 of the envelope (“—”)"),
        (["Ann Smith", "(Flat 2)", "SW1A 1AA"], "cannot begin with “(”"),
        (["Ann Smith", "<b>1</b> Street", "SW1A 1AA"], "cannot begin with “<”"),
        (["Ann Smith", "NFA", "SW1A 1AA"], "no fixed abode"),
        (["Ann Smith", "No fixed address, Leeds", "SW1A 1AA"], "no fixed abode"),
        (["Sgt Smith", "BFPO 57", "Germany", "UK"], "Take out “UK”"),
    ],
)
def test_an_address_that_cannot_be_posted_says_why(lines, problem):
    address = read_address(lines)

    assert not address.is_postable
    assert any(problem in sentence for sentence in address.problems)


def test_a_forces_address_ends_with_its_number():
    address = read_address(["Sgt Ann Smith", "BFPO c/o 57", "2 Rifles", "bf1 3aa"])

    assert address.lines == ("Sgt Ann Smith", "2 Rifles", "BF1 3AA", "BFPO 57")
    assert address.is_postable


def test_a_postcode_whose_halves_are_parted_wrongly_is_none():
    assert as_postcode("NP7 17DB") is None
    assert as_postcode("NP71 7DB") == "NP71 7DB"


@needs_shared_data
def test_real_and_mistyped_postcodes_are_told_apart():
    """The provider has closed Girobank's GIR 0AA, which is a postcode otherwise."""
    with (FOLDER / "nasty" / "postcodes_edge.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["value"]: row["valid_uk_format"] == "yes" for row in csv.DictReader(file)}
    rows["GIR 0AA"] = False

    assert {value: as_postcode(value) is not None for value in rows} == rows


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("  \n ", ""),
        ("1 High Street\n\n Aldermere ,\nsw1a1aa\nUnited Kingdom",
         "1 High Street\nAldermere\nSW1A 1AA"),
        ("BFPO c/o 57\n2 Rifles", "2 Rifles\nBFPO 57"),
        ("1\n2\n3\n4\n5\nSW1A 1AA", "1\n2\n3\n4\n5\nSW1A 1AA"),
    ],
)  # fmt: skip
def test_a_form_keeps_the_lines_under_the_name(text, kept):
    assert PostalAddressField(required=False).clean(text) == kept


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SW1A 1AA", "at least 2 lines besides the name; this one has 1"),
        ("1\n2\n3\n4\n5\n6\nSW1A 1AA", "room for 6 lines of address besides the name"),
        ("1 Main St\nKyiv\n01001\nUkraine", "leave the address empty"),
        ("NFA\nLeeds\nLS1 1AA", "Leave the address empty; that is a good answer"),
        ("(Flat 2)\n1 High Street\nLS1 1AA", "cannot begin with"),
    ],
)
def test_a_form_says_what_to_do_with_an_address_that_cannot_be_posted(text, said):
    with pytest.raises(ValidationError, match=said):
        PostalAddressField(required=False).clean(text)
