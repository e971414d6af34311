"""What lists of topics and pages of contributions show of each, as plain values."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from coalition.http import words_of
from coalition.prepared import Prepared
from coalition.templatetags.ui import initials
from coalition.templatetags.words import clock, day, moment
from forums.models import Membership, Post, Topic
from forums.models.conversation import POSTS_PER_PAGE
from forums.naming import Byline, byline
from forums.permissions import Place, can_edit_post, can_park

TAGS = words_of(Post.Tag.choices)


def topic_rows(here: Place, topics: Iterable[Topic]) -> list[dict[str, Any]]:
    """Of topics loaded `for_list`."""
    base, by = f"{here.forum.get_absolute_url()}topics/", _bylines(here)
    return [
        {
            "url": mark_safe(f"{base}{topic.pk}/"),
            "title": topic.title,
            "by": str(by(topic.started_by)),
            "begun": _day(topic.started_at),
            "count": topic.post_count,
            "last": _day(topic.last_post_at),
            "last_at": topic.last_post_at.isoformat(),
        }
        for topic in topics
    ]


def posts_on(topic: Topic, page: int) -> list[Post]:
    """Found by number, so the thousandth page costs what the first does."""
    last = page * POSTS_PER_PAGE
    return _POSTS(topic=topic.pk, after=last - POSTS_PER_PAGE, last=last)


def _posts(topic: int, after: int, last: int) -> QuerySet[Post]:
    return Post.objects.filter(topic=topic).numbered(after, last).for_page()


_POSTS = Prepared(_posts)


def post_rows(here: Place, topic: Topic, posts: Iterable[Post]) -> list[dict[str, Any]]:
    """Of contributions loaded `for_page`. Addresses are put together, not looked up for each."""
    forum, by = here.forum.get_absolute_url(), _bylines(here)
    may_park = can_park(here) and not here.forum.why_quiet
    rows = []
    for post in posts:
        url = mark_safe(f"{forum}topics/{topic.pk}/{post.number}/")
        rows.append({"number": post.number, "url": url, **_whose(by(post.author))})
        if post.parking:
            rows[-1]["parked"] = mark_safe(f"{forum}parked/{post.parking}/")
        else:
            rows[-1] |= _said(post, url)
            rows[-1] |= {"can_edit": can_edit_post(here, post), "can_park": may_park}
    return rows


def _bylines(here: Place) -> Callable[[Membership], Byline]:
    """The same few people say most of what is on a page."""
    known: dict[int, Byline] = {}

    def by(author: Membership) -> Byline:
        if author.pk not in known:
            known[author.pk] = byline(author, here.forum, here.user)
        return known[author.pk]

    return by


def _day(at: datetime) -> str:
    return _on(timezone.localdate(at))


@lru_cache(maxsize=1000)
def _on(date: date) -> str:
    """Topics of a list have few different days between them."""
    return day(date)


def _whose(by: Byline) -> dict[str, Any]:
    return {
        "name": by.name,
        "initials": initials(by.name) if by.is_named else "",
        "organisation": by.organisation,
        "note": by.note,
    }


def _said(post: Post, url: SafeString) -> dict[str, Any]:
    return {
        "html": post.shown,
        "tag": post.tag,
        "tag_words": TAGS[post.tag],
        "at": post.posted_at.isoformat(),
        "moment": moment(post.posted_at),
        "edited": clock(post.edited_at),
        "files": [(mark_safe(f"{url}files/{file.id}/"), file) for file in post.facts_of_files],
    }
