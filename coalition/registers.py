"""How the numbers of public registers look (ORG-1). Forms, imports and the demo all ask here."""

import re

from coalition.domain import one_line
from coalition.models import Scheme

ROUNDED = re.compile(r"\d([.,]\d+)?E\+?\d+")
ORG_ID = re.compile(r"([A-Z]{2}-[A-Z]+)-(.+)", re.I)
ANOTHER = re.compile(r"\w{2,}-[\w:./-]+")
FORM_OF = {
    Scheme.CHARITY_ENGLAND_WALES: r"[1-9]\d{5,6}",
    Scheme.CHARITY_SCOTLAND: r"SC\d{6}",
    Scheme.CHARITY_NORTHERN_IRELAND: r"[1-9]\d{5}",
    Scheme.COMPANY: r"\d{8}|[A-Z]{2}\d{6}|[A-Z]{2}\d{5}[A-Z]|R\d{7}",
    Scheme.NHS_ODS: r"[A-Z0-9]{3,6}",
    Scheme.GOVERNMENT: r"[A-Z]{1,3}\d{1,5}",
    Scheme.LOCAL_AUTHORITY: r"[A-Z]{3,4}",
    Scheme.HOUSING_PROVIDER: r"[A-Z0-9]{4,6}",
}
LOOKS_LIKE = {
    Scheme.CHARITY_ENGLAND_WALES: "6 or 7 digits, like 1089464",
    Scheme.CHARITY_SCOTLAND: "SC and 6 digits, like SC038092",
    Scheme.CHARITY_NORTHERN_IRELAND: "6 digits, like 100123",
    Scheme.COMPANY: "8 digits, or 2 letters and 6 digits, like 04412345 or SC123456",
    Scheme.NHS_ODS: "3 to 6 letters and digits, like R0A",
    Scheme.GOVERNMENT: "letters and digits, like EA61",
    Scheme.LOCAL_AUTHORITY: "3 or 4 letters, like LIV or GMCA",
    Scheme.HOUSING_PROVIDER: "4 to 6 letters and digits, like 4727 or LH0250",
}


class NotANumber(ValueError):
    """The register has no such numbers. The message says what they look like, or what to do."""


def read_number(scheme: str, text: str) -> tuple[str, str]:
    """(scheme, number) as the register writes it, zeros that a spreadsheet dropped put back.

    Where the text names its register itself, that one counts: GB-SC-SC038092 is Scottish under
    any scheme. An empty scheme means a charity, or whatever the text names.
    """
    number = re.sub(r"\s", "", text).upper()
    if ROUNDED.fullmatch(number):
        raise NotANumber(
            f"The spreadsheet rounded this number to {text}, so its last digits are lost. Format"
            " the column as text, enter the number again and save the file again."
        )
    if whole := ORG_ID.fullmatch(number):
        return _of_register(whole[1], whole[2]) if whole[1] in FORM_OF else _of_another(text)
    if scheme == Scheme.OTHER or (not scheme and "-" in text):
        return _of_another(text)
    return _of_register(scheme, number) if scheme else _charity(number)


def _charity(number: str) -> tuple[str, str]:
    """Scottish numbers begin with SC, Northern Irish ones may with NIC, the others are digits."""
    if number.startswith("SC"):
        return _of_register(Scheme.CHARITY_SCOTLAND, number)
    if number.startswith("NI"):
        return _of_register(Scheme.CHARITY_NORTHERN_IRELAND, number)
    if re.fullmatch(r"0\d{5}", number):
        raise NotANumber(
            "Charity numbers of England and Wales do not begin with 0."
            f" If it is a Scottish one, write SC{number}."
        )
    return _of_register(Scheme.CHARITY_ENGLAND_WALES, number)


def _of_register(scheme: str, number: str) -> tuple[str, str]:
    number = _restored(scheme, re.sub(r"\.0+$|(?<=\d),(?=\d{3})", "", number))
    if not re.fullmatch(FORM_OF[Scheme(scheme)], number):
        raise NotANumber(f"{Scheme(scheme).label}: write {LOOKS_LIKE[Scheme(scheme)]}.")
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


def _of_another(text: str) -> tuple[str, str]:
    """A register that is not on our list keeps its whole identifier, such as GB-CASC-9abbf705."""
    number = one_line(text)
    if not ANOTHER.fullmatch(number):
        raise NotANumber(
            "Write the register’s prefix before the number, like GB-CHC-1089464 or"
            " GB-UKPRN-10007774."
        )
    if len(number) > 40:
        raise NotANumber(f"It has {len(number)} characters; 40 are the most. Shorten it.")
    return Scheme.OTHER.value, number
