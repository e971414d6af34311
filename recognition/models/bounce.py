"""Returned mail, as it came."""

from django.db import models
from django.utils import timezone

from recognition.models.letter import Letter


class Bounce(models.Model):
    """One returned mail about one letter. Read twice, it is one row: `digest` is its own name."""

    class Kind(models.TextChoices):
        PERMANENT = "permanent", "For good"
        TEMPORARY = "temporary", "For now"

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="bounces")
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=12, blank=True)  # RFC 3463, such as 5.1.1
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["letter", "at"], name="bounce_by_letter")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.code or 'no code'}"
