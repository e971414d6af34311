"""What a private office is asked, on paper: in short on the first page, then the words, then
letters as they will be, unsigned. Knows no database and no request."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from coalition.typesetting.engine import Engine, page_count
from coalition.typesetting.text import legible
from recognition.typesetting.content import LetterContent
from recognition.typesetting.engine import ROOT, pictures_of, words_in_their_cut

SIZES = (10.5, 10.0, 9.5, 9.0)  # points: the first in which what is said in short is one page
UNNAMED = "◊"  # a heading of a PDF/UA is never empty
Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Wording:
    """One version of the words, with its placeholders as they stand."""

    title: str
    about: str
    language: str
    body: Sequence[str]


@dataclass(frozen=True)
class Printed:
    """A letter, and why it was picked."""

    title: str
    content: LetterContent


@dataclass(frozen=True)
class Submission:
    """`parts` are pairs of a heading and facts, which are pairs again. `watch` are sentences."""

    title: str
    author: str
    about: str
    footer: str
    dated: date
    parts: Sequence[tuple[str, Facts]]
    watch: Sequence[str] = ()
    wordings: Sequence[Wording] = ()
    picked: str = ""
    proofs: Sequence[Printed] = ()


def typeset(submission: Submission) -> bytes:
    """As PDF/UA-1, the first page in short; equal submissions give equal bytes. Raises
    CannotTypeset for a letter that cannot be printed."""
    timestamp = int(datetime.combine(submission.dated, time(12), tzinfo=UTC).timestamp())
    size = _size_on_one_page(submission, timestamp)
    pictures = {k: v for one in submission.proofs for k, v in pictures_of(one.content).items()}
    return _engine().compile(_words(submission, size), timestamp, pictures)


def _size_on_one_page(submission: Submission, timestamp: int) -> float:
    in_short = replace(submission, wordings=(), proofs=())
    for size in SIZES:
        if page_count(_engine().compile(_words(in_short, size), timestamp)) == 1:
            break
    return size


@cache
def _engine() -> Engine:
    return Engine(ROOT, "submission")


def _words(submission: Submission, size: float) -> str:
    words: dict[str, Any] = {
        "title": legible(submission.title) or UNNAMED,
        "author": legible(submission.author),
        "about": legible(submission.about),
        "footer": legible(submission.footer),
        "parts": [
            [title, [[legible(name), legible(said)] for name, said in facts if said]]
            for title, facts in submission.parts
        ],
        "watch": [legible(one) for one in submission.watch],
        "wordings": [_wording(one) for one in submission.wordings],
        "picked": legible(submission.picked),
        "proofs": [
            {"title": legible(one.title), "letter": words_in_their_cut(one.content)}
            for one in submission.proofs
        ],
        "size": size,
    }
    return json.dumps(words)


def _wording(one: Wording) -> dict[str, Any]:
    return {
        "title": legible(one.title) or UNNAMED,
        "about": legible(one.about),
        "language": one.language,
        "body": [legible(words) for words in one.body],
    }
