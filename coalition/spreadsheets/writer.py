"""Rows to a file that every spreadsheet program opens rightly."""

import csv
import io
from collections.abc import Iterable

from coalition.spreadsheets.cells import neutralise


def to_csv(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """UTF-8 with the mark that Excel needs; no cell runs as a formula when it is opened."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([neutralise(heading) for heading in headings])
    writer.writerows([neutralise(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
