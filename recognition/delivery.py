"""The e-mail that carries a letter: its words, readable without pictures or an attachment, and
the PDF that was approved."""

import re
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
from recognition.typesetting import CannotTypeset, LetterContent, long_date
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
MARK = re.compile("\ue000[0-4]")
MARKS = {
    name: f"\ue000{number}"
    for number, name in enumerate(("reference", "recipient_name", "heading", "greeting"))
}
BODY = "\ue0004"
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
    text, html = _worded(says, letter.template_version.subject, attached)
    message = EmailMultiAlternatives(
        subject=letter.template_version.subject,
        body=text,
        from_email=_from(campaign.programme.name),
        to=[formataddr((letter.letter_name, letter.email))],
        reply_to=[campaign.programme.office_email],
        headers={
            "Message-ID": message_id(letter),
            "Content-Language": says.language,
            **stop_links.headers(letter),
        },
    )
    message.attach_alternative(html, "text/html")
    if attached:
        message.attach(f"letter-{letter.ref}.pdf", pdf, "application/pdf")
    return message


def _worded(says: LetterContent, subject: str, attached: bool) -> tuple[str, str]:
    """As text and as HTML: what is each letter's own, where it belongs in what all share."""
    own = {name: getattr(says, name) for name in MARKS}
    marks: dict[str, Any] = {name: mark for name, mark in MARKS.items() if own[name]}
    shared = replace(says, **marks, body=(BODY,), marks=(), address=(), title="")
    text, html = _frame(shared, subject, attached, settings.SITE_URL)
    paragraphs = ("".join(map(_as_html, pieces)) for pieces in says.runs())
    return (
        _filled(text, {**own, "body": "\n\n".join(says.body)}),
        _filled(html, {**_escaped(own), "body": "</p><p>".join(paragraphs)}),
    )


@lru_cache(maxsize=32)
def _frame(shared: LetterContent, subject: str, attached: bool, site: str) -> tuple[str, str]:
    """Rendered once, and not anew for each letter of a campaign."""
    context = {
        "letter": shared,
        "attached": attached,
        "dated": long_date(shared.dated, shared.language),
        "words": WORDS[shared.language],
        "own_links": site + reverse("own_links"),
        "subject": subject,
    }
    return (
        render_to_string("recognition/letter_mail.txt", context),
        render_to_string("recognition/letter_mail.html", context),
    )


def _filled(frame: str, own: dict[str, str]) -> str:
    names = {mark: name for name, mark in {**MARKS, "body": BODY}.items()}
    return MARK.sub(lambda mark: own[names[mark[0]]], frame)


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
