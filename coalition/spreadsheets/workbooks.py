"""Workbooks of Excel and LibreOffice: one sheet of them, by way of a process that may fail."""

import json
import shutil
import subprocess
import sys
import tempfile
import weakref
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from coalition.spreadsheets.kinds import LOCKED, SAVE_AS
from coalition.spreadsheets.records import COLUMN_LIMIT, require_fits
from coalition.spreadsheets.sources import Source
from coalition.spreadsheets.storage import stored_rows
from coalition.spreadsheets.table import RawRow, Unreadable

CHILD = Path(__file__).with_name("workbook_child.py")
SECONDS = 45
UNPACKED = 400_000_000  # bytes of XML, as the archive says; the child has limits for what lies
PROBLEMS = {
    "password": LOCKED,
    "damaged": (
        "This workbook is damaged, of a kind that we cannot read, or has a cell far away from the"
        f" table. {SAVE_AS}"
    ),
    "no sheet": f"This workbook has no sheet with rows. {SAVE_AS}",
    "too much": (
        "This workbook is too large to read. A single cell far away from the table can be the"
        " reason: press Ctrl and End to find it, delete its row and column, and save the workbook"
        " again. Or save the sheet as CSV."
    ),
}
SAID = {
    "hidden": (
        "One hidden sheet was not read.",
        "hidden sheets were not read.",
    ),
    "hidden_rows": (
        "One row is hidden in the workbook, by hand or by a filter. Hidden rows are read too: to"
        " leave it out, copy the rows that you see to a new workbook.",
        "rows are hidden in the workbook, by hand or by a filter. Hidden rows are read too: to"
        " leave them out, copy the rows that you see to a new workbook.",
    ),
    "merged": (
        "One merged cell stands over several rows; each of them has got its value.",
        "merged cells stand over several rows; each of these rows has got the value.",
    ),
    "rounded": (
        "One number has more than 15 digits, and spreadsheets round such numbers. If it is an"
        " identifier, format its column as text, enter it again and save the file again.",
        "numbers have more than 15 digits, and spreadsheets round such numbers. If they are"
        " identifiers, format their column as text, enter them again and save the file again.",
    ),
    "errors": (
        "One cell holds an error such as #REF! and is read as empty.",
        "cells hold an error such as #REF! and are read as empty.",
    ),
    "formulas": (
        "One formula has no result in the file and is read as empty. Open the file in your"
        " spreadsheet program, save it there and upload it again.",
        "formulas have no result in the file and are read as empty. Open the file in your"
        " spreadsheet program, save it there and upload it again.",
    ),
}


class NoSuchSheet(Unreadable):
    """The workbook can be read, and lacks the sheet that was asked for."""


class Sheet:
    """The rows of one sheet, kept in a file of our own for as long as somebody may read them."""

    def __init__(self, kept: IO[bytes]) -> None:
        self.kept = Source(kept)  # type: ignore[arg-type]
        weakref.finalize(self, kept.close)

    def __iter__(self) -> Iterator[RawRow]:
        for number, cells in stored_rows(self.kept.open()):
            if len(cells) > COLUMN_LIMIT:
                require_fits(number, cells)
            yield number, cells


@dataclass(frozen=True)
class Workbook:
    rows: Sheet
    sheet: str
    sheets: list[str]
    notices: list[str]


def open_workbook(source: Source, wanted: str | None) -> Workbook:
    """The wanted sheet, or the visible one with most rows. Raises Unreadable."""
    if _unpacked_size(source) > UNPACKED:
        raise Unreadable(PROBLEMS["too much"])
    kept = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the sheet
    rows = Sheet(kept)
    with tempfile.TemporaryFile() as given:
        shutil.copyfileobj(source.open(), given)
        given.seek(0)
        found = _convert(given, kept, wanted or "")
    notices = _notices(found, chosen=bool(wanted))
    return Workbook(rows, found["sheet"], found["sheets"], notices)


def _unpacked_size(source: Source) -> int:
    if not zipfile.is_zipfile(source.open()):
        return 0
    with zipfile.ZipFile(source.open()) as archive:
        return sum(part.file_size for part in archive.infolist())


def _convert(given: IO[bytes], kept: IO[bytes], wanted: str) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD), wanted],
            stdin=given,
            stdout=kept,
            stderr=subprocess.PIPE,
            env={"RUST_BACKTRACE": "0"},
            timeout=SECONDS,
        )
        found = json.loads(done.stderr) if done.returncode == 0 else {"problem": "too much"}
    except subprocess.TimeoutExpired as error:
        raise Unreadable(PROBLEMS["too much"]) from error
    if found.get("problem") == "no such sheet":
        named = ", ".join(f"“{name}”" for name in found["sheets"])
        raise NoSuchSheet(f"The workbook has no sheet of this name. It has {named}.")
    if "problem" in found:
        raise Unreadable(PROBLEMS[found["problem"]])
    return dict(found)


def _notices(found: dict[str, Any], *, chosen: bool) -> list[str]:
    notices = []
    if not chosen and len(found["sheets"]) > 1:
        notices.append(
            f"The workbook has {len(found['sheets'])} sheets; we read “{found['sheet']}”, which has"
            " most rows. To bring in another, upload the file again and name the sheet."
        )
    said = [(found[what], one, many) for what, (one, many) in SAID.items()]
    return notices + [one if n == 1 else f"{n:,} {many}" for n, one, many in said if n]
