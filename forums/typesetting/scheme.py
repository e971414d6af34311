"""A scheme of delegation on paper: words go in, a PDF that a screen reader can read comes out.
Knows no database and no request."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache

from coalition.typesetting.engine import Engine
from coalition.typesetting.text import legible
from forums.typesetting import ROOT

UNNAMED = "◊"  # a heading of a PDF/UA is never empty


@dataclass(frozen=True)
class Granted:
    """One delegation; `facts` are pairs of a name and what is so."""

    title: str
    power: str
    promise: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class Scheme:
    """`forums` are by name, in order. `seals` are the last ones of the journal."""

    author: str
    about: str
    dated: date
    forums: dict[str, list[Granted]]
    reserved: list[str] = field(default_factory=list)
    seals: list[str] = field(default_factory=list)


def typeset(scheme: Scheme) -> bytes:
    """As PDF/UA-1 on numbered pages of A4; the same words give the same bytes."""
    timestamp = int(datetime.combine(scheme.dated, time(12), tzinfo=UTC).timestamp())
    return _engine().compile(_words(scheme), timestamp)


@cache
def _engine() -> Engine:
    return Engine(ROOT, "scheme")


def _words(scheme: Scheme) -> str:
    words = {
        "title": "Scheme of delegation",
        "author": legible(scheme.author),
        "about": legible(scheme.about),
        "dated": f"{scheme.dated.day} {scheme.dated:%B %Y}",
        "forums": [
            {"name": legible(name) or UNNAMED, "rows": [_row(row) for row in rows]}
            for name, rows in scheme.forums.items()
        ],
        "reserved": [legible(matter) for matter in scheme.reserved],
        "seals": [legible(seal) for seal in scheme.seals],
    }
    return json.dumps(words)


def _row(row: Granted) -> dict[str, object]:
    return {
        "title": legible(row.title) or UNNAMED,
        "power": legible(row.power),
        "promise": legible(row.promise),
        "facts": [[legible(name), legible(said)] for name, said in row.facts if said],
    }
