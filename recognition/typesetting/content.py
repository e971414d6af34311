"""What stands in a letter, as plain words: all that the engine knows of the world."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from recognition.typesetting.markup import Mark, Style, runs

Language = Literal["en", "cy"]
Layout = Literal["letter", "certificate"]
Format = Literal["standard", "large_print", "easy_read", "plain_email"]

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "cy": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
}
GREETINGS = {"en": "Dear", "cy": "Annwyl"}
FIELDS = {
    "reference": "the reference",
    "title": "the title",
    "sender_name": "the sender’s name",
    "sender_lines": "the sender’s details",
    "recipient_name": "the name",
    "address": "the address",
    "heading": "the heading",
    "greeting": "the greeting",
    "closing": "the closing line",
    "footer": "the footer",
}
TO_WHOM = {
    "en": "To whom it may concern,",
    "cy": "I bwy bynnag y mae hyn yn berthnasol iddo,",
}
HEADINGS = {
    "certificate": {"en": "Certificate", "cy": "Tystysgrif"},
    "reference": {"en": "Reference for {name}", "cy": "Geirda ar gyfer {name}"},
}
CLOSINGS = {"en": "Yours sincerely,", "cy": "Yn gywir,"}


@dataclass(frozen=True)
class Signatory:
    """Who signs. `image` is a PNG of the signature; without it, room is left to sign by hand.

    `office` may have several lines.
    """

    name: str
    office: str
    image: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Question:
    """One question below the signature, answered at `url`: a QR code, and beside it words that can
    be read and an address that can be typed."""

    title: str
    ask: str
    how: str
    shown: str  # the address as it is printed
    leave: str  # that nobody has to answer
    url: str
    alt: str  # what the QR code is, for whoever does not see it

    def printed(self) -> tuple[str, ...]:
        """Its lines; an address may break where it has a stroke, and fit.py measures it whole."""
        return (self.title, self.ask, self.how, self.shown.replace("/", " "), self.leave)


@dataclass(frozen=True)
class Letterhead:
    """A picture in place of the sender's name in large letters; `image` is a PNG. `says` is read to
    those who do not see it."""

    says: str
    image: bytes = field(repr=False)


@dataclass(frozen=True)
class LetterContent:
    """A letter, filled in. Two equal contents give the same bytes."""

    reference: str
    dated: date
    title: str  # of the PDF, read out first by a screen reader; never printed
    sender_name: str  # at the top; small where there is a letterhead
    sender_lines: tuple[str, ...]  # how to reach the sender, at the right of the address
    recipient_name: str
    address: tuple[str, ...]  # as on the envelope, name first; empty: only the name is printed
    greeting: str  # the whole line: "Dear Mrs Kovalenko,"; empty: left free for the pen
    body: tuple[str, ...]  # paragraphs; a newline within one is a line break
    closing: str  # empty: left free for the pen
    signatories: tuple[Signatory, ...]
    footer: str = ""
    language: Language = "en"
    format: Format = "standard"
    layout: Layout = "letter"
    heading: str = ""  # printed above the greeting, as on a certificate
    marks: tuple[Mark, ...] = ()  # what in the body is strong or emphasised
    question: Question | None = None
    letterhead: Letterhead | None = None
    beside: "LetterContent | None" = None  # the same in another language, on pages after it

    @property
    def sheets(self) -> tuple["LetterContent", ...]:
        """Itself, and what is printed after it, each alone."""
        return (replace(self, beside=None), self.beside) if self.beside else (self,)

    @property
    def long_date(self) -> str:
        """As it is printed, in its language."""
        return long_date(self.dated, self.language)

    @property
    def is_large(self) -> bool:
        """Set in 16 points or more, all of it but the address, which has to fit its window."""
        return self.format in {"large_print", "easy_read"}

    def printed(self) -> Iterator[tuple[str, str, str]]:
        """Every line of the letter, what a person calls it, and its field."""
        for name, what in FIELDS.items():
            value = getattr(self, name)
            for text in (value,) if isinstance(value, str) else value:
                yield text, what, name
        for line in "\n".join(self.body).split("\n"):
            yield line, "the letter", "body"
        for line in self.question.printed() if self.question else ():
            yield line, "the question", "question"
        for signatory in self.signatories:
            yield signatory.name, "the signatory’s name", "signatories"
            for line in signatory.office.split("\n"):
                yield line, "the signatory’s office", "signatories"

    def runs(self) -> list[list[tuple[str, Style]]]:
        """The paragraphs of the body, each in pieces of one style."""
        return [
            list(runs(text, [mark for mark in self.marks if mark.paragraph == number]))
            for number, text in enumerate(self.body)
        ]

    def unsigned(self) -> "LetterContent":
        """The same, with room to sign by hand in place of a picture of the signature."""
        bare = tuple(replace(signatory, image=None) for signatory in self.signatories)
        return replace(self, signatories=bare, beside=self.beside and self.beside.unsigned())

    def fingerprint(self) -> str:
        """SHA-256 of everything that is printed, signatures included; approvals bind to it."""
        # As dataclasses.asdict has it, which would copy every field deeply: this is asked often.
        words = _fields(self) | {
            "signatories": [_fields(signatory) for signatory in self.signatories],
            "marks": [_fields(mark) for mark in self.marks],
        }
        # Letters without one have the fingerprint under which they were approved long ago.
        if asked := words.pop("question"):
            words["question"] = _fields(asked)
        if heading := words.pop("letterhead"):
            words["letterhead"] = _fields(heading)
        if beside := words.pop("beside"):
            words["beside"] = beside.fingerprint()
        return hashlib.sha256(json.dumps(words, default=_plain).encode()).hexdigest()


def greeting(salutation: str, language: Language = "en") -> str:
    """The line that opens the letter; `salutation` is what the person confirmed."""
    return f"{GREETINGS[language]} {salutation},"


def long_date(day: date, language: Language = "en") -> str:
    """18 December 2026, or 18 Rhagfyr 2026."""
    return f"{day.day} {MONTHS[language].split()[day.month - 1]} {day.year}"


def _fields(thing: LetterContent | Signatory | Letterhead | Mark | Question) -> dict[str, Any]:
    return {field.name: getattr(thing, field.name) for field in fields(thing)}


def _plain(value: object) -> str:
    return _digest(value) if isinstance(value, bytes) else str(value)


@lru_cache(maxsize=8)
def _digest(image: bytes) -> str:
    """A campaign has the same few signatures again and again."""
    return hashlib.sha256(image).hexdigest()
