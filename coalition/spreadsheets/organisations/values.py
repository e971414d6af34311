"""Cells to values. Each function returns what a cell means, or raises Doubt with what to do."""

import re
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from coalition.domain import one_line
from coalition.models import Organisation, Scheme, Sector

# What people and exports write where there is nothing.
NOTHING = {"", "-", "–", "—", "0", "?", "n/a", "na", "nil", "no data", "none", "null", "unknown"}
LOST = "\ufffd"  # what a program writes for a letter that it could not read
ROUNDED = re.compile(r"\d([.,]\d+)?E\+?\d+")
ORG_ID = re.compile(r"([A-Z]{2}-[A-Z]+)-(.+)", re.I)
FORM_OF = {
    Scheme.CHARITY_ENGLAND_WALES: r"[1-9]\d{5,6}",
    Scheme.CHARITY_SCOTLAND: r"SC\d{6}",
    Scheme.CHARITY_NORTHERN_IRELAND: r"[1-9]\d{5}",
    Scheme.COMPANY: r"\d{8}|[A-Z]{2}\d{6}|[A-Z]{2}\d{5}[A-Z]|R\d{7}",
    Scheme.NHS_ODS: r"[A-Z0-9]{3,6}",
    Scheme.GOVERNMENT: r"[A-Z]{1,3}\d{1,5}",
    Scheme.LOCAL_AUTHORITY: r"[A-Z]{3}",
    Scheme.HOUSING_PROVIDER: r"[A-Z0-9]{4,6}",
}
LOOKS_LIKE = {
    Scheme.CHARITY_ENGLAND_WALES: "6 or 7 digits, like 1089464",
    Scheme.CHARITY_SCOTLAND: "SC and 6 digits, like SC038092",
    Scheme.CHARITY_NORTHERN_IRELAND: "6 digits, like 100123",
    Scheme.COMPANY: "8 digits, or 2 letters and 6 digits, like 04412345 or SC123456",
    Scheme.NHS_ODS: "3 to 6 letters and digits, like R0A",
    Scheme.GOVERNMENT: "letters and digits, like EA61",
    Scheme.LOCAL_AUTHORITY: "3 letters, like LIV",
    Scheme.HOUSING_PROVIDER: "4 to 6 letters and digits, like 4727 or LH0250",
}
POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})")
YES = {"true", "yes", "y", "1", "active", "registered", "current", "live", "open"}
NO = {"false", "no", "n", "inactive", "removed", "dissolved", "closed", "dormant", "ceased"}
SECTOR_WORDS = {
    "charity": Sector.VOLUNTARY,
    "vcse": Sector.VOLUNTARY,
    "vcs": Sector.VOLUNTARY,
    "voluntary": Sector.VOLUNTARY,
    "voluntary sector": Sector.VOLUNTARY,
    "third sector": Sector.VOLUNTARY,
    "council": Sector.LOCAL_GOVERNMENT,
    "local authority": Sector.LOCAL_GOVERNMENT,
    "government": Sector.CENTRAL_GOVERNMENT,
    "health": Sector.NHS,
    "cic": Sector.SOCIAL_ENTERPRISE,
    "social enterprise": Sector.SOCIAL_ENTERPRISE,
    "cooperative": Sector.SOCIAL_ENTERPRISE,
    "faith": Sector.FAITH,
    "church": Sector.FAITH,
    "mosque": Sector.FAITH,
    "refugee-led": Sector.DIASPORA,
    "private": Sector.BUSINESS,
    "company": Sector.BUSINESS,
    "housing association": Sector.HOUSING,
    "university": Sector.EDUCATION,
    "school": Sector.EDUCATION,
    "education": Sector.EDUCATION,
    "foundation": Sector.FUNDER,
    "trade union": Sector.UNION,
    "mutual aid": Sector.INFORMAL,
    "embassy": Sector.INTERNATIONAL,
}
SECTORS = {
    **SECTOR_WORDS,
    **{sector.label.lower(): sector for sector in Sector},
    **{sector.value.lower(): sector for sector in Sector},
}
_is_web_address = URLValidator(schemes=["http", "https"])


class Doubt(Exception):
    """The cell cannot mean what its column says. The message says what to do."""


def is_nothing(cell: str) -> bool:
    return cell.lower() in NOTHING


def name(cell: str) -> str:
    """A name of at most 200 characters that no spreadsheet takes for a formula."""
    cell = one_line(cell)
    if cell[0] in "=+-@":
        raise Doubt(
            f"It begins with “{cell[0]}”, as a formula does. Take the sign away, or type the name"
            " again as text."
        )
    if LOST in cell:
        raise Doubt(f"Letters are lost (“{LOST}”). Type the name again.")
    if not any(map(str.isalpha, cell)):
        raise Doubt("This is not a name. Enter the name, or match another column to it.")
    return _short(cell, 200)


