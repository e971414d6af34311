"""What a spreadsheet says about organisations: columns matched to our fields, rows understood,
rows compared with each other and with the register. Nothing here writes.
"""

from coalition.spreadsheets.organisations.columns import CHOICES, Holds, guess, guess_sector
from coalition.spreadsheets.organisations.comparison import Kind, Outcome, compare, compare_all
from coalition.spreadsheets.organisations.entries import Entry, Problem, understand
from coalition.spreadsheets.organisations.forecast import forecast
from coalition.spreadsheets.organisations.report import faulty_rows, rows_with_remarks

__all__ = [
    "CHOICES",
    "Entry",
    "Holds",
    "Kind",
    "Outcome",
    "Problem",
    "compare",
    "compare_all",
    "faulty_rows",
    "forecast",
    "guess",
    "guess_sector",
    "rows_with_remarks",
    "understand",
]
