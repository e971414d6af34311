"""Dissent: who did not agree says so in their own words, or not at all (DEC-4)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models import User
from forums.models.decision import Decision
from forums.models.forum import Membership

DISSENT_LENGTH = 500


class DissentQuerySet(LockingQuerySet["Dissent"]):
    def approved(self) -> Self:
        """What is printed."""
        return self.filter(status=Dissent.Status.APPROVED).order_by("answered_at", "pk")

    def waiting(self) -> Self:
        return self.filter(status=Dissent.Status.ASKED)

    def asked_of(self, user: User) -> Self:
        return self.waiting().filter(membership__in=Membership.objects.live().held_by(user))

    def with_people(self) -> Self:
        return self.select_related(
            "membership__contributor", "membership__organisation", "membership__seat"
        )


class Dissent(Lifecycle):
    """Words of one member on one decision. Whoever writes it down may propose them; nothing is
    printed before the member has approved it in their own session, and then it stays."""

    class Status(models.TextChoices):
        ASKED = "asked", "Waiting for their approval"
        APPROVED = "approved", "In their words"
        DECLINED = "declined", "They leave it at that"

    class ShownAs(models.TextChoices):
        SEAT = "seat", "With the name of my seat"
        ONE_MEMBER = "one_member", "As ‘one member’"

    NEXT = {Status.ASKED: {Status.APPROVED, Status.DECLINED}}

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="dissents")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    words = models.CharField(max_length=DISSENT_LENGTH, blank=True)
    shown_as = models.CharField(max_length=10, choices=ShownAs, default=ShownAs.ONE_MEMBER)
    status = models.CharField(max_length=8, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = DissentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="dissent_once_per_member",
                fields=["decision", "membership"],
                violation_error_message="This member was asked already.",
            ),
            models.CheckConstraint(
                name="dissent_printed_says_something",
                condition=~Q(status="approved") | ~Q(words=""),
                violation_error_message="Write what you do not agree with, or leave it at that.",
            ),
            models.CheckConstraint(
                name="dissent_is_answered_once",
                condition=Q(status="asked", answered_at=None)
                | (~Q(status="asked") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Dissent on {self.decision}"

    @property
    def said_by(self) -> str:
        """As it is printed. Needs membership.seat and membership.forum."""
        named = self.shown_as == self.ShownAs.SEAT and self.membership.forum.is_attributed
        return str(self.membership.seat) if named else "One member"
