"""Mail that the site owes somebody: receipts, invitations, notices. The row is the queue.

Letters of thanks are not here; they have their own rows in recognition.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.models.contact_words import Purpose
from coalition.models.contributor import Contributor
from coalition.models.outbox import Parcel, ParcelQuerySet


class MailQuerySet(ParcelQuerySet["Mail"]):
    pass


class Mail(Parcel):
    """One message to one address. `key` says what it is for, so that it is queued only once."""

    NOT_TO_THEM = "person"

    # Whom it is written to, where we know them: asked again at the moment of sending (CON-2).
    concerns = models.ForeignKey(Contributor, models.CASCADE, related_name="+", null=True)
    purpose = models.CharField(
        max_length=10, choices=Purpose, default=Purpose.SERVICE, db_default="service"
    )
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=100, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    # Links in a body are keys to private pages, so it is dropped once the mail has gone.
    body = models.TextField(blank=True)
    # Where one click stops mail of this kind (RFC 8058). A key as well, so it goes with the body.
    stop_url = models.CharField(max_length=300, blank=True, default="", db_default="")
    # An event for the calendar of whoever gets it (RFC 5545); dropped with the body.
    calendar = models.TextField(blank=True, default="", db_default="")
    queued_at = models.DateTimeField(default=timezone.now)
    cause = models.CharField(
        max_length=10,
        choices=[*Parcel.Cause.choices, (NOT_TO_THEM, "We must not write to this person")],
        blank=True,
    )

    objects = MailQuerySet.as_manager()

    class Meta(Parcel.Meta):
        abstract = False
        indexes = [
            *Parcel.Meta.indexes,
            models.Index(
                fields=["send_after", "id"], name="mail_ready", condition=Q(status="ready")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}"
