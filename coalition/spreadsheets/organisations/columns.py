"""Which column of a file holds which of our fields, and a good guess at it."""

import re
from collections.abc import Callable, Mapping

from django.db import models

from coalition.models import Scheme, Sector
from coalition.registers import ORG_ID
from coalition.spreadsheets.organisations import values
from coalition.spreadsheets.table import Table
from coalition.spreadsheets.values import Doubt


class Holds(models.TextChoices):
    """What a column can hold. A scheme (GB-COH …) stands for a number in that register."""

    NAME = "name", "Name"
    KNOWN_AS = "known_as", "Also known as"
    SECTOR = "sector", "Sector"
    AREA = "area", "Area: council or place"
    POSTCODE = "postcode", "Postcode, as the area"
    WEBSITE = "website", "Website"
    STATUS = "status", "Active or not"
    ORG_ID = "org_id", "Identifier, like GB-CHC-1089464"
    CHARITY = "charity", "Charity number, any UK register"


REGISTERS = {scheme.value: scheme.label for scheme in Scheme if scheme != Scheme.OTHER}
NUMBERS = [Holds.ORG_ID.value, Holds.CHARITY.value, *REGISTERS]
CHOICES = [
    ("", "Leave out"),
    ("The organisation", [choice for choice in Holds.choices if choice[0] not in NUMBERS]),
    (
        "A number in a register",
        [
            (Holds.ORG_ID.value, Holds.ORG_ID.label),
            (Holds.CHARITY.value, Holds.CHARITY.label),
            *REGISTERS.items(),
        ],
    ),
]
CHARITIES = {
    Holds.ORG_ID.value,
    Holds.CHARITY.value,
    Scheme.CHARITY_ENGLAND_WALES.value,
    Scheme.CHARITY_SCOTLAND.value,
    Scheme.CHARITY_NORTHERN_IRELAND.value,
}
# Headings in use, without spaces and signs, likeliest first.
HEADINGS: dict[str, list[str]] = {
    Holds.ORG_ID: ["orgid", "organisationidentifier", "orgidentifier", "identifier"],
    Holds.NAME: [
        "organisationname",
        "nameoforganisation",
        "charityname",
        "groupname",
        "name",
        "organisation",
        "organization",
        "partner",
        "title",
    ],
    Holds.KNOWN_AS: ["knownas", "alsoknownas", "workingname", "tradingname", "shortname"],
    Holds.CHARITY: [
        "charitynumber",
        "charityno",
        "registeredcharitynumber",
        "charityregistrationnumber",
        "registrationnumber",
        "regno",
        "number",
    ],
    Scheme.COMPANY: ["companynumber", "companyno", "companieshousenumber", "companyregistration"],
    Scheme.NHS_ODS: ["odscode", "ods", "nhscode"],
    Scheme.HOUSING_PROVIDER: ["rpcode", "registeredprovidercode"],
    Holds.SECTOR: ["sector", "organisationtype", "type"],
    Holds.POSTCODE: ["postcode", "postalcode"],
    Holds.AREA: ["council", "localauthority", "area", "locality", "district", "borough", "town"],
    Holds.WEBSITE: ["website", "web", "webaddress", "url", "homepage"],
    Holds.STATUS: ["active", "isactive", "status"],
}
SAMPLE = 200  # rows
BY_HEADING, BY_CONTENT = 0.5, 0.8  # how many of a column's values must fit


def _charity(cell: str) -> object:
    scheme, number = values.register_number("", cell)
    if scheme not in CHARITIES:
        raise Doubt
    return number


def _number(scheme: str) -> Callable[[str], object]:
    return lambda cell: values.register_number(scheme, cell)


def _org_id(cell: str) -> object:
    if not ORG_ID.fullmatch(cell):
        raise Doubt
    return cell


def _has_letters(cell: str) -> object:
    if not any(map(str.isalpha, cell)) or "://" in cell:
        raise Doubt
    return cell


def _not_a_web_address(cell: str) -> object:
    if "://" in cell:
        raise Doubt
    return values.text(200, cell)


FITS: dict[str, Callable[[str], object]] = {
    Holds.NAME: _has_letters,
    Holds.KNOWN_AS: _has_letters,
    Holds.SECTOR: values.sector,
    Holds.AREA: _not_a_web_address,
    Holds.POSTCODE: values.postcode,
    Holds.WEBSITE: values.website,
    Holds.STATUS: values.status,
    Holds.ORG_ID: _org_id,
    Holds.CHARITY: _charity,
    **{scheme: _number(scheme) for scheme in REGISTERS},
}
# Some things are told by what they look like, whatever stands above them.
TELLING = [Holds.ORG_ID, Holds.POSTCODE, Holds.WEBSITE]


def guess(table: Table) -> dict[int, str]:
    """Column's position → what it seems to hold; columns that we cannot place are left out."""
    samples = [_sample(table, position) for position in range(len(table.columns))]
    found = _told_by_heading(table, samples)
    found = _told_by_content(samples, found)
    if Holds.POSTCODE in found.values():  # one area is enough, and a postcode says it best
        found = {position: holds for position, holds in found.items() if holds != Holds.AREA}
    return dict(sorted(found.items()))


def guess_sector(table: Table, columns: Mapping[int, str]) -> str:
    """Voluntary, where the file numbers its organisations as charities; otherwise no guess."""
    numbers = [position for position, holds in columns.items() if holds in CHARITIES]
    shares = [_share(Holds.CHARITY, _sample(table, position)) for position in numbers]
    return Sector.VOLUNTARY.value if max(shares, default=0) >= BY_HEADING else ""


def _told_by_heading(table: Table, samples: list[list[str]]) -> dict[int, str]:
    found: dict[int, str] = {}
    for holds, headings in HEADINGS.items():
        for position in _by_heading(table, headings):
            if position not in found and _share(holds, samples[position]) >= BY_HEADING:
                found[position] = str(holds)
                break
    return found


def _told_by_content(samples: list[list[str]], found: dict[int, str]) -> dict[int, str]:
    found = dict(found)
    for holds in TELLING:
        free = [i for i, sample in enumerate(samples) if sample and i not in found]
        fitting = [i for i in free if _share(holds, samples[i]) > BY_CONTENT]
        if fitting and holds not in found.values():
            found[fitting[0]] = str(holds)
    return found


def _by_heading(table: Table, headings: list[str]) -> list[int]:
    """Columns with one of the headings, then those that begin with a long one."""
    written = [re.sub(r"[^a-z]", "", column.heading.lower()) for column in table.columns]
    exact = [i for heading in headings for i, text in enumerate(written) if text == heading]
    longer = [
        i
        for heading in headings
        for i, text in enumerate(written)
        if len(heading) > 6 and text.startswith(heading)
    ]
    return [*exact, *longer]


def _sample(table: Table, position: int) -> list[str]:
    cells = (row.cells[position] for row in table.rows[:SAMPLE])
    return [cell for cell in cells if not values.is_nothing(cell)]


def _share(holds: str, sample: list[str]) -> float:
    return sum(_fits(holds, cell) for cell in sample) / len(sample) if sample else 1.0


def _fits(holds: str, cell: str) -> bool:
    try:
        FITS[holds](cell)
    except Doubt:
        return False
    return True
