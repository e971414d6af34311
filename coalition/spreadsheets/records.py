"""Text to rows: which sign parts the cells, which ends the rows, and where a quotation fails."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from coalition.spreadsheets.sources import Text
from coalition.spreadsheets.table import RawRow, Unreadable

DELIMITERS = [",", ";", "\t", "|"]
BETWEEN_CELLS = "".join(DELIMITERS) + "\r\n "
NONE_OF_THESE = "\x1f"  # one column: prose may hold any of the above
SAMPLE = 300  # rows
COLUMN_LIMIT = 200
CELL_LIMIT = 131_072  # characters
IN_CELL = "\u2028"  # stands for a line break inside a cell while rows are being told apart


@dataclass(frozen=True)
class Records:
    """The records of a text, numbered as a spreadsheet does. Reading raises Unreadable.

    `ends` is what alone ends a row, where bare line ends stand inside cells; else empty.
    """

    text: Text
    delimiter: str
    ends: str = ""
    skip: int = 0  # records that are not rows

    def __iter__(self) -> Iterator[RawRow]:
        lines = self._lines()
        csv.field_size_limit(CELL_LIMIT)  # of the whole process, and some libraries lift it
        reader = csv.reader(lines, delimiter=self.delimiter)
        begins = ends = number = 0
        try:
            for number, cells in enumerate(reader, 1):
                begins, ends = ends, reader.line_num
                if len(cells) > COLUMN_LIMIT:
                    require_fits(number, cells)
                if number > self.skip:
                    yield number, self._whole(cells) if self.ends else cells
        except csv.Error as error:  # a cell of more than CELL_LIMIT
            raise _endless(number + 1) from error
        if ends - begins > 1:
            _require_closed(islice(self._lines(), begins, None), self.delimiter, number)

    def _lines(self) -> Iterator[str]:
        lines = self.text.lines(self.ends)
        return _with_rows_told_apart(lines, self.ends) if self.ends else lines

    @staticmethod
    def _whole(cells: list[str]) -> list[str]:
        return [cell.replace(IN_CELL, "\n") for cell in cells]


def records(text: Text) -> Records:
    """How this text is to be cut."""
    head = text.head()
    declared = re.match(r"sep=(.)\r?\n", head)  # a line that Excel understands and hides
    delimiter = declared[1] if declared else _delimiter(head)
    return Records(text, delimiter, _only_end(text, head, delimiter), 1 if declared else 0)


def _delimiter(head: str) -> str:
    if not head.strip(BETWEEN_CELLS):
        return max(DELIMITERS, key=head.count)
    best, best_score = NONE_OF_THESE, 0.0
    for delimiter in DELIMITERS:
        widths = _widths(_as_lines(head), delimiter)
        several = [width for width in widths if width > 1]
        if len(several) < len(widths) / 2 or not several:
            continue
        width, count = Counter(several).most_common(1)[0]
        score = count / len(widths) * (1 - 1 / width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _only_end(text: Text, head: str, delimiter: str) -> str:
    """Old Macs end rows with CR and cells hold LF unquoted; some exports do so with CRLF."""
    both, feeds, returns = _line_ends(text)
    if feeds == both or not returns:
        return ""
    ends = "\r\n" if both else "\r"
    apart = _with_rows_told_apart(_as_lines(head, ends), ends)
    return ends if _evenness(apart, delimiter) > _evenness(_as_lines(head), delimiter) else ""


def _line_ends(text: Text) -> tuple[int, int, int]:
    """How often CR and LF occur together, how often LF, how often CR."""
    both = feeds = returns = 0
    before = ""
    for piece in text.pieces():
        both += piece.count("\r\n") + (before.endswith("\r") and piece.startswith("\n"))
        feeds += piece.count("\n")
        returns += piece.count("\r")
        before = piece
    return both, feeds, returns


def _as_lines(text: str, ends: str = "") -> Iterable[str]:
    if not ends:
        return io.StringIO(text, newline="")
    return (line + ends for line in text.split(ends))


def _with_rows_told_apart(lines: Iterable[str], ends: str) -> Iterator[str]:
    for line in lines:
        row = line.removesuffix(ends)
        yield row.replace("\n", IN_CELL) + line[len(row) :]


def _evenness(lines: Iterable[str], delimiter: str) -> float:
    """The share of rows that have as many cells as most rows have."""
    widths = _widths(lines, delimiter)
    return Counter(widths).most_common(1)[0][1] / len(widths) if widths else 0


def _widths(lines: Iterable[str], delimiter: str) -> list[int]:
    widths = []
    try:
        for cells in islice(csv.reader(lines, delimiter=delimiter), SAMPLE):
            widths += [len(cells)] if any(cells) else []
    except csv.Error:
        pass  # an unclosed quotation mark; said when the rows are read
    return widths


def require_fits(number: int, cells: list[str]) -> None:
    if any(cells[COLUMN_LIMIT:]):
        raise Unreadable(
            f"Row {number} has {len(cells):,} cells; {COLUMN_LIMIT} are the most that we read."
            " Delete the columns that you do not need and save the file again."
        )


def _require_closed(lines: Iterable[str], delimiter: str, number: int) -> None:
    """The csv module reads on to the end after an unclosed quotation mark, without a word."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "end of data" in str(error):
            raise _unclosed(number) from error


def _endless(number: int) -> Unreadable:
    return Unreadable(
        f'In row {number} a cell does not end. Perhaps a quotation mark (") is opened there and'
        " never closed: put it right, or save the file again as CSV."
    )


def _unclosed(number: int) -> Unreadable:
    return Unreadable(
        f'In row {number} a quotation mark (") is opened and never closed, so the rest of the'
        " file cannot be told apart. Put the mark right, or save the file again as CSV."
    )
