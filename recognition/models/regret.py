"""Letters that should not have gone like this, and the apology that each asks for (REG-1)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import User
from recognition.models.letter import Letter


class RegretQuerySet(LockingQuerySet["Regret"]):
    def visible_to(self, user: User) -> Self:
        """Those who see the letter."""
        return self.filter(letter__in=Letter.objects.visible_to(user))

    def to_apologise(self) -> Self:
        return self.filter(apologised_at=None)

    def with_letters(self) -> Self:
        return self.select_related("letter__campaign__programme", "letter__contributor", "owner")


class Regret(models.Model):
    """One thing that was wrong with a letter that went. Reported again, it is counted again."""

    class Kind(models.TextChoices):
        DECEASED = "deceased", "The person has died"
        WRONG_NAME = "wrong_name", "The name or the greeting is wrong"
        WRONG_PERSON = "wrong_person", "It was somebody else who did this"
        WRONG_FACT = "wrong_fact", "Something that it says is wrong"
        UNWANTED = "unwanted", "They did not want it, or not from this person"
        DUPLICATE = "duplicate", "They were thanked for this already"
        TIMING = "timing", "It came at a bad time"

    class How(models.TextChoices):
        """No template and no batch: each of these is done by a person, for a person."""

        CALL = "call", "In a call"
        IN_PERSON = "in_person", "In person"
        BY_HAND = "by_hand", "In a letter or mail that I wrote myself"

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="regrets")
    kind = models.CharField(max_length=20, choices=Kind)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(default=timezone.now)
    times = models.PositiveSmallIntegerField("how often it was reported", default=1)
    # Somebody senior, by name.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField()
    apologised_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=20, choices=How, blank=True)

    objects = RegretQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="regret_once_per_letter_and_kind",
                fields=["letter", "kind"],
                violation_error_message="Somebody has just reported this.",
            ),
            models.CheckConstraint(
                name="regret_apology_is_whole",
                condition=Q(apologised_at=None, how="")
                | (Q(apologised_at__isnull=False) & ~Q(how="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                name="regret_to_apologise",
                condition=Q(apologised_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.get_kind_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("recognition:regret_detail", args=[self.pk])

    @property
    def is_late(self) -> bool:
        return self.apologised_at is None and self.due_on < timezone.localdate()
