"""What happens to people's places in organisations, once they have begun."""

from datetime import date
from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import Affiliation, JournalEntry, User
from coalition.templatetags.words import day

AFFILIATION_CHANGED = "affiliation.changed"
AFFILIATION_CONFIRMED = "affiliation.confirmed"
AFFILIATION_ENDED = "affiliation.ended"
WHAT_IT_IS = {"role_title", "can_speak_for", "from_on"}  # what somebody confirms


@action
def change(*, affiliation: Affiliation, by: User, **fields: Any) -> Affiliation:
    """Correct what a place is; its end has an action of its own. What changed must be confirmed
    anew. Raises DomainError where it would overlap another (AFF-1)."""
    affiliation = _lock(affiliation)

    changed = sorted(name for name, value in fields.items() if getattr(affiliation, name) != value)
    for name in changed:
        setattr(affiliation, name, fields[name])
    if WHAT_IT_IS.intersection(changed):
        affiliation.verified_by, affiliation.verified_at = None, None
    affiliation.save()

    _record(AFFILIATION_CHANGED, affiliation, by, changed=changed)
    return affiliation


@action
def end(
    *, affiliation: Affiliation, on: date, by: User, bring_forward: bool = False
) -> Affiliation:
    """Say which day is their last there. Access through it ends at midnight (P3).

    A day that somebody typed is never overwritten by the way: one that has passed stays, and one
    to come is moved only if `bring_forward` says so, and only to an earlier day."""
    affiliation = _lock(affiliation)
    person, last = affiliation.contributor.letter_name, affiliation.to_on
    if last and last <= timezone.localdate():
        raise DomainError(f"{person} has already left, on {day(last)}.")
    if last and on > last:
        raise DomainError(
            f"Their place ends on {day(last)} already. If they stay longer, add a place from the"
            " day after."
        )
    if last and on < last and not bring_forward:
        raise DomainError(f"Their place was to end on {day(last)}. Say that it ends sooner.")

    affiliation.to_on = on
    affiliation.save(update_fields=["to_on"])

    _record(AFFILIATION_ENDED, affiliation, by, on=on.isoformat())
    return affiliation


@action
def confirm(*, affiliation: Affiliation, by: User) -> Affiliation:
    """Say, from one's own knowledge, that the person has this place. Nobody confirms their own."""
    affiliation = _lock(affiliation)
    if affiliation.contributor.user_id == by.pk:
        raise DomainError("Somebody else has to confirm your own place.")

    affiliation.verified_by, affiliation.verified_at = by, timezone.now()
    affiliation.save(update_fields=["verified_by", "verified_at"])

    _record(AFFILIATION_CONFIRMED, affiliation, by)
    return affiliation


def _lock(affiliation: Affiliation) -> Affiliation:
    rows = Affiliation.objects.select_related("contributor").select_for_update(of=("self",))
    return rows.get(pk=affiliation.pk)


def _record(kind: str, affiliation: Affiliation, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=affiliation, concerns=affiliation.contributor, **facts
    )
