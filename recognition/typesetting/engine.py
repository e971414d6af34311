"""Typst, held so that it is fast and cannot hang: one compiler per process, made after any fork."""

import json
import os
import re
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import cast

import typst

from recognition.typesetting import fonts
from recognition.typesetting.content import LetterContent, long_date
from recognition.typesetting.fit import Cut, address_rows, cuts_for, size_of_signature
from recognition.typesetting.problems import CannotTypeset

ROOT = Path(__file__).parent / "letter"  # all that a letter can read
MOST_PAGES = 2
# All of typst's source that is ever made, and all that may stand in its one gap.
MAIN = '#import "/letter.typ": letter\n#letter(json(bytes({words})))\n'
LITERAL = re.compile(r'"(?:[ !#-\[\]-~]|\\["\\])*"')
PAGE = re.compile(rb"/Type ?/Page\b")


class Engine:
    """A compiler and the process that may use it; used by one thread at a time.

    A compiler that is shared by two threads at once raises "Already borrowed", and one that has
    worked before a fork hangs for ever in the child.
    """

    def __init__(self) -> None:
        self.process = os.getpid()
        self.lock = Lock()
        self.signatures: dict[str, str] | None = None
        self.compiler = typst.Compiler(
            root=str(ROOT),
            font_paths=typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=False,
                font_paths=fonts.folders(),
            ),
            ignore_system_fonts=True,
            # No packages, and none fetched: these folders do not exist.
            package_path=str(ROOT / "none"),
            package_cache_path=str(ROOT / "none"),
        )

    def compile(self, words: str, signatures: dict[str, str], timestamp: int) -> bytes:
        """A PDF of the words, which are JSON; `signatures` are what sys.inputs holds."""
        if self.process != os.getpid():
            raise RuntimeError(
                "A letter was typeset before this process was forked; typst would hang here. "
                "Call recognition.typesetting.prepare() after the fork, not before."
            )
        source = MAIN.format(words=as_literal(words)).encode()
        with self.lock:
            # Other inputs make typst build its whole library anew, a third of a letter's time.
            inputs = ... if signatures == self.signatures else signatures
            self.signatures = None  # until typst has taken them
            pdf = self.compiler.compile(
                source,
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=["ua-1", "a-2a"],
                timestamp=timestamp,
            )
            self.signatures = signatures
        return cast(bytes, pdf)


def as_literal(words: str) -> str:
    """JSON as a typst string that can hold nothing but itself.

    Encoded again, ASCII knows two escapes only, and typst reads both as JSON does.
    """
    literal = json.dumps(words)
    if not LITERAL.fullmatch(literal):
        raise ValueError("These words are not JSON in ASCII.")
    return literal


@cache
def engine() -> Engine:
    """This process's engine, made when first wanted."""
    os.environ.setdefault("RAYON_NUM_THREADS", "1")  # workers are processes; threads only cost
    return Engine()


def prepare() -> None:
    """Make the compiler and read the fonts: for Celery's worker_process_init, after the fork."""
    fonts.advances()
    engine()


def typeset(content: LetterContent) -> bytes:
    """The letter as PDF/UA-1 and PDF/A-2a; equal contents give equal bytes.

    Raises CannotTypeset when something does not fit or cannot be printed; text that came through
    text.clean_line or clean_paragraphs holds nothing invisible that would be refused here.
    """
    timestamp = int(datetime.combine(content.dated, time(12), tzinfo=UTC).timestamp())
    for cut in cuts_for(content):
        try:
            pdf = engine().compile(*_inputs(content, cut), timestamp)
        except typst.TypstError as error:
            raise _explained(error) from error
        if page_count(pdf) == 1:
            return pdf
    if page_count(pdf) > MOST_PAGES:
        raise CannotTypeset("The letter is longer than two pages. Shorten its text.", "body")
    return pdf


def page_count(pdf: bytes) -> int:
    """Pages of a PDF that typeset made; of any other, ask pages.count."""
    return len(PAGE.findall(pdf))


def _inputs(content: LetterContent, cut: Cut) -> tuple[str, dict[str, str]]:
    """What typst is given: the words as JSON, and each signature as a JSON list of its bytes."""
    signatures = {}
    signatories = []
    for number, signatory in enumerate(content.signatories):
        image = None
        if signatory.image:
            size = size_of_signature(signatory.image, cut, len(content.signatories))
            image = (f"signature-{number}", *size)
            signatures[image[0]] = _packed(signatory.image)
        signatories.append({"name": signatory.name, "office": signatory.office, "image": image})
    words = {
        "reference": content.reference,
        "date": long_date(content.dated, content.language),
        "title": content.title,
        "sender_name": content.sender_name,
        "sender_lines": content.sender_lines,
        "address": address_rows(content),
        "greeting": content.greeting,
        "body": content.body,
        "closing": content.closing,
        "signatories": signatories,
        "footer": content.footer,
        "language": content.language,
        "cut": asdict(cut),
    }
    return json.dumps(words), signatures


@lru_cache(maxsize=8)
def _packed(image: bytes) -> str:
    """Typst takes text only; a campaign has the same few signatures again and again."""
    return json.dumps(list(image))


def _explained(error: typst.TypstError) -> CannotTypeset:
    """Our own checks come first, so this is rare; the engine's words are kept as the cause."""
    if "could not be displayed" in error.message:
        return CannotTypeset("There is a character in the letter that we cannot print.", "body")
    if "image" in error.message or "decode" in error.message:
        return CannotTypeset("The picture of the signature cannot be read.", "signatories")
    return CannotTypeset(f"The letter could not be typeset: {error.message}", "body")
