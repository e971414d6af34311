"""The scope statement: what a forum is for and not for, in versions, and who has read it."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Func, IntegerField, OuterRef, Q
from django.db.models.functions import JSONObject
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models import Organisation
from forums.models.forum import Forum, Membership
from forums.wording import READ_ALOUD_WORDS, Line, Wording

RESERVATION_LENGTH = 300


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
        """`in_items` and `out_items` come with the statement, in one query; `wording` needs it."""
        return self.annotate(
            in_items=_items(ScopeItem.Kind.IN), out_items=_items(ScopeItem.Kind.OUT)
        )


def _items(kind: str) -> ArraySubquery:
    item = JSONObject(text="text", where_it_goes="where_it_goes")
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
    differences_line = models.CharField(max_length=400, blank=True)
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
            read_aloud=self.read_aloud,
            purpose=self.purpose,
            included=tuple(Line(**item) for item in self.in_items),
            excluded=tuple(Line(**item) for item in self.out_items),
            differences_line=self.differences_line,
        )

    def get_absolute_url(self) -> str:
        return reverse("forums:scope_version", args=[self.forum_id, self.pk])

    @property
    def version(self) -> str:
        """1.0; empty until it is approved."""
        return f"{self.major}.{self.minor}" if self.major else ""


class ScopeItem(models.Model):
    """One thing that is in scope, or out of it; then it says where the matter goes (SCO-3)."""

    class Kind(models.TextChoices):
        IN = "in", "In scope"
        OUT = "out", "Not here"

    scope = models.ForeignKey(ScopeStatement, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=3, choices=Kind)
    text = models.CharField(max_length=200)
    where_it_goes = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="scope_item_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="scope_item_out_says_where_it_goes",
                condition=Q(kind="in", where_it_goes="") | (Q(kind="out") & ~Q(where_it_goes="")),
                violation_error_message="Each thing that is out of scope says where it goes.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    def with_reservation(self) -> Self:
        """Of the version in force, by date."""
        in_force = Q(
            scope__forum__scopes__status="effective", major=F("scope__forum__scopes__major")
        )
        return self.filter(in_force).exclude(reservation="").order_by("at", "pk")


class Acknowledgement(models.Model):
    """A member has read a major version and will work within it. That is not agreement (L3).
    Rows are only ever added (ACK-1): a trigger refuses the rest."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="acknowledgements")
    scope = models.ForeignKey(ScopeStatement, models.PROTECT, related_name="acknowledgements")
    major = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    # For which it was done, as well as personally, and what that reserves in its own words (ACK-3).
    for_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True
    )
    reservation = models.CharField(max_length=RESERVATION_LENGTH, blank=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="acknowledgement_once_per_major_version", fields=["membership", "major"]
            ),
            models.CheckConstraint(
                name="acknowledgement_reserves_for_an_organisation",
                condition=Q(reservation="") | Q(for_organisation__isnull=False),
                violation_error_message="Only an organisation can make a reservation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.major}"
