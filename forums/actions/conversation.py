"""What members say: topics begun, posts added, and corrected in their first minutes."""

from collections.abc import Sequence
from typing import TypeVar

from django.utils import timezone

from coalition import holds
from coalition.attachments import MOST_FILES, Upload, keep
from coalition.domain import DomainError, action
from coalition.models import Contributor, JournalEntry, User
from coalition.models.hold import ON_HOLD
from forums import mentions, prose
from forums.actions import conversation_mail
from forums.models import Forum, Membership, Post, PostEdit, PostFile, PostMention, Topic

TOPIC_STARTED = "topic.started"
POST_ADDED = "post.added"
POST_EDITED = "post.edited"

TOO_LATE = (
    "The 15 minutes in which a contribution can be changed are over. Copy what you typed and add it"
    " as another one."
)
PARKED_MEANWHILE = (
    "This contribution has been moved to the parked list, and stays as it was. Copy what you typed"
    " if you need it."
)

R = TypeVar("R", Topic, Post)


@action
def start_topic(
    *,
    membership: Membership,
    title: str,
    tag: str,
    body: str,
    attachments: Sequence[Upload] = (),
    by: User,
) -> Topic:
    """Begin a topic with its first post. Raises DomainError while the forum is not active or the
    scope is not acknowledged (MEM-1)."""
    _require_may_speak(membership, by)

    topic = Topic.objects.create(forum=membership.forum, title=title, started_by=membership)
    _add_post(topic, membership, tag, body, attachments)

    return _record(TOPIC_STARTED, topic, membership, by)


@action
def reply(
    *,
    topic: Topic,
    membership: Membership,
    tag: str,
    body: str,
    attachments: Sequence[Upload] = (),
    by: User,
) -> Post:
    """Add a post to a topic. As start_topic; the number follows the last one's without a gap."""
    topic = Topic.objects.lock(topic)
    _require_may_speak(membership, by)

    post = _add_post(topic, membership, tag, body, attachments)

    return _record(POST_ADDED, post, membership, by)


@action
def edit(*, post: Post, tag: str, body: str, attachments: Sequence[Upload] = (), by: User) -> Post:
    """Correct one's own post within 15 minutes, and add files to it. What it said before is kept.
    Raises DomainError after that, once it is parked, and as start_topic."""
    post = Post.objects.lock(post)
    if not post.can_still_change:
        raise DomainError(TOO_LATE)
    if post.parkings.standing().exists():
        raise DomainError(PARKED_MEANWHILE)
    _require_may_speak(post.author, by)
    if (post.tag, post.body) == (tag, body) and not attachments:
        return post

    found = _called(body, post.topic)
    if post.body != body:
        PostEdit.objects.create(post=post, body=post.body, renderer=post.renderer)
        post.edited_at = timezone.now()
        post.html, post.renderer = prose.render(body, found.names), prose.RENDERER
    post.tag, post.body = tag, body
    post.save(update_fields=["tag", "body", "html", "renderer", "edited_at"])
    _add_files(post, attachments)
    _tell(post, found)

    return _record(POST_EDITED, post, post.author, by)


def _require_may_speak(membership: Membership, by: User) -> None:
    """Asked again here, because the scope may have changed while they were writing, or a hold may
    have been placed (HLD-5)."""
    if holds.in_force(Contributor.objects.lock(membership.contributor), holds.Scope.SEATS):
        raise DomainError(f"{ON_HOLD}.")
    them = Membership.objects.live().held_by(by).filter(pk=membership.pk)
    if not them.exists():
        raise DomainError("You no longer have a seat in this forum.")
    if why_quiet := Forum.objects.only("status").get(pk=membership.forum_id).why_quiet:
        raise DomainError(why_quiet)
    if not them.acknowledged().exists():
        raise DomainError(
            "The scope of this forum has changed. Keep a copy of what you wrote, read the scope"
            " and come back."
        )


def _add_post(
    topic: Topic, author: Membership, tag: str, body: str, attachments: Sequence[Upload]
) -> Post:
    found = _called(body, topic)
    topic.post_count += 1
    topic.last_post_at = timezone.now()
    topic.save(update_fields=["post_count", "last_post_at"])
    post = Post.objects.create(
        topic=topic,
        number=topic.post_count,
        author=author,
        tag=tag,
        body=body,
        html=prose.render(body, found.names),
        renderer=prose.RENDERER,
    )
    _add_files(post, attachments)
    _tell(post, found)
    return post


def _called(body: str, topic: Topic) -> mentions.Found:
    found = mentions.find(body, topic.forum)
    if found.unshown:
        raise DomainError(found.refusal)
    return found


def _tell(post: Post, found: mentions.Found) -> None:
    """Whom it mentions, and who was not told before."""
    for member, called in found.members.items():
        PostMention.objects.get_or_create(post=post, membership=member, defaults={"called": called})
    conversation_mail.tell_mentioned(post=post, members=found.members)


def _add_files(post: Post, attachments: Sequence[Upload]) -> None:
    """On the disk first: a row without its file would be a broken promise, a file without a row
    is only lost room."""
    if attachments and post.files.count() + len(attachments) > MOST_FILES:
        raise DomainError(
            f"A contribution takes {MOST_FILES} files. Add the others to another one."
        )
    for upload in attachments:
        PostFile.objects.create(
            post=post, name=upload.name, kind=upload.kind, size=upload.size, digest=keep(upload)
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
