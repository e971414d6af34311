"""What people type, made fit for print: what is invisible goes, what we cannot print is refused."""

import re
import unicodedata
from functools import cache, lru_cache

from coalition.typesetting.fonts import printable
from coalition.typesetting.problems import CannotTypeset

LONGEST_RUN = 40  # characters without a space; a longer run could leave the paper
MOST_ACCENTS = 3  # on one letter; no language needs more after composition
RUN = re.compile(rf"\S{{{LONGEST_RUN + 1}}}")
# Combining marks: the general blocks, and the Cyrillic ones.
MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
ACCENTS = re.compile(rf"\S{MARK}{{{MOST_ACCENTS + 1}}}")
TOO_MANY_ACCENTS = re.compile(rf"({MARK}{{{MOST_ACCENTS}}}){MARK}+")
LONG_WORD = re.compile(r"[^\s-]{25,}")
BREAK_HERE = "\u200b"
UNPRINTABLE = "◊"
VARIATIONS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # of a character's look; we have one look
EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")


def clean_line(value: str, what: str = "this line", field: str = "") -> str:
    """One line: composed (NFC), without control, bidi and zero-width characters, single spaces.

    Raises CannotTypeset, whose sentence names `what` ("the name"), for what we cannot print.
    """
    if not (value.isascii() and value.isprintable()):  # else there is nothing to take out
        value = " ".join(_visible_lines(value))
    line = " ".join(value.split())
    require_printable(line, what, field)
    return line


def clean_paragraphs(value: str, what: str = "the letter", field: str = "body") -> tuple[str, ...]:
    """Text of several lines: an empty line starts a paragraph, a single break stays a break.

    Raises CannotTypeset as clean_line does.
    """
    lines = _visible_lines(value)
    paragraphs = re.split(r"\n\n+", "\n".join(lines).strip("\n"))
    for line in lines:
        require_printable(line, what, field)
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def legible(value: str) -> str:
    """Paragraphs of which as much is kept as can be printed, for text that nobody can change any
    more: a lozenge stands for each character that cannot, and long runs may break anywhere."""
    text = "\n".join(_visible_lines(value)).strip("\n")
    known = printable()
    shown = "".join(one if one in known or one == "\n" else UNPRINTABLE for one in text)
    few = TOO_MANY_ACCENTS.sub(r"\1", shown)
    return LONG_WORD.sub(lambda word: BREAK_HERE.join(word[0]), few)


def require_printable(text: str, what: str, field: str) -> None:
    """Raise CannotTypeset if a line holds a character, or a long run, that cannot be printed."""
    if _is_printable(text):
        return
    if missing := set(text) - printable():
        raise CannotTypeset(_cannot_print(min(missing, key=text.index), what), field)
    if accents := ACCENTS.search(text):
        raise CannotTypeset(
            f"A letter in {what} carries more accents than we can print: “{accents[0][0]}”. "
            "Type it again without them.",
            field,
        )
    if run := RUN.search(text):
        raise CannotTypeset(
            f"“{run[0][:20]}…” in {what} is longer than {LONGEST_RUN} characters without a space "
            "and would not fit on a line. Put a space in, or shorten it.",
            field,
        )


@lru_cache(maxsize=2048)  # most lines are the same from letter to letter
def _is_printable(text: str) -> bool:
    if not printable().issuperset(text) or max(map(len, text.split()), default=0) > LONGEST_RUN:
        return False
    return _marks().isdisjoint(text) or not ACCENTS.search(text)


@cache
def _marks() -> frozenset[str]:
    return frozenset(re.findall(MARK, "".join(printable())))


def _visible_lines(value: str) -> list[str]:
    """Composed lines without control and format characters, and with single spaces."""
    lines = unicodedata.normalize("NFC", value).splitlines()
    return [" ".join(_visible(line).split()) for line in lines]


def _visible(line: str) -> str:
    if line.isprintable() and VARIATIONS.isdisjoint(line):  # nearly always
        return line
    return "".join(
        character
        for character in line
        if character.isspace()
        or (character not in VARIATIONS and unicodedata.category(character) not in ("Cc", "Cf"))
    )


def _cannot_print(character: str, what: str) -> str:
    if EMOJI.match(character):
        return f"We cannot print the picture “{character}” in {what}. Take it out."
    if character == "\n":
        return f"There is a line break in {what}. Take it out."
    if unicodedata.category(character) in ("Co", "Cn", "Cs"):
        return (
            f"There is a character in {what} (U+{ord(character):04X}) that is not a letter of any "
            "script. Type it again, or ask the person how they spell it."
        )
    return (
        f"We cannot print the character “{character}” (U+{ord(character):04X}) in {what}. "
        "Ask the person how they spell it in Latin, Greek or Cyrillic letters."
    )
