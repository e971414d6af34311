"""Dates as people and programs write them. In the United Kingdom the day comes first."""

import re
from datetime import date, timedelta
from functools import lru_cache

from coalition.spreadsheets.values.doubt import Doubt

ISO = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?:[T ].*)?|(19\d\d|20\d\d)(\d\d)(\d\d)")
SIGNED = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4}|\d\d)(?:,? \d.*)?")
SERIAL = re.compile(r"(\d{5})(?:\.\d*)?")
DAY_MONTH = re.compile(
    r"(?:[^\W\d]{2,},? )?(\d\d?)(?:st|nd|rd|th)?(?: of)?[ -]?([^\W\d]{3,})\.?,?[ -]?(\d{4}|\d\d)",
    re.I,
)
MONTH_DAY = re.compile(r"([^\W\d]{3,})\.? (\d\d?)(?:st|nd|rd|th)?,? (\d{4}|\d\d)", re.I)
MONTH_ALONE = re.compile(r"([^\W\d]{3,})\.?[ -]?(\d{4}|\d\d)|\d\d?/\d{4}", re.I)
ENGLISH = "january february march april may june july august september october november december"
WELSH = "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr"
MONTHS = {
    **{name[:3]: number for number, name in enumerate(WELSH.split(), 1)},
    **{name: number for number, name in enumerate(WELSH.split(), 1)},
    **{name[:4]: number for number, name in enumerate(ENGLISH.split(), 1)},
    **{name[:3]: number for number, name in enumerate(ENGLISH.split(), 1)},
    **{name: number for number, name in enumerate(ENGLISH.split(), 1)},
}
EXCEL_BEGINS = date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1900, 2099
THIS_CENTURY = 50  # 22 is 2022, 62 is 1962
WRITE = "Write the date like 2022-04-03 or 3 April 2022."


@lru_cache(maxsize=20_000)
def day(cell: str, *, month_first: bool = False) -> date:
    """3/4/22 is 3 April 2022, unless the month comes first; Excel's bare 44654 is the same day."""
    if found := ISO.fullmatch(cell):
        year, month, number = found.group(1, 2, 3) if found[1] else found.group(4, 5, 6)
        return _date(int(year), int(month), int(number))
    if found := SIGNED.fullmatch(cell):
        one, other, year = map(int, found.groups())
        number, month = (other, one) if month_first else (one, other)
        return _signed(found[3], month, number, month_first)
    if found := SERIAL.fullmatch(cell):
        return _within(EXCEL_BEGINS + timedelta(days=int(found[1])))
    return _in_words(cell)


def _in_words(cell: str) -> date:
    if found := DAY_MONTH.fullmatch(cell):
        number, month, year = found.groups()
    elif found := MONTH_DAY.fullmatch(cell):
        month, number, year = found.groups()
    elif MONTH_ALONE.fullmatch(cell):
        raise Doubt(f"The day is missing. {WRITE}")
    else:
        raise Doubt(f"This is not a date. {WRITE}")
    if month.lower() not in MONTHS:
        raise Doubt(f"“{month}” is not the name of a month. {WRITE}")
    return _date(_year(year), MONTHS[month.lower()], int(number))


def _signed(year: str, month: int, number: int, month_first: bool) -> date:
    if month > 12 >= number:
        first, second = ("day", "month") if month_first else ("month", "day")
        raise Doubt(f"The {first} seems to come before the {second} here. {WRITE}")
    return _date(_year(year), month, number)


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < THIS_CENTURY else 1900)


def _date(year: int, month: int, number: int) -> date:
    try:
        return _within(date(year, month, number))
    except ValueError as error:
        raise Doubt(f"There is no such day. {WRITE}") from error


def _within(found: date) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Doubt(f"The year {found.year} cannot be right. {WRITE}")
    return found
