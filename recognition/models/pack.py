"""PrintPack: letters of a campaign as files for a print house, until somebody says what became of
them. What is in a pack is `printing`: it goes to no other pack, and no worker takes it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import User
from recognition.models.campaign import Campaign
from recognition.models.letter import Letter


class PrintPackQuerySet(LockingQuerySet["PrintPack"]):
    def visible_to(self, user: User) -> Self:
        """Those who see the campaign. Only who prepares letters may take the files."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def unmade(self) -> Self:
        return self.filter(made_at=None, settled_at=None)


class PrintPack(models.Model):
    """being made → made → handed over, or taken back."""

    class Outcome(models.TextChoices):
        HANDED_OVER = "handed_over", "Handed over"
        TAKEN_BACK = "taken_back", "Did not go"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    handed_over_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = PrintPackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="printpack_one_at_a_time",
                fields=["campaign"],
                condition=Q(made_at=None, settled_at=None),
                violation_error_message="A pack of these letters is being made already.",
            ),
            models.CheckConstraint(
                name="printpack_settled_by_somebody",
                condition=Q(outcome="", settled_at=None, settled_by=None)
                | (~Q(outcome="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="printpack_handed_over_on_a_day",
                condition=~Q(outcome="handed_over")
                | Q(handed_over_on__isnull=False, made_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Print pack {self.pk} of {self.campaign}"

    def get_absolute_url(self) -> str:
        return reverse("recognition:pack_detail", args=[self.pk])

    @property
    def manifest_name(self) -> str:
        return f"pack-{self.pk}-manifest.csv"

    @property
    def greetings_name(self) -> str:
        """For whoever writes the greetings by hand."""
        return f"pack-{self.pk}-greetings.csv"

    @property
    def checksums_name(self) -> str:
        return f"pack-{self.pk}-SHA256SUMS.txt"


class PackedLetter(models.Model):
    """A letter's place in a pack: in post order, letters of one envelope side by side."""

    pack = models.ForeignKey(PrintPack, models.PROTECT, related_name="packed")
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="packed")
    position = models.PositiveIntegerField()  # from 1
    envelope = models.PositiveIntegerField()  # from 1
    file = models.PositiveIntegerField()  # from 1
    postcode = models.CharField(max_length=10)
    pages = models.PositiveSmallIntegerField(null=True)
    taken_back = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="packedletter_has_a_place", fields=["pack", "position"]),
            models.UniqueConstraint(
                name="packedletter_in_one_pack",
                fields=["letter"],
                condition=Q(taken_back=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.letter}"


class PackFile(models.Model):
    """One PDF of a pack; LETTERS_DIR keeps it under its hash."""

    pack = models.ForeignKey(PrintPack, models.PROTECT, related_name="files")
    number = models.PositiveIntegerField()  # from 1
    digest = models.CharField(max_length=64)
    letters = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    is_grey = models.BooleanField()  # nothing in colour on its first letter

    class Meta:
        constraints = [
            models.UniqueConstraint(name="packfile_once", fields=["pack", "number"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"pack-{self.pack_id}-{self.number:03d}.pdf"
