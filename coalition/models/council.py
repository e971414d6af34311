"""Councils, past and present, by their GSS code: the places that organisations work in."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class CouncilQuerySet(models.QuerySet["Council"]):
    def current(self, on: date | None = None) -> Self:
        """Those not yet abolished by that day (today)."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on or timezone.localdate()))

    def known_as(self, name: str) -> Self:
        """By any of its names, in any case."""
        return self.filter(names__contains=[name.lower()])


class Council(models.Model):
    """A local authority. One that was abolished stays, and leads to what came after it."""

    class Nation(models.TextChoices):
        ENGLAND = "ENG", "England"
        WALES = "WLS", "Wales"
        SCOTLAND = "SCT", "Scotland"
        NORTHERN_IRELAND = "NIR", "Northern Ireland"

    class Tier(models.TextChoices):
        COUNTY = "CTY", "County council"
        DISTRICT = "NMD", "District council"
        UNITARY = "UA", "Unitary authority"
        METROPOLITAN = "MD", "Metropolitan district"
        LONDON = "LBO", "London borough"
        CITY = "CC", "City corporation"
        COMBINED = "COMB", "Combined authority"
        STRATEGIC = "SRA", "Strategic authority"
        WALES = "WPA", "Welsh council"
        SCOTLAND = "SCO", "Scottish council"
        NORTHERN_IRELAND = "NID", "Northern Irish council"

    gss = models.CharField("GSS code", max_length=9, primary_key=True)
    name = models.CharField(max_length=120)
    name_cy = models.CharField("name in Welsh", max_length=120, blank=True)
    tier = models.CharField(max_length=4, choices=Tier)
    nation = models.CharField(max_length=3, choices=Nation)
    region = models.CharField(max_length=40, blank=True)
    county = models.ForeignKey("self", models.PROTECT, null=True, related_name="districts")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField("last day", null=True)
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors")
    names = ArrayField(models.CharField(max_length=120), default=list)  # lower case, all of them
    former_gss = ArrayField(models.CharField(max_length=9), default=list)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="council_has_a_gss_code", condition=Q(gss__regex=r"^[ENSW][0-9]{8}$")
            ),
            models.CheckConstraint(name="council_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="council_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on < timezone.localdate()
