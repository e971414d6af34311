"""Mail of what is new in a forum: how often each member wants it, and how far they were told."""

from datetime import datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models.private_link import PrivatelyLinked
from forums.models.conversation import Topic
from forums.models.forum import Membership

# By the clock on the wall: what was said before belongs to that morning’s mail.
MORNING = time(7)
# What was said a moment ago may not be committed yet, or be put better the next minute.
SETTLED = timedelta(minutes=2)
LINK_LASTS = timedelta(days=365)


class DigestQuerySet(LockingQuerySet["Digest"]):
    def behind(self, now: datetime) -> Self:
        """Where something may have been said since they were told, up to the end of what their
        next mail tells of. Cheap for a whole register: whether they may read is asked of few."""
        wanted = Q(pk__in=[])
        for frequency, end in ends(now).items():
            wanted |= Q(frequency=frequency, told_up_to__lt=end)
        newer = Topic.objects.filter(
            forum=OuterRef("membership__forum"), last_post_at__gt=OuterRef("told_up_to")
        )
        return self.filter(wanted, Exists(newer), membership__ended_at=None)

    def unwanted(self) -> Self:
        """Of whoever wants no mail about what is said; each is still told what concerns them."""
        return self.filter(frequency=Digest.Frequency.NONE)

    def due(self, now: datetime) -> Self:
        """Of those, whoever may read today."""
        readers = Membership.objects.live().in_place().acknowledged()
        theirs = readers.filter(pk=OuterRef("membership"))
        return self.behind(now).filter(Exists(theirs))


class Digest(PrivatelyLinked):
    """One for each seat that is held; begun by the clock, for nobody has to ask for it."""

    class Frequency(models.TextChoices):
        AT_ONCE = "at_once", "Within minutes"
        DAILY = "daily", "Once a day, in the morning"
        WEEKLY = "weekly", "Once a week, on Monday morning"
        NONE = "none", "Not at all"

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="digest")
    frequency = models.CharField(max_length=10, choices=Frequency, default=Frequency.DAILY)
    told_up_to = models.DateTimeField(default=timezone.now)

    objects = DigestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["frequency", "told_up_to"],
                name="digest_wanted",
                condition=~Q(frequency="none"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_frequency_display()}: {self.membership}"

    @property
    def stop_path(self) -> str:
        return reverse("forums:digest_stop", args=[self.pk, self.link_key])


def ends(now: datetime) -> dict[str, datetime]:
    """Up to when a mail tells that goes now, by how often it is wanted. It does not depend on when
    the clock last struck, so what was missed is caught up with, once."""
    settled = now - SETTLED
    morning = _last_morning(settled)
    monday = morning
    while monday.weekday():
        monday = _last_morning(monday - timedelta(hours=1))
    return {
        Digest.Frequency.AT_ONCE: settled,
        Digest.Frequency.DAILY: morning,
        Digest.Frequency.WEEKLY: monday,
    }


def _last_morning(moment: datetime) -> datetime:
    local = timezone.localtime(moment)
    days = (local.date(), local.date() - timedelta(days=1))
    mornings = [timezone.make_aware(datetime.combine(day, MORNING)) for day in days]
    return next(morning for morning in mornings if morning <= local)
