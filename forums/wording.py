"""The words of a scope statement, what changed between two of them, and what that means.

Plain values: no database, no request.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Literal

from forums.authority.rules import Fallback

# Whether members see who says what, in the words of a scope statement.
ATTRIBUTION = {
    "attributed": "Members see who says what, and for which organisation",
    "non_attributed": "Members see the sector of whoever speaks, never a name or an organisation",
}
READ_ALOUD_WORDS = 60  # SCO-6: about 25 seconds
# L5: what may be decided comes from what is delegated, and nothing is.
NOTHING_DELEGATED = "Nothing has been delegated to this forum yet: it can recommend."
# The texts of a statement, by the names under which people know them, in the order of reading.
TEXTS = {
    "read_aloud": "To read aloud",
    "purpose": "Why this forum exists",
    "how_we_decide": "How we decide",
    "quorum_line": "Quorum",
    "attribution_rule": "Who is named",
    "differences_line": "On differences",
    "members_time_and_support": "Members’ time and support",
    "foi_line": "What may have to be published",
}


@dataclass(frozen=True)
class Line:
    """One thing that is in scope, or out of it and then goes elsewhere."""

    text: str
    where_it_goes: str = ""

    def __str__(self) -> str:
        return f"{self.text} → {self.where_it_goes}" if self.where_it_goes else self.text


@dataclass(frozen=True)
class Recommendation:
    """To whom the forum may recommend, and by when they answer: yes, or no and why."""

    to_whom: str
    answer_within_days: int

    def __str__(self) -> str:
        days = f"{self.answer_within_days} working day{'' if self.answer_within_days == 1 else 's'}"
        return f"{self.to_whom}, with an answer within {days}"


@dataclass(frozen=True)
class Wording:
    """Everything that a scope statement says."""

    read_aloud: str
    purpose: str
    included: tuple[Line, ...]
    excluded: tuple[Line, ...]
    recommends: tuple[Recommendation, ...] = ()
    how_we_decide: str = ""
    quorum_line: str = ""
    attribution_rule: str = ""
    differences_line: str = ""
    members_time_and_support: str = ""
    foi_line: str = ""
    attribution: str = "attributed"
    fallback: str = Fallback.REFER

    @property
    def texts(self) -> dict[str, str]:
        """By the names of TEXTS."""
        return {name: getattr(self, name) for name in TEXTS}

    @property
    def unfilled(self) -> list[str]:
        """Words still in square brackets, as our starting texts have them."""
        lines = map(str, (*self.included, *self.excluded, *self.recommends))
        texts = [*self.texts.values(), *lines]
        return [f"[{part.split(']')[0]}]" for text in texts for part in text.split("[")[1:]]

    def completed_from(self, start: "Wording") -> "Wording":
        """With the texts of `start` where this one says nothing."""
        texts: dict[str, Any] = {
            name: text or getattr(start, name) for name, text in self.texts.items()
        }
        return replace(self, **texts)


def is_major(before: Wording | None, after: Wording) -> bool:
    """SCO-4: a change of what is in or out of scope, of where it goes, of who is named, or of
    what follows two failed rounds asks members again. Order does not count, and wording elsewhere
    is a notice."""
    return (
        before is None
        or set(before.included) != set(after.included)
        or set(before.excluded) != set(after.excluded)
        or before.attribution_rule != after.attribution_rule
        or before.attribution != after.attribution
        or before.fallback != after.fallback
    )


@dataclass(frozen=True)
class Piece:
    """A stretch of words that stayed, that was there, or that is there now."""

    kind: Literal["same", "was", "now"]
    words: str


@dataclass(frozen=True)
class Change:
    """One part of the statement that changed, as lines of pieces."""

    part: str
    lines: tuple[tuple[Piece, ...], ...]


def changes(before: Wording, after: Wording) -> list[Change]:
    """What a reader of `before` needs to know about `after`; nothing for parts that are alike."""
    lists: list[tuple[str, Sequence[object], Sequence[object]]] = [
        ("In scope", before.included, after.included),
        ("Not here, and where it goes", before.excluded, after.excluded),
        ("What we may recommend, and to whom", before.recommends, after.recommends),
    ]
    texts = [(TEXTS[name], before.texts[name], after.texts[name]) for name in TEXTS]
    texts.append(("Who said what", ATTRIBUTION[before.attribution], ATTRIBUTION[after.attribution]))
    failed = "After two failed rounds"
    texts.append((failed, Fallback(before.fallback).label, Fallback(after.fallback).label))
    found = [Change(part, (word_by_word(old, new),)) for part, old, new in texts if old != new]
    found += [Change(part, line_by_line(old, new)) for part, old, new in lists if old != new]
    return found


def word_by_word(old: str, new: str) -> tuple[Piece, ...]:
    """One text become another. Two texts with little in common are shown whole: was, now."""
    before, after = old.split(), new.split()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.4:
        return tuple(_pieces([("was", before), ("now", after)]))
    steps = matcher.get_opcodes()
    return tuple(
        piece
        for step, a, b, c, d in steps
        for piece in (
            [Piece("same", " ".join(after[c:d]))]
            if step == "equal"
            else _pieces([("was", before[a:b]), ("now", after[c:d])])
        )
    )


def _pieces(parts: list[tuple[Literal["was", "now"], list[str]]]) -> Iterator[Piece]:
    return (Piece(kind, " ".join(words)) for kind, words in parts if words)


def line_by_line(old: Iterable[object], new: Iterable[object]) -> tuple[tuple[Piece, ...], ...]:
    """One list become another: lines that stayed, then each that changed, came or went."""
    before, after = [str(line) for line in old], [str(line) for line in new]
    lines: list[tuple[Piece, ...]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for step, a, b, c, d in matcher.get_opcodes():
        if step == "equal":
            lines += [(Piece("same", text),) for text in after[c:d]]
        else:
            lines += _changed_lines(before[a:b], after[c:d])
    return tuple(lines)


def _changed_lines(old: Sequence[str], new: Sequence[str]) -> list[tuple[Piece, ...]]:
    return [word_by_word(was, now) for was, now in zip_longest(old, new, fillvalue="")]
