"""Who came to a meeting, seat by seat, and deputies who may count."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Sector
from forums.models.forum import Forum, Membership, Seat
from forums.models.meeting import Meeting


class AttendanceQuerySet(LockingQuerySet["Attendance"]):
    def with_people(self) -> Self:
        return self.select_related(
            "seat", "membership__contributor", "membership__organisation", "deputy"
        )

    def in_order(self) -> Self:
        """As the room is listed: by kind of seat, the chair first."""
        ranks = [
            models.When(seat__kind=kind, then=number)
            for number, kind in enumerate(Seat.Kind.values)
        ]
        return self.order_by(models.Case(*ranks, default=len(ranks)), "seat")


class Attendance(models.Model):
    """Who came to a meeting for one seat: one row, so that whoever sits in the room with a laptop
    open counts once."""

    class Presence(models.TextChoices):
        PRESENT = "present", "Present"
        DEPUTY = "deputy", "A deputy came"
        APOLOGY = "apology", "Sent apologies"
        ABSENT = "absent", "Absent"

    class Joined(models.TextChoices):
        ROOM = "room", "In the room"
        ONLINE = "online", "Online"
        BOTH = "both", "In the room and online"

    HERE = (Presence.PRESENT, Presence.DEPUTY)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    # Who had the seat then, and the sector in force then (ORG-3).
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="attendances")
    sector = models.CharField(max_length=3)
    # With a vote, and the scope acknowledged (MEM-1): counts among those who make a quorum.
    votes = models.BooleanField(default=False)
    presence = models.CharField(max_length=10, choices=Presence, default=Presence.ABSENT)
    joined = models.CharField(max_length=6, choices=Joined, blank=True)
    deputy = models.ForeignKey(
        "coalition.Contributor", models.PROTECT, related_name="+", null=True, blank=True
    )
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="attendance_once_per_seat", fields=["meeting", "seat"]),
            models.UniqueConstraint(
                name="attendance_deputy_for_one_seat",
                fields=["meeting", "deputy"],
                violation_error_message="One person cannot be the deputy for two seats.",
            ),
            models.CheckConstraint(
                name="attendance_deputy_where_one_came",
                condition=Q(presence="deputy", deputy__isnull=False)
                | (~Q(presence="deputy") & Q(deputy=None)),
                violation_error_message="Say who came as the deputy.",
            ),
            models.CheckConstraint(
                name="attendance_joined_where_somebody_came",
                condition=Q(presence__in=["present", "deputy"]) | Q(joined=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_presence_display().lower()}"

    @property
    def sector_label(self) -> str:
        return str(Sector(self.sector).label)

    @property
    def is_here(self) -> bool:
        return self.presence in self.HERE


class DeputyAcknowledgementQuerySet(LockingQuerySet["DeputyAcknowledgement"]):
    def of(self, meeting: Meeting) -> Self:
        """Of the scope under which it meets, or met."""
        scope = meeting.scope
        return self.filter(forum=meeting.forum, major=scope.major) if scope else self.none()


class DeputyAcknowledgement(models.Model):
    """A deputy has heard or read the scope and will work within it, in their own name (MEM-3).
    Only ever added: a trigger."""

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="+")
    contributor = models.ForeignKey("coalition.Contributor", models.PROTECT, related_name="+")
    scope = models.ForeignKey("forums.ScopeStatement", models.PROTECT, related_name="+")
    major = models.PositiveIntegerField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = DeputyAcknowledgementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="deputy_acknowledges_once_per_major_version",
                fields=["forum", "contributor", "major"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor}, as a deputy"
