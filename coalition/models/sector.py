"""Sectors, and in which of them each organisation was when (ORG-3)."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from coalition.domain import Days


class Sector(models.TextChoices):
    """Who an organisation is (product.md §10). Code, not data: rules turn on it (ADR 0002)."""

    CENTRAL_GOVERNMENT = "CG", "Central government"
    LOCAL_GOVERNMENT = "LG", "Local government"
    NHS = "NHS", "NHS body"
    PUBLIC_BODY = "PS", "Other public body"
    DEVOLVED_GOVERNMENT = "DA", "Devolved government"
    VOLUNTARY = "VC", "Voluntary and community"
    SOCIAL_ENTERPRISE = "SE", "Social enterprise, co-operative"
    FAITH = "FA", "Faith group"
    DIASPORA = "DI", "Diaspora or refugee-led"
    LIVED_EXPERIENCE = "LX", "Lived-experience network"
    BUSINESS = "BU", "Business"
    HOUSING = "HO", "Housing provider"
    EDUCATION = "ED", "Education, research"
    FUNDER = "FU", "Funder, philanthropy"
    UNION = "TU", "Trade union, professional body"
    INFORMAL = "IN", "Informal group, mutual aid"
    INTERNATIONAL = "IO", "Embassy or international body"
    INDIVIDUAL = "IV", "Individual"


GOVERNMENT_SECTORS = {
    Sector.CENTRAL_GOVERNMENT,
    Sector.LOCAL_GOVERNMENT,
    Sector.NHS,
    Sector.PUBLIC_BODY,
    Sector.DEVOLVED_GOVERNMENT,
}


class OrganisationSectorQuerySet(models.QuerySet["OrganisationSector"]):
    def on(self, day: date | OuterRef) -> Self:
        begun = Q(from_on=None) | Q(from_on__lte=day)
        return self.filter(begun, Q(to_on=None) | Q(to_on__gte=day))


class OrganisationSector(models.Model):
    """The sector of an organisation for a time. The one without a last day is
    `Organisation.sector`; one without a first day is what we first knew (ORG-3)."""

    organisation = models.ForeignKey(
        "coalition.Organisation", models.CASCADE, related_name="sectors"
    )
    sector = models.CharField(max_length=3, choices=Sector)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)

    objects = OrganisationSectorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_sector_ends_after_it_starts",
                condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gte=F("from_on")),
            ),
            ExclusionConstraint(
                name="organisation_is_in_one_sector_at_a_time",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    (Days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_sector_display()}"


def sector_in_force(*, organisation: OuterRef, day: date | OuterRef) -> Subquery:
    """To annotate rows with the sector that an organisation was in on the day of an event."""
    rows = OrganisationSector.objects.on(day).filter(organisation=organisation)
    return Subquery(rows.values("sector")[:1])
