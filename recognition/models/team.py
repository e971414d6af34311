"""Who was in a team whose work is thanked for: only those who let themselves be named (CTB-3)."""

from django.db import models

from coalition.models import Contributor
from recognition.models.contribution import ContributionEvent


class Teammate(models.Model):
    event = models.ForeignKey(ContributionEvent, models.PROTECT, related_name="team")
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="teammate_once_per_event",
                fields=["event", "contributor"],
                violation_error_message="They stand in this team already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor} in the team of {self.event}"
