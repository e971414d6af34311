"""The little that words of a letter may be marked with: **strong** and *emphasised*, within a line.

Marks are read before values are put in, so a name that contains a star is printed with it (TPL-2).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from recognition.typesetting.placeholders import fill

Style = Literal["", "strong", "em"]
MARKED = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*|(?<!\*)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\*)")


@dataclass(frozen=True)
class Mark:
    """Characters `start` to `end` of a paragraph are strong or emphasised."""

    paragraph: int
    start: int
    end: int
    style: Style


def filled(
    paragraphs: tuple[str, ...], values: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[Mark, ...]]:
    """The paragraphs as they read, with the values in and the stars gone, and what is marked."""
    texts: list[str] = []
    marks: list[Mark] = []
    for number, paragraph in enumerate(paragraphs):
        text = ""
        for words, style in _runs(paragraph):
            start = len(text)
            text += fill(words, values)
            if style:
                marks.append(Mark(number, start, len(text), style))
        texts.append(text)
    return tuple(texts), tuple(marks)


def runs(text: str, marks: list[Mark]) -> Iterator[tuple[str, Style]]:
    """A paragraph in pieces, each of one style; `marks` are its own, in order."""
    at = 0
    for mark in marks:
        if mark.start > at:
            yield text[at : mark.start], ""
        yield text[mark.start : mark.end], mark.style
        at = mark.end
    if at < len(text):
        yield text[at:], ""


@lru_cache(maxsize=512)
def _runs(paragraph: str) -> tuple[tuple[str, Style], ...]:
    """Of a template, which says the same in many letters."""
    found: list[tuple[str, Style]] = []
    at = 0
    for match in MARKED.finditer(paragraph):
        found.append((paragraph[at : match.start()], ""))
        found.append((match[1], "strong") if match[1] else (match[2], "em"))
        at = match.end()
    return (*found, (paragraph[at:], ""))
