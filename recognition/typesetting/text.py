"""What people type, made fit for print: what is invisible goes, what we cannot print is refused."""

import re
import unicodedata

from recognition.typesetting.fonts import printable
from recognition.typesetting.problems import CannotTypeset

LONGEST_RUN = 40  # characters without a space; a longer run could leave the paper
MOST_ACCENTS = 3  # on one letter; no language needs more after composition
RUN = re.compile(rf"\S{{{LONGEST_RUN + 1}}}")
EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")


def clean_line(value: str, what: str = "this line", field: str = "") -> str:
    """One line: composed (NFC), without control, bidi and zero-width characters, single spaces.

    Raises CannotTypeset, whose sentence names `what` ("the name"), for what we cannot print.
    """
    line = " ".join(_visible(value).split())
    _require_printable(line, what, field)
    return line


def clean_paragraphs(value: str, what: str = "the letter", field: str = "body") -> tuple[str, ...]:
    """Text of several lines: an empty line starts a paragraph, a single break stays a break.

    Raises CannotTypeset as clean_line does.
    """
    lines = [" ".join(line.split()) for line in _visible(value).split("\n")]
    paragraphs = re.split(r"\n\n+", "\n".join(lines).strip("\n"))
    for paragraph in paragraphs:
        _require_printable(paragraph, what, field)
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def _visible(value: str) -> str:
    """Compose; drop control and format characters; keep line breaks as newlines."""
    composed = re.sub("\r\n?|[\u2028\u2029\x85\v\f]", "\n", unicodedata.normalize("NFC", value))
    return "".join(
        character
        for character in composed
        if character in "\n\t" or not _is_invisible(character)
    )


def _is_invisible(character: str) -> bool:
    variation_selector = "\ufe00" <= character <= "\ufe0f"
    return variation_selector or unicodedata.category(character) in ("Cc", "Cf")


def _require_printable(text: str, what: str, field: str) -> None:
    if missing := sorted(set(text) - printable() - {"\n"}, key=text.index):
        raise CannotTypeset(_cannot_print(missing[0], what), field)
    if run := RUN.search(text):
        raise CannotTypeset(
            f"“{run[0][:20]}…” in {what} is longer than {LONGEST_RUN} characters without a space "
            "and would not fit on a line. Put a space in, or shorten it.",
            field,
        )
    if accents := re.search(rf"\S{_ACCENT}{{{MOST_ACCENTS + 1}}}", text):
        raise CannotTypeset(
            f"A letter in {what} carries more accents than we can print: “{accents[0][0]}”. "
            "Type the name again without them.",
            field,
        )


def _cannot_print(character: str, what: str) -> str:
    if EMOJI.match(character):
        return f"We cannot print the picture “{character}” in {what}. Take it out."
    if unicodedata.category(character) in ("Co", "Cn", "Cs"):
        return (
            f"There is a character in {what} (U+{ord(character):04X}) that is not a letter of any "
            "script. Type it again, or ask the person how they spell it."
        )
    return (
        f"We cannot print the character “{character}” (U+{ord(character):04X}) in {what}. "
        "Ask the person how they spell it in Latin, Greek or Cyrillic letters."
    )


_ACCENT = "[" + "".join(
    f"{chr(start)}-{chr(end)}"
    for start, end in ((0x300, 0x36F), (0x483, 0x489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF))
) + "]"
