"""Rows that need a person, as a file: corrected, it can be uploaded again."""

import csv
import io
from collections.abc import Iterable, Iterator

from coalition.imports import files, tables
from coalition.imports.forecasts import REMARKED, WARNED
from coalition.imports.kind import Kind
from coalition.models import Import
from coalition.spreadsheets.cells import neutralise

ADDED_HEADINGS = ["Row in your file", "What to do"]
OUTCOME_WORDS = {
    "new": "Came in",
    "changed": "Brought the register up to date",
    "same": "The same already",
    "repeated": "Twice in the file",
    "left": "Left out, for it may be on the register already",
    "faulty": "Needs correcting",
}
AT_ONCE = 1000


def faulty_rows(job: Import) -> Iterator[bytes]:
    """CSV of the rows that stay out, each with the reason."""
    return _report(job, tables.rows_of(job), "d.faults", "d.faults is not null")


def rows_with_remarks(job: Import) -> Iterator[bytes]:
    """CSV of the rows that come in without some of their values, each with the reason."""
    return _report(job, tables.forecast_of(job), "d.remarks", REMARKED)


def rows_with_warnings(job: Import) -> Iterator[bytes]:
    """CSV of the rows that come in as they are, each with what to look at."""
    return _report(job, tables.rows_of(job), "d.warnings", WARNED)


def _report(job: Import, table: str, problems: str, when: str) -> Iterator[bytes]:
    """The file's own rows beside what is said of them, both in the order of the file."""
    headings = [column["heading"] or column["label"] for column in job.found_columns]
    yield "\ufeff".encode()
    yield _as_csv([[*headings, *ADDED_HEADINGS]])
    found = _reasons(table, problems, when)
    wanted, reason = next(found, (0, ""))
    ready: list[list[str]] = []
    for n, row in enumerate(files.rows_of_file(job), 1):
        if n != wanted:
            continue
        ready.append([*row.cells[: len(headings)], str(row.number), reason])
        wanted, reason = next(found, (0, ""))
        if len(ready) == AT_ONCE or not wanted:
            yield _as_csv(ready)
            ready = []
        if not wanted:
            return


def _reasons(table: str, problems: str, when: str) -> Iterator[tuple[int, str]]:
    at = 0
    while True:
        found = tables.fetch(
            f"select d.n, {problems} as problems from {table} d"
            f" where d.n > {at} and {when} order by d.n limit {AT_ONCE}"
        )
        if not found:
            return
        for row in found:
            yield int(str(row["n"])), _reason(tables.loaded(row["problems"]))
        at = int(str(found[-1]["n"]))


def _reason(problems: list[list[str]]) -> str:
    return " ".join(f"{column}: {todo}" if column else todo for column, _, todo in problems)


def _as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([neutralise(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def every_row(kind: Kind) -> Iterator[bytes]:
    """CSV of what became of each row, with the number of the record that it made or changed."""
    yield "\ufeff".encode()
    yield _as_csv([["Row in your file", "What became of it", "Record"]])
    at = 0
    while found := tables.fetch(
        f"select n, line, outcome, target from {tables.done_of(kind.job)}"
        f" where n > {at} order by n limit {AT_ONCE}"
    ):
        yield _as_csv(
            [str(row["line"]), OUTCOME_WORDS[row["outcome"]], str(row["target"] or "")]
            for row in found
        )
        at = found[-1]["n"]
