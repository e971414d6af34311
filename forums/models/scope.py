"""The scope statement: what a forum is for and not for, in versions."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject, Now
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from forums.authority.modes import LONGEST_ANSWER
from forums.authority.rules import Fallback
from forums.models.delegation import Delegation
from forums.models.forum import Forum
from forums.wording import NOTHING_DELEGATED, READ_ALOUD_WORDS, TEXTS, Line, Recommendation, Wording

# What it says of each power that the forum has.
POWER = {"key": "pk", "said": "power", "last": "last_day"}
# So long before its review a scope may be confirmed as it is.
REVIEW_BEGINS = timedelta(days=30)


class WordCount(Func):
    """How many words the database finds; text is kept with single spaces, so Python agrees."""

    template = r"COALESCE(array_length(regexp_split_to_array(%(expressions)s, '\s+'), 1), 0)"
    output_field: ClassVar = IntegerField()


class ScopeQuerySet(LockingQuerySet["ScopeStatement"]):
    def effective(self) -> Self:
        return self.filter(status=ScopeStatement.Status.EFFECTIVE)

    def open(self) -> Self:
        """Being drafted or looked at; a forum has at most one."""
        return self.filter(status__in=ScopeStatement.OPEN)

    def approved(self) -> Self:
        """In force, and those that were; newest first."""
        return self.exclude(status__in=ScopeStatement.OPEN).order_by("-major", "-minor")

    def with_items(self) -> Self:
        """`in_items`, `out_items`, `recommendations` and `powers` come with the statement, in one
        query; `wording` and `decides` need them."""
        line = JSONObject(text="text", where_it_goes="where_it_goes")
        answered = JSONObject(to_whom="text", answer_within_days="answer_within_days")
        until = Coalesce(OuterRef("superseded_at"), Now(), output_field=models.DateTimeField())
        held = Delegation.objects.in_force_when(until).deciding().to_the_forum()
        powers = held.filter(forum=OuterRef("forum")).order_by("effective_from", "pk")
        return self.annotate(
            powers=ArraySubquery(powers.values_list(JSONObject(**POWER))),
            in_items=_items(ScopeItem.Kind.IN, line),
            out_items=_items(ScopeItem.Kind.OUT, line),
            recommendations=_items(ScopeItem.Kind.RECOMMEND, answered),
        )

    def to_look_at(self, until: date) -> Self:
        """In force in a forum that goes on, with its review due by then, and nobody drafting."""
        drafts = ScopeStatement.objects.open().filter(forum=OuterRef("forum"))
        going_on = Forum.objects.exclude(status__in=[Forum.Status.CLOSING, Forum.Status.CLOSED])
        due = self.effective().filter(review_on__lte=until, forum__in=going_on)
        return due.filter(~Exists(drafts))


def _items(kind: str, item: JSONObject) -> ArraySubquery:
    items = ScopeItem.objects.filter(scope=OuterRef("pk"), kind=kind).order_by("position", "pk")
    return ArraySubquery(items.values_list(item))


class ScopeStatement(Lifecycle):
    """One version of a forum's scope. Once approved it never changes (SCO-2): a trigger refuses.

    A version number is given on approval, because what changed decides it (SCO-4)."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "Waiting for approval"
        EFFECTIVE = "effective", "In force"
        SUPERSEDED = "superseded", "Replaced"

    NEXT = {
        Status.DRAFT: {Status.IN_REVIEW},
        Status.IN_REVIEW: {Status.EFFECTIVE, Status.DRAFT},
        Status.EFFECTIVE: {Status.SUPERSEDED},
    }
    OPEN = (Status.DRAFT, Status.IN_REVIEW)

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="scopes")
    major = models.PositiveSmallIntegerField(null=True, editable=False)
    minor = models.PositiveSmallIntegerField(null=True, editable=False)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    read_aloud = models.CharField("to read aloud", max_length=600)
    purpose = models.TextField("why this forum exists", max_length=1000)
    how_we_decide = models.CharField(max_length=600, blank=True)
    quorum_line = models.CharField("quorum", max_length=300, blank=True)
    attribution_rule = models.CharField("who is named", max_length=300, blank=True)
    differences_line = models.CharField(max_length=400, blank=True)
    members_time_and_support = models.CharField(max_length=600, blank=True)
    foi_line = models.CharField("what may have to be published", max_length=400, blank=True)
    # With it in force, that of the forum.
    attribution = models.CharField(
        max_length=20, choices=Forum.Attribution, default=Forum.Attribution.ATTRIBUTED
    )
    # What becomes of a proposal after two failed rounds (RND-6).
    fallback = models.CharField(max_length=10, choices=Fallback, default=Fallback.REFER)
    change_note = models.CharField("what changes, and why", max_length=300, blank=True)
    review_on = models.DateField("look at it again on")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Everyone who has had a hand in it: none of them may approve it (P1).
    drafters = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField("sent for approval", null=True, blank=True)
    returned_because = models.CharField(max_length=300, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    effective_from = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = ScopeQuerySet.as_manager()
    in_items: list[dict[str, str]]
    out_items: list[dict[str, str]]
    recommendations: list[dict[str, Any]]
    powers: list[dict[str, Any]]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="scope_one_effective_per_forum",
                fields=["forum"],
                condition=Q(status="effective"),
                violation_error_message="Another version has just come into force.",
            ),
            models.UniqueConstraint(
                name="scope_one_open_per_forum",
                fields=["forum"],
                condition=Q(status__in=["draft", "in_review"]),
                violation_error_message="A new version of this scope is already being drafted.",
            ),
            models.UniqueConstraint(
                name="scope_version_once_per_forum", fields=["forum", "major", "minor"]
            ),
            # What the key from Acknowledgement (scope, major) leans on.
            models.UniqueConstraint(name="scope_has_one_major", fields=["id", "major"]),
            models.CheckConstraint(
                name="scope_numbered_and_approved_together",
                condition=Q(
                    status__in=["draft", "in_review"],
                    major=None,
                    minor=None,
                    approved_by=None,
                    effective_from=None,
                )
                | Q(
                    status__in=["effective", "superseded"],
                    major__gte=1,
                    minor__gte=0,
                    approved_by__isnull=False,
                    effective_from__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="scope_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")),
                violation_error_message="Whoever drafted a scope cannot approve it as well.",
            ),
            models.CheckConstraint(
                name="scope_says_something", condition=~Q(read_aloud="") & ~Q(purpose="")
            ),
            models.CheckConstraint(
                name="scope_read_aloud_is_short",
                condition=LessThanOrEqual(WordCount("read_aloud"), READ_ALOUD_WORDS),
                violation_error_message=f"Use {READ_ALOUD_WORDS} words or fewer to read aloud.",
            ),
        ]
        verbose_name = "scope"

    def __str__(self) -> str:
        return f"Scope {self.version}" if self.major else "Scope, not yet approved"

    @property
    def wording(self) -> Wording:
        """What it says; of a statement that was loaded `with_items`."""
        return Wording(
            included=tuple(Line(**item) for item in self.in_items),
            excluded=tuple(Line(**item) for item in self.out_items),
            recommends=tuple(Recommendation(**item) for item in self.recommendations),
            **{name: getattr(self, name) for name in TEXTS},
            attribution=self.attribution,
            fallback=self.fallback,
        )

    @property
    def decides(self) -> list[str]:
        """What is delegated to its forum to decide, while this version is or was in force."""
        return [_said(**power) for power in self.powers]

    @property
    def may_decide(self) -> str:
        """The same in words."""
        return " ".join(self.decides) or NOTHING_DELEGATED

    @property
    def is_due_for_review(self) -> bool:
        return self.review_on <= timezone.localdate() + REVIEW_BEGINS

    def get_absolute_url(self) -> str:
        return reverse("forums:scope_version", args=[self.forum_id, self.pk])

    @property
    def version(self) -> str:
        """1.0; empty until it is approved."""
        return f"{self.major}.{self.minor}" if self.major else ""


