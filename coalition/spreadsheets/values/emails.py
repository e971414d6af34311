"""Email addresses as mail servers take them. Nobody is asked over the network."""

import re

from email_validator import EmailNotValidError, validate_email

from coalition.spreadsheets.values.doubt import Doubt

PLAIN = re.compile(
    r"[a-z0-9_+]+(?:[.-][a-z0-9_+]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?\.)+[a-z]{2,10}"
)
LONGEST_PLAIN = 100
AROUND = re.compile(r"(?:mailto:)?<?([^<>\s]+@[^<>\s]+?)>?;?", re.I)
IN_BRACKETS = re.compile(r"[^<>@]*<([^<>\s]+@[^<>\s]+)>")
SEVERAL = re.compile(r"[^\s@,;]+@[^\s@,;]+[\s,;/]+[^\s@,;]+@")


def email(cell: str) -> str:
    """The address in lower case, without what an address book puts around it."""
    address = cell.lower()
    if len(address) <= LONGEST_PLAIN and PLAIN.fullmatch(address):
        return address
    if SEVERAL.search(address):
        raise Doubt("More than one address stands here. Keep one.")
    if found := AROUND.fullmatch(address) or IN_BRACKETS.fullmatch(address):
        address = found[1]
    return checked(address)


def checked(address: str) -> str:
    """By the rules of mail, without a quick way."""
    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise Doubt("This is not an email address, like name@example.org.") from error
    return str(found.normalized.lower())
