"""A list as CSV, and the Frictionless descriptor that says what its columns mean."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from coalition.spreadsheets.cells import neutralise

CHUNK = 500
BYTE_ORDER_MARK = "\ufeff"  # without it, Excel takes UTF-8 for something else


@dataclass(frozen=True)
class Column:
    """`value` takes a row to what stands in its cell. Of type string, integer or date."""

    name: str
    description: str
    value: Callable[[Any], Any]
    type: str = "string"


@dataclass(frozen=True)
class Table:
    """`name` becomes the file's; `title` is what people read. The first column is the key."""

    name: str
    title: str
    columns: tuple[Column, ...]

    @property
    def file_name(self) -> str:
        return f"{self.name}.csv"

    def lines(self, rows: Iterable[Any]) -> Iterator[str]:
        """The file, some hundred lines at a time. No cell runs when a spreadsheet opens it."""
        text = io.StringIO(newline="")
        out = csv.writer(text)
        text.write(BYTE_ORDER_MARK)
        out.writerow(column.name for column in self.columns)
        for number, row in enumerate(rows, 1):
            out.writerow(_cell(column.value(row)) for column in self.columns)
            if number % CHUNK == 0:
                yield _taken(text)
        yield _taken(text)

    def descriptor(self) -> dict[str, Any]:
        """A Frictionless data package with this one file in it."""
        fields = [
            {"name": c.name, "type": c.type, "description": c.description} for c in self.columns
        ]
        resource = {
            "name": self.name,
            "path": self.file_name,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ","},
            "schema": {
                "fields": fields,
                "missingValues": [""],
                "primaryKey": [self.columns[0].name],
            },
        }
        return {
            "profile": "tabular-data-package",
            "name": self.name,
            "title": self.title,
            "resources": [resource],
        }


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else neutralise(str(value))


def _taken(text: io.StringIO) -> str:
    said = text.getvalue()
    text.seek(0)
    text.truncate()
    return said
