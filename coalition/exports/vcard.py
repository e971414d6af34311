"""A person as a vCard 4.0 (RFC 6350), for an address book."""

from collections.abc import Iterable

from coalition.contact import Channel
from coalition.exports.people import Person

LINE_BYTES = 75


def vcard(person: Person, *, uid: str) -> str:
    """With the ways in which we may contact them, and no others."""
    row = person.row
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"UID:{uid}",
        f"FN:{_text(row.letter_name)}",
        f"N:;{_text(row.letter_name)};;;",
    ]
    if row.known_as:
        lines.append(f"NICKNAME:{_text(row.known_as)}")
    lines += [f"ORG:{_text(place)}" for place in person.places]
    if email := person.reached(Channel.EMAIL, row.email):
        lines.append(f"EMAIL:{_text(email)}")
    if phone := person.reached(Channel.PHONE, row.phone):
        lines.append(f"TEL;VALUE=text:{_text(phone)}")
    if address := person.reached(Channel.POST, row.address):
        street = ",".join(_text(line) for line in address.splitlines())
        lines.append(f"ADR:;;{street};;;;")
    return _folded([*lines, "END:VCARD"])


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return "\\n".join(escaped.splitlines())


def _folded(lines: Iterable[str]) -> str:
    """No line is longer than 75 bytes, and no letter is cut in two (section 3.2)."""
    return "".join(f"{part}\r\n" for line in lines for part in _parts(line))


def _parts(line: str) -> list[str]:
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > LINE_BYTES:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]