def _said(key: int, said: str, last: str) -> str:
    day = date.fromisoformat(last)
    return f"{said} (DEL-{key:03d}, until {day.day} {day:%B %Y})"


class ScopeItem(models.Model):
    """One thing that is in scope, or out of it; then it says where the matter goes (SCO-3). Or to
    whom the forum may recommend: then it says how soon they answer."""

    class Kind(models.TextChoices):
        IN = "in", "In scope"
        OUT = "out", "Not here"
        RECOMMEND = "rec", "May recommend to"

    scope = models.ForeignKey(ScopeStatement, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=3, choices=Kind)
    text = models.CharField(max_length=200)
    where_it_goes = models.CharField(max_length=200, blank=True)
    answer_within_days = models.PositiveSmallIntegerField(null=True, blank=True)  # working days
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="scope_item_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="scope_item_out_says_where_it_goes",
                condition=(~Q(kind="out") & Q(where_it_goes=""))
                | (Q(kind="out") & ~Q(where_it_goes="")),
                violation_error_message="Each thing that is out of scope says where it goes.",
            ),
            models.CheckConstraint(
                name="scope_item_recommended_is_answered",
                condition=Q(
                    kind="rec",
                    answer_within_days__isnull=False,
                    answer_within_days__range=(1, LONGEST_ANSWER),
                )
                | (~Q(kind="rec") & Q(answer_within_days=None)),
                violation_error_message="Whoever is recommended to answers within 1 to"
                f" {LONGEST_ANSWER} working days.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
