"""In which ways somebody may be thanked: what each kind takes, and what the person allows (AKN-1).

Plain values; of many events, recipients.about_all asks for what stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from coalition import contact
from coalition.calendar import working_days_after
from coalition.contact import Answer, Channel, Purpose, Thanker
from recognition.models import Acknowledgement, ContributionEvent, Letter, LetterTemplate
from recognition.recipients import ASKED_OF_CONTACT, Known

Kind = Acknowledgement.Kind


@dataclass(frozen=True)
class Way:
    """`purposes` are all asked for; `do` is what somebody does next."""

    tier: int
    channel: str
    do: str
    purposes: tuple[str, ...] = (Purpose.THANKS,)


# What people give themselves. Letters go through a campaign, with proofs and a second person.
WAYS = {
    Kind.CALL: Way(1, Channel.PHONE, "Call them"),
    Kind.NOTE: Way(1, Channel.POST, "Write a note by hand"),
    Kind.EMAIL: Way(1, Channel.EMAIL, "Write to them"),
    Kind.INVITATION: Way(3, Channel.EMAIL, "Invite them"),
    Kind.MENTION: Way(
        2, Channel.IN_PERSON, "Thank them in a meeting", (Purpose.THANKS, Purpose.PUBLICITY)
    ),
}


BY_TEMPLATE = {
    LetterTemplate.Kind.JOINT.value: Kind.JOINT_LETTER,
    LetterTemplate.Kind.CERTIFICATE.value: Kind.CERTIFICATE,
    LetterTemplate.Kind.REFERENCE.value: Kind.REFERENCE,
}


def due_on(event: ContributionEvent, tier: int) -> date:
    """settings.THANKS_DUE: working days after the deed, by tier."""
    return working_days_after(event.happened_on, settings.THANKS_DUE[tier], event.programme.nation)


def may(event: ContributionEvent, known: Known, kind: str, thanker: str) -> Answer:
    """AKN-1, and everything else that stops thanks."""
    if known.organisation_is_held:
        return Answer("hold", "On hold: speak to the safeguarding lead.")
    answers = (
        contact.answer(
            event.contributor,
            known.stand,
            WAYS[Kind(kind)].channel,
            purpose,
            thanker=thanker,
            this_year=known.this_year,
        )
        for purpose in WAYS[Kind(kind)].purposes
    )
    return next((no for no in answers if not no), Answer())


def open_ways(event: ContributionEvent, known: Known) -> Iterator[tuple[str, str]]:
    """(kind, thanker) of all that is allowed."""
    for kind in WAYS:
        for thanker in Thanker:
            if may(event, known, kind, thanker):
                yield kind.value, thanker.value


def facts_are_missing(event: ContributionEvent, kind: str) -> bool:
    """AKN-2: from tier 2 on it is said what somebody did, and what it made possible."""
    return WAYS[Kind(kind)].tier > 1 and not (event.what_they_did and event.what_it_made_possible)


def given_by(letter: Letter) -> Acknowledgement:
    """The thanks that a letter gives once it is sent; unsaved, and asks no query of one that comes
    with_words."""
    signatory = letter.campaign.signatory
    kind = BY_TEMPLATE.get(letter.template_version.template.kind, Kind.LETTER)
    return Acknowledgement(
        event_id=letter.event_id,
        letter=letter,
        kind=kind,
        tier=3 if signatory.is_minister or kind == Kind.JOINT_LETTER else 2,
        thanker=signatory.thanker,
        channel=ASKED_OF_CONTACT[Letter.Channel(letter.channel)],
        due_on=letter.event.due_on,
        status=Acknowledgement.Status.GIVEN,
        given_at=timezone.now(),
        evidence=letter.ref,
    )
