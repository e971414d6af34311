"""What a forum aims for, and how many seats one organisation may have."""

from typing import Any

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from forums.aims import clash_of
from forums.models import Forum, MixTarget

TARGET_SET = "target.set"
TARGET_CHANGED = "target.changed"
TARGET_REMOVED = "target.removed"
SEATS_LIMITED = "forum.seats_limited"


@action
def aim_for(*, forum: Forum, by: User, **fields: Any) -> MixTarget:
    """Add a target. Raises DomainError, naming the clash, where it cannot come true together with
    the others and the seats that there are (MIX-1)."""
    forum = Forum.objects.lock_open(forum)  # two targets that clash come one after the other
    target = MixTarget.objects.create(forum=forum, **fields)
    _require_no_clash(forum)

    _record(TARGET_SET, target, by)
    return target


@action
def change(*, target: MixTarget, by: User, **fields: Any) -> MixTarget:
    """Other numbers, or another reason. Raises DomainError as `aim_for` does."""
    forum = Forum.objects.lock_open(target.forum)
    target = _lock(target)

    for name, value in fields.items():
        setattr(target, name, value)
    target.save(update_fields=[*fields])
    _require_no_clash(forum)

    _record(TARGET_CHANGED, target, by)
    return target


@action
def remove(*, target: MixTarget, by: User) -> None:
    """Aim for it no longer. The journal keeps what it was."""
    target = _lock(target)

    _record(TARGET_REMOVED, target, by)
    target.delete()


@action
def limit_seats(*, forum: Forum, most: int, by: User) -> Forum:
    """How many seats with a vote one organisation may have (SEA-2). Who has more keeps them."""
    forum = Forum.objects.lock_open(forum)

    forum.seats_per_organisation = most
    forum.save(update_fields=["seats_per_organisation"])

    JournalEntry.objects.record(
        SEATS_LIMITED, by=by, subject=forum, programme=forum.programme, most=most
    )
    return forum


def _lock(target: MixTarget) -> MixTarget:
    found = MixTarget.objects.select_for_update().filter(pk=target.pk).first()
    if found is None:
        raise DomainError("This target has been taken away in the meantime.")
    return found


def _require_no_clash(forum: Forum) -> None:
    targets = list(forum.targets.with_places().in_order())
    if sentence := clash_of(targets, list(forum.seats.kept())):
        raise DomainError(sentence)


def _record(kind: str, target: MixTarget, by: User) -> None:
    facts = {name: getattr(target, name) for name in ("attribute", "category", "least", "most")}
    forum = target.forum
    JournalEntry.objects.record(kind, by=by, subject=forum, programme=forum.programme, **facts)
