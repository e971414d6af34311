"""Rows as they stand in a file to rows as people meant them: tidy, not blank, letters put right."""

from collections.abc import Iterable, Iterator

from coalition.spreadsheets import mojibake
from coalition.spreadsheets.body import shortened
from coalition.spreadsheets.cells import tidy
from coalition.spreadsheets.table import RawRow


class Tidied:
    """`notices` tell what was put right in the rows that have been read."""

    def __init__(self, rows: Iterable[RawRow]) -> None:
        self.rows = rows
        self.repaired: dict[int, int] = {}  # number of a row → cells in it
        self.example = ("", "")

    def __iter__(self) -> Iterator[RawRow]:
        strip = str.strip
        for number, raw in self.rows:
            cells = list(map(strip, raw))
            joined = "\n" + "\n".join(cells)
            if not joined.isascii():
                cells = self._repair(number, list(map(tidy, cells)))
            elif "\n=" in joined or "\n'" in joined:
                cells = list(map(tidy, cells))
            if any(cells):
                yield number, cells

    def _repair(self, number: int, cells: list[str]) -> list[str]:
        if not mojibake.GARBLED.search("\n".join(cells)):
            return cells
        repaired = list(map(mojibake.repair, cells))
        changed = [pair for pair in zip(cells, repaired, strict=True) if pair[0] != pair[1]]
        if changed:
            self.example = self.example if self.repaired else changed[0]
            self.repaired[number] = len(changed)
        return repaired

    @property
    def notices(self) -> list[str]:
        if not self.repaired:
            return []
        was, now = map(shortened, self.example)
        return [
            f"Letters were garbled in {sum(self.repaired.values()):,} cells and have been put"
            f" right: “{was}” became “{now}”. Check that the names look right."
        ]
