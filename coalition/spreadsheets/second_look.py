"""What a whole column shows that no single cell does: months first, zeros lost, numbers rounded."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from coalition.spreadsheets.table import Column, Row

LOOK_AT = 500  # rows at the top, which say whether a column deserves a second look at all
SIGNED = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](?:\d{4}|\d\d)(?: .*)?")
WITHOUT_ZERO = re.compile(r"[1237]\d{9}")
ROUNDED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.I)
OF_PHONES = re.compile(r"phone|mobile|\btel\b|telephone|ffôn", re.I)


@dataclass
class Found:
    """Cells of one column that show one thing."""

    position: int
    shows: Callable[[str], object]
    count: int = 0
    example: str = ""

    def look_at(self, cells: list[str]) -> None:
        if self.shows(cells[self.position]):
            self.count += 1
            self.example = self.example or cells[self.position]


def second_look(columns: list[Column], rows: Sequence[Row]) -> tuple[list[Column], list[str]]:
    """The columns, marked where the month comes first; and what there is to say of them."""
    found = _worth_it(columns, rows[:LOOK_AT])
    for row in rows if found else ():
        for one in found:
            one.look_at(row.cells)
    found = [one for one in found if one.count]
    months = {one.position: one.example for one in found if one.shows is month_first}
    marked = [
        replace(column, month_first=months.get(i, "")) if i in months else column
        for i, column in enumerate(columns)
    ]
    return marked, [SAID[one.shows](columns[one.position], one) for one in found if one.count]


def _worth_it(columns: list[Column], head: Sequence[Row]) -> list[Found]:
    found = []
    for position, column in enumerate(columns):
        cells = [row.cells[position] for row in head]
        if any(map(SIGNED.fullmatch, cells)):
            found.append(Found(position, month_first))
        if any(map(ROUNDED.fullmatch, cells)):
            found.append(Found(position, ROUNDED.fullmatch))
        if OF_PHONES.search(column.heading) and any(map(WITHOUT_ZERO.fullmatch, cells)):
            found.append(Found(position, WITHOUT_ZERO.fullmatch))
    return found


def month_first(cell: str) -> bool:
    """Whether this can be no date but one that begins with the month."""
    found = SIGNED.fullmatch(cell)
    return found is not None and int(found[1]) <= 12 < int(found[2]) <= 31


def _of_months(column: Column, found: Found) -> str:
    return (
        f"{_in(column)}, {_dates(found.count)} can only be read with the month first, such as"
        f" {found.example}. Look whether all of them are meant so."
    )


def _of_zeros(column: Column, found: Found) -> str:
    numbers = "one number has" if found.count == 1 else f"{found.count:,} numbers have"
    return f"{_in(column)}, {numbers} lost the first 0, such as {found.example}; we put it back."


def _of_rounded(column: Column, found: Found) -> str:
    numbers = "one number is" if found.count == 1 else f"{found.count:,} numbers are"
    return (
        f"{_in(column)}, {numbers} rounded by the spreadsheet, such as {found.example}. Their last"
        " digits are lost. Format the column as text, enter them again and save the file again."
    )


def _dates(count: int) -> str:
    return "one date" if count == 1 else f"{count:,} dates"


def _in(column: Column) -> str:
    named = f"“{column.heading}”" if column.heading else column.label
    return f"In {named}"


SAID: dict[Callable[[str], object], Callable[[Column, Found], str]] = {
    month_first: _of_months,
    WITHOUT_ZERO.fullmatch: _of_zeros,
    ROUNDED.fullmatch: _of_rounded,
}
