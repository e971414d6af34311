"""A file to a table, step by step."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import BinaryIO

from coalition.spreadsheets import encodings, kinds
from coalition.spreadsheets.body import Body
from coalition.spreadsheets.layout import headings_of
from coalition.spreadsheets.records import records
from coalition.spreadsheets.second_look import second_look
from coalition.spreadsheets.sources import Source
from coalition.spreadsheets.table import (
    Column,
    RawRow,
    Row,
    Rows,
    Table,
    Unreadable,
    letter_of,
)
from coalition.spreadsheets.tidying import Tidied
from coalition.spreadsheets.workbooks import open_workbook

BYTE_LIMIT = 40_000_000
ROW_LIMIT = 250_000  # that are not blank
HEAD = 1000  # rows that tell where the headings are
EMPTY = "The file is empty. Check that you chose the right one."


@dataclass(frozen=True)
class Grid:
    """Every row of a file, or of one of its sheets, and what was found on the way to them."""

    rows: Iterable[RawRow]
    notices: list[str]
    sheets: list[str] = field(default_factory=list)
    sheet: str | None = None


def read(source: bytes | BinaryIO, sheet: str | None = None) -> Table:
    """Read a workbook, or a CSV file of any common encoding, delimiter and line end.

    Of a workbook's sheets, the one that is asked for; otherwise the visible one with most rows.
    Raises NoSuchSheet, and Unreadable with a sentence for the person who chose the file. Rows keep
    their numbers, so that a fault can be found again. Memory stays flat: rows are read while they
    are asked for.
    """
    file = Source(source)
    if file.size > BYTE_LIMIT:
        raise Unreadable(
            f"The file is larger than {BYTE_LIMIT // 1_000_000} MB. Delete the columns that you do"
            " not need, or divide it and import the parts one after another."
        )
    if not file.size:
        raise Unreadable(EMPTY)
    return _table(_grid(file, sheet))


def _grid(file: Source, sheet: str | None) -> Grid:
    if kinds.is_workbook(file):
        workbook = open_workbook(file, sheet)
        return Grid(workbook.rows, workbook.notices, workbook.sheets, workbook.sheet)
    kinds.refuse_what_is_not_text(file)
    text, notices = encodings.text_of(file)
    return Grid(records(text), notices)


def _table(grid: Grid) -> Table:
    tidied = Tidied(grid.rows)
    rows = iter(tidied)
    head = [Row(*row) for row in islice(rows, HEAD)]
    if not head:
        raise Unreadable(EMPTY)
    layout = headings_of(head)
    body = Body(layout.headings)
    below = (row for row in head if row.number >= layout.first)
    body.look_through(chain(below, rows), limit=ROW_LIMIT)
    footnotes = body.without_footnotes()
    if not body.count:
        raise Unreadable(
            "The file has headings and no rows below them. Check that you saved the right sheet."
        )
    columns = _columns(layout.headings, body)
    left_out = frozenset([*body.repeated.numbers, *body.totals.numbers])
    kept = Rows(tidied, body.count, len(columns), layout.first, left_out)
    columns, seen = second_look(columns, kept)
    notices = [
        *grid.notices,
        *tidied.notices,
        *layout.notices,
        *(found.sentence for found in (body.repeated, body.totals, footnotes) if found.numbers),
        *_about_headings(layout.headings),
        *seen,
    ]
    return Table(columns, kept, notices, grid.sheets, grid.sheet)


def _columns(headings: list[str], body: Body) -> list[Column]:
    """As many columns as have a heading, or as most rows fill."""
    named = max((i for i, heading in enumerate(headings, 1) if heading), default=0)
    width = max(body.usual_width, named) if headings else body.most_width
    headings = headings[:width] + [""] * (width - len(headings))
    return [
        Column(letter_of(i), headings[i], label, body.samples_of(i))
        for i, label in enumerate(_labels(headings))
    ]


def _labels(headings: list[str]) -> list[str]:
    times = Counter(heading.casefold() for heading in headings)
    return [
        f"Column {letter_of(i)}"
        if not heading
        else f"{heading} (column {letter_of(i)})"
        if times[heading.casefold()] > 1
        else heading
        for i, heading in enumerate(headings)
    ]


def _about_headings(headings: list[str]) -> list[str]:
    alike = defaultdict(list)
    for i, heading in enumerate(headings):
        alike[heading.casefold()].append(i)
    return [
        f"Columns {', '.join(map(letter_of, found[:-1]))} and {letter_of(found[-1])} have the same"
        f" heading, “{headings[found[0]]}”. Tell them apart by their first values."
        for heading, found in alike.items()
        if heading and len(found) > 1
    ]
