"""A person's own calendar of meetings, at an address that is its own key."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models.private_link import PrivatelyLinked

FEED_LIVES = timedelta(days=400)


def feed_end() -> datetime:
    """Long enough that nobody loses a calendar between two summers."""
    return timezone.now() + FEED_LIVES


class FeedQuerySet(LockingQuerySet["CalendarFeed"]):
    def going(self) -> Self:
        return self.filter(stopped_at=None)


class CalendarFeed(PrivatelyLinked):
    """Whoever has the address reads when and where this person meets, and no more."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    link_until = models.DateTimeField(default=feed_end, editable=False)
    begun_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Calendar of {self.user}"

    @property
    def path(self) -> str:
        return reverse("forums:calendar_feed", args=[self.pk, self.link_key])
