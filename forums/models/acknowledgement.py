"""Who has read a scope and will work within it."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coalition.models import Organisation
from forums.models.forum import Membership
from forums.models.scope import ScopeStatement

RESERVATION_LENGTH = 300


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    def with_reservation(self) -> Self:
        """Of the version in force, by date."""
        in_force = Q(
            scope__forum__scopes__status="effective", major=F("scope__forum__scopes__major")
        )
        return self.filter(in_force).exclude(reservation="").order_by("at", "pk")


class Acknowledgement(models.Model):
    """A member has read a major version and will work within it. That is not agreement (L3).
    Rows are only ever added (ACK-1): a trigger refuses the rest."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="acknowledgements")
    scope = models.ForeignKey(ScopeStatement, models.PROTECT, related_name="acknowledgements")
    major = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    # For which it was done, as well as personally, and what that reserves in its own words (ACK-3).
    for_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True
    )
    reservation = models.CharField(max_length=RESERVATION_LENGTH, blank=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="acknowledgement_once_per_major_version", fields=["membership", "major"]
            ),
            models.CheckConstraint(
                name="acknowledgement_reserves_for_an_organisation",
                condition=Q(reservation="") | Q(for_organisation__isnull=False),
                violation_error_message="Only an organisation can make a reservation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.major}"
