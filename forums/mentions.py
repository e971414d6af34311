"""Whom a text calls with an @: by name where names are shown, and by the title of their seat."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from forums import prose
from forums.models import Forum, Membership
from forums.names import TITLES

CALLED = re.compile(r"(?<![\w@])@([^\W\d_][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)?)")


@dataclass
class Found:
    """`members` with what they were called; what nobody goes by, with what comes close, and what
    more than one does; and names of people where only seats are called, with the seat instead."""

    members: dict[Membership, str] = field(default_factory=dict)
    nobody: dict[str, str] = field(default_factory=dict)
    several: list[str] = field(default_factory=list)
    unshown: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.members.values())

    @property
    def refusal(self) -> str:
        """Why it cannot be said like this: a contribution stays, and so would the name in it."""
        seats = " ".join(
            f"Write @{seat} instead of @{name}." for name, seat in self.unshown.items()
        )
        return f"Names are not shown in this forum. {seats}"

    @property
    def unresolved(self) -> str:
        """What to say about those whom nobody will be told of; empty if there are none."""
        said = [
            f"Nobody here is called ‘{name}’." + (f" Did you mean @{close}?" if close else "")
            for name, close in self.nobody.items()
        ]
        said += [f"More than one seat here is called ‘{name}’." for name in self.several]
        return " ".join(said)


def find(text: str, forum: Forum) -> Found:
    """Asks the database only where there is an @ in the text."""
    found = Found()
    if not CALLED.search(text):
        return found
    seats, people = _names(forum)
    known = {**people, **seats}
    pattern = prose.after_an_at(known)
    for call in CALLED.finditer(text):
        match = pattern.match(text, call.start()) if pattern else None
        if match is None:
            found.nobody[call[1]] = _close_to(call[1], forum)
            continue
        name = match[0][1:]
        meant = known[name.lower()]
        if len(meant) > 1:
            found.several.append(name)
        elif name.lower() not in seats and not forum.is_attributed:
            found.unshown[name] = meant[0].seat.title
        else:
            found.members.setdefault(meant[0], name)
    return found


def can_be_called(forum: Forum) -> list[str]:
    """What to write after an @, for each member, in order; for those who look it up."""
    seats, people = _names(forum)
    alone = {
        members[0].pk: members[0].seat.title for members in seats.values() if len(members) == 1
    }
    if not forum.is_attributed:
        return sorted(alone.values())
    names = {m[0].pk: str(m[0].contributor) for m in people.values() if len(m) == 1}
    return sorted({**alone, **names}.values())


def _close_to(name: str, forum: Forum) -> str:
    shown = {called.lower(): called for called in can_be_called(forum)}
    close = get_close_matches(name.lower(), shown, n=1, cutoff=0.7)
    return shown[close[0]] if close else ""


_Called = dict[str, list[Membership]]


def _names(forum: Forum) -> tuple[_Called, _Called]:
    """Titles of seats, and names of people, in small letters; with whom each of them means."""
    seats, people = defaultdict(list), defaultdict(list)
    members = forum.memberships.live().in_place().with_people().order_by("pk")
    for member in members:
        for title in _as_typed(member.seat.title):
            seats[title].append(member)
        for name in _names_of(member):
            people[name].append(member)
    return seats, people


def _names_of(member: Membership) -> Iterable[str]:
    person = member.contributor
    names = {name for name in (person.known_as, person.letter_name) if name}
    bare = {" ".join(name.split()[1:]) for name in names if name.split()[0].strip(".") in TITLES}
    return {typed for name in names | bare if name for typed in _as_typed(name)}


def _as_typed(name: str) -> set[str]:
    """With its accents, and as by those whose keyboard has none of them: Ŵyn, Wyn."""
    letters = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return {name.lower(), plain.lower()}
