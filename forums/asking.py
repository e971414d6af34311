"""A list of people to ask, as it is pasted: one a line. Knows no rows but organisations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from coalition.domain import one_line
from coalition.models import Organisation

MOST = 40  # at once
BETWEEN = re.compile(r"[\t;,]")
ANGLED = re.compile(r"^(.*)<([^<>\s]+)>(.*)$")


@dataclass(frozen=True)
class Somebody:
    """To be asked. `problem` says, for a person, why it cannot be done as it was typed."""

    name: str
    email: str
    whence: str = ""  # the organisation, as typed
    organisation: Organisation | None = None
    why: str = ""
    problem: str = ""


def read_lines(text: str) -> list[tuple[str, str, str]]:
    """(name, address, organisation) of each line that says something. The address is whatever holds
    an @: names stand before it, the organisation after it; or both after it."""
    said = (line for line in text.splitlines() if line.strip())
    lines = (one_line(line.replace("\t", " ; ")) for line in said)
    return [_read(line) for line in lines]


def _read(line: str) -> tuple[str, str, str]:
    line = ANGLED.sub(r"\1;\2;\3", line)
    parts = [part.strip(" \"'") for part in BETWEEN.split(line)]
    at = next((number for number, part in enumerate(parts) if "@" in part), None)
    if at is None:
        return (parts[0], "", _joined(parts[1:]))
    before, after = [part for part in parts[:at] if part], [p for p in parts[at + 1 :] if p]
    if not before and after:
        before, after = after[:1], after[1:]
    return (" ".join(before), parts[at], _joined(after))


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)
