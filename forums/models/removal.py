"""Ending somebody's seat against their will: never one person's decision (MEM-2)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from forums.models.forum import Membership


class RemovalQuerySet(LockingQuerySet["Removal"]):
    def open(self) -> Self:
        return self.filter(status=Removal.Status.PROPOSED)

    def with_people(self) -> Self:
        return self.select_related(
            "membership__contributor",
            "membership__organisation",
            "membership__seat",
            "membership__forum__programme",
            "proposed_by",
            "settled_by",
        )


class Removal(Lifecycle):
    """Proposed by the chair or a programme lead, and confirmed by the other."""

    class Reason(models.TextChoices):
        """Codes, so that nobody writes about a person (L8)."""

        ABSENT = "absent", "They have not taken part for a long time"
        SCOPE = "scope", "They did not keep to the scope"
        CONDUCT = "conduct", "How they treated other members"
        INTEREST = "interest", "They have an interest that no handling makes right"
        ORGANISATION_LEFT = "organisation_left", "Their organisation leaves the coalition"

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        CONFIRMED = "confirmed", "Confirmed"
        WITHDRAWN = "withdrawn", "Withdrawn"
        OVERTAKEN = "overtaken", "Overtaken: the seat ended in another way"

    NEXT = {Status.PROPOSED: {Status.CONFIRMED, Status.WITHDRAWN, Status.OVERTAKEN}}

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="removals")
    reason = models.CharField(max_length=20, choices=Reason)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    # Who confirmed or withdrew it; nobody where the seat ended in another way.
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = RemovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="removal_one_open_per_membership",
                fields=["membership"],
                condition=Q(status="proposed"),
                violation_error_message="Somebody has proposed this already.",
            ),
            models.CheckConstraint(
                name="removal_confirmed_by_another",
                condition=~Q(status="confirmed")
                | (Q(settled_by__isnull=False) & ~Q(settled_by=F("proposed_by"))),
                violation_error_message="Whoever proposed it cannot confirm it as well.",
            ),
            models.CheckConstraint(
                name="removal_settled_has_a_time",
                condition=Q(status="proposed", settled_at=None, settled_by=None)
                | (~Q(status="proposed") & Q(settled_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"End the seat of {self.membership}"

    def get_absolute_url(self) -> str:
        return reverse("forums:removal", args=[self.membership.forum_id, self.pk])
