"""Does it fit? Counted from the widths of the characters, before the engine is asked.

Engines run over the edge of the paper without a word, and a window envelope shows only so much.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from coalition.typesetting.problems import CannotTypeset
from coalition.typesetting.text import require_printable
from recognition.typesetting.content import LetterContent, long_date
from recognition.typesetting.cuts import CERTIFICATES, CUTS, CUTS_OF, POINTS, Cut
from recognition.typesetting.widths import ems, lines, widths

FIRST_PAGE = (270 - 97) * POINTS  # from the greeting to the footer
FURTHER_PAGE = (270 - 24 - 30) * POINTS  # the signatures are never parted
PEN = 9  # mm, for a line that is written by hand
MOST_SIGNATORIES = 3


QUESTION_SIZE, QUESTION_LINE = 10, 14  # points; in large letters those of their text
ABOVE_QUESTION = 1.6  # em
QR_CODE = 24  # mm
QUESTION = QR_CODE + 6  # mm from the left of its QR code to its words
HEADING = 1.4  # of the size of the text
NAME_ON_CERTIFICATE = 1.8
STRONG = 1.08  # how much wider marked words run, at most


@dataclass(frozen=True)
class Box:
    """A place on the paper for so many rows of so many millimetres, in type of `size` points."""

    field: str
    what: str
    rows: int
    width: float
    size: float
    wraps: bool = False


ADDRESS = Box("address", "address", rows=7, width=95, size=9.5)
NAME = replace(ADDRESS, field="recipient_name", what="recipient’s name")
SENDER = Box("sender_name", "sender’s name", rows=2, width=160.8, size=16, wraps=True)
BESIDE_LETTERHEAD = replace(SENDER, rows=4, width=55.4, size=9)
BOXES = (
    Box("sender_lines", "sender’s details", rows=6, width=55.4, size=8.5),
    Box("reference", "reference", rows=1, width=32, size=8.5),
    Box("footer", "footer", rows=2, width=110, size=8, wraps=True),
)


def require_fitting(content: LetterContent) -> None:
    """Raise CannotTypeset for what typeset would refuse; takes a tenth of a millisecond."""
    for sheet in content.sheets:
        next(cuts_for(sheet))


def cuts_for(content: LetterContent) -> Iterator[Cut]:
    """Cuts that should hold the letter on one page, roomiest first; then the one for two pages.

    Raises CannotTypeset, before the first of them, for what cannot be printed or would leave its
    place on the paper.
    """
    _require_in_place(content)
    rows = _measured(content)
    is_certificate = content.layout == "certificate"
    cuts = CERTIFICATES if is_certificate else CUTS_OF.get(content.format, CUTS)
    usable = _wide_enough(rows, cuts)
    if not usable:
        raise CannotTypeset("A word in the letter is wider than its line. Shorten it.", "body")
    # Nearly always the first that is tried will do, and nobody measures the rest.
    fits = False
    for cut in usable:
        if _height(rows, cut) <= FIRST_PAGE:
            fits = True
            yield cut
    if is_certificate and not fits:
        raise CannotTypeset("The certificate does not fit on one page. Shorten its text.", "body")
    roomy = next((cut for cut in usable if _height(rows, cut) <= _room(cut)), None)
    if roomy is None:
        raise too_long(cuts[0])
    yield replace(roomy, numbered=True)


def _require_in_place(content: LetterContent) -> None:
    for text, what, field in content.printed():
        require_printable(text, what, field)
    _require_in_box(ADDRESS if content.address else NAME, address_rows(content))
    if content.question:
        shown_rows(content)
    for box in (BESIDE_LETTERHEAD if content.letterhead else SENDER, *BOXES):
        value = getattr(content, box.field)
        _require_in_box(box, (value,) if isinstance(value, str) else value)
    if not 1 <= len(content.signatories) <= MOST_SIGNATORIES:
        raise CannotTypeset("One to three people sign a letter.", "signatories")


def too_long(cut: Cut) -> CannotTypeset:
    pages = {2: "two", 4: "four"}[cut.most_pages]
    return CannotTypeset(f"The letter is longer than {pages} pages. Shorten its text.", "body")


def address_rows(content: LetterContent) -> tuple[str, ...]:
    """The address, or the name alone, with rows that are too long broken between words."""
    measure = ADDRESS.width * POINTS / ADDRESS.size
    rows = content.address or (content.recipient_name,)
    return tuple(part for row in rows for part in _broken(row, measure))


def shown_rows(content: LetterContent) -> tuple[str, ...]:
    """The address of its question, on one row or two. Raises CannotTypeset where it is too long."""
    assert content.question
    cuts = CUTS_OF.get(content.format, CUTS)
    size = cuts[0].size if content.is_large else QUESTION_SIZE
    measure = (min(cut.measure for cut in cuts) - QUESTION) * POINTS / size / STRONG
    shown = content.question.shown
    parts = shown.rpartition("/")
    for rows in ((shown,), ("".join(parts[:2]), parts[2])):
        if all(ems(row) <= measure for row in rows):
            return rows
    raise CannotTypeset("The address of this site is too long to be printed.", "question")


def _broken(row: str, measure: float) -> list[str]:
    parts: list[str] = []
    for word in row.split(" "):
        if parts and ems(f"{parts[-1]} {word}") <= measure:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts


@lru_cache(maxsize=256)  # the sender's are the same from letter to letter
def _require_in_box(box: Box, rows: tuple[str, ...]) -> None:
    measure = box.width * POINTS / box.size
    if len(rows) > box.rows:
        raise CannotTypeset(
            f"The {box.what} has {len(rows)} lines and there is room for {box.rows}. "
            "Join or leave out some of them.",
            box.field,
        )
    for row in rows:
        taken = lines(widths(row), measure) if box.wraps else 1
        widest = max(widths(row), default=0) if box.wraps else ems(row)
        if taken > box.rows or widest > measure:
            shorter = "." if box.wraps or box.rows == 1 else ", or split it over two lines."
            raise CannotTypeset(
                f"“{row}” is too long for the {box.what}. Shorten it{shorter}", box.field
            )


@dataclass(frozen=True)
class _Rows:
    """The widths of the words of a letter, in ems, for each row of text."""

    paragraphs: int
    by_hand: int  # lines left free for the pen
    text: list[Sequence[float]]
    signed: list[list[Sequence[float]]]  # for each signatory, the rows of name and office
    question: list[Sequence[float]]  # the rows beside its QR code; none where nothing is asked
    is_large: bool


def _measured(content: LetterContent) -> _Rows:
    paragraphs = [text for text in (content.greeting, *content.body, content.closing) if text]
    by_hand = [content.greeting, content.closing].count("")
    wider = STRONG if content.marks else 1.0
    large = [(content.heading, HEADING)] if content.heading else []
    if content.layout == "certificate":
        large += [(content.recipient_name, NAME_ON_CERTIFICATE)]
    if content.is_large:  # what stands in the margins of other letters is set in its text
        around = [long_date(content.dated, content.language), content.reference]
        paragraphs += ["\n".join([*around, *content.sender_lines]), content.footer]
    return _Rows(
        paragraphs=len(paragraphs) + by_hand + 2 * len(large),
        by_hand=by_hand,
        text=[
            *([scale * width for width in widths(text)] for text, scale in large),
            *(
                widths(row) if wider == 1 else [wider * width for width in widths(row)]
                for text in paragraphs
                for row in text.split("\n")
            ),
        ],
        signed=[
            [widths(row) for row in (who.name, *who.office.split("\n"))]
            for who in content.signatories
        ],
        question=[widths(row) for row in _question_rows(content)],
        is_large=content.is_large,
    )


def _question_rows(content: LetterContent) -> tuple[str, ...]:
    question = content.question
    if question is None:
        return ()
    return (
        *(question.title, question.ask, question.how),
        *shown_rows(content),
        question.leave,
    )


def _wide_enough(rows: _Rows, cuts: Sequence[Cut]) -> list[Cut]:
    """Those in which no word is wider than its line."""
    widest = max(chain.from_iterable(rows.text), default=0)
    signed = max(chain.from_iterable(chain.from_iterable(rows.signed)), default=0)
    return [
        cut
        for cut in cuts
        if widest * cut.size <= cut.measure * POINTS
        and signed * cut.size <= cut.column(len(rows.signed)) * POINTS
    ]


def _room(cut: Cut) -> float:
    return FIRST_PAGE + (cut.most_pages - 1) * FURTHER_PAGE


def _height(rows: _Rows, cut: Cut) -> float:
    """Points from the greeting to the end of the last signatory's office."""
    measure = cut.measure * POINTS / cut.size
    column = cut.column(len(rows.signed)) * POINTS / cut.size
    signed = max(sum(lines(row, column) for row in block) for block in rows.signed)
    return (
        sum(lines(row, measure) for row in rows.text) * cut.line
        + rows.paragraphs * cut.gap
        + rows.by_hand * PEN * POINTS
        + cut.signature * POINTS
        + signed * (cut.size + 3)
        + _height_of_question(rows, cut)
    )


def _height_of_question(rows: _Rows, cut: Cut) -> float:
    if not rows.question:
        return 0
    size, line = (cut.size, cut.size + 7) if rows.is_large else (QUESTION_SIZE, QUESTION_LINE)
    measure = (cut.measure - QUESTION) * POINTS / size
    taken = sum(lines([STRONG * width for width in row], measure) for row in rows.question)
    return max(taken * line, QR_CODE * POINTS) + ABOVE_QUESTION * cut.size
