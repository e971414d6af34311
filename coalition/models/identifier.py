"""What registers call an organisation."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from coalition.models.came_by import CameBy, came_by_index
from coalition.models.organisation import Organisation


class Scheme(models.TextChoices):
    """Registers, by their org-id.guide prefix. How their numbers look: coalition/registers.py."""

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
    """What one register calls an organisation. An organisation has several, or none (ORG-1).

    A merge moves them to the organisation that stays, so one number has one owner always."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    scheme = models.CharField("register", max_length=10, choices=Scheme)
    value = models.CharField("number", max_length=40)
    came_by = CameBy()

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
        indexes = [
            models.Index(Upper("value"), name="organisation_by_number"),
            came_by_index("identifier"),
        ]

    def __str__(self) -> str:
        return self.value if self.scheme == Scheme.OTHER else f"{self.scheme}-{self.value}"
