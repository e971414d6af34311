"""What is new in forums for a member: topics, how much was said in each, and by whom. Titles and
numbers; no words that somebody wrote, and nothing of differences (DIF-5)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q

from forums.models import Digest, Forum, Membership, Post, Topic
from forums.naming import byline

TOPICS_TOLD = 10
NAMES_TOLD = 3


class Said(NamedTuple):
    """That something was said: where, by whom, when."""

    topic: int
    author: int
    at: datetime


@dataclass(frozen=True)
class TopicNews:
    topic: Topic
    is_new: bool
    count: int
    who: str


@dataclass(frozen=True)
class News:
    """Of one forum, for one member; topics with the latest word first, up to TOPICS_TOLD."""

    count: int
    topics: tuple[TopicNews, ...]
    more: int


class Reporter:
    """Knows all that was said in the forums of these digests since the first of them was told;
    three queries for any number."""

    def __init__(self, digests: Sequence[Digest], until: datetime) -> None:
        forums = {digest.membership.forum_id for digest in digests}
        since = min(digest.told_up_to for digest in digests)
        rows = (
            Post.objects.filter(topic__forum__in=forums)
            .filter(topic__last_post_at__gt=since, posted_at__gt=since, posted_at__lte=until)
            .exclude(Q(parkings__isnull=False) & Q(parkings__brought_back_at=None))
            .order_by("posted_at", "pk")
            .values_list("topic", "author", "posted_at")
        )
        said = [Said(*row) for row in rows]
        self.topics = Topic.objects.in_bulk({one.topic for one in said})
        self.authors: dict[int, Membership] = Membership.objects.with_people().in_bulk(
            {one.author for one in said}
        )
        self.said: dict[int, list[Said]] = {forum: [] for forum in forums}
        for one in said:
            self.said[self.topics[one.topic].forum_id].append(one)

    def news(self, digest: Digest, until: datetime) -> News | None:
        """Of others, after what they were told and up to then; None where nothing is."""
        reader, forum = digest.membership, digest.membership.forum
        since = digest.told_up_to
        mine = [
            one
            for one in self.said[forum.pk]
            if since < one.at <= until
            and self.authors[one.author].contributor_id != reader.contributor_id
        ]
        if not mine:
            return None
        latest = list(dict.fromkeys(one.topic for one in reversed(mine)))
        told = [
            self._of_topic(topic, [one for one in mine if one.topic == topic], forum, since)
            for topic in latest[:TOPICS_TOLD]
        ]
        return News(len(mine), tuple(told), len(latest) - len(told))

    def _of_topic(
        self, number: int, said: Sequence[Said], forum: Forum, since: datetime
    ) -> TopicNews:
        topic = self.topics[number]
        names = Counter(byline(self.authors[one.author], forum).name for one in said)
        return TopicNews(topic, topic.started_at > since, len(said), _in_a_row(names))


def _in_a_row(names: Iterable[Any]) -> str:
    """Grace, Priya and 2 others."""
    shown = [str(name) for name in names]
    if len(shown) > NAMES_TOLD:
        return f"{', '.join(shown[:NAMES_TOLD])} and {len(shown) - NAMES_TOLD} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if shown[1:] else shown)
