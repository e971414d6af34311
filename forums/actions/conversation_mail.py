"""Mail about contributions: where to read them, never what they say."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from coalition.actions import mail
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import action
from coalition.models import User
from forums.models import Digest, Membership, Parking, Post


@action
def tell_mentioned(*, post: Post, members: Iterable[Membership]) -> None:
    """Once for each, however often the contribution is changed; nobody who wants no mail from this
    forum."""
    unwanted = Digest.objects.filter(membership__forum=post.topic.forum).unwanted()
    quiet = set(unwanted.values_list("membership", flat=True))
    for member in members:
        if member != post.author and member.pk not in quiet:
            _write("forum_mention", member, post, f"{post.pk}:{member.pk}")


@action
def tell_author(*, parking: Parking, by: User) -> None:
    """That it was moved, why and where it goes; or that it is back. Not who moved it themselves."""
    post = parking.post
    if not post.is_by(by):
        kind = "forum_post_parked" if parking.is_standing else "forum_post_brought_back"
        _write(kind, post.author, post, str(parking.pk), parking=parking)


def _write(kind: str, to: Membership, post: Post, about: str, **more: Any) -> None:
    """Owe it once. The only place that decides who is written to about contributions at once."""
    if not may_contact(to.contributor, Channel.EMAIL, Purpose.SERVICE):
        return
    context = {
        "person": to.contributor,
        "topic": post.topic,
        "post": post,
        "forum": post.topic.forum,
        "site_url": settings.SITE_URL,
        **more,
    }
    mail.write(
        kind=kind,
        to=to.contributor.email,
        context=context,
        concerns=to.contributor,
        key=f"{kind}:{about}",
    )
