"""Yes and no."""

from coalition.spreadsheets.values.doubt import Doubt

YES = {"yes", "y", "true", "t", "1", "x", "✓", "✔", "☑", "on", "ie", "oes", "ydy", "так"}
NO = {"no", "n", "false", "f", "0", "✗", "✘", "☐", "off", "nage", "nac oes", "nac ydy", "ні"}


def yes_or_no(cell: str) -> bool:
    word = cell.lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Doubt("Write “yes” or “no”.")
