"""Parcel: a row that must leave the building once. The row is the truth, the broker is a bell.

    ready → leased → sending → sent | failed | uncertain

`sending` is committed before the first byte goes out, so a row found in `sending` after its lease
may or may not have gone: it becomes `uncertain`, and evidence or a person settles it.
"""

from datetime import datetime
from typing import ClassVar, Generic, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import LockingQuerySet

P = TypeVar("P", bound="Parcel")


class ParcelQuerySet(LockingQuerySet[P], Generic[P]):
    def due(self, now: datetime) -> Self:
        return self.filter(status=Parcel.Status.READY, send_after__lte=now)

    def held_by(self, token: object) -> Self:
        """What this worker took: nobody else writes this token, and it is never used again."""
        return self.filter(token=token)

    def in_hand(self, now: datetime) -> Self:
        """What workers have taken and still hold."""
        return self.filter(status__in=Parcel.IN_HAND, lease_until__gt=now)

    def lapsed(self, status: str, now: datetime) -> Self:
        """What a worker took and did not finish in time."""
        return self.filter(status=status, lease_until__lte=now)

    def lanes(self) -> int:
        """How many workers hold these."""
        return self.values("token").distinct().count()


class Parcel(models.Model):
    class Status(models.TextChoices):
        READY = "ready", "Waiting to go"
        LEASED = "leased", "Taken by a worker"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        UNCERTAIN = "uncertain", "May have gone"

    class Cause(models.TextChoices):
        """Why it failed, so that what failed alike can be mended together."""

        REFUSED = "refused", "The receiving mail server refused it"
        PUT_OFF = "put_off", "The receiving mail server put us off five times"
        CONTENT = "content", "It could not be put together"
        FAULT = "fault", "Something went wrong on our side"

    IN_HAND: ClassVar = [Status.LEASED, Status.SENDING]

    status = models.CharField(max_length=20, choices=Status, default=Status.READY)
    send_after = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Whoever claims a row writes a new token; only its holder may say what became of the row.
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=10, choices=Cause, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_sent_has_a_time",
                condition=~Q(status="sent") | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_in_hand_has_a_lease",
                condition=~Q(status__in=["leased", "sending"])
                | Q(token__isnull=False, lease_until__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_failed_has_a_cause",
                condition=~Q(status="failed") | (~Q(cause="") & ~Q(problem="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                name="%(class)s_in_hand",
                condition=Q(status__in=["leased", "sending"]),
            ),
            models.Index(
                fields=["id"], name="%(class)s_uncertain", condition=Q(status="uncertain")
            ),
        ]
