"""Does it fit? Counted from the widths of the characters, before the engine is asked.

Engines run over the edge of the paper without a word, and a window envelope shows only so much.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from struct import unpack

from recognition.typesetting import fonts
from recognition.typesetting.content import LetterContent
from recognition.typesetting.problems import CannotTypeset

POINTS = 72 / 25.4  # in a millimetre
FIRST_PAGE = (270 - 97) * POINTS  # from the greeting to the footer
TWO_PAGES = FIRST_PAGE + (270 - 24 - 30) * POINTS  # the signatures are never parted
SPACE = 0.25  # em
WIDEST_SIGNATURE = 60  # mm
LARGEST_SIGNATURE = 200_000  # bytes; a scan at 300 dpi takes a tenth of it


@dataclass(frozen=True)
class Cut:
    """How a letter is set. Sizes in points, measure (the line's length) and signature in mm."""

    size: float
    line: float
    gap: float
    measure: float
    signature: float
    numbered: bool = False  # pages; costs a tenth of the time, so only for letters of two


# A short letter is set in 12 points, as people with low sight ask; a long one still on one page.
CUTS = (Cut(12, 17, 8, 148, 17), Cut(11, 15, 7, 155, 15), Cut(10.5, 13.5, 5.5, 160.8, 12))


@dataclass(frozen=True)
class Box:
    """A place on the paper for so many rows of so many millimetres, in type of `size` points."""

    field: str
    what: str
    rows: int
    width: float
    size: float


BOXES = (
    Box("address", "address", rows=7, width=95, size=9.5),
    Box("recipient_name", "recipient’s name", rows=1, width=95, size=9.5),
    Box("sender_lines", "sender’s details", rows=6, width=55.4, size=8.5),
    Box("sender_name", "sender’s name", rows=1, width=160.8, size=16),
    Box("reference", "reference", rows=1, width=32, size=8.5),
    Box("footer", "footer", rows=1, width=240, size=8),
)


def cuts_for(content: LetterContent) -> list[Cut]:
    """Cuts that should hold the letter on one page, roomiest first; then the one for two pages.

    Raises CannotTypeset for what would leave its place on the paper.
    """
    for box in BOXES:
        value = getattr(content, box.field)
        _require_in_box(box, (value,) if isinstance(value, str) else value)
    texts = (content.greeting, *content.body, content.closing)
    words = [[_ems(word) for word in row.split()] for text in texts for row in text.split("\n")]
    widest = max(width for row in words for width in (*row, 0))
    usable = [cut for cut in CUTS if widest * cut.size <= cut.measure * POINTS]
    if not usable:
        raise CannotTypeset("A word in the letter is wider than the paper. Shorten it.", "body")
    heights = {cut: _height(content, words, len(texts), cut) for cut in usable}
    one_page = [cut for cut in usable if heights[cut] <= FIRST_PAGE]
    two_pages = [replace(cut, numbered=True) for cut in usable if heights[cut] <= TWO_PAGES]
    if not two_pages:
        raise CannotTypeset("The letter is longer than two pages. Shorten its text.", "body")
    return [*one_page, two_pages[0]]


def size_of_signature(png: bytes, room: float) -> tuple[float, float]:
    """Width and height in mm that fill the room above the name, `room` mm high.

    Raises CannotTypeset when it is not a PNG, or larger than a signature has reason to be.
    """
    if png[:8] != b"\x89PNG\r\n\x1a\n" or len(png) < 24:
        raise CannotTypeset("The picture of the signature is not a PNG file.", "signatories")
    if len(png) > LARGEST_SIGNATURE:
        raise CannotTypeset("The picture of the signature is over 200 kB.", "signatories")
    width, height = unpack(">II", png[16:24])
    scale = min(room / max(1, height), WIDEST_SIGNATURE / max(1, width))
    return width * scale, height * scale


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


def _height(
    content: LetterContent, words: list[list[float]], paragraphs: int, cut: Cut
) -> float:
    """Points from the greeting to the end of the last signatory's office."""
    measure = cut.measure * POINTS / cut.size
    column = (measure - 2) / max(1, len(content.signatories))
    signed = max(
        (
            sum(_lines([_ems(word) for word in row.split()], column) for row in rows)
            for signatory in content.signatories
            for rows in [(signatory.name, *signatory.office.split("\n"))]
        ),
        default=0,
    )
    return (
        sum(_lines(row, measure) for row in words) * cut.line
        + paragraphs * cut.gap
        + cut.signature * POINTS
        + signed * (cut.size + 3)
    )


def _lines(widths: list[float], measure: float) -> int:
    """Lines that words of these widths take, filled greedily as unjustified text is."""
    lines, used = 1, 0.0
    for width in widths:
        if used and used + width > measure:
            lines, used = lines + 1, 0.0
        used += width + SPACE
    return lines


@lru_cache(maxsize=8192)
def _ems(text: str) -> float:
    return sum(map(fonts.advances().__getitem__, text))
