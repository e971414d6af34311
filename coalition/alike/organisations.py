"""Two records of organisations: may they be one?

Branches of one body share most of their name, and often a website. What sets them apart is the
number in a register, a number in the name, or the place (ORG-1: a name alone only warns).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from coalition.alike.likeness import WORTH_SHOWING, Likeness
from coalition.alike.names import in_words, names_alike
from coalition.alike.words import weighed

MANY_REGISTERS = "OTHER"  # not one register: two numbers may well be of one organisation
ANOTHER_NUMBER = 0.4  # at most, where one register has a number for each
SAME_POSTCODE, BY_POSTCODE = 0.75, 0.3
NOTHING_AGAINST, OTHER_PLACE = 0.9, 0.55
BY_WEBSITE = 0.3  # of the doubt that is left
SERVER = re.compile(r"^(https?://)?(www\.)?")


@dataclass(frozen=True)
class OrganisationFacts:
    """`identifiers`: numbers by register (`Scheme`). `place`: where it works, in any words."""

    name: str
    other_names: tuple[str, ...] = ()
    postcode: str = ""
    identifiers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    website: str = ""
    place: str = ""

    @cached_property
    def numbers(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (scheme, value) for scheme, values in self.identifiers.items() for value in values
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.name, *filter(None, self.other_names))))

    @cached_property
    def site(self) -> str:
        """The website without what servers and people vary."""
        return SERVER.sub("", self.website.strip().lower()).rstrip("/")

    @cached_property
    def places(self) -> frozenset[str]:
        return frozenset(weighed(self.place)[0]) if self.place else frozenset()


def organisations(one: OrganisationFacts, other: OrganisationFacts) -> Likeness:
    """The same either way round."""
    if one.numbers and (number := one.numbers & other.numbers):
        return Likeness(1.0, (f"Same register number, {_number(min(number))}",))
    score, name, like = max(
        (names_alike(a, b, one.places, other.places), min(a, b), max(a, b))
        for a, b in product(one.names, other.names)
    )
    score, reasons = _in_places(score, one, other)
    if one.site and one.site == other.site:
        score += (1 - score) * BY_WEBSITE
        reasons += (f"Same website, {one.site}",)
    if _numbered_apart(one, other):
        return Likeness(min(score, ANOTHER_NUMBER), ("Different numbers in the same register",))
    if score < WORTH_SHOWING:
        return Likeness(score)
    return Likeness(score, (in_words(name, like), *reasons))


def _number(number: tuple[str, str]) -> str:
    scheme, value = number
    return value if scheme == MANY_REGISTERS else f"{scheme}-{value}"


def _numbered_apart(one: OrganisationFacts, other: OrganisationFacts) -> bool:
    both = one.identifiers.keys() & other.identifiers.keys() - {MANY_REGISTERS}
    return any(one.identifiers[scheme] and other.identifiers[scheme] for scheme in both)


def _in_places(
    name: float, one: OrganisationFacts, other: OrganisationFacts
) -> tuple[float, tuple[str, ...]]:
    if not one.postcode or not other.postcode:
        return name * NOTHING_AGAINST, ()
    if one.postcode == other.postcode:
        score = min(1.0, name * SAME_POSTCODE + BY_POSTCODE)
        return score, (f"Same postcode, {one.postcode}",)
    outward = one.postcode.partition(" ")[0]
    if outward == other.postcode.partition(" ")[0]:
        return name * NOTHING_AGAINST, (f"Both in {outward}",)
    return name * OTHER_PLACE, ()
