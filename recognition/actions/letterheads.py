"""What happens to letterheads. A change opens every campaign again that was fixed under them."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, Organisation, Programme, User
from recognition import letterheads
from recognition.actions import campaigns
from recognition.models import Campaign, Letterhead

LETTERHEAD_ADDED = "letterhead.added"
LETTERHEAD_CHANGED = "letterhead.changed"
LETTERHEAD_WITHDRAWN = "letterhead.withdrawn"
NOT_PRINTED = {"name", "permitted_bodies"}


@action
def add(
    *,
    programme: Programme,
    by: User,
    permitted_bodies: Iterable[Organisation] = (),
    **fields: Any,
) -> Letterhead:
    """`fields` as the model has them; artwork is a PNG that the form has checked. Raises
    DomainError for a body in whose name no letter goes (LHD-1)."""
    letterhead = Letterhead(programme=programme, **fields)
    permitted = list(permitted_bodies)
    _require_issuers(letterhead, permitted)

    letterhead.save()
    letterhead.permitted_bodies.set(permitted)

    _record(LETTERHEAD_ADDED, letterhead, by)
    return letterhead


@action
def change(
    *,
    letterhead: Letterhead,
    by: User,
    permitted_bodies: Iterable[Organisation],
    **fields: Any,
) -> Letterhead:
    """Change what is printed, for how long and by whom. Where what is printed or its days change,
    approvals of unreleased letters are void; letters on their way are held at their gate."""
    letterhead = _lock_in_use(letterhead)
    permitted = {body.pk: body for body in permitted_bodies}
    changed = {name for name, value in fields.items() if _stored(letterhead, name) != value}
    for name in changed:
        setattr(letterhead, name, fields[name])
    if set(letterhead.permitted_bodies.values_list("pk", flat=True)) != set(permitted):
        changed.add("permitted_bodies")
    if not changed:
        return letterhead
    _require_issuers(letterhead, list(permitted.values()))

    letterhead.save(update_fields=sorted(changed - {"permitted_bodies"}))
    letterhead.permitted_bodies.set(permitted.values())
    if changed - NOT_PRINTED:
        for campaign in _reopen(letterhead, "was changed", by):
            campaign.drafters.add(by)

    _record(LETTERHEAD_CHANGED, letterhead, by, changed=sorted(changed))
    return letterhead


@action
def withdraw(*, letterhead: Letterhead, by: User) -> Letterhead:
    """Nothing goes under it from now on: campaigns that were fixed go back to draft, and letters on
    their way are held."""
    letterhead = _lock_in_use(letterhead)

    letterhead.withdrawn_at, letterhead.withdrawn_by = timezone.now(), by
    letterhead.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _reopen(letterhead, "was withdrawn", by)

    _record(LETTERHEAD_WITHDRAWN, letterhead, by)
    return letterhead


def _lock_in_use(letterhead: Letterhead) -> Letterhead:
    letterhead = Letterhead.objects.lock(letterhead)
    if letterhead.withdrawn_at:
        raise DomainError(f"The letterhead ‘{letterhead}’ was withdrawn. Add another.")
    return letterhead


def _require_issuers(letterhead: Letterhead, permitted: list[Organisation]) -> None:
    issuer, arms = letterhead.issuing_body, letterhead.uses_royal_arms
    reasons = [letterheads.why_not_issued_by(issuer, royal_arms=arms)]
    reasons += [letterheads.why_not_issued_by(body) for body in permitted]
    if reason := next(filter(None, reasons), ""):
        raise DomainError(reason)


def _reopen(letterhead: Letterhead, what: str, by: User) -> list[Campaign]:
    fixed = Campaign.objects.filter(letterhead=letterhead, status__in=Campaign.FIXED)
    return [
        campaigns.reopen(campaign=campaign, why=f"The letterhead ‘{letterhead}’ {what}", by=by)
        for campaign in fixed.order_by("pk")
    ]


def _stored(letterhead: Letterhead, name: str) -> Any:
    value = getattr(letterhead, name)
    return bytes(value) if isinstance(value, memoryview) else value


def _record(kind: str, letterhead: Letterhead, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=letterhead, programme=letterhead.programme, **facts
    )
