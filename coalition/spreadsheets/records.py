"""Text to rows: which sign parts the cells, which ends the rows, and where a quotation fails."""

import csv
import io
import re
from collections import Counter
from itertools import islice

from coalition.spreadsheets.table import Row, Unreadable

DELIMITERS = [",", ";", "\t", "|"]
BETWEEN_CELLS = "".join(DELIMITERS) + "\r\n "
NONE_OF_THESE = "\x1f"  # one column: prose may hold any of the above
SAMPLE = 300  # rows
COLUMN_LIMIT = 200
IN_CELL = "\u2028"  # stands for a line break inside a cell while rows are being told apart


def records(text: str, *, limit: int) -> list[Row]:
    """The rows that are not blank, numbered as a spreadsheet does. Raises Unreadable."""
    if not text.strip(BETWEEN_CELLS):
        return []
    declared = re.match(r"sep=(.)\r?\n", text)  # a line that Excel understands and hides
    delimiter = declared[1] if declared else _delimiter(text)
    rows = _rows(_with_rows_told_apart(text, delimiter), delimiter, limit)
    return rows[1:] if declared else rows


def _delimiter(text: str) -> str:
    best, best_score = NONE_OF_THESE, 0.0
    for delimiter in DELIMITERS:
        widths = _widths(text, delimiter)
        several = [width for width in widths if width > 1]
        if len(several) < len(widths) / 2 or not several:
            continue
        width, count = Counter(several).most_common(1)[0]
        score = count / len(widths) * (1 - 1 / width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _with_rows_told_apart(text: str, delimiter: str) -> str:
    """Old Macs end rows with CR and cells hold LF unquoted; some exports do so with CRLF."""
    bare_lf = re.search(r"(?<!\r)\n", text)
    if not bare_lf or "\r" not in text:
        return text
    ends = "\r\n" if "\r\n" in text else "\r"
    other = re.sub(r"(?<!\r)\n", IN_CELL, text) if ends == "\r\n" else text.replace("\n", IN_CELL)
    return other if _evenness(other, delimiter) > _evenness(text, delimiter) else text


def _evenness(text: str, delimiter: str) -> float:
    """The share of rows that have as many cells as most rows have."""
    widths = _widths(text, delimiter)
    return Counter(widths).most_common(1)[0][1] / len(widths) if widths else 0


def _widths(text: str, delimiter: str) -> list[int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths = []
    try:
        for cells in islice(reader, SAMPLE):
            widths += [len(cells)] if any(cells) else []
    except csv.Error:
        pass  # an unclosed quotation mark; said when the rows are read
    return widths


def _rows(text: str, delimiter: str, limit: int) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    begins = ends = 0
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            begins, ends = ends, reader.line_num
            if any(cells):
                _require_fits(number, cells, len(rows), limit)
                rows.append(Row(number, [cell.replace(IN_CELL, "\n") for cell in cells]))
    except csv.Error as error:
        raise _unclosed(number + 1) from error
    if ends - begins > 1:
        _require_closed(text, begins, delimiter, number)
    return rows


def _require_fits(number: int, cells: list[str], before: int, limit: int) -> None:
    if before > limit:  # one of them is the headings
        raise Unreadable(
            f"The file has more than {limit:,} rows. Divide it and import the parts one after"
            " another."
        )
    if len(cells) > COLUMN_LIMIT and any(cells[COLUMN_LIMIT:]):
        raise Unreadable(
            f"Row {number} has {len(cells):,} cells; {COLUMN_LIMIT} are the most that we read."
            " Delete the columns that you do not need and save the file again."
        )


def _require_closed(text: str, line: int, delimiter: str, number: int) -> None:
    """The csv module reads on to the end after an unclosed quotation mark, without a word."""
    lines = islice(io.StringIO(text, newline=""), line, None)
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "end of data" in str(error):
            raise _unclosed(number) from error


def _unclosed(number: int) -> Unreadable:
    return Unreadable(
        f'In row {number} a quotation mark (") is opened and never closed, so the rest of the'
        " file cannot be told apart. Put the mark right, or save the file again as CSV."
    )
