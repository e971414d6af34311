"""Cells to values that people of any kind of import share. Each function returns what a tidy,
filled cell means, or raises Doubt with what to do. They are quick for what most cells are.
"""

from coalition.spreadsheets.values.days import day
from coalition.spreadsheets.values.doubt import Doubt
from coalition.spreadsheets.values.emails import email
from coalition.spreadsheets.values.numbers import decimal, whole_number
from coalition.spreadsheets.values.phones import phone
from coalition.spreadsheets.values.words import yes_or_no

__all__ = ["Doubt", "day", "decimal", "email", "phone", "whole_number", "yes_or_no"]
