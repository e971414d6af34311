"""Under which name somebody is thanked aloud, asked each time that it is read out (MTG-6).

Plain values after two queries for any number of people. Why somebody is not named is nobody's
business: there is one neutral line for all of it (L8)."""

from collections.abc import Iterable

from coalition import contact
from coalition.contact import Channel, Purpose, Thanker
from coalition.models import Contributor
from coalition.models.contact_words import Publicity
from forums.models import Mention
from forums.names import TITLES

NOBODY_NAMED = "somebody"


def names_for(mentions: Iterable[Mention]) -> dict[int, str]:
    """By mention: the name that may be said in a meeting and written in minutes; "" for none."""
    mentions = list(mentions)
    stands = contact.stands([mention.contributor_id for mention in mentions])
    return {
        mention.pk: _name(mention, stands.get(mention.contributor_id, contact.NOTHING))
        for mention in mentions
    }


def sentence(mention: Mention, name: str) -> str:
    """I want to thank Ben Okafor, who … It meant that …"""
    whom = f"{name}, who" if name else f"{NOBODY_NAMED} who"
    said = f"I want to thank {whom} {_without_stop(mention.what_they_did)}."
    if mention.what_it_made_possible:
        said += f" It meant that {_without_stop(mention.what_it_made_possible)}."
    return said


def minuted(mention: Mention, name: str) -> str:
    whom = f"{name}, who" if name else f"{NOBODY_NAMED} who"
    return f"Thanks were given to {whom} {_without_stop(mention.what_they_did)}."


def _name(mention: Mention, stand: contact.Stand) -> str:
    person = mention.contributor
    thanks = contact.answer(
        person, stand, Channel.IN_PERSON, Purpose.THANKS, thanker=Thanker.FORUM_CHAIR
    )
    if not thanks or not contact.answer(person, stand, Channel.IN_PERSON, Purpose.PUBLICITY):
        return ""
    match stand.wishes.publicity:
        case Publicity.ORGANISATION:
            return f"somebody from {mention.organisation}" if mention.organisation else ""
        case Publicity.FIRST_NAME:
            return _first_name(person)
        case _:
            return person.letter_name


def _first_name(person: Contributor) -> str:
    words = [word for word in person.letter_name.split() if word.rstrip(".") not in TITLES]
    return words[0] if words else ""


def _without_stop(words: str) -> str:
    return words.rstrip(". ")
