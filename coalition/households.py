"""One letter for a household, or one for each: asked before anything is addressed to all (HH-1)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from coalition import contact
from coalition.contact import Channel, Purpose
from coalition.domain import in_force
from coalition.models import Contributor, Household, HouseholdMember, Offer
from coalition.prepared import Prepared

APART = "They no longer live together."


@dataclass(frozen=True)
class Jointly:
    """What stands about a letter to the joint name of a household."""

    why_apart: str = ""  # why none may go to that name today (HH-1)
    is_bilingual: bool = False  # some there read Welsh and others do not (HH-2)


@dataclass(frozen=True)
class Addressing:
    """A joint letter may go while `why_apart` is empty; otherwise each of `individually` gets one
    of their own. `languages` are those in which every letter to the household comes (HH-2)."""

    why_apart: str
    individually: list[Contributor]
    languages: list[str]

    @property
    def is_joint(self) -> bool:
        return not self.why_apart


def addressing(household: Household) -> Addressing:
    """Three queries, however many live there."""
    is_over = household.to_on is not None and household.to_on < timezone.localdate()
    everyone = Contributor.objects.filter(household_places__household=household)
    now = everyone if is_over else everyone.filter(in_force(prefix="household_places__"))
    people = list(now.order_by("letter_name", "pk").distinct())
    stands = contact.stands(person.pk for person in people)
    why_not = {
        person: _why_not(person, stands.get(person.pk, contact.NOTHING)) for person in people
    }
    reachable = [person for person, why in why_not.items() if not why]
    why_apart = APART if is_over else next(filter(None, why_not.values()), "")
    return Addressing(why_apart, reachable if why_apart else [], _languages(reachable))


def home_of(person: Contributor) -> Household | None:
    """The household in which a person lives today."""
    homes = Household.objects.in_force()
    lives_there = in_force(prefix="members__")
    return homes.filter(lives_there, members__contributor=person).first()


def offering(offer: Offer) -> Household | None:
    """The household that makes an offer, where one letter may go to all of it (HH-1)."""
    home = home_of(offer.contributor) if offer.is_of_a_household else None
    return home if home and addressing(home).is_joint else None


def greeting(offer: Offer) -> str:
    """Whom mail about an offer greets; what follows “Dear”."""
    if home := offering(offer):
        return home.joint_salutation
    return offer.contributor.salutation or offer.contributor.letter_name


def jointly(people: Iterable[int]) -> dict[int, Jointly]:
    """Of those whose row bears the joint name of a household: what stands about a letter to it. One
    query where there is none, and as many for any number of them."""
    homes = dict(_BEARERS(people=list(people)))
    if not homes:
        return {}
    members = HouseholdMember.objects.filter(household__in=homes.values())
    places = list(members.select_related("contributor", "household").order_by("pk"))
    stands = contact.stands(place.contributor_id for place in places)
    reasons: dict[int, str] = {}
    languages: defaultdict[int, set[bool]] = defaultdict(set)
    for place in places:
        is_welsh = place.contributor.language == Contributor.Language.WELSH
        languages[place.household_id].add(is_welsh)
        stand = stands.get(place.contributor_id, contact.NOTHING)
        if reason := _why_apart(place, stand):
            reasons.setdefault(place.household_id, reason)
    return {
        person: Jointly(reasons.get(home, ""), len(languages[home]) > 1)
        for person, home in homes.items()
    }


def _bearers(people: list[int]) -> QuerySet[Any]:
    named = F("household__joint_letter_name")
    bearers = HouseholdMember.objects.filter(contributor__in=people, contributor__letter_name=named)
    return bearers.values_list("contributor", "household")


_BEARERS: Prepared[Any] = Prepared(_bearers)


def _why_apart(place: HouseholdMember, stand: contact.Stand) -> str:
    """Of one member: separated, deceased, gone away, objected or on hold."""
    today = timezone.localdate()
    if any(day and day < today for day in (place.to_on, place.household.to_on)):
        return APART
    return _why_not(place.contributor, stand)


def _why_not(person: Contributor, stand: contact.Stand) -> str:
    """Whatever stops all thanks; how somebody likes them is the matter of each letter."""
    held = contact.Stand(held=stand.held)
    return contact.answer(person, held, Channel.IN_PERSON, Purpose.THANKS).sentence


def _languages(people: list[Contributor]) -> list[str]:
    """HH-2: English, and Welsh beside it for who asked for that; Welsh alone where all did."""
    read = {person.language == Contributor.Language.WELSH for person in people} or {False}
    labels = {False: Contributor.Language.ENGLISH.label, True: Contributor.Language.WELSH.label}
    return [str(labels[is_welsh]) for is_welsh in sorted(read)]
