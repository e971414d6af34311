"""From rows to words: what a letter says.

Everything that is printed comes from the letter's own snapshot, its template version and the
picture of the signature, so that what was approved is what goes out.
"""

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, cast

from coalition.typesetting.text import clean_line, clean_paragraphs
from recognition.models import (
    Campaign,
    ContributionEvent,
    Letter,
    Letterhead,
    LetterTemplate,
    Signatory,
    TemplateVersion,
)
from recognition.research import question
from recognition.typesetting import (
    CLOSINGS,
    HEADINGS,
    TO_WHOM,
    Format,
    Language,
    LetterContent,
    greeting,
)
from recognition.typesetting import Letterhead as Heading
from recognition.typesetting import Signatory as Signing
from recognition.typesetting.content import MONTHS
from recognition.typesetting.markup import filled
from recognition.typesetting.placeholders import SAMPLES

Kind = LetterTemplate.Kind
IN_MONTH = {"en": "in {month} {year}", "cy": "ym mis {month} {year}"}
TITLES = {"en": "Letter of thanks to {name}", "cy": "Llythyr o ddiolch i {name}"}
# First words that lose their capital in mid-sentence; any other may be a name.
LOWERED = {
    "a", "all", "an", "because", "children", "each", "eight", "eleven", "every", "everybody",
    "everyone", "families", "fifty", "five", "forty", "four", "it", "more", "nine", "nobody", "one",
    "our", "people", "seven", "several", "six", "some", "ten", "that", "the", "their", "they",
    "thirty", "this", "those", "three", "twelve", "twenty", "two", "we", "with", "you", "your",
}  # fmt: skip


def values_of(
    event: ContributionEvent, campaign: Campaign, language: Language = "en"
) -> dict[str, str]:
    """What the placeholders of a letter stand for. The event comes with its contributor,
    organisation, programme and source; an empty value is one that nobody knows.

    Raises CannotTypeset for what cannot be printed."""
    person, signatory = event.contributor, campaign.signatory
    values = {
        "salutation": person.salutation,
        "letter_name": person.letter_name,
        "organisation": str(event.organisation or ""),
        "programme": event.programme.name,
        "what_they_did": reading_on(event.what_they_did),
        "what_it_made_possible": reading_on(event.what_it_made_possible),
        "dates": in_month(event.happened_on, language),
        "late_month": month(event.due_on, language),
        "offer_reference": getattr(event.source and event.source.subject, "ref", ""),
        "thanker_name": signatory.style,
        "thanker_office": signatory.office_title,
        "thanker_body": signatory.body,
        "personal_line": campaign.personal_line,
    }
    return {name: clean_line(value, f"(({name}))", name) for name, value in values.items()}


def compose(letter: Letter) -> LetterContent:
    """The letter, filled in: from its snapshot, with its template version, campaign, signatory
    and programme at hand. Raises CannotTypeset where a value is missing or cannot be printed."""
    first = _version_of(letter, letter.template_version, letter.values)
    if beside := letter.beside_version:
        its = _version_of(letter, beside, {**letter.values, **letter.beside_values})
        return replace(first, beside=its)
    return first


def compose_proof(letter: Letter) -> LetterContent:
    """As compose, with room where a signature is printed: that is composed by a worker only, and
    nobody sees it before the letter goes (SIG-1)."""
    return compose(letter).unsigned()


def _version_of(letter: Letter, version: TemplateVersion, values: dict[str, str]) -> LetterContent:
    """In the words of one of its versions."""
    language = language_of(version)
    return _content(
        version,
        letter.campaign,
        language=language,
        format=_format_of(letter, version),
        values=values,
        reference=letter.ref,
        name=letter.letter_name,
        salutation=letter.salutation,
        address=() if _hangs_on_a_wall(letter) else tuple(letter.address),
        sender_lines=tuple(letter.sender_lines),
        question=question.of(letter, language) if letter.asks else None,
    )


def _format_of(letter: Letter, version: TemplateVersion) -> Format:
    """Of the version beside it: easy read where it was written so, and only there."""
    easy = Letter.Format.EASY_READ
    if version is letter.template_version or easy not in {letter.format, version.template.format}:
        return cast(Format, letter.format)
    return cast(Format, version.template.format)


