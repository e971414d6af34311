"""A forum's terms of reference on paper: words go in, a PDF that a screen reader can read comes
out. Knows no database and no request."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from coalition.typesetting.engine import Engine, page_count
from coalition.typesetting.text import legible
from forums.wording import TEXTS, Wording

ROOT = Path(__file__).parent / "paper"  # all that the paper can read
SIZES = (10.5, 10.0, 9.5)  # points: the first that keeps it on one page
# Under their own headings, after what is in and out of scope.
SECTIONS = [
    *["how_we_decide", "quorum_line", "differences_line", "attribution_rule"],
    *["members_time_and_support", "foi_line"],
]


@dataclass(frozen=True)
class Terms:
    """What stands on the paper besides what the scope says."""

    forum: str
    about: str  # what kind of forum, of which programme, convened by whom, until when
    version: str
    standing: str  # which version this is, since when, by whom
    wording: Wording
    may_decide: str
    dated: date


def typeset(terms: Terms) -> bytes:
    """As PDF/UA-1 on one page of A4; what is longer flows on to numbered pages. Nothing is refused:
    nobody can change an approved scope so that it prints."""
    timestamp = int(datetime.combine(terms.dated, time(12), tzinfo=UTC).timestamp())
    for size in SIZES:
        pdf = _engine().compile(_words(terms, size=size, numbered=False), timestamp)
        if page_count(pdf) == 1:
            return pdf
    return _engine().compile(_words(terms, size=SIZES[0], numbered=True), timestamp)


@cache
def _engine() -> Engine:
    return Engine(ROOT, "terms")


def _words(terms: Terms, *, size: float, numbered: bool) -> str:
    said = terms.wording
    words: dict[str, Any] = {
        "forum": legible(terms.forum),
        "title": legible(f"Terms of reference: {terms.forum}"),
        "about": legible(terms.about),
        "version": legible(terms.version),
        "standing": legible(terms.standing),
        "read_aloud": legible(said.read_aloud),
        "purpose": _paragraphs(said.purpose),
        "included": [legible(line.text) for line in said.included],
        "excluded": [[legible(line.text), legible(line.where_it_goes)] for line in said.excluded],
        "may_decide": legible(terms.may_decide),
        "recommends": [legible(str(one)) for one in said.recommends],
        "sections": [
            [TEXTS[name], _paragraphs(said.texts[name])] for name in SECTIONS if said.texts[name]
        ],
        "size": size,
        "numbered": numbered,
    }
    return json.dumps(words)


def _paragraphs(text: str) -> list[str]:
    return [part for part in legible(text).split("\n\n") if part]
