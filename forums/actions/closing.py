"""A forum closes: what is open in it is settled, everyone is thanked, and it stays to be read."""

from django.db.models import Q

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from forums.closing import open_in
from forums.models import Forum, Membership

FORUM_CLOSING = "forum.closing"
FORUM_CLOSED = "forum.closed"
# Recognition owes thanks for each.
MEMBERSHIP_SERVED = "membership.served"

Status = Forum.Status


@action
def begin(*, forum: Forum, by: User) -> Forum:
    """It is not renewed any more. What is open in it is settled next (FRM-3)."""
    forum = Forum.objects.lock(forum).require_can_become(Status.CLOSING)

    forum.status = Status.CLOSING
    forum.save(update_fields=["status"])

    JournalEntry.objects.record(FORUM_CLOSING, by=by, subject=forum, programme=forum.programme)
    return forum


@action
def finish(*, forum: Forum, by: User) -> Forum:
    """Close it for good: thanks are owed to everyone who took part, and it is read only. Raises
    DomainError while something in it is open (FRM-3)."""
    forum = Forum.objects.lock(forum).require_can_become(Status.CLOSED)
    if left := open_in(forum):
        raise DomainError(f"Before this forum closes, {' and '.join(item.words for item in left)}.")

    forum.status = Status.CLOSED
    forum.save(update_fields=["status"])

    _owe_thanks(forum, by)
    JournalEntry.objects.record(FORUM_CLOSED, by=by, subject=forum, programme=forum.programme)
    return forum


def _owe_thanks(forum: Forum, by: User) -> None:
    """To each person once: who sits here, and who sat here and had read the scope."""
    took_part = Q(ended_at=None) | Q(
        acknowledgements__isnull=False, acknowledgements__objected_at=None
    )
    last = forum.memberships.filter(took_part).order_by("contributor", "-accepted_at", "-pk")
    for pk in last.distinct("contributor").values_list("pk", flat=True):
        member = Membership.objects.select_related("contributor", "seat").get(pk=pk)
        JournalEntry.objects.record(
            MEMBERSHIP_SERVED,
            by=by,
            subject=member,
            programme=forum.programme,
            concerns=member.contributor,
            deed=f"served in the forum “{forum}”",
        )
