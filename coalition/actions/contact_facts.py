"""Facts after which nobody is written to any more, or again: deaths, moves, objections (CON-2)."""

from datetime import date
from typing import Any

from django.utils import timezone

from coalition.actions import stopping
from coalition.domain import DomainError, action
from coalition.models import Contributor, JournalEntry, User
from coalition.templatetags.words import day

DEATH_RECORDED = "contributor.death_recorded"
DEATH_REVERSED = "contributor.death_reversed"
OBJECTED = "contributor.objected"
GONE_AWAY = "contributor.gone_away"
REACHABLE_AGAIN = "contributor.reachable_again"


@action
def record_death(*, contributor: Contributor, died_on: date, source: str, by: User) -> Contributor:
    """Nothing goes to them from this moment on, and what waits is cancelled."""
    person = Contributor.objects.lock(contributor)
    if person.deceased_on:
        raise DomainError(f"It is recorded already that they died on {day(person.deceased_on)}.")

    person.deceased_on, person.deceased_source = died_on, source
    person.save(update_fields=["deceased_on", "deceased_source"])
    stopped = stopping.cancel_all(person=person, reason=f"{person.letter_name} has died.", by=by)

    _record(DEATH_RECORDED, person, by, source=source, **stopped)
    return person


@action
def reverse_death(*, contributor: Contributor, reason: str, by: User) -> Contributor:
    """They are alive; only the information rights officer says so, with a reason code (CON-2).
    What was cancelled stays cancelled."""
    person = Contributor.objects.lock(contributor)
    if not person.deceased_on:
        raise DomainError("No death is recorded of this person any more.")

    person.deceased_on, person.deceased_source = None, ""
    person.save(update_fields=["deceased_on", "deceased_source"])

    _record(DEATH_REVERSED, person, by, reason=reason)
    return person


@action
def object_to_contact(*, contributor: Contributor, by: User | None) -> Contributor:
    """They want no further contact; `by` is None for the person themselves, by their link. To say
    it twice changes nothing."""
    person = Contributor.objects.lock(contributor)
    if person.objected_at:
        return person

    person.objected_at = timezone.now()
    person.save(update_fields=["objected_at"])
    stopped = stopping.cancel_all(
        person=person, reason=f"{person.letter_name} asked for no further contact.", by=by
    )

    _record(OBJECTED, person, by, **stopped)
    return person


@action
def gone_away(*, contributor: Contributor, since: date, by: User) -> Contributor:
    """They are not at their addresses any more, and nobody knows where they are."""
    person = Contributor.objects.lock(contributor)
    if person.gone_away_on:
        raise DomainError(f"They have been gone since {day(person.gone_away_on)} already.")

    person.gone_away_on = since
    person.save(update_fields=["gone_away_on"])
    stopped = stopping.cancel_all(
        person=person,
        reason=f"{person.letter_name} has gone away and cannot be reached.",
        by=by,
    )

    _record(GONE_AWAY, person, by, **stopped)
    return person


@action
def reach_again(*, contributor: Contributor, by: User | None) -> Contributor:
    """Found again, or they asked us to write again; a death is not undone here. `by` is None for
    the person themselves."""
    person = Contributor.objects.lock(contributor)
    if not (person.objected_at or person.gone_away_on):
        raise DomainError("They can be contacted already.")

    person.objected_at = person.gone_away_on = None
    person.save(update_fields=["objected_at", "gone_away_on"])

    _record(REACHABLE_AGAIN, person, by)
    return person


def _record(kind: str, person: Contributor, by: User | None, **facts: Any) -> None:
    JournalEntry.objects.record(kind, by=by, subject=person, concerns=person, **facts)
