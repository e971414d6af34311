"""What a person may read of conversations, asked of all forums at once. Of one forum,
permissions.can_read_conversation says the same; a test holds them together."""

from typing import Any

from django.db.models import F, OuterRef, Subquery

from coalition import holds
from coalition.models import Contributor, Programme, RoleGrant, User
from forums.models import Forum, Membership, Post, Topic
from forums.models.conversation import PostQuerySet, TopicQuerySet
from forums.models.forum import ForumQuerySet
from forums.models.past import former_seats, posts_of_their_time


def forums_read_by(user: User) -> ForumQuerySet:
    """Those that they lead, and where they are seated today: the scope in force acknowledged
    (MEM-1), and no hold on their seats (HLD-2)."""
    led = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
    live = Membership.objects.live().held_by(user)
    seated = live.acknowledged().exclude(contributor__in=_resting(user))
    may = Forum.objects.filter(programme__in=led) | Forum.objects.filter(
        pk__in=seated.values("forum")
    )
    return may.exclude(pk__in=live.yet_to_acknowledge().values("forum"))


def topics_read_by(user: User) -> TopicQuerySet:
    return Topic.objects.filter(forum__in=forums_read_by(user).values("pk"))


def posts_read_by(user: User) -> PostQuerySet:
    return Post.objects.filter(topic__forum__in=forums_read_by(user).values("pk"))


def posts_once_read_by(user: User) -> PostQuerySet:
    """What former members go on reading, where they have no other seat today, and it still says
    what it said when their time ended. Each with `seat`, the former one."""
    seats = former_seats(user).exclude(contributor__in=_resting(user))
    in_time = seats.filter(
        forum=OuterRef("topic__forum"),
        accepted_at__lte=OuterRef("posted_at"),
        until__gt=OuterRef("posted_at"),
    )
    posts: Any = posts_of_their_time(seats)
    elsewhere = posts.exclude(topic__forum__in=forums_read_by(user).values("pk"))
    as_it_was = elsewhere.filter(said=F("body"))
    return as_it_was.annotate(seat=Subquery(in_time.values("pk")[:1]))


def _resting(user: User) -> list[int]:
    people = Contributor.objects.filter(user=user).values_list("pk", flat=True)
    stopped = holds.scopes_by_person(people).items()
    return [person for person, scopes in stopped if holds.Scope.SEATS in scopes]