def text(limit: int, cell: str) -> str:
    cell = one_line(cell)
    if LOST in cell:
        raise Doubt(f"Letters are lost (“{LOST}”). Type it again.")
    return _short(cell, limit)


def _short(cell: str, limit: int) -> str:
    if len(cell) > limit:
        raise Doubt(f"It has {len(cell)} characters; {limit} are the most. Shorten it.")
    return cell


def sector(cell: str) -> str:
    found = SECTORS.get(one_line(cell).lower())
    if found:
        return found.value
    alike = get_close_matches(one_line(cell).lower(), SECTORS, n=1)
    hint = f"Did you mean “{SECTORS[alike[0]].label}”?" if alike else "Use a sector from our list."
    raise Doubt(f"We do not know this sector. {hint}")


def postcode(cell: str) -> str:
    found = POSTCODE.fullmatch(one_line(cell).upper().replace(" ", ""))
    if not found:
        raise Doubt("This is not a whole UK postcode, like BS1 4ST.")
    return f"{found[1]} {found[2]}"


def website(cell: str) -> str:
    address = cell if "://" in cell else f"https://{cell}"
    try:
        _is_web_address(address)
    except ValidationError as error:
        raise Doubt("This is not a web address, like https://example.org.") from error
    return _short(address, 200)


def status(cell: str) -> str:
    word = cell.lower()
    if word in YES:
        return Organisation.Status.ACTIVE.value
    if word in NO:
        return Organisation.Status.DORMANT.value
    raise Doubt("Write “yes” for an active organisation and “no” for one that is not.")


def register_number(scheme: str, cell: str) -> tuple[str, str]:
    """(scheme, number) as the register writes it, zeros that a spreadsheet dropped put back.

    With an empty scheme, or where the cell names another, the cell's own prefix counts.
    """
    number = re.sub(r"\s", "", cell).upper()
    if ROUNDED.fullmatch(number):
        raise Doubt(
            f"The spreadsheet rounded this number to {cell}, so its last digits are lost. Format"
            " the column as text, enter the number again and save the file again."
        )
    if whole := ORG_ID.fullmatch(number):
        return _of_register(whole[1], whole[2]) if whole[1] in FORM_OF else _of_another(cell)
    if not scheme:
        return _of_another(cell) if "-" in cell else _charity(number)
    return _of_register(scheme, number)


def _charity(number: str) -> tuple[str, str]:
    """Scottish numbers begin with SC, Northern Irish ones may with NIC, the others are digits."""
    if number.startswith("SC"):
        return _of_register(Scheme.CHARITY_SCOTLAND, number)
    if number.startswith("NI"):
        return _of_register(Scheme.CHARITY_NORTHERN_IRELAND, number)
    if re.fullmatch(r"0\d{5}", number):
        raise Doubt(
            "Charity numbers of England and Wales do not begin with 0."
            f" If it is a Scottish one, write SC{number}."
        )
    return _of_register(Scheme.CHARITY_ENGLAND_WALES, number)


def _of_register(scheme: str, number: str) -> tuple[str, str]:
    number = _restored(scheme, re.sub(r"\.0+$|(?<=\d),(?=\d{3})", "", number))
    if not re.fullmatch(FORM_OF[Scheme(scheme)], number):
        raise Doubt(f"A {Scheme(scheme).label.lower()} has {LOOKS_LIKE[Scheme(scheme)]}.")
    return str(scheme), number


def _restored(scheme: str, number: str) -> str:
    """Spreadsheets drop leading zeros, and people leave out what a column's name says."""
    if scheme == Scheme.COMPANY and re.fullmatch(r"\d{4,8}", number):
        return number.zfill(8)
    if scheme == Scheme.COMPANY and (found := re.fullmatch(r"([A-Z]{2})(\d{2,6})", number)):
        return found[1] + found[2].zfill(6)
    if scheme == Scheme.CHARITY_SCOTLAND and (found := re.fullmatch(r"(SC)?(\d{4,6})", number)):
        return "SC" + found[2].zfill(6)
    if scheme == Scheme.CHARITY_NORTHERN_IRELAND:
        return re.sub(r"^NIC?", "", number)
    return number


def _of_another(cell: str) -> tuple[str, str]:
    """A register that is not on our list keeps its whole identifier, such as GB-CASC-9abbf705."""
    number = one_line(cell)
    if not re.fullmatch(r"[\w]{2,}-[\w:./-]{1,37}", number):
        raise Doubt("Write the register’s prefix before the number, like GB-CHC-1089464.")
    return Scheme.OTHER.value, _short(number, 40)
