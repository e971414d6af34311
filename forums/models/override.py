"""Overrides: whoever holds the power does otherwise than was decided, in daylight (OVR-1 to 3)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Organisation
from forums.authority.reasons import LEAST
from forums.models.agenda import AgendaItem
from forums.models.decision import SHORT_LENGTH, Decision
from forums.models.forum import Forum
from forums.models.meeting import Meeting


class OverrideQuerySet(LockingQuerySet["Override"]):
    def by_people(self) -> Self:
        """With a reason that somebody gave; not those that the clock recorded (P3)."""
        return self.exclude(kind=Override.Kind.NOT_ANSWERED)

    def in_order(self) -> Self:
        return self.order_by("at", "pk")

    def with_all(self) -> Self:
        return self.select_related("decision__forum__programme", "by_body")

    def yet_to_be_heard(self, forum: Forum) -> Self:
        """On the agenda of no meeting that was, or will be, held (OVR-2)."""
        items = AgendaItem.objects.kept().filter(override=OuterRef("pk"))
        told = items.exclude(meeting__status=Meeting.Status.CANCELLED)
        return self.filter(decision__forum=forum).filter(~Exists(told)).in_order()


class Override(models.Model):
    """That it was not done as decided, and why. Only ever added: a trigger (OVR-1)."""

    class Kind(models.TextChoices):
        OVERRULED = "overruled", "Overruled: it is not done"
        ALTERED = "altered", "Altered: something else is done"
        DELAYED = "delayed", "Delayed by more than 30 days"
        NOT_CARRIED_OUT = "not_carried_out", "Not carried out"
        NOT_ANSWERED = "not_answered", "Not answered in time"

    # What takes a legal route: afterwards only a new decision does it.
    REVERSES = (Kind.OVERRULED, Kind.ALTERED)

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="overrides")
    kind = models.CharField(max_length=15, choices=Kind)
    by_office = models.CharField("as", max_length=120)
    by_body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # The clock has no account: it records that nobody answered (OVR-3).
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    # When it was so decided, and when the reason was published: how long it took (P3).
    decided_on = models.DateField(default=timezone.localdate)
    reason = models.CharField(max_length=SHORT_LENGTH)
    at = models.DateTimeField(default=timezone.now)
    # Their mails are written in the same transaction (OVR-2).
    told_forum_at = models.DateTimeField(default=timezone.now)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="override_says_why",
                condition=Q(kind="not_answered") | Q(GreaterThanOrEqual(Length("reason"), LEAST)),
                violation_error_message=f"Say why, in at least {LEAST} characters.",
            ),
            models.CheckConstraint(
                name="override_by_somebody",
                condition=Q(kind="not_answered", by=None)
                | (~Q(kind="not_answered") & Q(by__isnull=False)),
            ),
            models.CheckConstraint(
                name="override_says_as_whom", condition=~Q(by_office="") & ~Q(reason="")
            ),
            models.UniqueConstraint(
                name="override_of_each_kind_once",
                fields=["decision", "kind"],
                violation_error_message="That is on record already. It stays as it was written.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.get_kind_display().partition(':')[0].lower()}"

    @property
    def what(self) -> str:
        """Overruled – the kind in a word or five."""
        return str(Override.Kind(self.kind).label).partition(":")[0]

    @property
    def by_whom(self) -> str:
        return f"{self.by_office}, {self.by_body}"

    @property
    def days_to_reason(self) -> int:
        """From the day on which it was decided until the forum could read why."""
        return (self.published_on - self.decided_on).days

    @property
    def published_on(self) -> date:
        return timezone.localdate(self.at)
