"""What a spreadsheet is, once read."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple, overload

from coalition.domain import DomainError

new = tuple.__new__  # a named tuple in a third of the time, where there are very many
RawRow = tuple[int, list[str]]


class Unreadable(DomainError):
    """The file cannot be read. The message says what is wrong with it and what to do."""


class Row(NamedTuple):
    """`number` is the row's number as a spreadsheet shows it: 1 is the first row of the file."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Column:
    """A column; `heading` is empty where the file gives none, `letter` is as a spreadsheet's.

    `month_first` is an example of dates in it that can only be read with the month first.
    """

    letter: str
    heading: str
    label: str
    samples: list[str]
    month_first: str = ""


@dataclass(frozen=True)
class Rows(Sequence[Row]):
    """The rows between the headings and what stands below the table, read anew each time."""

    grid: Iterable[RawRow]
    total: int
    width: int
    first: int
    left_out: Collection[int]

    def __len__(self) -> int:
        return self.total

    def __iter__(self) -> Iterator[Row]:
        first, width, left_out = self.first, self.width, self.left_out
        left = self.total
        for number, cells in self.grid:
            if number < first or number in left_out:
                continue
            if not left:
                return
            left -= 1
            if len(cells) < width:
                cells += [""] * (width - len(cells))
            yield new(Row, (number, cells))

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        """Reads from the first row on: meant for a few rows at the top."""
        if isinstance(at, slice):
            return list(islice(self, *at.indices(self.total)))
        return next(islice(self, range(self.total)[at], None))


@dataclass(frozen=True)
class Table:
    """Columns, rows without blank ones, and notices: sentences about what was found or put right.

    A row has at least as many cells as there are columns; more, where the file's row has. Rows
    are read from the file while they are asked for, so it must stay open as long as the table.
    """

    columns: list[Column]
    rows: Sequence[Row]
    notices: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)  # that somebody could choose from
    sheet: str | None = None  # the one that was read


def letter_of(position: int) -> str:
    """The letter of a column, counted from 0: A, B … Z, AA, AB …"""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
