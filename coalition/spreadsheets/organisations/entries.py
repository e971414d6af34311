"""Rows understood one by one, then told from each other: which repeat an earlier one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from coalition.models import Scheme
from coalition.spreadsheets.organisations import values
from coalition.spreadsheets.organisations.columns import NUMBERS, REGISTERS, Holds
from coalition.spreadsheets.table import Row, Table, letter_of
from coalition.spreadsheets.values import Doubt

Identifier = tuple[str, str]  # scheme and number


@dataclass(frozen=True)
class Problem:
    """A cell that cannot be used: the column's label, what the file says, and what to do."""

    column: str
    says: str
    todo: str


@dataclass
class Entry:
    """What a row says. With `faults` it stays out; what `remarks` name is left out of it."""

    row: Row
    values: dict[str, str] = field(default_factory=dict)
    identifiers: list[Identifier] = field(default_factory=list)  # the one to go by comes first
    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    repeats: int | None = None  # the number of the row that says the same

    @property
    def name(self) -> str:
        return self.values.get("name", "")

    @property
    def name_and_area(self) -> Identifier:
        return self.name.lower(), self.values.get("area", "").lower()


# (what the column holds, where its value goes, how it is read); a doubt about it leaves it out.
OPTIONAL: list[tuple[str, str, Callable[[str], str]]] = [
    (Holds.KNOWN_AS, "known_as", partial(values.text, 200)),
    (Holds.POSTCODE, "area", values.postcode),
    (Holds.AREA, "area", partial(values.text, 120)),
    (Holds.WEBSITE, "website", values.website),
    (Holds.STATUS, "status", values.status),
]


def understand(table: Table, columns: Mapping[int, str]) -> list[Entry]:
    """One entry for each row. `columns` says what the column at each position holds."""
    places = {holds: position for position, holds in columns.items()}
    labels = {position: column.label for position, column in enumerate(table.columns)}
    width = len(table.columns)
    entries = [_entry(row, places, labels, width) for row in table.rows]
    _tell_apart(entries, {holds: labels[position] for holds, position in places.items()})
    return entries


def _entry(row: Row, places: dict[str, int], labels: dict[int, str], width: int) -> Entry:
    entry = Entry(row)
    surplus = [cell for cell in row.cells[width:] if cell]
    if surplus:
        todo = (
            f"The row has {len(row.cells)} cells, and there are {width} columns. A comma inside a"
            " cell may need quotation marks around the cell; or delete what is too much."
        )
        entry.faults.append(Problem(f"Column {letter_of(width)}", " ".join(surplus), todo))
    _read_name(entry, places, labels)
    _read_sector(entry, places, labels)
    _read_numbers(entry, places, labels)
    for holds, goes_to, read in OPTIONAL:
        if (position := places.get(holds)) is not None:
            cell = row.cells[position]
            if not values.is_nothing(cell):
                _read(entry, labels[position], cell, goes_to, read, entry.remarks)
    return entry


def _read(
    entry: Entry,
    label: str,
    cell: str,
    goes_to: str,
    read: Callable[[str], str],
    problems: list[Problem],
) -> None:
    try:
        entry.values[goes_to] = read(cell)
    except Doubt as doubt:
        problems.append(Problem(label, cell, str(doubt)))


def _read_name(entry: Entry, places: dict[str, int], labels: dict[int, str]) -> None:
    position = places[Holds.NAME]
    cell = entry.row.cells[position]
    if values.is_nothing(cell):
        entry.faults.append(Problem(labels[position], cell, "The row has no name. Enter one."))
    else:
        _read(entry, labels[position], cell, "name", values.name, entry.faults)


def _read_sector(entry: Entry, places: dict[str, int], labels: dict[int, str]) -> None:
    position = places.get(Holds.SECTOR)
    if position is not None and not values.is_nothing(cell := entry.row.cells[position]):
        _read(entry, labels[position], cell, "sector", values.sector, entry.faults)


def _read_numbers(entry: Entry, places: dict[str, int], labels: dict[int, str]) -> None:
    """The first number is the one to go by, so a doubt about it keeps the row out."""
    for holds in NUMBERS:
        position = places.get(holds)
        if position is None or values.is_nothing(cell := entry.row.cells[position]):
            continue
        try:
            found = values.register_number(holds if holds in REGISTERS else "", cell)
        except Doubt as doubt:
            problems = entry.remarks if entry.identifiers else entry.faults
            problems.append(Problem(labels[position], cell, str(doubt)))
        else:
            entry.identifiers += [found] if found not in entry.identifiers else []


def _tell_apart(entries: list[Entry], labels: dict[str, str]) -> None:
    """Mark rows that repeat an earlier one, and fault those that contradict it (ORG-1)."""
    by_number: dict[Identifier, Entry] = {}
    by_name: dict[Identifier, Entry] = {}
    ready = [entry for entry in entries if not entry.faults]
    for entry in [e for e in ready if e.identifiers]:
        earlier = by_number.get(entry.identifiers[0])
        if earlier:
            _repeat(entry, earlier, labels)
            continue
        _leave_out_taken_numbers(entry, by_number)
        by_number.update(dict.fromkeys(entry.identifiers, entry))
        by_name.setdefault(entry.name_and_area, entry)
    for entry in [e for e in ready if not e.identifiers]:
        earlier = by_name.setdefault(entry.name_and_area, entry)
        if earlier is not entry:
            _repeat(entry, earlier, labels)


def _repeat(entry: Entry, earlier: Entry, labels: dict[str, str]) -> None:
    differing = [
        name
        for name, value in entry.values.items()
        if value.lower() != earlier.values.get(name, "").lower()
    ]
    if not differing:
        entry.repeats = earlier.row.number
        return
    name = differing[0]
    same = " ".join(entry.identifiers[0]) if entry.identifiers else "name and area"
    entry.faults.append(
        Problem(
            labels.get(name, labels[Holds.NAME]),
            entry.values[name],
            f"Row {earlier.row.number} has the same {same} and says"
            f" “{earlier.values.get(name, 'nothing')}” here. Keep one of the two rows.",
        )
    )


def _leave_out_taken_numbers(entry: Entry, by_number: Mapping[Identifier, Entry]) -> None:
    taken = [number for number in entry.identifiers[1:] if number in by_number]
    for scheme, value in taken:
        row = by_number[scheme, value].row.number
        todo = f"Row {row} has the same number. Check which of the two it belongs to."
        entry.remarks.append(Problem(Scheme(scheme).label, value, todo))
    entry.identifiers = [number for number in entry.identifiers if number not in taken]
