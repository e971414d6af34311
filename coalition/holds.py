"""Which holds are in force on whom. A hold on a household or an organisation holds its people,
and a hold on whoever offered holds the offer."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from coalition.domain import in_force as on_its_days
from coalition.models import Contributor, Hold, Household, Offer, Organisation
from coalition.models.hold import HoldQuerySet, Subject
from coalition.prepared import Prepared

Scope = Hold.Scope


def in_force(subject: Subject, scope: str) -> bool:
    """Is this stopped, by a hold on itself or on what it belongs to? The queue asks before each
    step; lock the person first where a hold may be placed at the same moment (HLD-5)."""
    return holding(subject).filter(scopes__contains=[scope]).exists()


def reaches(person: OuterRef, scope: str) -> Exists:
    """As in_force, of each row's person, in the same query."""
    held = Hold.objects.in_force().filter(_on("", person), scopes__contains=[scope])
    return Exists(held)


def holding(subject: Subject) -> HoldQuerySet:
    """All that are in force on this and on what it belongs to."""
    match subject:
        case Contributor():
            reached = _on_people([subject.pk])
        case Offer():
            reached = Q(offer=subject) | _on_people([subject.contributor_id])
            if subject.organisation_id:
                reached |= Q(organisation=subject.organisation_id)
        case Household():
            people = subject.members.filter(on_its_days()).values("contributor")
            reached = Q(household=subject) | Q(contributor__in=people)
        case Organisation():
            reached = Q(organisation=subject)
    return Hold.objects.in_force().filter(reached).distinct()


def scopes_by_person(people: Iterable[int]) -> dict[int, frozenset[str]]:
    """What is stopped for each of these that any hold reaches; one query for any number."""
    found: dict[int, frozenset[str]] = {}
    for person, scopes in _SCOPES(people=list(people)):
        found[person] = found.get(person, frozenset()) | frozenset(scopes)
    return found


def _scopes_of(people: list[int]) -> QuerySet[Any]:
    live = Hold.objects.in_force().order_by()
    ours = [
        live.filter(contributor__in=people).values_list("contributor", "scopes"),
        live.filter(
            on_its_days(prefix="household__members__"), household__members__contributor__in=people
        ).values_list("household__members__contributor", "scopes"),
        live.filter(
            on_its_days(prefix="organisation__affiliations__"),
            organisation__affiliations__contributor__in=people,
        ).values_list("organisation__affiliations__contributor", "scopes"),
    ]
    return ours[0].union(*ours[1:])


_SCOPES: Prepared[Any] = Prepared(_scopes_of)  # whatever sends anything asks this


def people_of(subject: Subject) -> list[int]:
    """Ids of those whom a hold on this reaches, in the order in which they are locked. Whoever
    made an offer goes on being reached about everything else."""
    people = Contributor.objects.none()
    match subject:
        case Contributor():
            people = Contributor.objects.filter(pk=subject.pk)
        case Household():
            places = on_its_days(prefix="household_places__")
            people = Contributor.objects.filter(places, household_places__household=subject)
        case Organisation():
            places = on_its_days(prefix="affiliations__")
            people = Contributor.objects.filter(places, affiliations__organisation=subject)
    return list(people.order_by("pk").values_list("pk", flat=True).distinct())


def _on_people(people: Iterable[int]) -> Q:
    return _on("__in", list(people))


def _on(lookup: str, people: list[int] | OuterRef) -> Q:
    homes = on_its_days(prefix="household__members__")
    places = on_its_days(prefix="organisation__affiliations__")
    return (
        Q(**{f"contributor{lookup}": people})
        | (homes & Q(**{f"household__members__contributor{lookup}": people}))
        | (places & Q(**{f"organisation__affiliations__contributor{lookup}": people}))
    )
