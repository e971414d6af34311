"""What somebody answered to the one question in their letter."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from recognition.models.arm import KEPT_WITH_LETTERS, Arm
from recognition.models.experiment import Experiment
from recognition.models.letter import Letter

MOST_CHARACTERS = 300


class ResponseQuerySet(LockingQuerySet["Response"]):
    def answered(self) -> Self:
        """Without those who only asked to be left alone."""
        return self.filter(valued__isnull=False)

    def to_cut(self, now: datetime) -> Self:
        """Kept for two years with their letters, of experiments that are over."""
        over = self.filter(cut_at=None, experiment__closed_at__isnull=False)
        return over.filter(answered_at__lt=now - KEPT_WITH_LETTERS)


class Response(models.Model):
    """One for each letter; whoever answers again changes it, while answers count. After two years
    it is cut from its letter, so that nobody can say whose it was."""

    class Valued(models.IntegerChoices):
        NOTHING = 1, "1: nothing"
        LITTLE = 2, "2: a little"
        SOMETHING = 3, "3: something"
        MUCH = 4, "4: a lot"
        VERY_MUCH = 5, "5: very much"

    experiment = models.ForeignKey(Experiment, models.PROTECT, related_name="responses")
    arm = models.ForeignKey(Arm, models.PROTECT, related_name="responses")
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="response", null=True)
    valued = models.PositiveSmallIntegerField(choices=Valued, null=True)
    # Null: they did not say, or are not sure.
    meant_for_me = models.BooleanField(null=True)
    was_accurate = models.BooleanField(null=True)
    in_time = models.BooleanField(null=True)
    words = models.CharField(max_length=MOST_CHARACTERS, blank=True)
    opted_out = models.BooleanField(default=False)
    answered_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    cut_at = models.DateTimeField(null=True)  # when it was cut from its letter

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="response_says_something",
                condition=Q(valued__isnull=False, valued__range=(1, 5))
                | Q(valued=None, opted_out=True),
                violation_error_message="Choose how much it meant to you.",
            ),
            models.CheckConstraint(
                name="response_is_of_a_letter_or_of_nobody",
                condition=Q(letter__isnull=False, cut_at=None)
                | Q(letter=None, cut_at__isnull=False, words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valued or 'no answer'}, in {self.experiment}"
