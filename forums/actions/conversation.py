"""What members say: topics begun, posts added, and corrected in their first minutes."""

from typing import TypeVar

from django.utils import timezone

from coalition import holds
from coalition.domain import DomainError, action
from coalition.models import Contributor, JournalEntry, User
from coalition.models.hold import ON_HOLD
from forums import prose
from forums.models import Forum, Membership, Post, PostEdit, Topic

TOPIC_STARTED = "topic.started"
POST_ADDED = "post.added"
POST_EDITED = "post.edited"

R = TypeVar("R", Topic, Post)


@action
def start_topic(*, membership: Membership, title: str, tag: str, body: str, by: User) -> Topic:
    """Begin a topic with its first post. Raises DomainError while the forum is not active or the
    scope is not acknowledged (MEM-1)."""
    _require_may_speak(membership, by)

    topic = Topic.objects.create(forum=membership.forum, title=title, started_by=membership)
    _add_post(topic, membership, tag, body)

    return _record(TOPIC_STARTED, topic, membership, by)


@action
def reply(*, topic: Topic, membership: Membership, tag: str, body: str, by: User) -> Post:
    """Add a post to a topic. As start_topic; the number follows the last one's without a gap."""
    topic = Topic.objects.lock(topic)
    _require_may_speak(membership, by)

    post = _add_post(topic, membership, tag, body)

    return _record(POST_ADDED, post, membership, by)


@action
def edit(*, post: Post, tag: str, body: str, by: User) -> Post:
    """Correct one's own post within 15 minutes. What it said before is kept."""
    post = Post.objects.lock(post)
    if not post.can_still_change:
        raise DomainError("A contribution can be changed for 15 minutes. Add another one instead.")
    if (post.tag, post.body) == (tag, body):
        return post

    if post.body != body:
        PostEdit.objects.create(post=post, body=post.body, renderer=post.renderer)
        post.edited_at = timezone.now()
        post.html, post.renderer = prose.render(body), prose.RENDERER
    post.tag, post.body = tag, body
    post.save(update_fields=["tag", "body", "html", "renderer", "edited_at"])

    return _record(POST_EDITED, post, post.author, by)


def _require_may_speak(membership: Membership, by: User) -> None:
    """Asked again here, because the scope may have changed while they were writing, or a hold may
    have been placed (HLD-5)."""
    if holds.in_force(Contributor.objects.lock(membership.contributor), holds.Scope.SEATS):
        raise DomainError(f"{ON_HOLD}.")
    them = Membership.objects.live().held_by(by).filter(pk=membership.pk)
    if not them.exists():
        raise DomainError("You no longer have a seat in this forum.")
    if not them.filter(forum__status=Forum.Status.ACTIVE).exists():
        raise DomainError("This forum is not active, so nothing can be added to it.")
    if not them.acknowledged().exists():
        raise DomainError(
            "The scope of this forum has changed. Keep a copy of what you wrote, read the scope"
            " and come back."
        )


def _add_post(topic: Topic, author: Membership, tag: str, body: str) -> Post:
    topic.post_count += 1
    topic.last_post_at = timezone.now()
    topic.save(update_fields=["post_count", "last_post_at"])
    return Post.objects.create(
        topic=topic,
        number=topic.post_count,
        author=author,
        tag=tag,
        body=body,
        html=prose.render(body),
        renderer=prose.RENDERER,
    )


def _record(kind: str, subject: R, author: Membership, by: User) -> R:
    JournalEntry.objects.record(
        kind,
        by=by,
        subject=subject,
        programme=author.forum.programme,
        concerns=author.contributor,
    )
    return subject
