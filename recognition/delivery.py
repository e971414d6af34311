"""The e-mail that carries a letter: its words, readable without pictures or an attachment, and
the PDF that was approved."""

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from coalition import delivery
from recognition import content, stop_links, store
from recognition.models import Letter
from recognition.typesetting import CannotTypeset, long_date

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
    context = {
        "letter": says,
        "attached": attached,
        "dated": long_date(says.dated, says.language),
        "words": WORDS[says.language],
        "own_links": settings.SITE_URL + reverse("own_links"),
        "subject": letter.template_version.subject,
    }
    message = EmailMultiAlternatives(
        subject=letter.template_version.subject,
        body=render_to_string("recognition/letter_mail.txt", context),
        from_email=_from(campaign.programme.name),
        to=[formataddr((letter.letter_name, letter.email))],
        reply_to=[campaign.programme.office_email],
        headers={
            "Message-ID": message_id(letter),
            "Content-Language": says.language,
            **stop_links.headers(letter),
        },
    )
    message.attach_alternative(
        render_to_string("recognition/letter_mail.html", context), "text/html"
    )
    if attached:
        message.attach(f"letter-{letter.ref}.pdf", pdf, "application/pdf")
    return message


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
