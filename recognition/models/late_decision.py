"""A letter goes though it is more than a year late: the programme lead says so (AKN-3)."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from recognition.models.contribution import ContributionEvent


class LateDecision(models.Model):
    """The other decision, that no letter goes, is the outcome of the contribution itself."""

    event = models.OneToOneField(ContributionEvent, models.PROTECT, related_name="late_decision")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.by}: thank them, late as it is: {self.event}"
