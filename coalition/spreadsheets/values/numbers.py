"""Numbers as people write them: 1,200 and £1,200.50, and 1.200,50 where it can be nothing else."""

import re
from decimal import Decimal

from coalition.spreadsheets.values.doubt import Doubt, rounded

PLAIN = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?", re.ASCII)
ROUNDED = re.compile(r"-?\d+([.,]\d+)?E[+-]?\d+", re.I)
SPACES = re.compile(r"(?<=[\d£€$+-]) +(?=[\d£€$.])")
WRITTEN = re.compile(r"([+-])?[£€$]?([\d.,]+)")
SIGN_INSIDE = re.compile(r"[£€$](-)([\d.,]+)")
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
CONTINENTAL = re.compile(r"\d{1,3}(\.\d{3})+,\d+|\d+,(?:\d{1,2}|\d{4,})", re.ASCII)
DIGITS = re.compile(r"\d+(\.\d*)?|\.\d+", re.ASCII)
SHORT = 12  # digits
LARGEST = 10**12


def whole_number(cell: str) -> int:
    if len(cell) <= SHORT and cell.isascii() and cell.isdecimal():
        return int(cell)
    found = decimal(cell)
    if found != found.to_integral_value():
        raise Doubt("Write a whole number, like 1200.")
    return int(found)


def decimal(cell: str) -> Decimal:
    """Below a million million. The comma of 1,200 parts thousands; that of 1,50, decimals."""
    if PLAIN.fullmatch(cell):
        return Decimal(cell)
    if ROUNDED.fullmatch(cell):
        raise rounded(cell)
    text = cell.replace("\u00a0", " ").replace("\u2212", "-").strip()
    owed = text.startswith("(") and text.endswith(")")  # as accountants write what is negative
    sign, digits = _parts(text.strip("()") if owed else text)
    if not digits:
        raise Doubt("This is not a number. Write it in digits, like 1200.")
    value = Decimal(digits)
    if value >= LARGEST:
        raise Doubt("This number is too large to be right.")
    return -value if owed or sign == "-" else value


def _parts(text: str) -> tuple[str, str]:
    """Sign and digits of -£1,200 or £-1,200."""
    text = SPACES.sub("", text)
    found = WRITTEN.fullmatch(text) or SIGN_INSIDE.fullmatch(text)
    return (found[1] or "", _digits(found[2])) if found else ("", "")


def _digits(text: str) -> str:
    if CONTINENTAL.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    return text if DIGITS.fullmatch(text) else ""
