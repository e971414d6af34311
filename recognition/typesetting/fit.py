"""Does it fit? Counted from the widths of the characters, before the engine is asked.

Engines run over the edge of the paper without a word, and a window envelope shows only so much.
"""

from dataclasses import dataclass

from recognition.typesetting import fonts
from recognition.typesetting.content import LetterContent
from recognition.typesetting.problems import CannotTypeset

POINTS = 72 / 25.4  # in a millimetre
ROOM = (270 - 97) * POINTS  # between the greeting and the footer of the first page
SPACE = 0.25  # em


@dataclass(frozen=True)
class Cut:
    """How a letter is set. Sizes in points, measure (the line's length) and signature in mm."""

    size: float
    line: float
    gap: float
    measure: float
    signature: float


# A short letter is set in 12 points, as people with low sight ask; a long one still on one page.
CUTS = (Cut(12, 17, 8, 148, 17), Cut(11, 15, 7, 155, 15), Cut(10.5, 13.5, 5.5, 160.8, 12))


@dataclass(frozen=True)
class Box:
    """An area of the first page that takes so many rows of so many millimetres."""

    field: str
    what: str
    rows: int
    width: float
    size: float


BOXES = (
    Box("address", "address", rows=7, width=95, size=9.5),
    Box("sender_lines", "sender’s details", rows=6, width=55.4, size=8.5),
    Box("sender_name", "sender’s name", rows=1, width=160.8, size=15.5),
    Box("reference", "reference", rows=1, width=32, size=8.5),
    Box("footer", "footer", rows=1, width=240, size=8),
)


def cuts_to_try(content: LetterContent) -> list[Cut]:
    """The roomiest cut that should hold the letter on one page, then closer ones, then two pages."""
    usable = [cut for cut in CUTS if _widest_word(content) * cut.size <= cut.measure * POINTS]
    one_page = [cut for cut in usable if _height(content, cut) <= ROOM]
    return [*one_page, *usable[:1]]


def require_fitting(content: LetterContent) -> None:
    """Raise CannotTypeset for what would leave its place on the paper."""
    for box in BOXES:
        value = getattr(content, box.field)
        _require_in_box(box, (value,) if isinstance(value, str) else value)
    if not cuts_to_try(content):
        raise CannotTypeset("A word in the letter is wider than the paper. Shorten it.", "body")


def _require_in_box(box: Box, rows: tuple[str, ...]) -> None:
    if len(rows) > box.rows:
        raise CannotTypeset(
            f"The {box.what} has {len(rows)} lines and there is room for {box.rows}. "
            "Join or leave out some of them.",
            box.field,
        )
    for row in rows:
        if _ems(row) * box.size > box.width * POINTS:
            raise CannotTypeset(
                f"“{row}” is too long for the {box.what}. Shorten it"
                + (", or split it over two lines." if box.rows > 1 else "."),
                box.field,
            )


def _height(content: LetterContent, cut: Cut) -> float:
    """Points from the greeting to the end of the last signatory's office."""
    measure = cut.measure * POINTS / cut.size
    paragraphs = (content.greeting, *content.body, content.closing)
    lines = sum(_count_lines(row, measure) for text in paragraphs for row in text.split("\n"))
    column = (measure - 2) / max(1, len(content.signatories))
    signed = max(
        (_count_lines(s.name, column) + _count_lines(s.office, column) for s in content.signatories),
        default=0,
    )
    return (
        lines * cut.line
        + len(paragraphs) * cut.gap
        + cut.signature * POINTS
        + signed * (cut.size + 3)
    )


def _count_lines(text: str, measure: float) -> int:
    """Lines that a paragraph takes, filled greedily as the engine does when text is not justified."""
    lines, used = 1, 0.0
    for word in text.split(" "):
        width = _ems(word)
        if used and used + width > measure:
            lines, used = lines + 1, 0.0
        used += width + SPACE
    return lines


def _widest_word(content: LetterContent) -> float:
    texts = (content.greeting, *content.body, content.closing)
    return max((_ems(word) for text in texts for word in text.split()), default=0.0)


def _ems(text: str) -> float:
    advances = fonts.advances()
    return sum(advances.get(character, 1.0) for character in text)
