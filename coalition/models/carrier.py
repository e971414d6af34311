"""CarrierStop: until when nothing goes by a carrier, and why. In the database, so that a flushed
Redis does not let it go on."""

from datetime import datetime
from typing import Self

from django.db import models


class CarrierStopQuerySet(models.QuerySet["CarrierStop"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(until__gt=now)


class CarrierStop(models.Model):
    carrier = models.CharField(max_length=20, unique=True)  # Carrier.name, or a part of it
    until = models.DateTimeField()
    why = models.CharField(max_length=200)

    objects = CarrierStopQuerySet.as_manager()

    def __str__(self) -> str:
        return self.why
