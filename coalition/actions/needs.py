"""What people do with needs: raise, confirm, open, put right, close (NED-1 to 3)."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from coalition.actions import match_mail, match_rows
from coalition.domain import DomainError, action
from coalition.models import JournalEntry, Need, Organisation, Programme, User

NEED_RAISED = "need.raised"
NEED_CHANGED = "need.changed"
NEED_VERIFIED = "need.verified"
NEED_OPENED = "need.opened"
NEED_CLOSED_UNMET = "need.closed_unmet"
NEED_WITHDRAWN = "need.withdrawn"
NEED_EXPIRED = "need.expired"

Status = Need.Status


@action
def raise_for(
    *, organisation: Organisation, programme: Programme, form_key: UUID, by: User, **what: Any
) -> Need:
    """Write down what an organisation needs; `what` are the words of the need. It waits for a
    second person (NED-1). The same form sent twice gives the same need."""
    fields = {"organisation": organisation, "programme": programme, "raised_by": by, **what}
    need, is_new = Need.objects.get_or_create(form_key=form_key, defaults=fields)
    if is_new:
        _record(NEED_RAISED, need, by)
    return need


@action
def change(*, need: Need, by: User, **what: Any) -> Need:
    """Put right the words of a need that nobody has confirmed yet."""
    need = Need.objects.lock(need)
    if need.status != Status.DRAFT:
        raise DomainError(
            "A second person has confirmed this need, so its words stay. Withdraw it and raise it"
            " anew if they are wrong."
        )

    changed = sorted(name for name, value in what.items() if getattr(need, name) != value)
    for name in changed:
        setattr(need, name, what[name])
    need.save(update_fields=changed)

    _record(NEED_CHANGED, need, by, changed=changed)
    return need


@action
def verify(*, need: Need, opens: bool, by: User) -> Need:
    """A second person confirms that it is needed and describes nobody (NED-1, NED-2). With `opens`
    it can be matched from now on; otherwise a lead opens it."""
    need = Need.objects.lock(need).require_can_become(Status.VERIFIED)
    writers = JournalEntry.objects.about(need).of_kinds([NEED_RAISED, NEED_CHANGED])
    if by == need.raised_by or writers.filter(by=by).exists():
        raise DomainError("You wrote this need, so somebody else confirms it.")

    need.status, need.verified_by, need.verified_at = Status.VERIFIED, by, timezone.now()
    need.save(update_fields=["status", "verified_by", "verified_at"])

    _record(NEED_VERIFIED, need, by)
    if opens:
        need = open_up(need=need, by=by)
    match_mail.about_need(need=need, kind="need_verified")
    return need


@action
def open_up(*, need: Need, by: User) -> Need:
    """From now on offers can be matched to it."""
    need = Need.objects.lock(need).require_can_become(Status.OPEN)

    need.status = Status.OPEN
    need.save(update_fields=["status"])

    _record(NEED_OPENED, need, by)
    return need


@action
def close_unmet(*, need: Need, reason: str, by: User) -> Need:
    """Nothing more is coming. The reason stands among the figures (NED-3)."""
    if reason not in Need.UnmetReason:
        raise DomainError("Choose why it was not met.")
    need = _close(need, Status.UNMET_CLOSED, by, unmet_reason=reason)

    _record(NEED_CLOSED_UNMET, need, by, reason=reason)
    match_mail.about_need(need=need, kind="need_closed")
    return need


@action
def withdraw(*, need: Need, by: User) -> Need:
    """It is not needed any more, or was raised in error."""
    need = _close(need, Status.WITHDRAWN, by)

    _record(NEED_WITHDRAWN, need, by)
    return need


@action
def expire(*, need: Need) -> Need:
    """Its day is past and nothing is on its way. Whoever raised it is told."""
    need = Need.objects.lock(need)
    if not Need.objects.past().contains(need):
        return need

    need = _close(need, Status.EXPIRED, None)

    _record(NEED_EXPIRED, need, None)
    match_mail.about_need(need=need, kind="need_expired")
    return need


def _close(need: Need, status: Status, by: User | None, **why: str) -> Need:
    need = Need.objects.lock(need).require_can_become(status)
    match_rows.end_all(need=need, by=by)

    need.status, need.closed_at = status, timezone.now()
    for name, value in why.items():
        setattr(need, name, value)
    need.save(update_fields=["status", "closed_at", *why])
    return need


def _record(kind: str, need: Need, by: User | None, **facts: Any) -> None:
    JournalEntry.objects.record(kind, by=by, subject=need, programme=need.programme, **facts)
