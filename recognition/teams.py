"""Who of a team may be named now: asked each time that it is shown, so that consent can be taken
back (CTB-3, PRF-2). Plain values, after two queries for any number of people."""

from collections.abc import Iterable
from typing import cast

from coalition import contact
from coalition.contact import Channel, Purpose
from coalition.models import Contributor
from coalition.models.contact_words import Publicity
from recognition import scripts

NAMED = {Publicity.FIRST_NAME, Publicity.FULL_NAME, Publicity.PHOTO}


def names_of(people: Iterable[Contributor]) -> dict[int, str]:
    """By person: as much of their name as they allow; without those who allow none. Of a row that
    was merged, the person who stays."""
    standing = {person.pk: cast(Contributor, person.merged_into or person) for person in people}
    stands = contact.stands([person.pk for person in standing.values()])
    found = {
        pk: _name(person, stands.get(person.pk, contact.NOTHING)) for pk, person in standing.items()
    }
    return {pk: name for pk, name in found.items() if name}


def _name(person: Contributor, stand: contact.Stand) -> str:
    if not contact.answer(person, stand, Channel.IN_PERSON, Purpose.PUBLICITY):
        return ""
    publicity = Publicity(stand.wishes.publicity)
    if publicity not in NAMED:
        return ""
    return scripts.first_name(person) if publicity == Publicity.FIRST_NAME else person.letter_name
