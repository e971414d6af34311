"""May we contact this person, in this way, for this? Everything that sends asks here: CON-2, CON-3,
HLD-2, PRF-1.

The answer depends on the row, on holds, and on preferences of the person, their household and
their organisations. A worker asks again in the transaction that hands a message over, with the
person's row locked, because days may lie between."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from coalition import holds, wishes
from coalition.domain import in_force
from coalition.models import Contributor, Hold, Preference
from coalition.models.contact_words import Channel, Purpose, Thanker
from coalition.models.hold import ON_HOLD
from coalition.prepared import Prepared
from coalition.wishes import NEVER_ASKED, Wishes

__all__ = ["Answer", "Channel", "Purpose", "Stand", "Thanker", "answer", "may_contact", "stands"]

Scope = Hold.Scope
THANKFUL = {Purpose.THANKS, Purpose.PUBLICITY}
ADDRESSES: dict[str, tuple[str, str]] = {
    Channel.EMAIL: ("email", "email address"),
    Channel.POST: ("address", "postal address"),
    Channel.PHONE: ("phone", "phone number"),
}
WISHES = ["thanker", "no_ministerial", "channels", "max_per_year", "publicity", "no_surveys"]
ASKED_NO_MORE = "{name} asked for no more questions."


@dataclass(frozen=True)
class Answer:
    """Yes, or which rule says no, and a sentence that tells no more than anyone may know (L8)."""

    code: str = ""
    sentence: str = ""

    def __bool__(self) -> bool:
        return not self.code


@dataclass(frozen=True)
class Stand:
    """What stands about a person besides their own row."""

    held: frozenset[str] = frozenset()  # scopes of holds in force
    wishes: Wishes = NEVER_ASKED


NOTHING = Stand()


def may_contact(
    person: Contributor, channel: str, purpose: str, *, thanker: str = "", this_year: int = 0
) -> Answer:
    """Yes; or the first rule that says no: anonymised, deceased, objected, gone_away, hold,
    not_adult, preference, no_address. `thanker` is who says thank you, and `this_year` how often
    they were thanked in the last twelve months. Two queries; see `stands` for many people.
    Of somebody who was merged, it answers for the person who stayed."""
    if person.merged_into_id:
        person = Contributor.objects.get(pk=person.merged_into_id)
    stand = stands([person.pk]).get(person.pk, NOTHING)
    return answer(person, stand, channel, purpose, thanker=thanker, this_year=this_year)


def stands(people: Iterable[int]) -> dict[int, Stand]:
    """What stands about each of these about whom anything does; two queries for any number."""
    people = list(people)
    held, wanted = holds.scopes_by_person(people), _wishes_by_person(people)
    return {
        pk: Stand(held.get(pk, frozenset()), wanted.get(pk, NEVER_ASKED))
        for pk in held.keys() | wanted.keys()
    }


def wishes_around(person: Contributor) -> Wishes:
    """What the person's household and organisations allow, without what they said themselves."""
    around = Preference.objects.filter(
        (in_force(prefix="household__members__") & Q(household__members__contributor=person))
        | (
            in_force(prefix="organisation__affiliations__")
            & Q(organisation__affiliations__contributor=person)
        )
    )
    return wishes.most_restrictive(wishes.of(preference) for preference in around.distinct())


def answer(
    person: Contributor,
    stand: Stand,
    channel: str,
    purpose: str,
    *,
    thanker: str = "",
    this_year: int = 0,
) -> Answer:
    """may_contact for whoever knows already what stands; asks no query."""
    found = (
        _of_the_row(person),
        _of_holds(stand, purpose),
        _of_age(person, purpose, thanker),
        _of_wishes(person, stand.wishes, channel, purpose, thanker, this_year),
        _of_address(person, channel),
    )
    return next((no for no in found if no is not None), Answer())


def _of_the_row(person: Contributor) -> Answer | None:
    if person.anonymised_at:
        return Answer("anonymised", "Their details were removed, so nobody can write to them.")
    if person.deceased_on:
        return Answer("deceased", f"{person.letter_name} has died.")
    if person.objected_at:
        return Answer("objected", f"{person.letter_name} asked for no further contact.")
    if person.gone_away_on:
        return Answer("gone_away", f"{person.letter_name} has gone away and cannot be reached.")
    return None


def _of_holds(stand: Stand, purpose: str) -> Answer | None:
    stopping = {Scope.CONTACT}
    if purpose in THANKFUL:
        stopping.add(Scope.RECOGNITION)
    if purpose == Purpose.PUBLICITY:
        stopping.add(Scope.PUBLICITY)
    return Answer("hold", f"{ON_HOLD}.") if stopping & stand.held else None


def _of_age(person: Contributor, purpose: str, thanker: str) -> Answer | None:
    """CON-3: a child hears from us through their organisation only; and whoever is not known to be
    an adult is not named in public, and not thanked by a minister."""
    adult = Contributor.Adult(person.adult)
    in_view = purpose == Purpose.PUBLICITY or thanker == Thanker.MINISTER
    if adult == adult.YES or purpose == Purpose.SERVICE or (adult == adult.UNKNOWN and not in_view):
        return None
    return Answer(
        "not_adult",
        f"We do not know that {person.letter_name} is an adult. Go through their organisation.",
    )


def _of_wishes(
    person: Contributor, wanted: Wishes, channel: str, purpose: str, thanker: str, this_year: int
) -> Answer | None:
    """Preferences are about thanks, publicity and surveys; what people began themselves goes on."""
    if purpose == Purpose.SURVEY and wanted.no_surveys:
        return Answer("preference", ASKED_NO_MORE.format(name=person.letter_name))
    forbidden = purpose == Purpose.PUBLICITY and wanted.publicity == "none"
    if purpose == Purpose.THANKS:
        cap = wanted.max_per_year
        forbidden = (
            channel not in wanted.channels
            or (bool(thanker) and thanker not in wanted.thankers)
            or not wanted.thankers
            or (cap is not None and this_year >= cap)
        )
    if not forbidden:
        return None
    return Answer("preference", f"{person.letter_name} prefers not to be thanked like this.")


def _of_address(person: Contributor, channel: str) -> Answer | None:
    if channel not in ADDRESSES or getattr(person, ADDRESSES[channel][0]):
        return None
    return Answer("no_address", f"We have no {ADDRESSES[channel][1]} for {person.letter_name}.")


def _wishes_by_person(people: list[int]) -> dict[int, Wishes]:
    """What each of these allows together with their household and organisations; one query."""
    sources: dict[int, list[Wishes]] = {}
    told = set()
    for person, *values, owner in _WISHED(people=people):
        fields = dict(zip(WISHES, values, strict=True))
        sources.setdefault(person, []).append(wishes.of(Preference(**fields)))
        if owner == person:
            told.add(person)
    return {
        person: wishes.most_restrictive(theirs if person in told else [NEVER_ASKED, *theirs])
        for person, theirs in sources.items()
    }


def _wished_by(people: list[int]) -> QuerySet[Any]:
    ours, columns = Preference.objects.order_by(), [*WISHES, "contributor"]
    homes = in_force(prefix="household__members__")
    places = in_force(prefix="organisation__affiliations__")
    own = ours.filter(contributor__in=people).values_list("contributor", *columns)
    through_home = ours.filter(homes, household__members__contributor__in=people).values_list(
        "household__members__contributor", *columns
    )
    through_place = ours.filter(
        places, organisation__affiliations__contributor__in=people
    ).values_list("organisation__affiliations__contributor", *columns)
    return own.union(through_home, through_place, all=True)


_WISHED: Prepared[Any] = Prepared(_wished_by)
