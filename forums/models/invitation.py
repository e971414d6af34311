"""Asking a person to take a seat: by letter to one address, once, for a fortnight."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models import Organisation, User
from coalition.models.private_link import PrivatelyLinked
from forums.models.forum import Seat

OPEN_FOR = timedelta(days=14)


def open_until() -> datetime:
    return timezone.now() + OPEN_FOR


class InvitationQuerySet(LockingQuerySet["Invitation"]):
    def waiting(self) -> Self:
        """Sent, not answered, and still open."""
        return self.filter(status=Invitation.Status.SENT, link_until__gt=timezone.now())

    def sent_to(self, user: User) -> Self:
        return self.filter(email=user.email)

    def with_forum(self) -> Self:
        return self.select_related(
            "seat__forum__programme", "seat__forum__convened_by", "organisation", "invited_by"
        )


class Invitation(PrivatelyLinked, Lifecycle):
    """One person is asked to take one seat. The link in the mail works once, until `link_until`;
    after that it still opens the page that says so."""

    class Status(models.TextChoices):
        SENT = "sent", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        REVOKED = "revoked", "Withdrawn"
        LAPSED = "lapsed", "Ran out"

    NEXT = {
        Status.SENT: {Status.ACCEPTED, Status.DECLINED, Status.REVOKED, Status.LAPSED},
    }

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="invitations")
    name = models.CharField(max_length=250)
    email = models.EmailField("email address")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True
    )
    personal_message = models.TextField("why you ask them", max_length=1000)
    time_asked = models.CharField("time it takes", max_length=120)
    expenses = models.CharField("expenses and payment", max_length=200)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    link_until = models.DateTimeField(default=open_until, editable=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.SENT)
    sent_at = models.DateTimeField(default=timezone.now)
    times_sent = models.PositiveSmallIntegerField(default=1)
    answered_at = models.DateTimeField(null=True, blank=True)
    suggested_instead = models.CharField(max_length=200, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="invitation_one_open_per_seat",
                fields=["seat"],
                condition=Q(status="sent"),
                violation_error_message="Somebody is already being asked to take this seat.",
            ),
            models.CheckConstraint(
                name="invitation_says_why_them",
                condition=~Q(personal_message="") & ~Q(name="") & ~Q(email=""),
            ),
            models.CheckConstraint(
                name="invitation_email_is_lower_case", condition=Q(email=Lower("email"))
            ),
            models.CheckConstraint(
                name="invitation_runs_out_after_it_is_sent",
                condition=Q(link_until__gt=F("sent_at")),
            ),
            models.CheckConstraint(
                name="invitation_answered_has_a_time",
                condition=~Q(status__in=["accepted", "declined"]) | Q(answered_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["email"], name="invitation_open_by_email", condition=Q(status="sent")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.seat}"

    def is_named_by(self, key: str) -> bool:
        """The link is ours, whether or not it still works."""
        return constant_time_compare(key, self.link_key)

    @property
    def path(self) -> str:
        return reverse("forums:invitation", args=[self.pk, self.link_key])

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.SENT and not self.has_run_out

    @property
    def has_run_out(self) -> bool:
        """Not answered in time. The row says so once somebody else is asked."""
        late = self.status == self.Status.SENT and self.link_until <= timezone.now()
        return late or self.status == self.Status.LAPSED

    def is_for(self, user: User) -> bool:
        """INV-1: accounts sign in only by an address that is proven."""
        return self.email == user.email

    @property
    def masked_email(self) -> str:
        """g…@open-door.example: enough for the right person to know, not for another to learn."""
        name, _, domain = self.email.partition("@")
        return f"{name[:1]}…@{domain}"
