"""What cells mean: dates, phone numbers, numbers, yes and no, email addresses."""

import csv
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.email_addresses import read_email
from coalition.spreadsheets import read, values
from coalition.spreadsheets.values import Doubt, day, decimal, email, phone, whole_number, yes_or_no
from tests.coalition.shared_data import FOLDER, needs_shared_data


def doubt(function, cell):
    with pytest.raises(Doubt) as caught:
        function(cell)
    return str(caught.value)


@pytest.mark.parametrize(
    "cell",
    [
        "03/04/22",
        "3/4/2022",
        "03.04.2022",
        "3-4-22",
        "03/04/2022 14:30",
        "2022-04-03",
        "2022-04-03 14:30",
        "2022-04-03T14:30:00Z",
        "2022/4/3",
        "20220403",
        "44654",
        "44654.604",
        "3 April 2022",
        "3rd Apr 22",
        "3rd of April, 2022",
        "Sunday, 3 April 2022",
        "03-Apr-2022",
        "April 3, 2022",
        "Apr 3rd 2022",
        "3 Ebrill 2022",
        "٣/٤/٢٠٢٢",
    ],
)
def test_a_date_is_read_however_it_is_written(cell):
    assert day(cell) == date(2022, 4, 3)


def test_the_day_comes_first_unless_somebody_said_otherwise():
    assert day("03/04/22") == date(2022, 4, 3)
    assert day("03/04/22", month_first=True) == date(2022, 3, 4)


def test_years_of_two_digits_are_of_this_century_until_49():
    assert day("1/1/49").year == 2049
    assert day("1/1/50").year == 1950
    assert day("1 May 62").year == 1962


@pytest.mark.parametrize("number", range(1, 13))
def test_months_are_known_in_english_and_welsh(number):
    english = date(2022, number, 1)
    welsh = "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr"
    assert day(f"1 {english:%B} 2022") == english
    assert day(f"1 {english:%b} 2022") == english
    assert day(f"1 {welsh.split()[number - 1]} 2022") == english


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("31/02/2022", "There is no such day"),
        ("0/1/2022", "There is no such day"),
        ("45/45/2022", "There is no such day"),
        ("03/14/2022", "The month seems to come before the day"),
        ("Mar-22", "The day is missing"),
        ("March 2022", "The day is missing"),
        ("04/2022", "The day is missing"),
        ("3 Foo 2022", "“Foo” is not the name of a month"),
        ("1/1/1822", "The year 1822 cannot be right"),
        ("99999", "The year 2173 cannot be right"),
        ("2022", "This is not a date"),
        ("soon", "This is not a date"),
    ],
)
def test_what_is_no_date_is_met_with_how_to_write_one(cell, says):
    assert doubt(day, cell).startswith(says)


def test_a_month_that_should_come_first_and_does_not_is_doubted():
    with pytest.raises(Doubt, match="The day seems to come before the month"):
        day("14/03/2022", month_first=True)


@pytest.mark.parametrize(
    "cell",
    [
        "07700900123",
        "07700 900 123",
        "+447700900123",
        "+44 (0)7700 900123",
        "0044 7700 900123",
        "447700900123",
        "447700900123.0",
        "7700900123",  # the spreadsheet took the first 0
        "tel:+44-7700-900123",
    ],
)
def test_a_mobile_number_is_written_as_people_dial_it(cell):
    assert phone(cell) == "07700 900123"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("02079460123", "020 7946 0123"),
        ("2079460123", "020 7946 0123"),
        ("+44 29 2018 0123", "029 2018 0123"),
        ("01214960123", "0121 496 0123"),
        ("1632960123", "01632 960123"),
        ("0345 678 9012", "0345 678 9012"),
        ("0800 1111", "0800 1111"),
        ("01481 960194", "01481 960194"),
        ("+380441234567", "+380 44 123 4567"),
        ("0048 22 123 45 67", "+48 22 123 45 67"),
        ("020 7946 0123 ext. 99", "020 7946 0123 x99"),
    ],
)
def test_other_phone_numbers_are_kept_as_their_country_writes_them(cell, text):
    assert phone(cell) == text


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("7.7009E+09", "The spreadsheet rounded this number"),
        ("07700 900123 / 020 7946 0123", "More than one number"),
        ("07700 900123 (mum)", "Words stand beside the number"),
        ("07700 9001234", "Digits are missing, or there are too many"),
        ("12345", "Digits are missing"),
        ("1" * 300, "This is not a phone number"),
        ("+", "This is not a phone number"),
    ],
)
def test_what_is_no_phone_number_is_met_with_what_to_do(cell, says):
    assert doubt(phone, cell).startswith(says)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1200", "1200"),
        ("1,200", "1200"),
        ("1 200", "1200"),
        ("£28,188,400", "28188400"),
        ("£ 1,200.50", "1200.50"),
        ("-£182,600", "-182600"),
        ("£-5", "-5"),
        ("- 7,000", "-7000"),
        ("\u22127", "-7"),
        ("(1,200)", "-1200"),
        ("1,50", "1.50"),
        ("1.200,50", "1200.50"),
        (".5", "0.5"),
        ("1.200", "1.200"),
    ],
)
def test_a_number_is_read_however_it_is_written(cell, number):
    assert decimal(cell) == Decimal(number)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("1.2E+06", "The spreadsheet rounded this number"),
        ("1e12", "The spreadsheet rounded this number"),
        ("1" * 13, "This number is too large"),
        ("lots", "This is not a number"),
        ("12%", "This is not a number"),
        ("1,200,00", "This is not a number"),
        ("--5", "This is not a number"),
        ("()", "This is not a number"),
        ("£", "This is not a number"),
        ("٣", "This is not a number"),
    ],
)
def test_what_is_no_number_is_met_with_what_to_do(cell, says):
    assert doubt(decimal, cell).startswith(says)
    assert doubt(whole_number, cell).startswith(says)


