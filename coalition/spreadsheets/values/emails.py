"""Email addresses, quickly where they are plain and by the rules of mail where they are not."""

import re

from coalition.email_addresses import MISTYPED, NotAnAddress, read_email
from coalition.spreadsheets.values.doubt import Doubt

PLAIN = re.compile(
    r"[a-z0-9_+]+(?:[.-][a-z0-9_+]+)*@((?:[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?\.)+[a-z]{2,10})"
)
LONGEST_PLAIN = 100
AROUND = re.compile(r"(?:mailto:)?<?([^<>\s]+@[^<>\s]+?)>?;?", re.I)
IN_BRACKETS = re.compile(r"[^<>@]*<([^<>\s]+@[^<>\s]+)>")


def email(cell: str) -> str:
    """The address in lower case, without what an address book puts around it."""
    address = cell.lower()
    plain = PLAIN.fullmatch(address)
    if plain and len(address) <= LONGEST_PLAIN and plain[1] not in MISTYPED:
        return address
    if found := AROUND.fullmatch(address) or IN_BRACKETS.fullmatch(address):
        address = found[1]
    try:
        return read_email(address)
    except NotAnAddress as error:
        says = str(error)
        raise Doubt(says if says.endswith(("?", ".")) else f"{says}.") from error
