"""Holds: stop, now, without saying why. Nothing of ours has room for a reason (HLD-1)."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models.contributor import Contributor
from coalition.models.household import Household
from coalition.models.offer import Offer
from coalition.models.organisation import Organisation

REVIEW_WITHIN_DAYS = 90  # HLD-3
# A case number such as SG-0142 or 2026/17: four letters at most, so that it tells nothing.
OPAQUE = r"^[A-Z]{0,4}[-/]?[0-9][0-9/-]{1,14}$"
ON_HOLD = "On hold: speak to the safeguarding lead"
SUBJECTS = ["contributor", "household", "organisation", "offer"]
Subject = Contributor | Household | Organisation | Offer


def _one_of(*names: str) -> Q:
    """Exactly one of these foreign keys is set."""
    return Q(
        *(Q(**{f"{other}__isnull": other != name for other in names}) for name in names),
        _connector=Q.OR,
    )


class HoldQuerySet(LockingQuerySet["Hold"]):
    def in_force(self) -> Self:
        """Placed and not lifted. A review that is overdue changes nothing (HLD-3)."""
        return self.filter(opened_at__isnull=False, lifted_at=None)

    def asked_for(self) -> Self:
        """A lead asked, and the safeguarding lead has not answered."""
        return self.filter(opened_at=None, lifted_at=None)

    def overdue(self, on: date | None = None) -> Self:
        return self.in_force().filter(review_by__lt=on or timezone.localdate())

    def on(self, subject: Subject) -> Self:
        """Placed on exactly this, not on what it belongs to."""
        return self.filter(**{_field_of(subject): subject})

    def with_subjects(self) -> Self:
        return self.select_related(*SUBJECTS, "offer__contributor", "opened_by", "asked_by")


class Hold(models.Model):
    """On a person, a household, an organisation or an offer; for as long as nobody lifts it."""

    class Scope(models.TextChoices):
        CONTACT = "contact", "All contact"
        RECOGNITION = "recognition", "Thanks and letters"
        PUBLICITY = "publicity", "Names and pictures in public"
        MATCHING = "matching", "Matches between offers and needs"
        SEATS = "seats", "Seats in forums"

    contributor = models.ForeignKey(
        Contributor, models.PROTECT, related_name="holds", null=True, blank=True
    )
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="holds", null=True, blank=True
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="holds", null=True, blank=True
    )
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="holds", null=True, blank=True)
    scopes = ArrayField(models.CharField(max_length=12, choices=Scope))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    asked_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    opened_at = models.DateTimeField(null=True)
    external_ref = models.CharField(
        "case number elsewhere",
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(
                OPAQUE,
                "Write only a number that means nothing to others, such as SG-0142."
                " No word about why may stand anywhere on this site.",
            )
        ],
    )
    reviewed_on = models.DateField(default=timezone.localdate)
    review_by = models.DateField("look at it again by")
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    lifted_at = models.DateTimeField(null=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="hold_has_one_subject", condition=_one_of(*SUBJECTS)),
            models.CheckConstraint(name="hold_stops_something", condition=Q(scopes__len__gt=0)),
            models.CheckConstraint(
                name="hold_reference_tells_nothing",
                condition=Q(external_ref="") | Q(external_ref__regex=OPAQUE),
                violation_error_message="Write only a number that means nothing to others.",
            ),
            models.CheckConstraint(
                name="hold_is_reviewed_within_90_days",
                condition=Q(
                    review_by__gte=F("reviewed_on"),
                    review_by__lte=F("reviewed_on") + timedelta(days=REVIEW_WITHIN_DAYS),
                ),
                violation_error_message="Look at it again within 90 days.",
            ),
            models.CheckConstraint(
                name="hold_is_asked_for_or_opened",
                condition=Q(opened_at__isnull=False, opened_by__isnull=False)
                | Q(opened_at=None, opened_by=None, asked_at__isnull=False, asked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="hold_lifting_is_whole",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["review_by"], name="hold_live", condition=Q(lifted_at=None)),
        ]

    def __str__(self) -> str:
        return ON_HOLD

    def get_absolute_url(self) -> str:
        return reverse("hold_detail", args=[self.pk])

    @property
    def subject(self) -> Subject:
        found = self.contributor or self.household or self.organisation or self.offer
        assert found
        return found

    @property
    def subject_name(self) -> str:
        """For those who may see holds."""
        return self.contributor.letter_name if self.contributor else str(self.subject)

    @property
    def is_in_force(self) -> bool:
        return self.opened_at is not None and self.lifted_at is None

    @property
    def is_asked_for(self) -> bool:
        return self.opened_at is None and self.lifted_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_in_force and self.review_by < timezone.localdate()

    @property
    def stops(self) -> list[str]:
        """What it stops, in words, in the order in which we always say it."""
        return [str(scope.label) for scope in self.Scope if scope in self.scopes]


def _field_of(subject: Subject) -> str:
    return subject._meta.model_name or ""


def subject_of(subject: Subject) -> dict[str, Subject]:
    """The one foreign key that a hold on this sets."""
    return {_field_of(subject): subject}
