"""Who gets which letter: drawn by a hash, so that anybody can draw it again (EXP-3).

The number of queries does not depend on the number of people."""

import hashlib
from collections.abc import Iterable

from coalition.domain import DomainError
from coalition.models import HouseholdMember
from recognition import versions
from recognition.models import (
    Arm,
    Assignment,
    Campaign,
    ContributionEvent,
    Experiment,
    TemplateVersion,
)

Unit, Strata = Experiment.Unit, Experiment.Strata


def arm_number(seed: str, unit: str, arms: int) -> int:
    """1 to `arms`. The same seed and unit always give the same, whoever else takes part."""
    return int(hashlib.sha256(f"{seed}:{unit}".encode()).hexdigest(), 16) % arms + 1


def wordings(campaign: Campaign) -> list[list[TemplateVersion]]:
    """The versions of each arm, in their order; of the campaign's own words alone, where it has no
    experiment. Raises DomainError where these letters cannot go as its experiment says."""
    arms = _arms(campaign)
    mains = [arm.template_version for arm in arms] or [campaign.template_version]
    return [versions.of(main) for main in mains]


def draw(campaign: Campaign) -> dict[int, Assignment]:
    """By event: the assignment that its letter gets, unsaved; empty where there is no experiment.
    All who are chosen are looked at, for the first of a household speaks for it.

    Raises DomainError where it would split a household."""
    arms = _arms(campaign)
    if not arms:
        return {}
    experiment = arms[0].experiment
    chosen = ContributionEvent.objects.filter(candidates__campaign=campaign)
    events = list(chosen.select_related("contributor", "programme").order_by("pk"))
    units = units_of(experiment.unit, events)
    drawn: dict[str, Assignment] = {}
    for event in events:
        unit = units[event.pk]
        number = arm_number(experiment.seed, unit, len(arms))
        drawn.setdefault(
            unit,
            Assignment(
                experiment=experiment,
                arm=arms[number - 1],
                unit=unit,
                stratum=stratum_of(experiment, event),
            ),
        )
    return {event.pk: drawn[units[event.pk]] for event in events}


def at_hand(experiment: Experiment) -> tuple[int, float]:
    """How many households, organisations or people are chosen, and how many letters each of them
    gets on average. Raises DomainError where it would split a household."""
    chosen = ContributionEvent.objects.filter(candidates__campaign=experiment.campaign_id)
    events = list(chosen.select_related("contributor").order_by("pk"))
    everybody = set(units_of(experiment.unit, events).values())
    people = {event.contributor_id for event in events}  # each gets one letter
    return len(everybody), len(people) / len(everybody) if everybody else 1.0


def units_of(kind: str, events: Iterable[ContributionEvent]) -> dict[int, str]:
    """By event: who gets the same letter, such as “household:12”. Raises DomainError where people
    who live together would be parted."""
    events = list(events)
    homes = _homes({event.contributor_id for event in events})
    units: dict[int, str] = {}
    of_home: dict[str, str] = {}
    for event in events:
        home = homes.get(event.contributor_id, f"person:{event.contributor_id}")
        unit = _unit(kind, event, home)
        if of_home.setdefault(home, unit) != unit:
            raise DomainError(
                f"{event.contributor} lives or acts with others who would get another letter."
                " Choose households as those who get the same."
            )
        units[event.pk] = unit
    return units


def stratum_of(experiment: Experiment, event: ContributionEvent) -> str:
    """The group that a unit is looked at in: that of its first event."""
    match experiment.strata:
        case Strata.NATION:
            return event.contributor.nation or event.programme.nation
        case Strata.LANGUAGE:
            return event.contributor.language
        case Strata.KIND:
            return event.kind
    return ""


def _arms(campaign: Campaign) -> list[Arm]:
    """Of its experiment, if it has one; one query."""
    found = Arm.objects.filter(experiment__campaign=campaign).order_by("number")
    arms = list(found.select_related("experiment", "template_version__template"))
    if not arms:
        return []
    experiment = arms[0].experiment
    if experiment.is_draft:
        raise DomainError(
            "These letters belong to an experiment that is still being planned."
            " Register it, or give it up."
        )
    if experiment.status != Experiment.Status.REGISTERED:
        raise DomainError("The experiment of these letters is over, so they cannot go like this.")
    if arms[0].template_version_id != campaign.template_version_id:
        raise DomainError(
            "The experiment compares other words with the usual ones,"
            f" and those are {arms[0].template_version}. Choose them again."
        )
    return arms


def _homes(people: set[int]) -> dict[int, str]:
    """Of those who live with somebody today."""
    places = HouseholdMember.objects.in_force().filter(contributor__in=people)
    pairs = places.values_list("contributor", "household")
    return {person: f"household:{home}" for person, home in pairs}


def _unit(kind: str, event: ContributionEvent, home: str) -> str:
    if kind == Unit.HOUSEHOLD:
        return home
    if kind == Unit.ORGANISATION and event.organisation_id:
        return f"organisation:{event.organisation_id}"
    if kind == Unit.ORGANISATION:
        return home
    return f"person:{event.contributor_id}"
