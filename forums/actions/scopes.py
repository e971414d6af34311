"""How a scope statement comes about: drafted by one, approved by another, then kept as it is."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from coalition.actions import mail
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from forums.granting import decides_otherwise
from forums.models import Forum, Membership, ScopeItem, ScopeStatement
from forums.wording import Wording, is_major

SCOPE_DRAFTED = "scope.drafted"
SCOPE_SENT = "scope.sent_for_approval"
SCOPE_SENT_BACK = "scope.sent_back"
SCOPE_APPROVED = "scope.approved"
SCOPE_REMINDED = "scope.reminded"

Status = ScopeStatement.Status


@action
def draft(
    *, forum: Forum, wording: Wording, change_note: str, review_on: date, by: User
) -> ScopeStatement:
    """Begin a new version. Raises DomainError if somebody has begun one already, and in a forum
    that has closed meanwhile."""
    forum = Forum.objects.lock_open(forum)

    scope = ScopeStatement.objects.create(
        forum=forum,
        drafted_by=by,
        change_note=change_note,
        review_on=review_on,
        attribution=wording.attribution,
        fallback=wording.fallback,
        **wording.texts,
    )
    _write_items(scope, wording)
    scope.drafters.add(by)

    return _record(SCOPE_DRAFTED, scope, by)


@action
def redraft(
    *, scope: ScopeStatement, wording: Wording, change_note: str, review_on: date, by: User
) -> ScopeStatement:
    """Change a draft. Who does joins its drafters, and so can no longer approve it (P1)."""
    Forum.objects.lock_open(scope.forum)
    scope = ScopeStatement.objects.lock(scope)
    if scope.status != Status.DRAFT:
        raise DomainError(f"This version is {_now(scope)}, so it cannot be changed.")

    for name, value in wording.texts.items():
        setattr(scope, name, value)
    scope.attribution, scope.fallback = wording.attribution, wording.fallback
    scope.change_note, scope.review_on = change_note, review_on
    scope.drafted_by, scope.drafted_at = by, timezone.now()
    scope.save()
    scope.items.all().delete()
    _write_items(scope, wording)
    scope.drafters.add(by)

    return _record(SCOPE_DRAFTED, scope, by)


@action
def send_for_approval(*, scope: ScopeStatement, by: User) -> ScopeStatement:
    """Ask a programme lead to approve it. Raises DomainError where it says nothing yet (SCO-3) or
    still has words in square brackets."""
    Forum.objects.lock_open(scope.forum)
    scope = _locked(scope).require_can_become(Status.IN_REVIEW)
    _require_whole(scope.wording)
    _require_different(scope)
    _require_names_stay_back(scope)

    scope.status, scope.sent_at, scope.returned_because = Status.IN_REVIEW, timezone.now(), ""
    scope.save(update_fields=["status", "sent_at", "returned_because"])

    return _record(SCOPE_SENT, scope, by)


@action
def send_back(*, scope: ScopeStatement, because: str, by: User) -> ScopeStatement:
    """Not yet: say what it needs, and let its drafters go on."""
    scope = ScopeStatement.objects.lock(scope).require_can_become(Status.DRAFT)

    scope.status, scope.returned_because = Status.DRAFT, because
    scope.save(update_fields=["status", "returned_because"])

    mail.write(
        kind="forum_scope_sent_back",
        to=scope.drafted_by.email,
        context=_context(scope),
        key=f"forum_scope_sent_back:{scope.pk}:{timezone.now().isoformat()}",
    )
    return _record(SCOPE_SENT_BACK, scope, by)


@action
def approve(*, scope: ScopeStatement, by: User) -> ScopeStatement:
    """Put it in force in place of the one before (SCO-1), number it, and tell the members: a
    major change asks them again, a minor one is a notice (SCO-4)."""
    forum = Forum.objects.lock_open(scope.forum)
    scope = _locked(scope).require_can_become(Status.EFFECTIVE)
    if scope.drafters.filter(pk=by.pk).exists():
        raise DomainError("Whoever drafted a scope cannot approve it as well.")
    _require_names_stay_back(scope)

    before = forum.scopes.effective().with_items().first()
    scope.major, scope.minor = _version_after(before, scope.wording)
    if before is not None:
        before.status, before.superseded_at = Status.SUPERSEDED, timezone.now()
        before.save(update_fields=["status", "superseded_at"])
    scope.status, scope.approved_by, scope.effective_from = Status.EFFECTIVE, by, timezone.now()
    scope.save(update_fields=["major", "minor", "status", "approved_by", "effective_from"])

    if forum.attribution != scope.attribution:
        forum.attribution = scope.attribution
        forum.save(update_fields=["attribution"])

    _tell_members(scope)
    return _record(SCOPE_APPROVED, scope, by, version=scope.version)


@action
def remind(*, forum: Forum, by: User) -> int:
    """Write to those who have yet to acknowledge, once per person and version. Returns how many
    had not been reminded before."""
    scope = forum.scopes.effective().first()
    if scope is None:
        raise DomainError("No scope is in force yet, so there is nothing to acknowledge.")
    waiting = _members_to_ask(forum)

    written = [_write_to(member, scope, "forum_scope_reminder") for member in waiting]
    new = sum(written)

    _record(SCOPE_REMINDED, scope, by, people=new)
    return new


def _locked(scope: ScopeStatement) -> ScopeStatement:
    ScopeStatement.objects.lock(scope)
    return ScopeStatement.objects.with_items().get(pk=scope.pk)


def _write_items(scope: ScopeStatement, wording: Wording) -> None:
    kinds = [(ScopeItem.Kind.IN, wording.included), (ScopeItem.Kind.OUT, wording.excluded)]
    lines = [
        ScopeItem(
            scope=scope,
            kind=kind,
            position=position,
            text=line.text,
            where_it_goes=line.where_it_goes,
        )
        for kind, lines in kinds
        for position, line in enumerate(lines)
    ]
    recommendations = [
        ScopeItem(
            scope=scope,
            kind=ScopeItem.Kind.RECOMMEND,
            position=position,
            text=one.to_whom,
            answer_within_days=one.answer_within_days,
        )
        for position, one in enumerate(wording.recommends)
    ]
    ScopeItem.objects.bulk_create(lines + recommendations)


def _require_whole(wording: Wording) -> None:
    if not wording.included or not wording.excluded:
        raise DomainError(
            "Say at least one thing that is in scope, and one that is not with where it goes."
        )
    if wording.unfilled:
        raise DomainError(f"Replace the words in square brackets: {', '.join(wording.unfilled)}.")


def _require_different(scope: ScopeStatement) -> None:
    """Only once its review is due may the same words be confirmed until another day."""
    before = scope.forum.scopes.effective().with_items().first()
    if before is None or before.wording != scope.wording:
        return
    if not before.is_due_for_review or scope.review_on <= before.review_on:
        raise DomainError(f"This says the same as version {before.version}, which is in force.")


def _require_names_stay_back(scope: ScopeStatement) -> None:
    """What was said where names are not shown was said because they are not."""
    before = scope.forum.scopes.effective().first()
    kept_back = before is not None and not scope.forum.is_attributed
    if kept_back and scope.attribution == Forum.Attribution.ATTRIBUTED:
        raise DomainError(
            "What was said here was said without names, so names stay back. Open another forum to"
            " talk by name."
        )


def _version_after(before: ScopeStatement | None, wording: Wording) -> tuple[int, int]:
    if before is None:
        return 1, 0
    major, minor = before.major or 0, before.minor or 0  # in force, so it has both
    asks_again = is_major(before.wording, wording) or decides_otherwise(before)
    return (major + 1, 0) if asks_again else (major, minor + 1)


def _tell_members(scope: ScopeStatement) -> None:
    if scope.minor:
        for member in scope.forum.memberships.live().in_place().with_people():
            _write_to(member, scope, "forum_scope_notice")
    else:
        for member in _members_to_ask(scope.forum):
            _write_to(member, scope, "forum_scope_changed")


def _members_to_ask(forum: Forum) -> list[Membership]:
    asked = forum.memberships.live().in_place().yet_to_acknowledge()
    return list(asked.with_people().order_by("pk"))


def _write_to(member: Membership, scope: ScopeStatement, kind: str) -> bool:
    """Owe this mail once; says whether it was not owed before."""
    if not may_contact(member.contributor, Channel.EMAIL, Purpose.SERVICE):
        return False
    now = timezone.now()
    row = mail.write(
        kind=kind,
        to=member.contributor.email,
        context={**_context(scope), "member": member},
        concerns=member.contributor,
        key=f"{kind}:{member.pk}:{scope.pk}",
    )
    return row.queued_at >= now


def _context(scope: ScopeStatement) -> dict[str, Any]:
    return {"scope": scope, "forum": scope.forum, "site_url": settings.SITE_URL}


def _now(scope: ScopeStatement) -> str:
    return f"{scope.get_status_display().lower()} now"


def _record(kind: str, scope: ScopeStatement, by: User, **facts: Any) -> ScopeStatement:
    JournalEntry.objects.record(
        kind, by=by, subject=scope, programme=scope.forum.programme, **facts
    )
    return scope
