"""Several people asked at once, and what came of each."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from forums.models.forum import Forum
from forums.models.invitation import Invitation

# So long a result is kept: it holds addresses of people who were not asked.
KEPT_FOR = timedelta(days=28)


class GroupAskQuerySet(models.QuerySet["GroupAsk"]):
    def past_keeping(self, now: datetime) -> Self:
        return self.filter(asked_at__lte=now - KEPT_FOR)


class GroupAsk(models.Model):
    """One list of people, asked together by one person. Kept for four weeks."""

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="group_asks")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    objects = GroupAskQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.forum}, {self.asked_at:%d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("forums:group_ask", args=[self.forum_id, self.pk])


class GroupAskRow(models.Model):
    """One of the list as it was typed, and what came of it in the words that the page says."""

    class Result(models.TextChoices):
        ASKED = "asked", "Asked"
        HERE = "here", "Here or asked already"
        NOT_NOW = "not_now", "Not to be asked"
        NO_SEAT = "no_seat", "No seat left"
        UNCLEAR = "unclear", "To put right"

    group = models.ForeignKey(GroupAsk, models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=250, blank=True)
    email = models.CharField(max_length=320, blank=True)
    organisation = models.CharField(max_length=250, blank=True)
    result = models.CharField(max_length=8, choices=Result)
    told = models.CharField(max_length=500)
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="group_ask_row_once", fields=["group", "position"]),
            models.CheckConstraint(
                name="group_ask_row_asked_has_an_invitation",
                condition=Q(result="asked", invitation__isnull=False)
                | (~Q(result="asked") & Q(invitation=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.email}: {self.get_result_display()}"
