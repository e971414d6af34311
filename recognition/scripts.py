"""What somebody says, in ten seconds: facts that stand on the ledger, and no adjectives."""

from coalition.models import Contributor
from coalition.models.contact_words import Publicity
from recognition.models import ContributionEvent
from recognition.recipients import Known

TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir", "dame", "lady", "lord"}


def mention(event: ContributionEvent, known: Known) -> str:
    """I want to thank Ben Okafor, who … It meant that … Empty where nobody may be named."""
    name = named(event, known)
    if not name:
        return ""
    said = f"I want to thank {name}, who {_bare(event.what_they_did)}."
    if event.what_it_made_possible:
        said += f" It meant that {_bare(event.what_it_made_possible)}."
    return said


def call(event: ContributionEvent, caller: str) -> str:
    said = f"This is {caller}. I am calling to thank you: you {_bare(event.what_they_did)}."
    if event.what_it_made_possible:
        said += f" Because of that {_bare(event.what_it_made_possible)}."
    return f"{said} There is nothing that you need to do."


def named(event: ContributionEvent, known: Known) -> str:
    """As much of a name as the person allows to be said in public (PRF-2)."""
    match known.stand.wishes.publicity:
        case Publicity.NONE:
            return ""
        case Publicity.ORGANISATION:
            return f"somebody from {event.organisation}" if event.organisation else ""
        case Publicity.FIRST_NAME:
            return first_name(event.contributor)
    return event.contributor.letter_name


def first_name(person: Contributor) -> str:
    words = person.letter_name.split()
    return next((word for word in words if word.strip(".").lower() not in TITLES), "")


def _bare(words: str) -> str:
    return words.rstrip(". ")
