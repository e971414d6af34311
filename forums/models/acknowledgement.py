"""Who has read a scope and will work within it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Organisation
from forums.models.forum import Membership
from forums.models.scope import ScopeStatement

RESERVATION_LENGTH = 300


class AcknowledgementQuerySet(LockingQuerySet["Acknowledgement"]):
    def standing(self) -> Self:
        """Without those to which the member objected."""
        return self.filter(objected_at=None)

    def with_reservation(self) -> Self:
        """Of the version in force, by date."""
        in_force = Q(
            scope__forum__scopes__status="effective", major=F("scope__forum__scopes__major")
        )
        return self.standing().filter(in_force).exclude(reservation="").order_by("at", "pk")


class Acknowledgement(models.Model):
    """A member has read a major version and will work within it. That is not agreement (L3).
    Rows are only ever added (ACK-1): a trigger refuses the rest, and any day before the version
    came into force. The one thing that may be added to a row is that the member objects: then it
    never counted."""

    class Method(models.TextChoices):
        WEB = "web", "On the web"
        MEETING = "meeting", "In a meeting"

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="acknowledgements")
    scope = models.ForeignKey(ScopeStatement, models.PROTECT, related_name="acknowledgements")
    major = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    # For which it was done, as well as personally, and what that reserves in its own words (ACK-3).
    for_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True
    )
    reservation = models.CharField(max_length=RESERVATION_LENGTH, blank=True)
    method = models.CharField(max_length=7, choices=Method, default=Method.WEB)
    # Who wrote down what the member said in a meeting.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    objected_at = models.DateTimeField("the member says that it is not so", null=True, blank=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="acknowledgement_once_per_major_version",
                fields=["membership", "major"],
                condition=Q(objected_at=None),
                violation_error_message="This member has acknowledged this version already.",
            ),
            models.CheckConstraint(
                name="acknowledgement_reserves_for_an_organisation",
                condition=Q(reservation="") | Q(for_organisation__isnull=False),
                violation_error_message="Only an organisation can make a reservation.",
            ),
            models.CheckConstraint(
                name="acknowledgement_in_a_meeting_is_recorded_by_somebody",
                condition=Q(method="web", recorded_by=None, objected_at=None)
                | Q(method="meeting", recorded_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.major}"
