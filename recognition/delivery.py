"""The e-mail that carries a letter: its words, readable without pictures or an attachment, and
the PDF that was approved."""

import re
from collections.abc import Sequence
from dataclasses import replace
from email.utils import formataddr, parseaddr
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

from coalition import delivery
from recognition import content, stop_links, store
from recognition.models import Letter
from recognition.typesetting import CannotTypeset, LetterContent
from recognition.typesetting.markup import Style

# Around the letter itself, in its own language.
WORDS = {
    "en": {
        "attached": "This letter is attached as a PDF, to print or to keep.",
        "reference": "Reference",
        "questions": "To ask something about this letter, or to say that you want no more of them,"
        " answer this email.",
        "wishes": "How you like to be thanked, or not at all:",
    },
    "cy": {
        "attached": "Mae’r llythyr hwn wedi’i atodi fel PDF, i’w argraffu neu i’w gadw.",
        "reference": "Cyfeirnod",
        "questions": "I ofyn rhywbeth am y llythyr hwn, neu i ddweud nad ydych eisiau rhagor,"
        " atebwch yr e-bost hwn.",
        "wishes": "Sut yr hoffech gael diolch, neu ddim o gwbl:",
    },
}


# Where what is each letter's own belongs. Of these characters no letter has any: they cannot be
# printed.
MARK = re.compile("\ue000([0-9])([0-4])")  # the number of its sheet, and of what belongs there
OWN = ("reference", "recipient_name", "heading", "greeting")
BODY = "body"
TAGS: dict[Style, str] = {"": "", "strong": "strong", "em": "em"}


def compose(letter: Letter) -> EmailMessage:
    """The message for a letter that comes with_words(): in the words that passed the gates, if it
    comes from there. Raises CannotCompose."""
    campaign = letter.campaign
    try:
        says = letter.says or content.compose(letter)
        pdf = store.get(letter.pdf_hash)
    except (CannotTypeset, store.Damaged) as problem:
        raise delivery.CannotCompose(str(problem)) from problem
    attached = letter.format != Letter.Format.PLAIN_EMAIL
    subject = _subject(letter)
    text, html = _worded(says, subject, attached)
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=_from(campaign.programme.name),
        to=[formataddr((letter.letter_name, letter.email))],
        reply_to=[campaign.programme.office_email],
        headers={
            "Message-ID": message_id(letter),
            "Content-Language": ", ".join(sheet.language for sheet in says.sheets),
            **stop_links.headers(letter),
        },
    )
    message.attach_alternative(html, "text/html")
    if attached:
        message.attach(f"letter-{letter.ref}.pdf", pdf, "application/pdf")
    return message


def _subject(letter: Letter) -> str:
    """Of both versions, where there are two (HH-2)."""
    versions = (letter.template_version, letter.beside_version)
    return " / ".join(dict.fromkeys(version.subject for version in versions if version))


def _worded(says: LetterContent, subject: str, attached: bool) -> tuple[str, str]:
    """As text and as HTML: what is each letter's own, where it belongs in what all share."""
    shared = tuple(_shared(sheet, number) for number, sheet in enumerate(says.sheets))
    text, html = _frame(shared, subject, attached, settings.SITE_URL)
    return (
        _filled(text, [_own(sheet) | {BODY: "\n\n".join(sheet.body)} for sheet in says.sheets]),
        _filled(
            html, [_escaped(_own(sheet)) | {BODY: _paragraphs(sheet)} for sheet in says.sheets]
        ),
    )


def _shared(sheet: LetterContent, number: int) -> LetterContent:
    """With a mark in place of what is its own."""
    marks: dict[str, Any] = {
        name: _mark(number, place) for place, name in enumerate(OWN) if getattr(sheet, name)
    }
    body = (_mark(number, len(OWN)),)
    return replace(sheet, **marks, body=body, marks=(), address=(), title="")


def _mark(sheet: int, place: int) -> str:
    return f"\ue000{sheet}{place}"


def _own(sheet: LetterContent) -> dict[str, str]:
    return {name: getattr(sheet, name) for name in OWN}


def _paragraphs(sheet: LetterContent) -> str:
    return "</p><p>".join("".join(map(_as_html, pieces)) for pieces in sheet.runs())


@lru_cache(maxsize=32)
def _frame(
    shared: tuple[LetterContent, ...], subject: str, attached: bool, site: str
) -> tuple[str, str]:
    """Rendered once, and not anew for each letter of a campaign."""
    first, *beside = (
        {"letter": sheet, "dated": sheet.long_date, "words": WORDS[sheet.language]}
        for sheet in shared
    )
    context = {
        **first,
        "beside": beside,
        "attached": attached,
        "own_links": site + reverse("own_links"),
        "subject": subject,
    }
    return (
        render_to_string("recognition/letter_mail.txt", context),
        render_to_string("recognition/letter_mail.html", context),
    )


def _filled(frame: str, own: Sequence[dict[str, str]]) -> str:
    """`own` is what belongs to each sheet."""
    names = (*OWN, BODY)
    return MARK.sub(lambda mark: own[int(mark[1])][names[int(mark[2])]], frame)


def _escaped(own: dict[str, str]) -> dict[str, str]:
    return {name: escape(value) for name, value in own.items()}


def _as_html(piece: tuple[str, Style]) -> str:
    """As in recognition/_letter_body.html."""
    words, style = escape(piece[0]).replace("\n", "<br>"), TAGS[piece[1]]
    return f"<{style}>{words}</{style}>" if style else words


def compose_paper(letter: Letter) -> bytes:
    """The PDF that was approved, to be printed. Raises CannotCompose."""
    try:
        return store.get(letter.pdf_hash)
    except store.Damaged as problem:
        raise delivery.CannotCompose(str(problem)) from problem


def message_id(letter: Letter) -> str:
    """Computed, not stored: the reference is unique, and drawn at random in every database."""
    return delivery.message_id(f"letter-{letter.ref.lower()}")


def _from(programme: str) -> str:
    """In the programme's name, from the address that the mail server may send from."""
    return formataddr((programme, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
