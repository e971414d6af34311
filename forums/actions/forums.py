"""What happens to a forum: it is opened, recruits, becomes active."""

from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, Programme, User
from forums.granting import require_promise_kept
from forums.models import Forum
from forums.readiness import has_seat_for_chair, missing_before_active

FORUM_OPENED = "forum.opened"
FORUM_CHANGED = "forum.changed"
FORUM_RECRUITING = "forum.recruiting"
FORUM_ACTIVATED = "forum.activated"


@action
def open_forum(*, programme: Programme, by: User, **fields: Any) -> Forum:
    """Begin a forum as a draft that only its programme's leads see. Raises DomainError where its
    end is more than 12 months away (FRM-2), its name is taken, or it promises too much (FRM-4)."""
    forum = Forum(programme=programme, opened_by=by, **fields)
    require_promise_kept(forum)
    forum.save()

    JournalEntry.objects.record(FORUM_OPENED, by=by, subject=forum, programme=programme)
    return forum


@action
def change(*, forum: Forum, by: User, **fields: Any) -> Forum:
    """Correct its facts. A new end counts from today, and once it has come to its end it is for
    `life.renew` to agree on another (FRM-2)."""
    forum = Forum.objects.lock_open(forum)
    at_its_end = forum.status in {Forum.Status.SUNSET_REVIEW, Forum.Status.CLOSING}
    if at_its_end and fields.get("sunset_on", forum.sunset_on) != forum.sunset_on:
        raise DomainError("This forum has come to its end. It is renewed to agree on a new one.")

    changed = sorted(name for name, value in fields.items() if getattr(forum, name) != value)
    for name in changed:
        setattr(forum, name, fields[name])
    if "sunset_on" in changed:
        forum.sunset_agreed_on = timezone.localdate()
    require_promise_kept(forum)
    forum.save()

    JournalEntry.objects.record(
        FORUM_CHANGED, by=by, subject=forum, programme=forum.programme, changed=changed
    )
    return forum


@action
def recruit(*, forum: Forum, by: User) -> Forum:
    """Let people be asked. There must be a seat for a chair, or it could never become active."""
    forum = Forum.objects.lock(forum).require_can_become(Forum.Status.RECRUITING)
    if not has_seat_for_chair(forum):
        raise DomainError("Add a seat for the chair first. Then people can be asked to join.")

    return _become(forum, Forum.Status.RECRUITING, FORUM_RECRUITING, by)


@action
def activate(*, forum: Forum, by: User) -> Forum:
    """Open the conversation. Needs a scope in force and a chair who has acknowledged it (FRM-1)."""
    forum = Forum.objects.lock(forum)
    if forum.status != Forum.Status.RECRUITING:
        raise DomainError(f"This forum is {forum.get_status_display().lower()} now.")
    if missing := missing_before_active(forum):
        raise DomainError("Before this forum can become active, " + " and ".join(missing) + ".")

    return _become(forum, Forum.Status.ACTIVE, FORUM_ACTIVATED, by)


def _become(forum: Forum, status: Forum.Status, kind: str, by: User) -> Forum:
    forum.status = status
    forum.save(update_fields=["status"])

    JournalEntry.objects.record(kind, by=by, subject=forum, programme=forum.programme)
    return forum
