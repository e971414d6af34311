"""Where the headings are, what stands above them, and what stands below the last row."""

import re
from collections import Counter
from dataclasses import dataclass

from coalition.spreadsheets.cells import looks_like_data
from coalition.spreadsheets.table import Row, Unreadable

LOOK_DOWN_TO = 20  # rows above the headings, at most
TOTAL = re.compile(r"(grand |sub[- ]?)?totals?( \(.*\))?:?|cyfanswm:?", re.I)
FOOTNOTE = re.compile(
    r"[*†‡©]|(notes?|sources?|produced|extracted|generated|printed|run at|page \d|end of)\b", re.I
)
LONGEST_HEADING = 60


@dataclass(frozen=True)
class Layout:
    headings: list[str]
    body: list[Row]
    notices: list[str]


def lay_out(rows: list[Row]) -> Layout:
    """Headings and body of rows that are tidied and not blank. Raises Unreadable."""
    at = _heading_row(rows)
    headings, above, below = rows[at].cells, rows[:at], rows[at + 1 :]
    notices = [_left_out(above, "above the headings")] if above else []
    if any(looks_like_data(cell) for cell in headings):
        below = rows[at:]
        headings = []
        notices.append("The file has no row of headings, so we call its columns A, B, C and so on.")
    elif below and _is_second_heading_row(headings, below):
        headings = _merged(headings, below[0].cells)
        below = below[1:]
        notices.append(
            f"Rows {rows[at].number} and {rows[at + 1].number} are both headings;"
            " we use the lower ones."
        )
    body, left_out = _without_totals(below, headings)
    if not body:
        raise Unreadable(
            "The file has headings and no rows below them. Check that you saved the right sheet."
        )
    return Layout(headings, body, notices + left_out)


def _heading_row(rows: list[Row]) -> int:
    """The first row that fills at least half of the usual width; above it are titles."""
    usual = Counter(_extent(row) for row in rows).most_common(1)[0][0]
    least = 1 if usual == 1 else max(2, -(-usual // 2))
    head = rows[:LOOK_DOWN_TO]
    at = next((i for i, row in enumerate(head) if _filled(row) >= least), 0)
    if any(looks_like_data(cell) for cell in rows[at].cells):
        # Half of the columns have no heading.
        sparse = [i for i, row in enumerate(head[:at]) if _filled(row) >= 2]
        return sparse[-1] if sparse else at
    return at


def _is_second_heading_row(headings: list[str], below: list[Row]) -> bool:
    """Group headings over merged cells leave blanks; the row of names below them leaves none."""
    names, rest = below[0].cells, below[1:]
    if not rest or all(headings) or _filled(below[0]) <= sum(map(bool, headings)):
        return False
    if any(re.search(r"[\d@/]", name) or len(name) > LONGEST_HEADING for name in names):
        return False
    return any(
        name and _share_with_digits(rest, position) > 0.5 for position, name in enumerate(names)
    )


def _share_with_digits(rows: list[Row], position: int) -> float:
    values = [row.cells[position] for row in rows if position < len(row.cells)]
    values = [value for value in values if value]
    return sum(any(map(str.isdigit, value)) for value in values) / max(1, len(values))


def _merged(upper: list[str], lower: list[str]) -> list[str]:
    width = max(len(upper), len(lower))
    upper, lower = (cells + [""] * (width - len(cells)) for cells in (upper, lower))
    return [below or above for above, below in zip(upper, lower, strict=True)]


def _without_totals(rows: list[Row], headings: list[str]) -> tuple[list[Row], list[str]]:
    body, totals, repeated = [], [], []
    for row in rows:
        if TOTAL.fullmatch(next(filter(None, row.cells))):
            totals.append(row)
        elif headings and row.cells[: len(headings)] == headings:
            repeated.append(row)
        else:
            body.append(row)
    footnotes = _footnotes(body)
    notices = [
        _left_out(found, what)
        for found, what in [
            (repeated, "as repeated headings"),
            (totals, "as totals"),
            (footnotes, "below the table"),
        ]
        if found
    ]
    return body[: len(body) - len(footnotes)], notices


def _footnotes(body: list[Row]) -> list[Row]:
    count = 0
    while count < len(body):
        row = body[-1 - count]
        if _filled(row) > 1 or not FOOTNOTE.match(next(filter(None, row.cells))):
            break
        count += 1
    return body[len(body) - count :]


def _left_out(rows: list[Row], what: str) -> str:
    first = next(filter(None, rows[0].cells))
    first = first if len(first) <= LONGEST_HEADING else first[:LONGEST_HEADING] + "…"
    numbers = ", ".join(str(row.number) for row in rows[:5])
    more = f" and {len(rows) - 5} more" if len(rows) > 5 else ""
    return f"Left out {what}: row{'s'[: len(rows) - 1]} {numbers}{more} (“{first}”)."


def _filled(row: Row) -> int:
    return sum(map(bool, row.cells))


def _extent(row: Row) -> int:
    return max(i for i, cell in enumerate(row.cells, 1) if cell)
