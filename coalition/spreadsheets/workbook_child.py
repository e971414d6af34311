"""A workbook on stdin to CSV on stdout, in a process of its own that a bomb may well bring down.

Run as a script, so that it loads nothing of ours. Each line begins with the row's number. What
was found goes to stderr as JSON; a process that ends without it was too much for its limits.
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

MEMORY = 1_200_000_000  # bytes of addresses
SECONDS = 25  # of work
OUTPUT = 400_000_000  # bytes
ROWS = 260_000  # more than the reader takes
LONGEST_CELL = 100_000  # characters
EXACT = 10**15  # Excel keeps 15 digits of a number
PIECE = 1_000_000
WITHOUT_RESULT = re.compile(rb"<c ([^>]*)><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>")

HIDDEN = {  # rows with cells, by how they end
    b"</row>": re.compile(rb'<row [^>]*\bhidden="(?:1|true)"[^>]*(?<!/)>'),
    b"</table:table-row>": re.compile(
        rb'<table:table-row (?![^>]*rows-repeated)[^>]*table:visibility="(?:collapse|filter)"'
    ),
}


def main(wanted: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    data = io.BytesIO(sys.stdin.buffer.read())
    try:
        found = convert(data, wanted)
    except PasswordError:
        found = {"problem": "password"}
    except CalamineError:
        found = {"problem": "damaged"}
    json.dump(found, sys.stderr)


def convert(data: io.BytesIO, wanted: str) -> dict[str, Any]:
    """Write the wanted sheet, or the visible one with most rows, and tell what there is."""
    workbook = load_workbook(data)
    sheets = {visible: _names(workbook, visible) for visible in (True, False)}
    names = sheets[True] or sheets[False]
    if not names:
        return {"problem": "no sheet"}
    if not wanted:
        sheet = _longest(workbook, names)
    elif named := _named(wanted, [*sheets[True], *sheets[False]]):
        sheet = workbook.get_sheet_by_name(named)
    else:
        return {"problem": "no such sheet", "sheets": names}
    cells = Cells()
    out = io.TextIOWrapper(sys.stdout.buffer, "utf-8", newline="")
    csv.writer(out).writerows(_rows(sheet, cells))
    out.flush()
    return {
        "sheet": sheet.name,
        "sheets": names,
        "hidden": len(sheets[False]) if sheets[True] else 0,
        "merged": cells.merged,
        "rounded": cells.rounded,
        **_unseen(data),
    }


def _names(workbook: CalamineWorkbook, visible: bool) -> list[str]:
    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
        and (sheet.visible == SheetVisibleEnum.Visible) == visible
    ]


def _named(wanted: str, names: list[str]) -> str | None:
    """As people type it: capitals and blanks around it do not matter."""
    plain = {name.strip().casefold(): name for name in reversed(names)}
    return wanted if wanted in names else plain.get(wanted.strip().casefold())


def _longest(workbook: CalamineWorkbook, names: list[str]) -> CalamineSheet:
    longest = workbook.get_sheet_by_name(names[0])
    for name in names[1:]:
        sheet = workbook.get_sheet_by_name(name)
        longest = sheet if sheet.height > longest.height else longest
    return longest


def _rows(sheet: CalamineSheet, cells: "Cells") -> Iterator[list[object]]:
    """Rows that hold something, with the values of cells that stand over several rows."""
    if sheet.start is None:
        return
    before = [""] * sheet.start[1]
    fills = _fills(sheet)
    written = 0
    for number, values in enumerate(sheet.iter_rows(), 1):
        texts = before + [cells.text(value) for value in values]
        for column, last in fills.get(number - 1, []):
            cells.begin(column, last, texts)
        cells.fill(number - 1, texts)
        if any(texts):
            written += 1
            yield [number, *texts]
        if written > ROWS:
            return


def _fills(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """First row of a merged range → its column and its last row, where it spans several rows."""
    fills: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        if bottom > top:
            fills.setdefault(top, []).append((left, bottom))
    return fills


class Cells:
    """Cells to text, and what was noticed on the way."""

    def __init__(self) -> None:
        self.merged = self.rounded = 0
        self.open: dict[int, tuple[int, str]] = {}  # column → last row and value

    def text(self, value: Any) -> str:
        return TEXT_OF[type(value)](self, value)

    def number(self, value: float) -> str:
        if value.is_integer() and abs(value) < EXACT:
            return str(int(value))
        if abs(value) >= EXACT:
            self.rounded += 1
            return f"{value:.0f}" if abs(value) < 10**30 else f"{value:.15g}"
        return f"{value:.15g}"

    def begin(self, column: int, last: int, texts: list[str]) -> None:
        if column < len(texts) and texts[column]:
            self.open[column] = (last, texts[column])
            self.merged += 1

    def fill(self, row: int, texts: list[str]) -> None:
        for column, (last, value) in list(self.open.items()):
            if not texts[column]:
                texts[column] = value
            if row >= last:
                del self.open[column]


def _moment(value: datetime) -> str:
    value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ", "seconds" if value.second else "minutes")


def _time(value: time) -> str:
    return value.isoformat("seconds" if value.second else "minutes")


def _duration(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


TEXT_OF: dict[type, Callable[[Cells, Any], str]] = {
    str: lambda cells, value: value[:LONGEST_CELL].replace("\0", ""),
    float: Cells.number,
    int: lambda cells, value: cells.number(float(value)) if abs(value) > EXACT else str(value),
    bool: lambda cells, value: "TRUE" if value else "FALSE",
    datetime: lambda cells, value: _moment(value),
    date: lambda cells, value: value.isoformat(),
    time: lambda cells, value: _time(value),
    timedelta: lambda cells, value: _duration(value),
    type(None): lambda cells, value: "",
}


def _unseen(data: io.BytesIO) -> dict[str, int]:
    """What calamine does not tell: errors such as #REF! and formulas never worked out, which it
    leaves empty, and rows that are hidden, which it reads."""
    counts = {"errors": 0, "formulas": 0, "hidden_rows": 0}
    if not zipfile.is_zipfile(data):
        return counts
    with zipfile.ZipFile(data) as archive:
        for name in archive.namelist():
            ending = _ending_of_rows(name)
            if not ending:
                continue
            with archive.open(name) as part:
                for rows in _whole_rows(part, ending):
                    counts["errors"] += rows.count(b' t="e"')
                    found = WITHOUT_RESULT.findall(rows)
                    counts["formulas"] += sum(b't="str"' not in cell for cell in found)
                    counts["hidden_rows"] += len(HIDDEN[ending].findall(rows))
    return counts


def _ending_of_rows(name: str) -> bytes:
    """How rows end in this part of a workbook; empty, where it has none."""
    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
        return b"</row>"
    return b"</table:table-row>" if name == "content.xml" else b""


def _whole_rows(part: Any, ending: bytes) -> Iterator[bytes]:
    rest = b""
    while piece := part.read(PIECE):
        rows, end, rest = (rest + piece).rpartition(ending)
        yield rows + end


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