def test_a_whole_number_has_nothing_behind_its_point():
    assert whole_number("1200.0") == whole_number("1200") == 1200
    assert doubt(whole_number, "1.5").startswith("Write a whole number")


def test_yes_and_no_are_known_in_many_words():
    assert all(map(yes_or_no, ["Yes", "y", "TRUE", "1", "x", "✓", "Oes"]))
    assert not any(map(yes_or_no, ["No", "n", "FALSE", "0", "Nac oes"]))
    assert doubt(yes_or_no, "perhaps") == "Write “yes” or “no”."


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("Ann@Example.ORG", "ann@example.org"),
        ("mailto:ann@example.org", "ann@example.org"),
        ("<ann@example.org>;", "ann@example.org"),
        ("Ann Example <ann@example.org>", "ann@example.org"),
        ("o'neil+post@example.co.uk", "o'neil+post@example.co.uk"),
        ("ann@bücher.example", "ann@bücher.example"),
    ],
)
def test_an_address_is_taken_out_of_what_stands_around_it(cell, address):
    assert email(cell) == address


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("ann", "like name@example.org"),
        ("@", "like name@example.org"),
        ("ann@example", "“example” is not a whole name"),
        ("a..b@example.org", "no mail server takes"),
        ("ann@example.org; ben@example.org", "Enter one address only"),
        ("ann@gmial.com", "Did you mean ann@gmail.com?"),
    ],
)
def test_what_is_no_address_is_met_with_what_to_do(cell, says):
    assert says in doubt(email, cell)


@needs_shared_data
def test_the_quick_way_takes_no_address_that_the_rules_of_mail_refuse():
    with (FOLDER / "nasty" / "email_addresses_isemail.csv").open(encoding="utf-8") as file:
        addresses = [row["address"] for row in csv.DictReader(file)]
    quick = [a for a in addresses if values.emails.PLAIN.fullmatch(a)]
    assert len(addresses) > 100
    for address in quick:
        assert read_email(address) == address


READERS = [day, decimal, email, phone, whole_number, yes_or_no]


@given(st.text(min_size=1, max_size=40) | st.from_regex(r"[-+£(\d./, ]{1,20}", fullmatch=True))
def test_no_cell_whatever_breaks_a_reader(cell):
    for function in READERS:
        with suppress(Doubt):
            function(cell)


def said(text):
    return read(text.encode()).notices


def test_a_column_whose_dates_can_only_begin_with_the_month_is_named():
    table = read(b"Name,Since\nA,03/04/2022\nB,03/14/2022\nC,04/30/2022\n")
    assert [column.month_first for column in table.columns] == ["", "03/14/2022"]
    assert table.notices == [
        "In “Since”, 2 dates can only be read with the month first, such as 03/14/2022. Look"
        " whether all of them are meant so."
    ]


def test_dates_with_the_day_first_need_no_word():
    assert said("Name,Since\nA,03/04/2022\nB,14/03/2022\n") == []


def test_phone_numbers_without_their_first_0_are_named():
    text = "Name,Mobile phone,Ref\nA,7700900123,7700900123\nB,07700 900124,2\n"
    assert said(text) == [
        "In “Mobile phone”, one number has lost the first 0, such as 7700900123; we put it back."
    ]


def test_numbers_that_a_spreadsheet_rounded_are_named():
    (notice,) = said("Name,Number\nA,1.15E+06\nB,2.1E+5\nC,1089784\n")
    assert notice.startswith("In “Number”, 2 numbers are rounded by the spreadsheet")
