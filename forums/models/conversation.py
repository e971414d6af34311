"""What members say to each other within the scope: topics and the posts in them."""

from datetime import timedelta
from hashlib import sha256
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchVector,
    SearchVectorField,
)
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from coalition.attachments.facts import FileFacts
from coalition.domain import LockingQuerySet
from coalition.models import User
from forums import prose
from forums.models.forum import Forum, Membership

POST_LENGTH = 5000
EDIT_WITHIN = timedelta(minutes=15)
POSTS_PER_PAGE = 20
LANGUAGE = "english"  # of searching: houses finds housing, and “the” is not looked for

# Around a word that was looked for: of Unicode's private use, so nobody means them.
MARK, UNMARK = "\ue000", "\ue001"


def asked_for(words: str) -> SearchQuery:
    """What somebody typed, read as by a search engine: "in quotes", or, -without."""
    return SearchQuery(words, config=LANGUAGE, search_type="websearch")


class WithoutWords(models.Manager):
    """Leaves `words` in the database: pages never show them."""

    def get_queryset(self) -> Any:
        return super().get_queryset().defer("words")


class TopicQuerySet(LockingQuerySet["Topic"]):
    def saying(self, words: str) -> Self:
        return self.filter(words=asked_for(words))

    def newest_first(self) -> Self:
        return self.order_by("-last_post_at", "-pk")

    def with_people(self) -> Self:
        return self.select_related("started_by__contributor", "started_by__organisation")

    def for_list(self) -> Self:
        """With what a list shows of each and of whoever started it, and nothing else."""
        author = "started_by__"
        person, organisation = f"{author}contributor__", f"{author}organisation__"
        return self.select_related(f"{author}contributor", f"{author}organisation").only(
            *("forum", "title", "started_at", "post_count", "last_post_at", f"{author}forum"),
            *(f"{person}letter_name", f"{person}known_as", f"{person}user"),
            *(f"{organisation}{name}" for name in ("name", "known_as", "sector")),
        )


