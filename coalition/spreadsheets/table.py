"""What a spreadsheet is, once read."""

from dataclasses import dataclass, field
from typing import NamedTuple

from coalition.domain import DomainError


class Unreadable(DomainError):
    """The file cannot be read. The message says what is wrong with it and what to do."""


class Row(NamedTuple):
    """`number` is the row's number as a spreadsheet shows it: 1 is the first row of the file."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Column:
    """A column; `heading` is empty where the file gives none, `letter` is as a spreadsheet's."""

    letter: str
    heading: str
    label: str
    samples: list[str]


@dataclass(frozen=True)
class Table:
    """Columns, rows without blank ones, and notices: sentences about what was found or put right.

    A row has at least as many cells as there are columns; more, where the file's row has.
    """

    columns: list[Column]
    rows: list[Row]
    notices: list[str] = field(default_factory=list)


def letter_of(position: int) -> str:
    """The letter of a column, counted from 0: A, B … Z, AA, AB …"""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
