"""What a spreadsheet says about organisations: columns matched to our fields, rows understood,
rows compared with each other and with the register. Nothing here writes.
"""

from coalition.spreadsheets.organisations.columns import CHOICES, Holds, guess
from coalition.spreadsheets.organisations.comparison import Kind, Outcome, compare
from coalition.spreadsheets.organisations.entries import Entry, Problem, understand

__all__ = [
    "CHOICES",
    "Entry",
    "Holds",
    "Kind",
    "Outcome",
    "Problem",
    "compare",
    "guess",
    "understand",
]
