"""Cells about people: what they mean, with a quick way for what is plainly right."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.utils import timezone

from coalition.domain import one_line
from coalition.imports.problems import Doubt
from coalition.models import Contributor
from coalition.spreadsheets import values as shared
from coalition.spreadsheets.organisations import values

PHONE_HEADINGS = (
    *("phone", "telephone", "phonenumber", "mobile", "tel", "telephonenumber", "mobilenumber"),
    *("mobilephone", "homephone", "contactnumber"),
)
FIRST_HEADINGS = ("firstname", "forename", "givenname", "first", "forenames", "givennames")
LAST_HEADINGS = ("lastname", "surname", "familyname", "last")
LINE_1 = ("addressline1", "address1", "street", "streetaddress", "line1", "addressstreet")
LINE_2 = ("addressline2", "address2", "line2", "addresslocality")
LINE_3 = ("addressline3", "address3", "line3")
PLAIN_NAME = re.compile(r"[^\W\d_](?:[\w.'’-]| (?=[^ ])){0,118}")
SURNAMES = frozenset({"Na", "Nil", "Null"})  # and not what a database writes for nothing
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})$")
LANGUAGES = {
    **{label.lower(): value for value, label in Contributor.Language.choices},
    **{value: value for value in Contributor.Language.values},
    "eng": "en",
    "cymraeg": "cy",
    "українська": "uk",
}
CODE = re.compile(r"[a-z]{2,3}([-_][a-z]{2,4})?")  # of a language, as ISO 639 has them
MOST_LETTERS = 250
LONGEST_LINE = 100
PLAIN_LINE = re.compile(r"[A-Za-z0-9][A-Za-z0-9,.'’/-]*(?: [A-Za-z0-9,.'’/-]+){0,10}")


def person(cell: str) -> str:
    """A name in any script, of one word or many."""
    if PLAIN_NAME.fullmatch(cell):
        return cell
    name = values.name(cell) if len(cell) <= 200 else one_line(cell)
    if len(name) > MOST_LETTERS:
        raise Doubt(f"It has {len(name)} characters; {MOST_LETTERS} are the most. Shorten it.")
    return name


def part_of_name(cell: str) -> str:
    return cell if PLAIN_NAME.fullmatch(cell) else values.name(cell)


def reference(cell: str) -> str:
    return values.text(100, cell)


def number(cell: str) -> tuple[str, str]:
    """Of any register."""
    return values.register_number("", cell)


def known_as(cell: str) -> str:
    return values.text(120, cell)


def has_letters(cell: str) -> str:
    if not any(map(str.isalpha, cell)) or "@" in cell or "://" in cell:
        raise Doubt("This is not a name.")
    return cell


def language(cell: str) -> str:
    found = LANGUAGES.get(cell.lower())
    if not found and CODE.fullmatch(cell.lower()):
        return Contributor.Language.OTHER.value
    if not found:
        raise Doubt("Write English, Welsh, Ukrainian or Other.")
    return found


def address(cell: str) -> str:
    """One line each, from lines or from what commas part."""
    lines = cell.splitlines() if "\n" in cell else cell.split(",")
    lines = [line for line in (one_line(line).strip(" ,") for line in lines) if line]
    return values.text(500, "\n".join(lines)) if len(lines) < 2 else "\n".join(lines)


@lru_cache(maxsize=20_000)
def postcode(cell: str) -> str:
    return values.postcode(cell)


def line(cell: str) -> str:
    """One of an address."""
    return cell if PLAIN_LINE.fullmatch(cell) else values.text(LONGEST_LINE, cell)


def postcode_of(address: str) -> str:
    found = POSTCODE.search(address.upper())
    return f"{found[1]} {found[2]}" if found else ""


def day(cell: str) -> str:
    """As 2026-03-01."""
    return shared.day(cell).isoformat()


def day_after_month(cell: str) -> str:
    return shared.day(cell, month_first=True).isoformat()


def past_day(cell: str) -> str:
    return _past(day(cell))


def past_day_after_month(cell: str) -> str:
    return _past(day_after_month(cell))


def _past(day: str) -> str:
    if day > timezone.localdate().isoformat():
        raise Doubt("This day has not come yet. What is past was on a past day.")
    return day


# What reads a day instead, where a file writes the month first.
MONTH_FIRST: dict[object, Callable[[str], Any]] = {
    day: day_after_month,
    past_day: past_day_after_month,
}
