"""What becomes of a delegation: granted, begun, ended. What it says never changes (DEL-5)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised, action
from coalition.models import User
from forums.actions import delegation_mail, promises
from forums.actions.delegation_journal import (
    DELEGATION_APPROVED,
    DELEGATION_BEGUN,
    DELEGATION_EXPIRED,
    DELEGATION_REVOKED,
    DELEGATION_SHORTENED,
    DELEGATION_SUPERSEDED,
    record,
)
from forums.authority.record import fingerprint
from forums.granting import require_grantable
from forums.models import Delegation, Forum
from forums.models.delegation_words import Status

# So many days before its end whoever can renew it is told, once each.
TELL_BEFORE = (60, 30, 7)
ENDED = {
    Status.EXPIRED: DELEGATION_EXPIRED,
    Status.REVOKED: DELEGATION_REVOKED,
    Status.SUPERSEDED: DELEGATION_SUPERSEDED,
}


@action
def approve(*, delegation: Delegation, seen: str, by: User) -> Delegation:
    """Hand the power over, as `seen`: the fingerprint of what `by` read. Members are told. Raises
    NotAuthorised for anybody but its role holder, and DomainError where it cannot be granted."""
    _require_as_read(delegation, seen)
    replaced = [delegation.replaces] if delegation.replaces else []
    rows = Delegation.objects.lock_chain(delegation, *replaced)
    delegation, old = (rows[-2], rows[-1]) if replaced else (rows[-1], None)
    going = _with_all_below(old) if old else []
    _hold_forums(delegation, *going)
    delegation.require_can_become(Status.APPROVED)
    _require_holder(delegation, by)
    _require_as_read(delegation, seen)
    require_grantable(delegation)

    delegation.status, delegation.approved_by = Status.APPROVED, by
    delegation.approved_at = timezone.now()
    delegation.save(update_fields=["status", "approved_by", "approved_at"])

    record(kind=DELEGATION_APPROVED, delegation=delegation, by=by, fingerprint=seen)
    if going:
        _give_way(going, delegation, by)
    delegation_mail.tell_members(kind="forum_delegation_granted", delegation=delegation)
    return begin(delegation=delegation)


@action
def revoke(*, delegation: Delegation, reason: str, by: User) -> Delegation:
    """End it now, and whatever was handed on from it. The forum reads the reason. What was decided
    under it stays decided (DEL-5)."""
    *_, delegation = Delegation.objects.lock_chain(delegation)
    delegation.require_can_become(Status.REVOKED)
    _, *below = rows = _with_all_below(delegation)
    _hold_forums(*rows)

    _end(delegation, Status.REVOKED, reason, by)
    _end_all(below, _hung_on(delegation), by)

    delegation_mail.tell_members(kind="forum_delegation_over", delegation=delegation)
    return delegation


@action
def begin(*, delegation: Delegation) -> Delegation:
    """Its first day has come."""
    delegation = Delegation.objects.lock(delegation)
    if not Delegation.objects.to_begin(timezone.localdate()).contains(delegation):
        return delegation

    delegation.status = Status.LIVE
    delegation.save(update_fields=["status"])

    return record(kind=DELEGATION_BEGUN, delegation=delegation, by=None)


@action
def expire(*, delegation: Delegation, today: date) -> Delegation:
    """Its last day has passed: it has run out, or another takes its place."""
    delegation = Delegation.objects.lock(delegation)
    if not Delegation.objects.to_end(today).contains(delegation):
        return delegation

    _hold_forums(delegation)
    replaced = delegation.replaced_by.filter(approved_at__isnull=False).exists()
    if delegation.end_reason:
        status = Status.REVOKED
    else:
        status = Status.SUPERSEDED if replaced else Status.EXPIRED
    _end(delegation, status, delegation.end_reason, None)

    if status != Status.SUPERSEDED:
        delegation_mail.tell_members(kind="forum_delegation_over", delegation=delegation)
    return delegation


def tend(*, now: datetime) -> None:
    """Begin and end what is due. Spans transactions: each has its own."""
    today = timezone.localdate(now)
    for delegation in Delegation.objects.to_begin(today).order_by("pk"):
        begin(delegation=delegation)
    for delegation in Delegation.objects.to_end(today).order_by("pk"):
        expire(delegation=delegation, today=today)


def tell_before(*, now: datetime) -> None:
    """Tell of ends that come near, once for each mark that was ahead when it was granted. Spans
    transactions: each has its own."""
    today = timezone.localdate(now)
    near = Delegation.objects.ending_by(today + timedelta(days=max(TELL_BEFORE)))
    for delegation in near.with_all().order_by("pk"):
        left = delegation.last_day - today
        mark = min(days for days in TELL_BEFORE if left <= timedelta(days=days))
        granted = delegation.approved_at and timezone.localdate(delegation.approved_at)
        if granted and granted < delegation.last_day - timedelta(days=mark):
            delegation_mail.tell_of_end(delegation=delegation, mark=mark)


def _require_holder(delegation: Delegation, by: User) -> None:
    """DEL-1."""
    if by.pk != delegation.role_holder_id:
        raise NotAuthorised(
            f"Only {delegation.role_holder} can hand this over: {delegation.owner}."
        )
    if delegation.drafters.filter(pk=by.pk).exists():
        raise NotAuthorised("Whoever drafted a delegation cannot approve it as well.")


def _require_as_read(delegation: Delegation, seen: str) -> None:
    if fingerprint(delegation) != seen:
        raise DomainError("It was changed after you opened it. Read it as it is now, then decide.")


def _with_all_below(delegation: Delegation) -> list[Delegation]:
    return [delegation, *Delegation.objects.handed_on_from(delegation, lock=True)]


def _hold_forums(*delegations: Delegation) -> None:
    """In the order of their keys, so that no two wait for each other. Rows of delegations are
    locked before those of forums."""
    keys = {one.forum_id for one in delegations}
    list(Forum.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _give_way(going: list[Delegation], new: Delegation, by: User) -> None:
    """The old one goes on until the day before the new one begins, and with it whatever was handed
    on from it."""
    old, *below = going
    if old.status not in {Status.APPROVED, Status.LIVE}:
        raise DomainError(f"{old} has ended already, so there is nothing to replace.")
    if new.effective_from <= max(timezone.localdate(), old.effective_from):
        _end(old, Status.SUPERSEDED, "", by)
        _end_all(below, _hung_on(old), by)
        return
    _shorten(old, new.effective_from, "", by)
    for child in below:
        _shorten(child, new.effective_from, _hung_on(old), by)


def _shorten(delegation: Delegation, until: date, reason: str, by: User) -> None:
    last = min(delegation.last_day, until - timedelta(days=1))
    if delegation.effective_from > last:
        _end_all([delegation], reason, by)
    elif last < delegation.last_day:
        delegation.last_day, delegation.end_reason = last, reason
        delegation.save(update_fields=["last_day", "end_reason"])
        record(kind=DELEGATION_SHORTENED, delegation=delegation, by=by, last_day=str(last))


def _end_all(delegations: Iterable[Delegation], reason: str, by: User | None) -> None:
    for delegation in delegations:
        _end(delegation, Status.REVOKED, reason, by)
        delegation_mail.tell_members(kind="forum_delegation_over", delegation=delegation)


def _hung_on(delegation: Delegation) -> str:
    return f"{delegation}, from which it was handed on, has ended."


def _end(delegation: Delegation, status: Status, reason: str, by: User | None) -> None:
    delegation.status, delegation.end_reason = status, reason
    delegation.ended_at, delegation.ended_by = timezone.now(), by
    delegation.save(update_fields=["status", "end_reason", "ended_at", "ended_by"])

    record(kind=ENDED[status], delegation=delegation, by=by)
    promises.keep_to_what_is_held(forum=delegation.forum)
