"""Finding what was said: topics by their titles, contributions by their words, and lines of the
scopes in force. Differences are never found: there is no telling of them in passing (DIF-5)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse

from coalition.models import User
from coalition.paging import Ring
from forums.models import Forum, Post, ScopeItem, Topic
from forums.models.conversation import (
    LANGUAGE,
    MARK,
    UNMARK,
    PostQuerySet,
    TopicQuerySet,
    asked_for,
)
from forums.naming import Byline, byline
from forums.reading import posts_once_read_by, posts_read_by, topics_read_by

LONGEST = 200  # characters; what is typed beyond is not looked for
MOST_COUNTED = 1000
LINES_SHOWN = 5
ENDS = 12  # characters by which to know the beginning and the end of a contribution
MARKDOWN = re.compile(r"\*+|^[ ]*(?:>|#|[-+](?= ))+[ ]?", re.MULTILINE)


@dataclass(frozen=True)
class Piece:
    text: str
    is_found: bool


@dataclass(frozen=True)
class Found:
    """A topic, or a contribution with a stretch of it around what was looked for."""

    forum: Forum
    title: str
    url: str
    by: Byline
    at: datetime
    tag: str = ""
    tag_words: str = ""
    pieces: tuple[Piece, ...] = ()
    is_parked: bool = False


def typed(text: str) -> str:
    """What was typed, as the database takes it."""
    return " ".join(text.replace("\x00", " ").split())[:LONGEST]


def says_anything(words: str) -> bool:
    """Is there something to look for, besides words like “the” and “of”?"""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT numnode(websearch_to_tsquery('{LANGUAGE}', %s))", [words])
        return bool(cursor.fetchone()[0])


def rings(words: str, user: User, forum: Forum | None = None) -> list[Ring]:
    """Topics first, then contributions; of each the newest first. Last, of all forums together,
    what they read when they had a seat. Of one `forum`: for whom can_read_conversation there."""
    if forum is not None:
        topics = forum.topics.saying(words).for_list()
        posts = Post.objects.filter(topic__forum=forum).saying(words)
        return [_topics(topics), _posts(posts.select_related("topic"), words)]
    once = posts_once_read_by(user).filter(
        Q(words=asked_for(words)) | Q(number=1, topic__words=asked_for(words))
    )
    posts = posts_read_by(user).saying(words)
    return [
        _topics(topics_read_by(user).saying(words).for_list().select_related("forum")),
        _posts(posts.select_related("topic__forum"), words),
        _posts(once.select_related("topic__forum"), words),
    ]


def _topics(rows: TopicQuerySet) -> Ring:
    return Ring(rows, ("-last_post_at", "-pk"))


def _posts(rows: PostQuerySet, words: str) -> Ring:
    return Ring(rows.for_page().with_snippet(words), ("-posted_at", "-pk"))


def counted(found: list[Ring]) -> tuple[list[Ring], int | str]:
    """The same rings, of which nobody asks again those in which nothing is; and how many there are
    in all: beyond MOST_COUNTED it is not counted on."""
    keys = [ring.rows.order_by().values("pk") for ring in found]
    counts = [rows[: MOST_COUNTED + 1].count() for rows in keys]
    asked = [
        ring if n else replace(ring, rows=ring.rows.none())
        for ring, n in zip(found, counts, strict=True)
    ]
    total = sum(counts)
    return asked, total if total <= MOST_COUNTED else f"{MOST_COUNTED:,}+"


def shown(row: Any, user: User, forum: Forum | None = None) -> Found:
    """Of a row in one of the rings, of this `forum` or of all."""
    topic = row if isinstance(row, Topic) else row.topic
    if forum is not None:
        topic.forum = forum
    forum = topic.forum
    if isinstance(row, Topic):
        by = byline(row.started_by, forum, user)
        return Found(forum, row.title, row.get_absolute_url(), by, row.last_post_at)
    return Found(
        forum=forum,
        title=topic.title,
        url=_address(row),
        by=byline(row.author, forum, user),
        at=row.posted_at,
        tag=row.tag,
        tag_words=row.get_tag_display(),
        pieces=tuple(pieces(_elided(row.snippet, row.body))),
        is_parked=row.parking is not None,
    )


def _address(post: Any) -> str:
    """Where it can be read; of a forum that they have left, as it stood then."""
    if seat := getattr(post, "seat", None):
        url = reverse("forums:past_topic", args=[seat, post.topic_id])
        return f"{url}#p{post.number}"
    return str(post.get_absolute_url())


def _elided(snippet: str, body: str) -> str:
    """With an ellipsis where more is said before or after."""
    bare = snippet.replace(MARK, "").replace(UNMARK, "").strip()
    before = "" if body.startswith(bare[:ENDS]) else "… "
    return f"{before}{snippet}{'' if body.endswith(bare[-ENDS:]) else ' …'}"


def pieces(snippet: str) -> Iterator[Piece]:
    """A marked stretch of text, cut where the marks are; without Markdown's own signs."""
    plain = MARKDOWN.sub("", snippet)
    cuts = [-1, *(m.start() for m in re.finditer(f"[{MARK}{UNMARK}]", plain)), len(plain)]
    for start, end in pairwise(cuts):
        if text := plain[start + 1 : end]:
            yield Piece(text, start >= 0 and plain[start] == MARK)


def lines(words: str, user: User, forum: Forum | None = None) -> QuerySet[ScopeItem]:
    """What the scopes in force say of it: the first few."""
    items = ScopeItem.objects.filter(scope__status="effective").select_related("scope__forum")
    if forum is None:
        items = items.filter(scope__forum__in=Forum.objects.visible_to(user))
    else:
        items = items.filter(scope__forum=forum).only("text", "where_it_goes", "scope__forum__name")
    said = SearchVector("text", "where_it_goes", config=LANGUAGE)
    found = items.annotate(said=said).filter(said=asked_for(words))
    return found.order_by("scope__forum__name", "pk")[:LINES_SHOWN]
