"""Letters of one campaign that go together: some first, and the rest when somebody has looked."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from recognition.models.campaign import Campaign


class WaveQuerySet(LockingQuerySet["Wave"]):
    def to_come(self, now: datetime | None = None) -> Self:
        return self.filter(goes_at__gt=now or timezone.now())


class Wave(models.Model):
    """Its letters are those of the campaign whose `send_after` is `goes_at`, until a worker takes
    them. It waits when the campaign is paused, and goes as soon as that is over."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="waves")
    number = models.PositiveSmallIntegerField()
    letters = models.PositiveIntegerField()
    goes_at = models.DateTimeField()

    objects = WaveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="wave_once_per_number", fields=["campaign", "number"]),
            models.CheckConstraint(name="wave_has_letters", condition=Q(letters__gt=0)),
        ]

    def __str__(self) -> str:
        return f"Wave {self.number} of {self.campaign}"

    @property
    def is_to_come(self) -> bool:
        return self.goes_at > timezone.now()
