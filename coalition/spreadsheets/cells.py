"""Cells: tidied when they come in, harmless when they go out."""

import re

BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
AROUND = BLANKS + INVISIBLE
# Excel's way to keep leading zeros is ="0123"; our own exports put ' before a formula.
KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
NEUTRALISED = re.compile(r"'(?=[=+\-@\t\r])")
RUNS_IN_A_SPREADSHEET = re.compile(r"[=@\t\r]|[+\-](?![\d\s().,]*\Z)")
LOOKS_LIKE_DATA = re.compile(
    r"[A-Z]{2}-[A-Z]{2,}-\w+"  # an org-id
    r"|(https?://|www\.)\S+"
    r"|\S+@\S+\.\S+"
    r"|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"  # a postcode
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}"  # a date
    r"|[£$€]?\d[\d,]{4,}(\.\d+)?",  # a number of five digits or more; four may be a year
    re.I,
)

LONGEST_VALUE = 200  # longer is prose


def tidy(cell: str) -> str:
    """Without blanks and invisible characters around it, nor what only protected it in transit."""
    cell = cell.strip(AROUND)
    if cell.startswith("="):
        kept = KEPT_AS_TEXT.fullmatch(cell)
        return kept[1].strip(AROUND) if kept else cell
    return NEUTRALISED.sub("", cell, count=1) if cell.startswith("'") else cell


def neutralise(cell: str) -> str:
    """A cell that a spreadsheet would run starts with ' instead; +44 and -109 stay as they are."""
    return f"'{cell}" if RUNS_IN_A_SPREADSHEET.match(cell) else cell


def looks_like_data(cell: str) -> bool:
    """An identifier, address, date or number: nothing that anyone would use as a heading."""
    return len(cell) < LONGEST_VALUE and bool(LOOKS_LIKE_DATA.fullmatch(cell))
