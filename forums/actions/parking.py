"""What is out of scope moves to the parked list, and may come back. Nothing vanishes."""

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from forums.actions import conversation_mail
from forums.models import Forum, Parking, Post

POST_PARKED = "post.parked"
POST_BROUGHT_BACK = "post.brought_back"

CHANGED = (
    "Its author changed this contribution while this page was open. Read it as it is now, then move"
    " it if that is still right."
)


@action
def park(*, post: Post, reason: str, where_it_goes: str, seen: str, by: User) -> Parking:
    """Move a contribution to the parked list, as its reader saw it (`seen` is its stamp)."""
    post = Post.objects.lock(post)
    _require_going_on(post)
    if post.stamp != seen:
        raise DomainError(CHANGED)

    parking = Parking.objects.create(
        post=post, reason=reason, where_it_goes=where_it_goes, parked_by=by
    )
    conversation_mail.tell_author(parking=parking, by=by)

    return _record(POST_PARKED, parking, by)


@action
def bring_back(*, parking: Parking, by: User) -> Parking:
    """To its place in the topic, which it kept."""
    parking = Parking.objects.lock(parking)
    _require_going_on(parking.post)
    if not parking.is_standing:
        raise DomainError("This contribution has been brought back already.")

    parking.brought_back_by, parking.brought_back_at = by, timezone.now()
    parking.save(update_fields=["brought_back_by", "brought_back_at"])
    conversation_mail.tell_author(parking=parking, by=by)

    return _record(POST_BROUGHT_BACK, parking, by)


def _require_going_on(post: Post) -> None:
    if why_quiet := Forum.objects.only("status").get(topics=post.topic_id).why_quiet:
        raise DomainError(why_quiet)


def _record(kind: str, parking: Parking, by: User) -> Parking:
    author = parking.post.author
    JournalEntry.objects.record(
        kind,
        by=by,
        subject=parking.post,
        programme=author.forum.programme,
        concerns=author.contributor,
        parking=parking.pk,
    )
    return parking
