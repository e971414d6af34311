"""Where the headings are, and what stands above them."""

import re
from collections import Counter
from dataclasses import dataclass

from coalition.spreadsheets.body import LONGEST_HEADING, LeftOut, extent, filled
from coalition.spreadsheets.cells import looks_like_data
from coalition.spreadsheets.table import Row

LOOK_DOWN_TO = 20  # rows above the headings, at most


@dataclass
class Layout:
    """What stands where. The body begins at the row numbered `first`."""

    headings: list[str]
    first: int
    notices: list[str]


def headings_of(head: list[Row]) -> Layout:
    """Where the headings are, told by the first rows, which are tidied and not blank."""
    at = _heading_row(head)
    headings, above, below = head[at].cells, head[:at], head[at + 1 :]
    notices = [_titles(above)] if above else []
    first = head[at].number + 1
    if any(looks_like_data(cell) for cell in headings):
        headings, first = [], head[at].number
        notices.append("The file has no row of headings, so we call its columns A, B, C and so on.")
    elif below and _is_second_heading_row(headings, below):
        headings, first = _merged(headings, below[0].cells), below[0].number + 1
        notices.append(
            f"Rows {head[at].number} and {below[0].number} are both headings;"
            " we use the lower ones."
        )
    return Layout(headings, first, notices)


def _heading_row(rows: list[Row]) -> int:
    """The first row that fills at least half of the usual width; above it are titles."""
    usual = Counter(extent(row.cells) for row in rows).most_common(1)[0][0]
    least = 1 if usual == 1 else max(2, -(-usual // 2))
    head = rows[:LOOK_DOWN_TO]
    at = next((i for i, row in enumerate(head) if filled(row) >= least), 0)
    if any(looks_like_data(cell) for cell in rows[at].cells):
        # Half of the columns have no heading.
        sparse = [i for i, row in enumerate(head[:at]) if filled(row) >= 2]
        return sparse[-1] if sparse else at
    return at


def _is_second_heading_row(headings: list[str], below: list[Row]) -> bool:
    """Group headings over merged cells leave blanks; the row of names below them leaves none."""
    names, rest = below[0].cells, below[1:]
    if not rest or all(headings) or filled(below[0]) <= sum(map(bool, headings)):
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


def _titles(above: list[Row]) -> str:
    found = LeftOut("above the headings")
    for number, cells in above:
        found.add(number, next(filter(None, cells)))
    return found.sentence
