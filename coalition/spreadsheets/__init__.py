"""Spreadsheets as people have them: a file in, a table or a sentence out. Knows no model of ours.

`read` is the way in; `to_csv` is the way out; `store` and `stored_rows` keep a table in between.
"""

from coalition.spreadsheets.reader import BYTE_LIMIT, ROW_LIMIT, read
from coalition.spreadsheets.storage import store, stored_rows
from coalition.spreadsheets.table import Column, Row, Table, Unreadable
from coalition.spreadsheets.workbooks import NoSuchSheet
from coalition.spreadsheets.writer import to_csv

__all__ = [
    "BYTE_LIMIT",
    "ROW_LIMIT",
    "Column",
    "NoSuchSheet",
    "Row",
    "Table",
    "Unreadable",
    "read",
    "store",
    "stored_rows",
    "to_csv",
]
