"""Arms of an experiment, and who was drawn for which (EXP-2, EXP-3)."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from recognition.models.experiment import MOST_ARMS, Experiment
from recognition.models.template import TemplateVersion

KEPT_WITH_LETTERS = timedelta(days=730)  # answers and draws, then nobody can say whose they were
FORGOTTEN_UNIT = "drawn:"  # and a number of no meaning


class Arm(models.Model):
    """One way of saying thank you. The first is normal practice: the campaign's own words. Each has
    words, so that nobody goes without thanks (EXP-2)."""

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="arms")
    number = models.PositiveSmallIntegerField()
    template_version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="arm_number_once", fields=["experiment", "number"]),
            models.UniqueConstraint(
                name="arm_has_words_of_its_own",
                fields=["experiment", "template_version"],
                violation_error_message="Two of these say the same. Choose different words.",
            ),
            models.CheckConstraint(
                name="arm_is_one_of_four", condition=Q(number__range=(1, MOST_ARMS))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.template_version}"

    @property
    def code(self) -> str:
        """A for the usual words, then B, C and D."""
        return "ABCD"[self.number - 1]

    @property
    def is_control(self) -> bool:
        return self.number == 1


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def of_long_ago(self, now: datetime) -> Self:
        """Those whose experiment is over for so long that it does not matter who was drawn."""
        over = self.filter(experiment__closed_at__lt=now - KEPT_WITH_LETTERS)
        return over.exclude(unit__startswith=FORGOTTEN_UNIT)


class Assignment(models.Model):
    """Which letter a household, organisation or person gets, whatever happens then (EXP-3).
    `unit` is “household:12”; two years later nothing but a number of no meaning."""

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="assignments")
    arm = models.ForeignKey(Arm, models.PROTECT, related_name="assignments")
    unit = models.CharField(max_length=40)
    stratum = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assignment_once_per_unit",
                fields=["experiment", "unit"],
                violation_error_message="Somebody else fixes these recipients at this moment.",
            ),
            models.CheckConstraint(name="assignment_of_somebody", condition=~Q(unit="")),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.arm}"
