"""Spreadsheets as people have them: bytes in, a table or a sentence out. Knows no model of ours.

`read` is the way in; `to_csv` is the way out.
"""

from coalition.spreadsheets.reader import BYTE_LIMIT, read
from coalition.spreadsheets.table import Column, Row, Table, Unreadable
from coalition.spreadsheets.writer import to_csv

__all__ = ["BYTE_LIMIT", "Column", "Row", "Table", "Unreadable", "read", "to_csv"]
