"""Letters by typst: how their words are handed over, and which cut they take."""

import json
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

from coalition.typesetting import fonts
from coalition.typesetting.engine import Engine, page_count
from coalition.typesetting.problems import CannotTypeset
from recognition.typesetting import qr
from recognition.typesetting.content import LetterContent, long_date
from recognition.typesetting.cuts import Cut
from recognition.typesetting.fit import address_rows, cuts_for, shown_rows, too_long
from recognition.typesetting.pictures import size_of_letterhead, size_of_signature

ROOT = Path(__file__).parent / "letter"  # all that a letter can read


@cache
def engine() -> Engine:
    """This process's engine, made when first wanted."""
    return Engine(ROOT, "letter")


def prepare() -> None:
    """Make the compiler and read the fonts: for Celery's worker_process_init, after the fork."""
    fonts.advances()
    engine()


def typeset(content: LetterContent) -> bytes:
    """The letter as PDF/UA-1 and PDF/A-2a; equal contents give equal bytes.

    Raises CannotTypeset when something does not fit or cannot be printed; text that came through
    text.clean_line or clean_paragraphs holds nothing invisible that would be refused here.
    """
    if content.beside:
        return _set_one_after_another(content)
    return _set(content)[1]


def words_in_their_cut(content: LetterContent) -> dict[str, Any]:
    """What letter.typ is given to print this letter, unsigned, as typeset does: for a document that
    holds letters. Raises CannotTypeset."""
    return _words(content, _set(content.unsigned())[0])


def _set_one_after_another(content: LetterContent) -> bytes:
    """In one document, each on pages of its own and in the cut that it takes alone; both have the
    same pictures."""
    (words, pictures), *more = (_inputs(one, _set(one)[0]) for one in content.sheets)
    for beside, its in more:
        words["beside"], pictures = beside, pictures | its
    return _compiled(content, words, pictures)


def _set(content: LetterContent) -> tuple[Cut, bytes]:
    """The letter, and the cut in which it came out."""
    for cut in cuts_for(content):
        pdf = _compiled(content, *_inputs(content, cut))
        if page_count(pdf) == 1:
            return cut, pdf
    if page_count(pdf) > cut.most_pages:
        raise too_long(cut)
    return cut, pdf


def _compiled(content: LetterContent, words: dict[str, Any], pictures: dict[str, str]) -> bytes:
    timestamp = int(datetime.combine(content.dated, time(12), tzinfo=UTC).timestamp())
    try:
        return engine().compile(json.dumps(words), timestamp, pictures)
    except typst.TypstError as error:
        raise _explained(error) from error


def _inputs(content: LetterContent, cut: Cut) -> tuple[dict[str, Any], dict[str, str]]:
    """What typst is given: the words, and each picture as a JSON list of its bytes."""
    pictures = pictures_of(content)
    signatories = []
    for number, signatory in enumerate(content.signatories):
        image = None
        if signatory.image:
            size = size_of_signature(signatory.image, cut, len(content.signatories))
            image = (f"signature-{number}", *size)
            pictures[image[0]] = _packed(signatory.image)
        signatories.append({"name": signatory.name, "office": signatory.office, "image": image})
    return _words(content, cut) | {"signatories": signatories}, pictures


def pictures_of(content: LetterContent) -> dict[str, str]:
    """The pictures without which words_in_their_cut cannot be printed, as typst takes them."""
    head = content.letterhead
    return {"letterhead": _packed(head.image)} if head else {}


def _words(content: LetterContent, cut: Cut) -> dict[str, Any]:
    return {
        "reference": content.reference,
        "date": long_date(content.dated, content.language),
        "title": content.title,
        "sender_name": content.sender_name,
        "letterhead": _heading(content),
        "sender_lines": content.sender_lines,
        "address": address_rows(content),
        "greeting": content.greeting,
        "body": content.runs() if content.marks else content.body,
        "layout": content.layout,
        "heading": content.heading,
        "name": content.recipient_name,
        "posted": bool(content.address),
        "closing": content.closing,
        "signatories": [
            {"name": who.name, "office": who.office, "image": None} for who in content.signatories
        ],
        "footer": content.footer,
        "question": _asked(content),
        "language": content.language,
        "large": content.is_large,
        "cut": vars(cut),
    }


def _heading(content: LetterContent) -> dict[str, object] | None:
    head = content.letterhead
    if head is None:
        return None
    return {"image": ("letterhead", *size_of_letterhead(head.image)), "says": head.says}


def _asked(content: LetterContent) -> dict[str, object] | None:
    """The question as typst takes it: its QR code is drawn in lines, and sharp in any size."""
    question = content.question
    if question is None:
        return None
    return {
        "title": question.title,
        "ask": question.ask,
        "how": question.how,
        "shown": shown_rows(content),
        "leave": question.leave,
        "alt": question.alt,
        "code": qr.svg(question.url),
    }


@lru_cache(maxsize=8)
def _packed(image: bytes) -> str:
    """Typst takes text only; a campaign has the same few pictures again and again."""
    return json.dumps(list(image))


def _explained(error: typst.TypstError) -> CannotTypeset:
    """Our own checks come first, so this is rare; the engine's words are kept as the cause."""
    if "could not be displayed" in error.message:
        return CannotTypeset("There is a character in the letter that we cannot print.", "body")
    if "image" in error.message or "decode" in error.message:
        problem = "The picture of the signature or letterhead cannot be read."
        return CannotTypeset(problem, "signatories")
    return CannotTypeset(f"The letter could not be typeset: {error.message}", "body")
