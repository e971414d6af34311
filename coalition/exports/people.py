"""People as a table. Ways to reach somebody whom we must not contact stay out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from coalition.contact import Channel, Purpose, Stand, answer, stands
from coalition.exports.tables import Column, Table
from coalition.models import Affiliation, Contributor

TOGETHER = 500
LANGUAGES = dict(Contributor.Language.choices)
CONFIRMED_BY = dict(Contributor.NameSource.choices)


@dataclass(frozen=True)
class Person:
    """A row of the table."""

    row: Contributor
    stand: Stand
    places: list[str]

    def reached(self, channel: str, value: str) -> str:
        """The address, if we may ask something of this person in this way (CON-2, HLD-2)."""
        return value if answer(self.row, self.stand, channel, Purpose.ASK) else ""


def with_surroundings(people: Iterable[Contributor]) -> Iterator[Person]:
    """Each with holds and organisations; a few queries for some hundred people."""
    people = iter(people)
    while some := list(islice(people, TOGETHER)):
        pks = [person.pk for person in some]
        standing, places = stands(pks), _places(pks)
        for person in some:
            yield Person(person, standing.get(person.pk, Stand()), places.get(person.pk, []))


def _places(people: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Affiliation.objects.in_force().filter(contributor__in=people).order_by("pk")
    for pk, name in rows.values_list("contributor_id", "organisation__name"):
        found.setdefault(pk, []).append(name)
    return found


def _of(name: str) -> Any:
    return lambda person: getattr(person.row, name)


WITHHELD = "Empty where we have none, and where this person must not be contacted."
PEOPLE = Table(
    "people",
    "People of the coalition",
    (
        Column("Number", "Our number of the person.", _of("pk"), "integer"),
        Column("Name", "As on an envelope.", _of("letter_name")),
        Column("Salutation", "What follows “Dear”.", _of("salutation")),
        Column("Known as", "What people call them.", _of("known_as")),
        Column(
            "Name confirmed by",
            "Who told us that the name is right; empty while nobody has.",
            lambda person: CONFIRMED_BY.get(person.row.name_confirmed_by, ""),
        ),
        Column("Language", "The one they read.", lambda p: LANGUAGES.get(p.row.language, "")),
        Column(
            "Organisations",
            "Where they are today, parted by semicolons.",
            lambda person: "; ".join(person.places),
        ),
        Column("Email", WITHHELD, lambda p: p.reached(Channel.EMAIL, p.row.email)),
        Column("Phone", WITHHELD, lambda p: p.reached(Channel.PHONE, p.row.phone)),
        Column("Postal address", WITHHELD, lambda p: p.reached(Channel.POST, p.row.address)),
    ),
)
