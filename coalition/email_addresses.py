"""Email addresses as mail servers take them, for forms and imports. The network is not asked."""

import re

from email_validator import EmailNotValidError, validate_email

LONGEST = 254
MISTYPED = {
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmail.con": "gmail.com",
    "gmail.co": "gmail.com",
    "hotmial.com": "hotmail.com",
    "hotmail.con": "hotmail.com",
    "hotmail.co": "hotmail.com",
    "outlok.com": "outlook.com",
    "yaho.com": "yahoo.com",
    "yahoo.con": "yahoo.com",
}
PLAINLY = "Enter an email address in the correct format, like name@example.org"


class NotAnAddress(ValueError):
    """No mail server takes it. The message says what to do."""


def read_email(text: str) -> str:
    """The address in one way of writing: without spaces around it, in lower case, its domain in
    the letters that people read (bücher.example, not xn--bcher-kva.example)."""
    address = text.strip()
    if doubt := _doubt(address):
        raise NotAnAddress(doubt)
    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise NotAnAddress(_what_to_do(address)) from error
    if instead := MISTYPED.get(found.domain):
        raise NotAnAddress(f"Check the address. Did you mean {found.local_part}@{instead}?")
    return found.normalized.lower()


def _doubt(address: str) -> str:
    """What people do most often, said before the rules of mail are asked."""
    if len(address) > LONGEST:
        return f"Use {LONGEST} characters or fewer. This has {len(address)}."
    if alone := re.fullmatch(r"(?:mailto:|[^<>@]*<)([^<>\s]+@[^<>\s]+?)>?", address, re.I):
        return f"Enter the address alone: {alone[1]}"
    if len(re.findall(r"[^\s@,;]+@[^\s@,;]+", address)) > 1:
        return "Enter one address only"
    return ""


def _what_to_do(address: str) -> str:
    name, at, domain = address.rpartition("@")
    if not name or not domain:
        return PLAINLY
    if re.search(r"\s", address):
        return f"{PLAINLY}, without spaces"
    if not name.isascii():
        return (
            "Mail does not reach every address with accents or other alphabets before the @."
            " Enter another address"
        )
    if domain.startswith("[") or "." not in domain:
        return f"{PLAINLY}: “{domain}” is not a whole name"
    return f"Check the address: no mail server takes “{address}”"
