"""How a delegation comes about: drafted by one, and sent to whoever holds the power."""

from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import User
from forums.actions import delegation_mail
from forums.actions.delegation_journal import (
    DELEGATION_ASKED,
    DELEGATION_DRAFTED,
    DELEGATION_DROPPED,
    DELEGATION_SENT_BACK,
    record,
)
from forums.granting import require_grantable
from forums.models import Delegation, Forum
from forums.models.delegation_words import Status


@action
def draft(*, forum: Forum, by: User, **fields: Any) -> Delegation:
    """Write down what would be handed over. What is handed on takes over what its own delegation
    leaves out and asks for (DEL-6). Raises DomainError where it could not be granted like this."""
    delegation = Delegation(forum=forum, drafted_by=by)
    _write(delegation, by, fields)
    delegation.save()
    delegation.drafters.add(by)

    return record(kind=DELEGATION_DRAFTED, delegation=delegation, by=by)


@action
def redraft(*, delegation: Delegation, by: User, **fields: Any) -> Delegation:
    """Change a draft. Who does joins its drafters, and so can never approve it (P1)."""
    delegation = Delegation.objects.lock(delegation)
    if delegation.status != Status.DRAFT:
        now = delegation.get_status_display().lower()
        raise DomainError(f"This delegation is {now}, so it cannot be changed.")

    _write(delegation, by, fields)
    delegation.drafted_by, delegation.drafted_at = by, timezone.now()
    delegation.save()
    delegation.drafters.add(by)

    return record(kind=DELEGATION_DRAFTED, delegation=delegation, by=by)


@action
def ask(*, delegation: Delegation, by: User) -> Delegation:
    """Send it to whoever holds the power. Raises DomainError where it cannot be granted now."""
    delegation = Delegation.objects.lock(delegation).require_can_become(Status.ASKED)
    require_grantable(delegation)

    delegation.status, delegation.asked_at = Status.ASKED, timezone.now()
    delegation.returned_because = ""
    delegation.save(update_fields=["status", "asked_at", "returned_because"])

    delegation_mail.ask(delegation=delegation)
    return record(kind=DELEGATION_ASKED, delegation=delegation, by=by)


@action
def send_back(*, delegation: Delegation, because: str, by: User) -> Delegation:
    """Not like this: say what it needs, and let its drafters go on."""
    delegation = Delegation.objects.lock(delegation).require_can_become(Status.DRAFT)

    delegation.status, delegation.returned_because = Status.DRAFT, because
    delegation.save(update_fields=["status", "returned_because"])

    delegation_mail.tell_drafter(delegation=delegation)
    return record(kind=DELEGATION_SENT_BACK, delegation=delegation, by=by)


@action
def drop(*, delegation: Delegation, by: User) -> Delegation:
    """It is not pursued. It stays on record as a draft that came to nothing."""
    delegation = Delegation.objects.lock(delegation).require_can_become(Status.DROPPED)

    delegation.status = Status.DROPPED
    delegation.save(update_fields=["status"])

    return record(kind=DELEGATION_DROPPED, delegation=delegation, by=by)


def _write(delegation: Delegation, by: User, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(delegation, name, value)
    delegation.last_day = delegation.expires_on
    parent = delegation.parent
    if parent is not None:
        for name in ("excludes", "conditions", "must_consult"):
            setattr(delegation, name, _both(getattr(delegation, name), getattr(parent, name)))
        delegation.call_in_days = max(delegation.call_in_days, parent.call_in_days)
    if by.pk == delegation.role_holder_id:
        raise DomainError(
            "Whoever hands the power over cannot draft it as well (DEL-1). Ask a colleague to"
            " write it down, or name somebody else who holds the power."
        )
    require_grantable(delegation)


def _both(own: list[str], held: list[str]) -> list[str]:
    known = {line.casefold() for line in own}
    return [*own, *(line for line in held if line.casefold() not in known)]
