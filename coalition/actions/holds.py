"""Holds: asked for, placed, reviewed, lifted. None of these takes a reason (HLD-1).

Dispatch and the offers' steps lock the same rows first, so either the hold is seen, or the thing
has happened and the page says so (HLD-5)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from coalition import holds
from coalition.actions import stopping
from coalition.domain import DomainError, action
from coalition.models import Contributor, Hold, JournalEntry, Offer, Organisation, User
from coalition.models.hold import Subject, subject_of
from coalition.templatetags.words import day

HOLD_ASKED_FOR = "hold.asked_for"
HOLD_TURNED_DOWN = "hold.turned_down"
HOLD_PLACED = "hold.placed"
HOLD_REVIEWED = "hold.reviewed"
HOLD_LIFTED = "hold.lifted"


@action
def place(
    *, subject: Subject, scopes: Iterable[str], review_by: date, by: User, external_ref: str = ""
) -> Hold:
    """From now on: what waits stops in this transaction (HLD-2). Raises DomainError where a hold
    on exactly this stops all of it already."""
    people = _lock(subject)
    scopes = sorted(set(scopes))
    if standing := Hold.objects.in_force().on(subject).filter(scopes__contains=scopes).first():
        raise DomainError(
            f"This is on hold already, and is looked at again by {day(standing.review_by)}."
        )

    hold = Hold.objects.create(
        **subject_of(subject),
        scopes=scopes,
        external_ref=external_ref,
        review_by=review_by,
        opened_by=by,
        opened_at=timezone.now(),
    )

    return _take_effect(hold, people, by)


@action
def ask_for(*, subject: Subject, scopes: Iterable[str], review_by: date, by: User) -> Hold:
    """A lead thinks that something should stop; the safeguarding lead decides. Raises DomainError
    where somebody has asked already."""
    _lock(subject)
    if Hold.objects.asked_for().on(subject).exists():
        raise DomainError("Somebody has asked for this already. The safeguarding lead sees it.")

    hold = Hold.objects.create(
        **subject_of(subject),
        scopes=sorted(set(scopes)),
        review_by=review_by,
        asked_by=by,
        asked_at=timezone.now(),
    )

    _record(HOLD_ASKED_FOR, hold, by)
    return hold


@action
def grant(
    *, hold: Hold, scopes: Iterable[str], review_by: date, by: User, external_ref: str = ""
) -> Hold:
    """Place what a lead asked for, with the scopes that the safeguarding lead chooses."""
    people = _lock(hold.subject)
    hold = _require_asked_for(hold)

    hold.scopes, hold.external_ref = sorted(set(scopes)), external_ref
    hold.reviewed_on, hold.review_by = timezone.localdate(), review_by
    hold.opened_by, hold.opened_at = by, timezone.now()
    hold.save()

    return _take_effect(hold, people, by)


@action
def turn_down(*, hold: Hold, by: User) -> Hold:
    """No hold is needed. Nothing is said about why, here either."""
    hold = _require_asked_for(hold)

    hold.lifted_by, hold.lifted_at = by, timezone.now()
    hold.save(update_fields=["lifted_by", "lifted_at"])

    _record(HOLD_TURNED_DOWN, hold, by)
    return hold


@action
def review(*, hold: Hold, review_by: date, by: User) -> Hold:
    """It stays; look again by another day, within 90 days (HLD-3)."""
    hold = _require_in_force(hold)

    hold.reviewed_on, hold.review_by = timezone.localdate(), review_by
    hold.save(update_fields=["reviewed_on", "review_by"])

    _record(HOLD_REVIEWED, hold, by, review_by=review_by.isoformat())
    return hold


@action
def lift(*, hold: Hold, by: User) -> Hold:
    """From now on it stops nothing. Nothing that it stopped goes by itself (HLD-4)."""
    hold = _require_in_force(hold)

    hold.lifted_by, hold.lifted_at = by, timezone.now()
    hold.save(update_fields=["lifted_by", "lifted_at"])

    _record(HOLD_LIFTED, hold, by)
    return hold


def _lock(subject: Subject) -> list[int]:
    """Hold the subject and everyone whom a hold on it reaches, in the order of their numbers."""
    if isinstance(subject, Offer):
        Offer.objects.lock(subject)
    if isinstance(subject, Organisation):
        Organisation.objects.select_for_update(no_key=True).get(pk=subject.pk)
    people = holds.people_of(subject)
    rows = Contributor.objects.select_for_update().filter(pk__in=people).order_by("pk")
    list(rows.values_list("pk"))
    return people


def _take_effect(hold: Hold, people: list[int], by: User) -> Hold:
    stopped = stopping.hold_back(people=people, subject=hold.subject, scopes=hold.scopes, by=by)

    _record(HOLD_PLACED, hold, by, scopes=hold.scopes, **stopped)
    return hold


def _require_asked_for(hold: Hold) -> Hold:
    hold = Hold.objects.lock(hold)
    if not hold.is_asked_for:
        raise DomainError("Somebody has answered this in the meantime.")
    return hold


def _require_in_force(hold: Hold) -> Hold:
    hold = Hold.objects.lock(hold)
    if not hold.is_in_force:
        raise DomainError("This hold is not in force any more.")
    return hold


def _record(kind: str, hold: Hold, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(kind, by=by, subject=hold, concerns=hold.contributor, **facts)
