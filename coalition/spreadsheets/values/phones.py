"""Phone numbers: those of the United Kingdom as people dial them here, others with their +."""

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from coalition.spreadsheets.values.doubt import Doubt, rounded

SIGNS = str.maketrans("", "", " -.()\u00a0\u2010\u2011\u2012\u2013")
# Nothing, a 0, 44, 0044 or +44 (with or without the 0), then a mobile or a number of 02.
USUAL = re.compile(r"(?:(?:\+|00)?440?|0)?(7[1-57-9]\d{8}|2[03489]\d{8})")
ROUNDED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.I)
SEVERAL = re.compile(r"(?:\d[ ()-]*){9,}(?:[/;,&\n]|\bor\b|\band\b)\D*(?:\d[ ()-]*){6,}", re.I)
EXTENSION = re.compile(r"(?:ext?n?\.?|extension|#|x)\s*\d+\s*", re.I)
LONGEST = 30
WRITE = "Write it like 07700 900123 or +380 44 123 4567."


def phone(cell: str) -> str:
    """020 7946 0123 or +380 44 123 4567. A first 0 that a spreadsheet took is put back."""
    if found := USUAL.fullmatch(cell.translate(SIGNS)):
        digits = found[1]
        if digits[0] == "7":
            return f"0{digits[:4]} {digits[4:]}"
        return f"0{digits[:2]} {digits[2:6]} {digits[6:]}"
    return _unusual(cell)


@lru_cache(maxsize=20_000)
def _unusual(cell: str) -> str:
    cell = re.sub(r"\.0+\Z", "", cell).removeprefix("tel:")
    if ROUNDED.fullmatch(cell):
        raise rounded(cell)
    if SEVERAL.search(cell):
        raise Doubt("More than one number stands here. Keep the best one.")
    if any(map(str.isalpha, EXTENSION.sub("", cell))):
        raise Doubt(f"Words stand beside the number. {WRITE}")
    number = _parsed(cell)
    home = number.country_code == 44
    text = phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    )
    if len(text) > LONGEST:
        raise Doubt(f"This is too long for a phone number. {WRITE}")
    return text


def _parsed(cell: str) -> PhoneNumber:
    try:
        number = phonenumbers.parse(cell, "GB")
    except NumberParseException as error:
        raise Doubt(f"This is not a phone number. {WRITE}") from error
    if phonenumbers.is_valid_number(number):
        return number
    # Numbers for films, such as 01632 960123, are in no plan; and plans of other countries change.
    long_enough = number.country_code != 44 or (number.national_number or 0) >= 10**9
    if long_enough and phonenumbers.is_possible_number(number):
        return number
    raise Doubt(f"Digits are missing, or there are too many, for a phone number. {WRITE}")
