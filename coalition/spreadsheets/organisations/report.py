"""Rows that need a person, as a file: corrected, it can be uploaded again."""

from collections.abc import Iterable

from coalition.spreadsheets.organisations.comparison import Kind, Outcome
from coalition.spreadsheets.organisations.entries import Entry, Problem
from coalition.spreadsheets.table import Table
from coalition.spreadsheets.writer import to_csv

ADDED_HEADINGS = ["Row in your file", "What to do"]


def faulty_rows(table: Table, outcomes: Iterable[Outcome]) -> bytes:
    """CSV of the rows that stay out, each with the reason."""
    return _report(table, [(o.entry, o.entry.faults) for o in outcomes if o.kind == Kind.FAULTY])


def rows_with_remarks(table: Table, outcomes: Iterable[Outcome]) -> bytes:
    """CSV of the rows that come in without some of their values, each with the reason."""
    usable = [o.entry for o in outcomes if o.kind not in {Kind.FAULTY, Kind.REPEATED}]
    return _report(table, [(entry, entry.remarks) for entry in usable if entry.remarks])


def _report(table: Table, found: list[tuple[Entry, list[Problem]]]) -> bytes:
    headings = [column.heading or column.label for column in table.columns]
    width = len(headings)
    return to_csv(
        [*headings, *ADDED_HEADINGS],
        (
            [*entry.row.cells[:width], str(entry.row.number), _reason(problems)]
            for entry, problems in found
        ),
    )


def _reason(problems: list[Problem]) -> str:
    return " ".join(f"{problem.column}: {problem.todo}" for problem in problems)
