"""What former members go on reading: what happened in their forum between the beginning and the
end of their time there. Nothing newer; and no differences, which are for members (DIF-5)."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coalition.models import User
from forums.models.acknowledgement import Acknowledgement
from forums.models.conversation import Post, PostEdit, PostQuerySet, Topic, TopicQuerySet
from forums.models.forum import Membership, MembershipQuerySet
from forums.models.meeting import Meeting, MeetingQuerySet
from forums.models.paper import Paper, PaperQuerySet
from forums.models.post_file import PostFile
from forums.models.scope import ScopeQuerySet, ScopeStatement


def former_seats(user: User) -> MembershipQuerySet:
    """Seats that this person once had in earnest, which is after acknowledging a scope (MEM-1).
    Each is marked with `until`, the end of their time: that of the seat, or before it the moment
    when a scope came into force that they never acknowledged."""
    acknowledged = Acknowledgement.objects.filter(membership=OuterRef("pk")).order_by("-major")
    missed = ScopeStatement.objects.filter(
        forum=OuterRef("forum"),
        minor=0,
        major__gt=OuterRef("last_read"),
        effective_from__lt=OuterRef("ended_at"),
    ).order_by("major")
    return (
        Membership.objects.filter(contributor__user=user, ended_at__isnull=False)
        .exclude(ended_reason=Membership.EndedReason.MERGED)
        .annotate(last_read=Subquery(acknowledged.values("major")[:1]))
        .exclude(last_read=None)
        .annotate(until=Coalesce(Subquery(missed.values("effective_from")[:1]), F("ended_at")))
    )


def posts_of_their_time(seats: MembershipQuerySet) -> PostQuerySet:
    """Contributions made in the time of one of these former seats, each with `said`: what it said
    when that time ended, as `said_as` forums.prose shows it."""
    theirs = _in_time_of(seats, "topic__forum", "posted_at")
    later = PostEdit.objects.filter(
        post=OuterRef("pk"), at__gte=Subquery(_ends(seats, OuterRef(OuterRef("topic__forum"))))
    ).order_by("at", "pk")
    return Post.objects.filter(theirs).annotate(
        said=Coalesce(Subquery(later.values("body")[:1]), F("body")),
        said_as=Coalesce(Subquery(later.values("renderer")[:1]), F("renderer")),
    )


def topics_of_their_time(seats: MembershipQuerySet) -> TopicQuerySet:
    """Topics with a contribution from the time of one of these former seats."""
    posts = posts_of_their_time(seats).filter(topic=OuterRef("pk"))
    return Topic.objects.filter(Exists(posts))


def files_of_their_time(seat: Membership) -> QuerySet[PostFile]:
    """Of contributions made in the time of one of `former_seats`, and added in it as well."""
    theirs = PostFile.objects.filter(post__topic__forum=seat.forum_id, added_at__lt=seat.until)
    return theirs.filter(post__posted_at__gte=seat.accepted_at, post__posted_at__lt=seat.until)


def papers_of_their_time(seat: Membership) -> PaperQuerySet:
    """For meetings of their time, added in it, and not withdrawn since."""
    papers = Paper.objects.kept().filter(item__removed_at=None, added_at__lt=seat.until)
    return papers.filter(item__meeting__in=meetings_of_their_time(seat))


def scopes_of_their_time(seat: Membership) -> ScopeQuerySet:
    """Versions that were in force at some moment of it; of one of `former_seats`."""
    began = Q(effective_from__lt=seat.until)
    lasted = Q(superseded_at=None) | Q(superseded_at__gt=seat.accepted_at)
    return seat.forum.scopes.approved().filter(began & lasted)


def meetings_of_their_time(seat: Membership) -> MeetingQuerySet:
    """Held in it, with minutes that are agreed or that they were sent."""
    held = Meeting.objects.filter(
        forum=seat.forum_id, starts_at__gte=seat.accepted_at, starts_at__lt=seat.until
    )
    return held.filter(Q(status__in=Meeting.AGREED) | Q(circulated_at__lt=seat.until))


def _in_time_of(seats: MembershipQuerySet, forum: str, moment: str) -> Exists:
    return Exists(
        seats.filter(
            forum=OuterRef(forum), accepted_at__lte=OuterRef(moment), until__gt=OuterRef(moment)
        )
    )


def _ends(seats: MembershipQuerySet, forum: Any) -> QuerySet:
    return seats.filter(forum=forum).order_by("-until").values("until")[:1]
