"""A forum promises no more than was handed over to it (FRM-4)."""

from coalition.domain import action
from coalition.models import JournalEntry
from forums.granting import can_promise_to_decide
from forums.models import Forum

FORUM_PROMISE_LOWERED = "forum.promise_lowered"


@action
def keep_to_what_is_held(*, forum: Forum) -> None:
    """Once nothing is in force under which the forum itself decides, it promises to collaborate."""
    forum = Forum.objects.lock(forum)
    if forum.promise != Forum.Promise.DECIDE or can_promise_to_decide(forum):
        return

    forum.promise = Forum.Promise.COLLABORATE
    forum.save(update_fields=["promise"])

    JournalEntry.objects.record(
        FORUM_PROMISE_LOWERED, by=None, subject=forum, programme=forum.programme
    )
