"""Epoch: how the site notices that its database came back from a backup, which does not know what
was sent after it was taken."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import LockingQuerySet


class Epoch(models.Model):
    """One row. `database` names the very database that it was written in, so a copy gives itself
    away; `tick` goes up before letters go, here and in a file (recognition/epochs.py), so that a
    database which went back in time does, too."""

    database = models.CharField(max_length=60)
    tick = models.BigIntegerField(default=0)
    # Who last said that letters may go after a restore.
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    begun_at = models.DateTimeField(default=timezone.now)

    objects = LockingQuerySet["Epoch"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="epoch_is_one", condition=Q(pk=1)),
            models.CheckConstraint(
                name="epoch_confirmed_by_somebody",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.database} at {self.tick}"
