"""The rows of a table, and what stands among them and below them that is none."""

import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from coalition.spreadsheets.table import RawRow, Row, Unreadable

TOTAL = re.compile(
    r"(grand |sub[- ]?)?totals?( \(.*\))?:?"
    r"|total,? (for )?(uk|united kingdom|great britain|england|scotland|wales|northern ireland):?"
    r"|cyfanswm( cymru)?:?",
    re.I,
)
TOTAL_BEGINS = frozenset("tTgGsScC")
FOOTNOTE = re.compile(
    r"[*†‡©]|(notes?|sources?|produced|extracted|generated|printed|run at|page \d|end of)\b", re.I
)
MOST_FOOTNOTES = 100
LONGEST_HEADING = 60
NUMBERS_SHOWN = 5
SAMPLES = 3  # of each column
LONGEST_SAMPLE = 60
LOOK_FOR_SAMPLES = 5000  # rows; after them only for columns that have none


@dataclass
class LeftOut:
    """Rows that are not read, and why."""

    what: str
    numbers: list[int] = field(default_factory=list)
    example: str = ""

    def add(self, number: int, first_cell: str) -> None:
        self.example = self.example or first_cell
        self.numbers.append(number)

    @property
    def sentence(self) -> str:
        first = shortened(self.example, LONGEST_HEADING)
        numbers = ", ".join(map(str, self.numbers[:NUMBERS_SHOWN]))
        rest = len(self.numbers) - NUMBERS_SHOWN
        more = f" and {rest:,} more" if rest > 0 else ""
        rows = "row" if len(self.numbers) == 1 else "rows"
        return f"Left out {self.what}: {rows} {numbers}{more} (“{first}”)."


class Body:
    """The rows below the headings, looked at one after another."""

    def __init__(self, headings: list[str]) -> None:
        self.headings = headings
        self.begins = next(filter(None, headings), None)
        self.count = 0
        self.last = 0  # number of the last row
        self.widths: Counter[int] = Counter()
        self.samples: list[dict[str, int]] = []  # of each column: value → number of its row
        self.totals = LeftOut("as totals")
        self.repeated = LeftOut("as repeated headings")
        self.tail: deque[RawRow] = deque(maxlen=MOST_FOOTNOTES)

    def look_through(self, rows: Iterable[RawRow], *, limit: int) -> None:
        """Raises Unreadable where there are more rows than the limit."""
        begins, keep, widths = self.begins, self.tail.append, self.widths
        for seen, (number, cells) in enumerate(rows):
            if seen == limit:
                raise _too_long(limit)
            first = cells[0] or next(filter(None, cells))
            if first[0] in TOTAL_BEGINS and TOTAL.fullmatch(first):
                self.totals.add(number, first)
            elif first == begins and cells[: len(self.headings)] == self.headings:
                self.repeated.add(number, first)
            else:
                keep((number, cells))
                widths[len(cells) if cells[-1] else extent(cells)] += 1
                self.count += 1
                if self.count <= LOOK_FOR_SAMPLES or not all(self.samples):
                    self._keep_samples(number, cells)

    def _keep_samples(self, number: int, cells: list[str]) -> None:
        self.samples += [{} for _ in range(len(cells) - len(self.samples))]
        for found, cell in zip(self.samples, cells, strict=False):
            if cell and len(found) < SAMPLES:
                found.setdefault(shortened(cell), number)

    def without_footnotes(self) -> LeftOut:
        """Takes what stands below the table out of the body, and says what it was."""
        footnotes = LeftOut("below the table")
        while self.tail and _is_footnote(self.tail[-1]):
            number, cells = self.tail.pop()
            self.count -= 1
            self.widths[extent(cells)] -= 1
            footnotes.numbers.insert(0, number)
            footnotes.example = next(filter(None, cells))
        self.last = self.tail[-1][0] if self.tail else 0
        return footnotes

    @property
    def usual_width(self) -> int:
        return self.widths.most_common(1)[0][0]

    @property
    def most_width(self) -> int:
        return max(width for width, count in self.widths.items() if count)

    def samples_of(self, position: int) -> list[str]:
        """The first different values of a column."""
        found = self.samples[position] if position < len(self.samples) else {}
        return [value for value, number in found.items() if number <= self.last]


def _is_footnote(row: RawRow) -> bool:
    filled = list(filter(None, row[1]))
    return len(filled) == 1 and bool(FOOTNOTE.match(filled[0]))


def _too_long(limit: int) -> Unreadable:
    return Unreadable(
        f"The file has more than {limit:,} rows. Divide it and import the parts one after another."
    )


def filled(row: Row) -> int:
    return sum(map(bool, row.cells))


def extent(cells: list[str]) -> int:
    """The position, from 1, of the last cell that holds something."""
    return next(i for i in range(len(cells), 0, -1) if cells[i - 1])


def shortened(text: str, length: int = LONGEST_SAMPLE) -> str:
    return text if len(text) <= length else text[:length] + "…"
