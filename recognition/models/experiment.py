"""Experiments: two to four ways of saying thank you, compared fairly (EXP-1 to EXP-8)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError, Lifecycle, LockingQuerySet
from coalition.models import Programme, User
from recognition.models.campaign import Campaign
from recognition.models.contribution import RECOGNITION_ROLES

SMALLEST_GROUP = 10  # below that, nothing is said of a group (EXP-6)
MOST_ARMS = 4


class ExperimentQuerySet(LockingQuerySet["Experiment"]):
    def visible_to(self, user: User) -> Self:
        """Those who prepare or approve thanks, and the programme's leads."""
        programmes = Programme.objects.with_role(user, *RECOGNITION_ROLES)
        return self.filter(campaign__programme__in=programmes)

    def running(self) -> Self:
        return self.filter(status=Experiment.Status.RUNNING)

    def over(self, on: date | None = None) -> Self:
        """Running, and their last day is past."""
        return self.running().filter(ends_on__lt=on or timezone.localdate())

    def with_campaigns(self) -> Self:
        return self.select_related("campaign__programme", "campaign__template_version__template")


class Experiment(Lifecycle):
    """One question about letters of one campaign. Everybody in it is thanked: arms differ in words.

    From the registration on, what was planned is never changed: a trigger refuses it (EXP-1)."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Being planned"
        REGISTERED = "registered", "Registered"
        RUNNING = "running", "Running"
        CLOSED = "closed", "Closed"
        REPORTED = "reported", "Reported"
        STOPPED = "stopped", "Stopped early"

    NEXT = {
        Status.DRAFT: {Status.REGISTERED},
        Status.REGISTERED: {Status.RUNNING, Status.STOPPED},
        Status.RUNNING: {Status.CLOSED, Status.STOPPED},
        Status.CLOSED: {Status.REPORTED},
    }
    # Results may be looked at (EXP-4).
    OPEN_TO_READ = [Status.CLOSED, Status.REPORTED, Status.STOPPED]

    class Unit(models.TextChoices):
        """Who gets the same letter. A household is never split."""

        HOUSEHOLD = "household", "Each household, or the person who lives alone"
        ORGANISATION = "organisation", "Each organisation, or the person who acted alone"
        PERSON = "person", "Each person"

    class Outcome(models.TextChoices):
        VALUED = "valued", "How much it meant to them, from 1 to 5"
        RESPONSE = "response", "Whether they answered the question"
        RENEWED = "renewed", "Whether they offered something again within 90 days"

    class Strata(models.TextChoices):
        """Groups that are looked at besides, named beforehand."""

        NATION = "nation", "By nation"
        LANGUAGE = "language", "By language"
        KIND = "kind", "By what they gave"

    class Harm(models.TextChoices):
        """The only reasons to stop before the end (EXP-4)."""

        COMPLAINTS = "complaints", "People complained about a letter"
        REGRETS = "regrets", "Letters were wrong or did hurt"

    # Those for which letters carry the question; a new offer is counted without asking anybody.
    ASKING = [Outcome.VALUED, Outcome.RESPONSE]

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="experiment")
    question = models.CharField(max_length=200)
    hypothesis = models.CharField(max_length=300)
    unit = models.CharField(max_length=12, choices=Unit, default=Unit.HOUSEHOLD)
    strata = models.CharField(max_length=10, choices=Strata, blank=True)
    primary_outcome = models.CharField(max_length=10, choices=Outcome)
    window_days = models.PositiveSmallIntegerField("days in which answers count", default=28)
    # The smallest difference that would matter: points of five, or percentage points.
    mde = models.DecimalField(max_digits=5, decimal_places=2)
    # What is expected under the usual words, in per cent; of a score, nothing.
    baseline = models.PositiveSmallIntegerField(null=True)
    answer_rate = models.PositiveSmallIntegerField("how many answer, in per cent", default=30)

    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    registered_at = models.DateTimeField(null=True)
    needed_n_per_arm = models.PositiveIntegerField(null=True)  # units, for 80 % power
    planned_n_per_arm = models.PositiveIntegerField(null=True)  # units that there are
    seed = models.CharField(max_length=32, blank=True)  # drawn at the registration
    started_at = models.DateTimeField(null=True)
    ends_on = models.DateField(null=True)  # the last day on which answers count
    closed_at = models.DateTimeField(null=True)
    results = models.JSONField(default=dict)  # as they were on closing
    harm = models.CharField(max_length=12, choices=Harm, blank=True)
    harm_note = models.CharField(max_length=500, blank=True)
    conclusion = models.TextField(max_length=2000, blank=True)

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="experiment_registered_in_full",
                condition=Q(
                    status="draft", registered_at=None, registered_by=None, seed="", started_at=None
                )
                | (
                    ~Q(status="draft")
                    & ~Q(seed="")
                    & Q(
                        registered_at__isnull=False,
                        registered_by__isnull=False,
                        needed_n_per_arm__isnull=False,
                        planned_n_per_arm__gte=SMALLEST_GROUP,
                    )
                ),
            ),
            models.CheckConstraint(
                name="experiment_runs_until_a_day",
                condition=~Q(status__in=["running", "closed", "reported"])
                | Q(started_at__isnull=False, ends_on__isnull=False),
            ),
            models.CheckConstraint(
                name="experiment_stops_early_only_for_harm",
                condition=Q(harm="", harm_note="") & ~Q(status="stopped")
                | (Q(status="stopped") & ~Q(harm="") & ~Q(harm_note="")),
                violation_error_message="An experiment stops early only for harm. Say which.",
            ),
            # EXP-4: while it runs, nobody has worked anything out.
            models.CheckConstraint(
                name="experiment_results_after_its_end",
                condition=Q(results={}) | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="experiment_looks_for_something",
                condition=Q(mde__gt=0, window_days__range=(7, 180), answer_rate__range=(1, 100))
                & ~Q(question="")
                & ~Q(hypothesis=""),
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("recognition:experiment_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def asks(self) -> bool:
        """Letters carry the question."""
        return self.primary_outcome in self.ASKING

    @property
    def takes_answers(self) -> bool:
        """From the release of its letters until its last day."""
        is_over = self.ends_on is not None and timezone.localdate() > self.ends_on
        return self.status == self.Status.RUNNING and not is_over

    @property
    def may_be_read(self) -> bool:
        return self.status in self.OPEN_TO_READ

    @property
    def may_be_taken_along(self) -> bool:
        """There are answers, and it came to its end: one that was stopped says nothing."""
        return self.asks and self.status in {self.Status.CLOSED, self.Status.REPORTED}

    @property
    def is_too_small(self) -> bool:
        """Fewer take part than it needs: it may hint, and never proves (EXP-5)."""
        return (self.planned_n_per_arm or 0) < (self.needed_n_per_arm or 0)

    def require_draft(self) -> Self:
        if not self.is_draft:
            raise DomainError(
                f"This experiment is {self.get_status_display().lower()} now:"
                " what was planned stays as it is."
            )
        return self
