"""Cells to values. Each function returns what a cell means, or raises Doubt with what to do."""

import re
from difflib import get_close_matches
from itertools import product

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from coalition.domain import one_line
from coalition.models import Organisation, Sector
from coalition.postal import as_postcode
from coalition.registers import NotANumber, read_number
from coalition.spreadsheets.values import Doubt

# What people and exports write where there is nothing.
NOTHING = {"", "-", "–", "—", "0", "?", "n/a", "na", "nil", "no data", "none", "null", "unknown"}
LOST = "\ufffd"  # what a program writes for a letter that it could not read
YES = {"true", "yes", "y", "1", "active", "registered", "current", "live", "open"}
LOOK_ALIKE = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}
LONGEST_POSTCODE = 7
O_OR_I = re.compile(r"\d[OI]")
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
    bare = "".join(cell.split()).upper()
    if found := as_postcode(bare):
        return found
    meant = _as_postcodes(bare)
    if len(meant) == 1:
        raise Doubt(f"This is not a UK postcode. Did you mean {meant.pop()}?")
    raise Doubt("This is not a whole UK postcode, like BS1 4ST.")


def _as_postcodes(bare: str) -> set[str]:
    """What it is with O for 0 or I for 1, or the other way round. No O or I follows a digit."""
    if len(bare) > LONGEST_POSTCODE:
        return set()
    written = map("".join, product(*(LOOK_ALIKE.get(letter, letter) for letter in bare)))
    return {as_postcode(one) or "" for one in written if not O_OR_I.search(one)} - {""}


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
    """(scheme, number), as coalition.registers reads it."""
    try:
        return read_number(scheme, cell)
    except NotANumber as error:
        raise Doubt(str(error)) from error
