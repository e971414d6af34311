"""May we contact this person, in this way, for this? Everything that sends asks here (CON-2)."""

from dataclasses import dataclass
from enum import StrEnum

from coalition.models import Contributor


class Channel(StrEnum):
    """How a message reaches a person."""

    EMAIL = "email"
    POST = "post"
    PHONE = "phone"
    IN_PERSON = "in_person"


class Purpose(StrEnum):
    """Why we write. Narrower purposes are stopped by more."""

    SERVICE = "service"  # about what they began themselves: their offer, their seat
    ASK = "ask"  # we want something of them: an invitation, a match
    THANKS = "thanks"
    PUBLICITY = "publicity"
    SURVEY = "survey"


@dataclass(frozen=True)
class Answer:
    """Yes, or which rule says no, and a sentence that tells no more than anyone may know (L8)."""

    code: str = ""
    sentence: str = ""

    def __bool__(self) -> bool:
        return not self.code


def may_contact(person: Contributor, channel: Channel, purpose: Purpose) -> Answer:
    """Yes; or the first rule that says no: deceased, objected, gone_away, no_address."""
    if person.deceased_on:
        return Answer("deceased", f"{person.letter_name} has died.")
    if person.objected_at:
        return Answer("objected", f"{person.letter_name} asked for no further contact.")
    if person.gone_away_on:
        return Answer("gone_away", f"{person.letter_name} has gone away and cannot be reached.")
    if channel == Channel.EMAIL and not person.email:
        return Answer("no_address", f"We have no email address for {person.letter_name}.")
    return Answer()
