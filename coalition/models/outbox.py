"""Parcel: a row that must leave the building once. The row is the truth, the broker is a bell.

    ready → leased → sending → sent | failed | uncertain

`sending` is committed before the first byte goes out, so a row found in `sending` after its lease
may or may not have gone: it becomes `uncertain`, and evidence or a person settles it.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Parcel(models.Model):
    class Status(models.TextChoices):
        READY = "ready", "Waiting to go"
        LEASED = "leased", "Taken by a worker"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        UNCERTAIN = "uncertain", "May have gone"

    status = models.CharField(max_length=20, choices=Status, default=Status.READY)
    send_after = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True)
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
        ]
        indexes = [
            models.Index(
                fields=["send_after", "id"], name="%(class)s_ready", condition=Q(status="ready")
            ),
            models.Index(
                fields=["lease_until"],
                name="%(class)s_in_hand",
                condition=Q(status__in=["leased", "sending"]),
            ),
            models.Index(
                fields=["id"], name="%(class)s_uncertain", condition=Q(status="uncertain")
            ),
        ]
