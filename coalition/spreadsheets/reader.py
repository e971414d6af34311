"""Bytes to table, step by step."""

from collections import Counter, defaultdict

from coalition.spreadsheets import encodings, kinds, mojibake
from coalition.spreadsheets.cells import tidy
from coalition.spreadsheets.layout import Layout, lay_out
from coalition.spreadsheets.records import records
from coalition.spreadsheets.table import Column, Row, Table, Unreadable, letter_of

BYTE_LIMIT = 20_000_000
ROW_LIMIT = 50_000  # that are not blank
SAMPLES = 3
LONGEST_SAMPLE = 60


def read(data: bytes) -> Table:
    """Read a CSV file of any common encoding, delimiter and line end, as Excel left it.

    Raises Unreadable with a sentence for the person who chose the file. Rows keep their numbers,
    so that a fault can be found again.
    """
    if len(data) > BYTE_LIMIT:
        raise Unreadable(
            f"The file is larger than {BYTE_LIMIT // 1_000_000} MB. Delete the columns that you do"
            " not need, or divide it and import the parts one after another."
        )
    if not data.strip():
        raise Unreadable("The file is empty. Check that you chose the right one.")
    kinds.refuse_what_is_not_text(data)
    text, notices = encodings.decode(data)
    rows = _tidied(records(text, limit=ROW_LIMIT))
    if not rows:
        raise Unreadable("The file is empty. Check that you chose the right one.")
    if mojibake.GARBLED.search(text):
        rows, repaired = _repaired(rows)
        notices += repaired
    layout = lay_out(rows)
    return _table(layout, notices + layout.notices)


def _tidied(rows: list[Row]) -> list[Row]:
    tidied = (Row(row.number, [tidy(cell) for cell in row.cells]) for row in rows)
    return [row for row in tidied if any(row.cells)]


def _repaired(rows: list[Row]) -> tuple[list[Row], list[str]]:
    result, count, example = [], 0, ("", "")
    for row in rows:
        cells = [mojibake.repair(cell) for cell in row.cells]
        changed = [(was, now) for was, now in zip(row.cells, cells, strict=True) if was != now]
        if changed:
            example = example if count else changed[0]
            count += len(changed)
        result.append(Row(row.number, cells))
    if not count:
        return rows, []
    was, now = (text[:LONGEST_SAMPLE] for text in example)
    return result, [
        f"Letters were garbled in {count:,} cells and have been put right: “{was}” became “{now}”."
        " Check that the names look right."
    ]


def _table(layout: Layout, notices: list[str]) -> Table:
    width = _width(layout)
    headings = layout.headings[:width] + [""] * (width - len(layout.headings))
    rows = [Row(row.number, row.cells + [""] * (width - len(row.cells))) for row in layout.body]
    columns = [
        Column(letter_of(i), headings[i], label, _samples(rows, i))
        for i, label in enumerate(_labels(headings))
    ]
    return Table(columns, rows, notices + _about_headings(layout.headings))


def _width(layout: Layout) -> int:
    """As many columns as have a heading, or as most rows fill."""
    filled = [max((i for i, c in enumerate(row.cells, 1) if c)) for row in layout.body]
    usual = Counter(filled).most_common(1)[0][0]
    named = max((i for i, heading in enumerate(layout.headings, 1) if heading), default=0)
    return max(usual, named) if layout.headings else max(filled)


def _labels(headings: list[str]) -> list[str]:
    times = Counter(heading.casefold() for heading in headings)
    return [
        f"Column {letter_of(i)}"
        if not heading
        else f"{heading} (column {letter_of(i)})"
        if times[heading.casefold()] > 1
        else heading
        for i, heading in enumerate(headings)
    ]


def _about_headings(headings: list[str]) -> list[str]:
    alike = defaultdict(list)
    for i, heading in enumerate(headings):
        alike[heading.casefold()].append(i)
    return [
        f"Columns {', '.join(map(letter_of, found[:-1]))} and {letter_of(found[-1])} have the same"
        f" heading, “{headings[found[0]]}”. Tell them apart by their first values."
        for heading, found in alike.items()
        if heading and len(found) > 1
    ]


def _samples(rows: list[Row], position: int) -> list[str]:
    """The first different values of a column."""
    found: dict[str, None] = {}
    for row in rows:
        value = row.cells[position]
        if value:
            found[value if len(value) <= LONGEST_SAMPLE else value[:LONGEST_SAMPLE] + "…"] = None
        if len(found) == SAMPLES:
            break
    return list(found)