def sample(version: TemplateVersion, dated_on: date) -> LetterContent:
    """A letter of this wording to nobody in particular, for previews; an unsaved version will do.
    Raises CannotTypeset where it cannot be printed."""
    programme = version.template.programme
    campaign = Campaign(
        programme=programme,
        dated_on=dated_on,
        signatory=Signatory(programme=programme, body=SAMPLES["thanker_body"]),
    )
    return _content(
        version,
        campaign,
        language=language_of(version),
        format=cast(Format, version.template.format),
        values={**SAMPLES, "programme": programme.name},
        reference="LT-0000-0000",
        name=SAMPLES["letter_name"],
        salutation=SAMPLES["salutation"],
        address=(SAMPLES["letter_name"], "14 Mill Lane", "Aldermere", "AL1 2AB"),
        sender_lines=sender_lines(campaign),
    )


def _hangs_on_a_wall(letter: Letter) -> bool:
    """A certificate bears an address only where it has to travel in an envelope."""
    is_certificate = letter.template_version.template.kind == Kind.CERTIFICATE
    return is_certificate and letter.channel not in Letter.ON_PAPER


def words_of(body: str, personal_line: str) -> str:
    """A template's body for this campaign: a paragraph that is nothing but ((personal_line)) is
    left out where there is none."""
    if personal_line:
        return body
    paragraphs = re.split(r"\n\s*\n", body)
    return "\n\n".join(words for words in paragraphs if words.strip() != "((personal_line))")


@lru_cache(maxsize=64)
def _paragraphs(body: str, has_personal_line: bool) -> tuple[str, ...]:
    """Read once, and not anew for each letter."""
    return clean_paragraphs(words_of(body, "x" if has_personal_line else ""))


def language_of(version: TemplateVersion) -> Language:
    return cast(Language, version.template.language)


def sender_lines(campaign: Campaign) -> tuple[str, ...]:
    """How to reach a person at the office: printed beside the address."""
    programme = campaign.programme
    lines = (campaign.signatory.body, programme.office_email, programme.office_phone)
    return tuple(line for line in lines if line)


def in_month(day: date, language: Language) -> str:
    return IN_MONTH[language].format(month=month(day, language), year=day.year)


def month(day: date, language: Language) -> str:
    return MONTHS[language].split()[day.month - 1]


def reading_on(fact: str) -> str:
    """A fact as it stands in mid-sentence: no full stop, and no capital that only began it."""
    fact = fact.strip().rstrip(".")
    first = re.split(r"[\s,-]", fact, maxsplit=1)[0]
    return fact[:1].lower() + fact[1:] if first.lower() in LOWERED else fact


def _content(
    version: TemplateVersion,
    campaign: Campaign,
    *,
    language: Language,
    values: dict[str, str],
    name: str,
    salutation: str,
    address: tuple[str, ...],
    **fields: Any,
) -> LetterContent:
    kind = version.template.kind
    body, marks = filled(_paragraphs(version.body, bool(values["personal_line"])), values)
    heading = HEADINGS[kind][language].format(name=name) if kind in HEADINGS else ""
    title = f"{heading} · {name}" if kind == Kind.CERTIFICATE else heading
    return LetterContent(
        dated=campaign.dated_on,
        title=title or TITLES[language].format(name=name),
        sender_name=values["programme"],
        recipient_name=name,
        address=address,
        heading=heading,
        greeting=_greeting(campaign, kind, salutation, language),
        body=body,
        marks=marks,
        layout="certificate" if kind == Kind.CERTIFICATE else "letter",
        closing="" if campaign.in_ink == Campaign.Ink.ALL else CLOSINGS[language],
        signatories=_signing(campaign, values),
        letterhead=_heading(campaign.letterhead),
        language=language,
        **fields,
    )


def _greeting(campaign: Campaign, kind: str, salutation: str, language: Language) -> str:
    """Empty where it is left free for the pen."""
    if campaign.is_greeted_by_hand:
        return ""
    return TO_WHOM[language] if kind == Kind.REFERENCE else greeting(salutation, language)


def _signing(campaign: Campaign, values: dict[str, str]) -> tuple[Signing, ...]:
    """The first from the letter's own snapshot; the other, of a joint letter, beside them."""
    first = (values["thanker_name"], values["thanker_office"], values["thanker_body"])
    by_hand = campaign.is_signed_by_hand
    signing = [_sign(campaign.signatory, *first, by_hand=by_hand)]
    if second := campaign.second_signatory:
        its = (second.style, second.office_title, second.body)
        signing.append(_sign(second, *its, by_hand=by_hand))
    return tuple(signing)


def _sign(signatory: Signatory, name: str, title: str, body: str, *, by_hand: bool) -> Signing:
    image = None if by_hand else signatory.signature_image
    office = "\n".join(filter(None, (title, body)))
    return Signing(name, office, bytes(image) if image else None)


def _heading(letterhead: Letterhead | None) -> Heading | None:
    return Heading(letterhead.says, bytes(letterhead.artwork)) if letterhead else None