class Topic(models.Model):
    """A matter that members talk about. Its first post opens it."""

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="topics")
    title = models.CharField(max_length=150)
    started_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    # Posts are numbered from 1 without a gap, so this is also the number of the last one.
    post_count = models.PositiveIntegerField(default=0)
    last_post_at = models.DateTimeField(default=timezone.now)
    words = models.GeneratedField(
        expression=SearchVector("title", config=LANGUAGE),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = WithoutWords.from_queryset(TopicQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(name="topic_has_a_title", condition=~Q(title="")),
        ]
        indexes = [
            models.Index(fields=["forum", "-last_post_at", "-id"], name="topic_by_last_post"),
            GinIndex(fields=["words"], name="topic_by_words"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forums:topic_detail", args=[self.forum_id, self.pk])

    @property
    def pages(self) -> int:
        return max(1, -(-self.post_count // POSTS_PER_PAGE))


class PostQuerySet(LockingQuerySet["Post"]):
    def saying(self, words: str) -> Self:
        return self.filter(words=asked_for(words))

    def with_snippet(self, words: str) -> Self:
        """Marks each with `snippet`, a stretch of it around what was looked for: see MARK."""
        snippet = SearchHeadline(
            "body",
            asked_for(words),
            config=LANGUAGE,
            start_sel=MARK,
            stop_sel=UNMARK,
            max_words=32,
            min_words=16,
            max_fragments=2,
            fragment_delimiter=" … ",
        )
        return self.annotate(snippet=snippet)

    def on_page(self, page: int) -> Self:
        """Found by number, so the thousandth page costs what the first does."""
        last = page * POSTS_PER_PAGE
        return self.numbered(last - POSTS_PER_PAGE, last)

    def numbered(self, after: int, last: int) -> Self:
        return self.filter(number__gt=after, number__lte=last).order_by("number")

    def with_people(self) -> Self:
        return self.select_related("author__contributor", "author__organisation", "author__seat")

    def for_page(self) -> Self:
        """With what a page shows of each and of its author, and nothing else: a person has forty
        columns, and a page twenty people."""
        author = "author__"
        person, organisation = f"{author}contributor__", f"{author}organisation__"
        return (
            self.select_related("author__contributor", "author__organisation")
            .with_what_belongs()
            .only(
                *("number", "tag", "body", "html", "renderer", "posted_at", "edited_at", "topic"),
                *(f"{author}forum", f"{person}letter_name", f"{person}known_as", f"{person}user"),
                *(f"{organisation}{name}" for name in ("name", "known_as", "sector")),
            )
        )

    def with_what_belongs(self) -> Self:
        """Marks each with `attached`, what its files are called and how large they are, and with
        `parking`, the number of its place on the parked list, if it is there; in the same query."""
        this = Post.objects.filter(pk=OuterRef("pk"))
        file = JSONObject(**{key: f"files__{key}" for key in ("id", "name", "kind", "size")})
        files = this.filter(files__isnull=False).order_by("files__pk").values_list(file)
        parked = this.filter(parkings__isnull=False, parkings__brought_back_at=None)
        return self.annotate(
            attached=ArraySubquery(files), parking=Subquery(parked.values("parkings__pk")[:1])
        )


class Post(models.Model):
    """One contribution: never deleted, edited only in its first minutes."""

    class Tag(models.TextChoices):
        EXPERIENCE = "experience", "Experience"
        EVIDENCE = "evidence", "Evidence"
        PROPOSAL = "proposal", "Proposal"
        QUESTION = "question", "Question"

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="posts")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    tag = models.CharField(max_length=10, choices=Tag)
    body = models.CharField(max_length=POST_LENGTH)
    # What forums.prose made of it, and which version of that; none of what is plain text.
    html = models.TextField(blank=True, default="", db_default="")
    renderer = models.PositiveSmallIntegerField(default=prose.RENDERER, db_default=prose.PLAIN)
    posted_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    words = models.GeneratedField(
        expression=SearchVector("body", config=LANGUAGE),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = WithoutWords.from_queryset(PostQuerySet)()
    attached: list[dict[str, Any]]  # of rows loaded with_what_belongs
    parking: int | None  # of those

    class Meta:
        constraints = [
            models.UniqueConstraint(name="post_number_once_per_topic", fields=["topic", "number"]),
            models.CheckConstraint(name="post_says_something", condition=~Q(body="")),
        ]
        indexes = [GinIndex(fields=["words"], name="post_by_words")]

    def __str__(self) -> str:
        return f"{self.topic} #{self.number}"

    def get_absolute_url(self) -> str:
        """Leads to it, whichever page it is on."""
        return reverse("forums:post", args=[self.topic.forum_id, self.topic_id, self.number])

    @property
    def shown(self) -> SafeString:
        """What it says, as HTML."""
        if self.renderer == prose.RENDERER:
            return mark_safe(self.html)  # forums.prose made it
        return prose.again(self.body, self.renderer)

    @property
    def facts_of_files(self) -> list[FileFacts]:
        """Of rows loaded with_what_belongs."""
        return [FileFacts(**file) for file in self.attached]

    @property
    def page(self) -> int:
        return (self.number - 1) // POSTS_PER_PAGE + 1

    @property
    def stamp(self) -> str:
        """Another one once it says something else: for forms that were opened before."""
        return sha256(f"{self.tag}\x1f{self.body}".encode()).hexdigest()[:16]

    @property
    def can_still_change(self) -> bool:
        return timezone.now() < self.posted_at + EDIT_WITHIN

    def is_by(self, user: User) -> bool:
        return self.author.contributor.user_id == user.pk


class PostEdit(models.Model):
    """What a post said before it was edited. Kept, and shown to whoever asks."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="edits")
    body = models.CharField(max_length=POST_LENGTH)
    renderer = models.PositiveSmallIntegerField(default=prose.RENDERER, db_default=prose.PLAIN)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.post} before {self.at:%d %B %Y %H:%M}"

    @property
    def shown(self) -> SafeString:
        return prose.again(self.body, self.renderer)
