"""Times in which some letters do not go, such as before an election (EMB-1, EMB-2)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Programme, RoleGrant, User
from recognition.models.campaign import Campaign
from recognition.models.contribution import RECOGNITION_ROLES
from recognition.models.signatory import Signatory


class EmbargoQuerySet(LockingQuerySet["Embargo"]):
    def visible_to(self, user: User) -> Self:
        """Those of programmes in which they run thanks, or are a private office."""
        seen = [*RECOGNITION_ROLES, RoleGrant.Role.PRIVATE_OFFICE]
        return self.filter(programme__in=Programme.objects.with_role(user, *seen))

    def in_force(self, on: date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(begins_on__lte=on, ends_on__gte=on, lifted_at=None)

    def not_over(self, on: date | None = None) -> Self:
        return self.filter(ends_on__gte=on or timezone.localdate(), lifted_at=None)

    def covering(self, campaign: Campaign) -> Self:
        """Those that hold letters of this campaign, or those of them that ask a question (EXP-7),
        but for whom two people have let go."""
        let_go = Waiver.objects.agreed().filter(embargo=OuterRef("pk"), campaign=campaign)
        kinds = [Embargo.Covers.ALL]
        if any(signatory.is_minister for signatory in campaign.signatories):
            kinds.append(Embargo.Covers.MINISTERIAL)
        if hasattr(campaign, "experiment") and campaign.experiment.asks:
            kinds.append(Embargo.Covers.SURVEYS)
        held = Q(covers__in=kinds) | Q(signatory__in=[who.pk for who in campaign.signatories])
        return self.filter(held, programme=campaign.programme_id).exclude(Exists(let_go))


class Embargo(models.Model):
    """From the first to the last day, both included, by the clocks of the United Kingdom. Notes
    that a person writes, receipts and answers go as ever (EMB-2)."""

    class Covers(models.TextChoices):
        MINISTERIAL = "ministerial", "Letters that a minister signs"
        SURVEYS = "surveys", "Letters that ask a question, as in an experiment"
        ALL = "all", "All letters of thanks"
        SIGNATORY = "signatory", "Letters that one person signs"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    # Of those to whom letters go; empty for all of them.
    nation = models.CharField(
        max_length=3, blank=True, choices=Programme._meta.get_field("nation").choices
    )
    begins_on = models.DateField()
    ends_on = models.DateField()
    covers = models.CharField(max_length=20, choices=Covers)
    # Whose letters, where their private office has set it.
    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="+", null=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = EmbargoQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="embargo_ends_after_it_begins",
                condition=Q(ends_on__gte=F("begins_on")),
                violation_error_message="The last day cannot come before the first.",
            ),
            models.CheckConstraint(
                name="embargo_says_whose_letters",
                condition=Q(covers="signatory", signatory__isnull=False)
                | (~Q(covers="signatory") & Q(signatory=None)),
            ),
            models.CheckConstraint(name="embargo_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="embargo_lifted_by_somebody",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("recognition:embargo_detail", args=[self.pk])

    @property
    def holds(self) -> str:
        """What it holds, in words; with the signatory at hand asks no query."""
        if self.signatory:
            return f"Letters that {self.signatory.style} signs"
        return self.get_covers_display()

    @property
    def state(self) -> str:
        today = timezone.localdate()
        if self.lifted_at:
            return "lifted"
        if today < self.begins_on:
            return "to_come"
        return "in_force" if today <= self.ends_on else "over"

    @property
    def is_over(self) -> bool:
        return self.state in {"lifted", "over"}


class WaiverQuerySet(LockingQuerySet["Waiver"]):
    def agreed(self) -> Self:
        return self.exclude(agreed_at=None)

    def to_agree_by(self, user: User) -> Self:
        """Those that wait, and not for somebody else: who asked, or worked on the letters, may
        not agree (EMB-1, P1)."""
        waiting = self.filter(agreed_at=None).exclude(asked_by=user)
        return waiting.exclude(campaign__in=Campaign.objects.filter(drafters=user))


class Waiver(models.Model):
    """Letters of one campaign go in spite of an embargo: one person asks, with a reference of the
    propriety advice, and another agrees (EMB-1)."""

    embargo = models.ForeignKey(Embargo, models.PROTECT, related_name="waivers")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=60)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    agreed_at = models.DateTimeField(null=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="waiver_once_per_campaign",
                fields=["embargo", "campaign"],
                violation_error_message="Somebody has asked for this campaign already.",
            ),
            models.CheckConstraint(
                name="waiver_agreed_by_another",
                condition=Q(agreed_by=None, agreed_at=None)
                | (Q(agreed_at__isnull=False) & ~Q(agreed_by=F("asked_by"))),
                violation_error_message="Somebody else agrees to it.",
            ),
            models.CheckConstraint(name="waiver_has_a_reference", condition=~Q(reference="")),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} in spite of {self.embargo}"
