"""Organisations, the sector that each belongs to, and the registers that know them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from coalition.domain import Lifecycle, LockingQuerySet, in_force
from coalition.models.user import User


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


class OrganisationQuerySet(LockingQuerySet["Organisation"]):
    def visible_to(self, user: User) -> Self:
        """Everyone who holds a role sees the register; a partner sees their own organisations."""
        if user.roles:
            return self
        mine = in_force(prefix="affiliations__") & Q(affiliations__contributor__user=user)
        return self.filter(pk__in=Organisation.objects.filter(mine).values("pk"))

    def coordinated_by(self, user: User) -> Self:
        """Those whose partner coordinator this person is today."""
        theirs = in_force(prefix="affiliations__") & Q(
            affiliations__contributor__user=user, affiliations__coordinates=True
        )
        return self.filter(pk__in=Organisation.objects.filter(theirs).values("pk"))

    def active(self) -> Self:
        return self.filter(status=Organisation.Status.ACTIVE)

    def matching(self, words: str) -> Self:
        """Name, other name or register number contains the words."""
        return self.filter(
            Q(name__icontains=words)
            | Q(known_as__icontains=words)
            | Q(identifiers__value__iexact=words.strip())
        ).distinct()


class Organisation(Lifecycle):
    """A body that takes part. Shared by all programmes."""

    class Status(models.TextChoices):
        PROSPECTIVE = "prospective", "Prospective"
        ACTIVE = "active", "Active"
        DORMANT = "dormant", "Dormant"
        LEFT = "left", "Left"

    NEXT = {
        Status.PROSPECTIVE: {Status.ACTIVE},
        Status.ACTIVE: {Status.DORMANT, Status.LEFT},
        Status.DORMANT: {Status.ACTIVE, Status.LEFT},
        Status.LEFT: {Status.ACTIVE},
    }

    name = models.CharField(max_length=200)
    known_as = models.CharField("also known as", max_length=200, blank=True)
    sector = models.CharField(max_length=3, choices=Sector)
    area = models.CharField(
        max_length=120, blank=True, help_text="The council area, or the places it works in."
    )
    website = models.URLField(blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="organisation_has_a_name", condition=~Q(name="")),
        ]
        indexes = [models.Index(fields=["name", "id"], name="organisation_by_name")]

    def __str__(self) -> str:
        return self.known_as or self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation_detail", args=[self.pk])

    @property
    def is_government(self) -> bool:
        return self.sector in GOVERNMENT_SECTORS


class Scheme(models.TextChoices):
    """Registers, by their org-id.guide prefix."""

    CHARITY_ENGLAND_WALES = "GB-CHC", "Charity number, England and Wales"
    CHARITY_SCOTLAND = "GB-SC", "Charity number, Scotland"
    CHARITY_NORTHERN_IRELAND = "GB-NIC", "Charity number, Northern Ireland"
    COMPANY = "GB-COH", "Company number"
    NHS_ODS = "GB-NHS", "NHS organisation code (ODS)"
    GOVERNMENT = "GB-GOR", "Government organisation register"
    LOCAL_AUTHORITY = "GB-LAE", "Local authority code, England"
    HOUSING_PROVIDER = "GB-SHPE", "Registered provider of social housing, England"
    OTHER = "OTHER", "Another register"


class OrganisationIdentifier(models.Model):
    """What one register calls an organisation. An organisation has several, or none (ORG-1)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    scheme = models.CharField("register", max_length=10, choices=Scheme)
    value = models.CharField("number", max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="organisation_identifier_names_one_organisation",
                fields=["scheme", "value"],
                violation_error_message="Another organisation already has this register number.",
            ),
            models.CheckConstraint(
                name="organisation_identifier_has_a_value", condition=~Q(value="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}-{self.value}"
