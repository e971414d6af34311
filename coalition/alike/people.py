"""Two records of people: may they be one?

A name alone never says so, for many people share one; nor does an address, a number or a home,
for couples share those (CON-6). It takes both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from coalition.alike.likeness import Likeness
from coalition.alike.personal_names import PersonalName, agreement, read

NAME_ALONE = 0.6


@dataclass(frozen=True)
class PersonFacts:
    """`name` as on an envelope; `organisations` by any key, those that they act for or did."""

    name: str
    known_as: str = ""
    email: str = ""
    phone: str = ""
    postcode: str = ""
    organisations: frozenset[int] = frozenset()

    @cached_property
    def names(self) -> list[PersonalName]:
        return list(dict.fromkeys(read(self.name, self.known_as)))

    @cached_property
    def digits(self) -> str:
        """Of the phone number, without what stands for the country or for a trunk call."""
        digits = "".join(filter(str.isdecimal, self.phone))
        return digits.removeprefix("00").removeprefix("44").lstrip("0")


def people(one: PersonFacts, other: PersonFacts) -> Likeness:
    agreed = max(agreement(a, b) for a in one.names for b in other.names)
    shared = list(_shared(one, other))
    doubt = 1 - NAME_ALONE
    for weight, _ in shared:
        doubt *= 1 - weight
    score = agreed.score * (1 - doubt)
    return Likeness(score, (agreed.reason, *(reason for _, reason in shared)))


def _shared(one: PersonFacts, other: PersonFacts) -> Iterator[tuple[float, str]]:
    """What else both have: how much of the doubt it takes away, and the words for it."""
    if one.email and one.email.casefold() == other.email.casefold():
        yield 0.9, "Same email address"
    if len(one.digits) > 6 and one.digits == other.digits:
        yield 0.8, "Same phone number"
    if one.postcode and one.postcode == other.postcode:
        yield 0.7, f"Same postcode, {one.postcode}"
    if one.organisations & other.organisations:
        yield 0.6, "With the same organisation"
