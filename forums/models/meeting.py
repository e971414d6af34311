"""Meetings of a forum: when and where, and how far along each is."""

from datetime import UTC, date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coalition.calendar import working_days_after
from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models import User
from forums.models.forum import Forum, Seat

PAPERS_WORKING_DAYS = 5  # MTG-2
SHORTEST, LONGEST = 10, 480  # minutes


class MeetingQuerySet(LockingQuerySet["Meeting"]):
    def visible_to(self, user: User) -> Self:
        """Of forums that this person may see; what is in them is for `permissions` to say."""
        return self.filter(forum__in=Forum.objects.visible_to(user))

    def kept(self) -> Self:
        return self.exclude(status=Meeting.Status.CANCELLED)

    def ahead(self, now: datetime | None = None) -> Self:
        """Not begun, and not cancelled."""
        return self.filter(status__in=Meeting.AHEAD)

    def held(self) -> Self:
        """Over, or going on."""
        return self.filter(status__in=[Meeting.Status.IN_SESSION, *Meeting.OVER])

    def over(self) -> Self:
        return self.filter(status__in=Meeting.OVER)

    def unfinished(self) -> Self:
        """Neither published nor cancelled: what a forum has to see to before it closes (FRM-3)."""
        return self.exclude(status__in=[Meeting.Status.PUBLISHED, Meeting.Status.CANCELLED])

    def waiting_to_be_agreed(self, at: "Meeting") -> Self:
        """Those before it whose minutes went round (MTG-5)."""
        drafts = self.filter(status=Meeting.Status.MINUTES_DRAFT, circulated_at__isnull=False)
        return drafts.filter(starts_at__lt=at.starts_at).order_by("starts_at")

    def with_forum(self) -> Self:
        return self.select_related("forum__programme", "forum__convened_by", "chair_seat")


class Meeting(Lifecycle):
    """One meeting of a forum. What it agreed as its minutes is neither changed nor deleted: a
    trigger (MTG-5)."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        PAPERS_OUT = "papers_out", "Papers sent"
        IN_SESSION = "in_session", "In session"
        CLOSED = "closed", "Over"
        MINUTES_DRAFT = "minutes_draft", "Minutes in draft"
        MINUTES_AGREED = "minutes_agreed", "Minutes agreed"
        PUBLISHED = "published", "Minutes published"
        CANCELLED = "cancelled", "Cancelled"

    NEXT = {
        Status.PLANNED: {Status.PAPERS_OUT, Status.IN_SESSION, Status.CANCELLED},
        Status.PAPERS_OUT: {Status.IN_SESSION, Status.CANCELLED},
        Status.IN_SESSION: {Status.CLOSED},
        Status.CLOSED: {Status.MINUTES_DRAFT},
        Status.MINUTES_DRAFT: {Status.MINUTES_AGREED},
        Status.MINUTES_AGREED: {Status.PUBLISHED},
    }
    AHEAD = (Status.PLANNED, Status.PAPERS_OUT)
    # What was said can be written down, and who came put right.
    BEING_MINUTED = (Status.IN_SESSION, Status.CLOSED, Status.MINUTES_DRAFT)
    AGREED = (Status.MINUTES_AGREED, Status.PUBLISHED)
    OVER = (Status.CLOSED, Status.MINUTES_DRAFT, *AGREED)

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    length = models.PositiveSmallIntegerField()  # minutes
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.PLANNED)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now)
    # Goes up each time that when or where changes, and at last when it is cancelled; a calendar
    # replaces what it has by what has a higher one (RFC 5545, SEQUENCE).
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    papers_sent_at = models.DateTimeField(null=True, blank=True)
    # Whose seat the person in the chair has: the vice-chair's, or another, while the chair is away.
    chair_seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", null=True, blank=True)
    # In force when it was opened: what was read aloud, and what a deputy had to acknowledge.
    scope = models.ForeignKey(
        "forums.ScopeStatement", models.PROTECT, related_name="+", null=True, blank=True
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Who was there when it closed, counted: forums.room.Room.as_json.
    quorum_snapshot = models.JSONField(null=True, blank=True)
    circulated_at = models.DateTimeField("minutes sent round", null=True, blank=True)
    corrections_by = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_in = models.ForeignKey(
        "self", models.PROTECT, related_name="agreed_here", null=True, blank=True
    )
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=200, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="meeting_number_once_per_forum", fields=["forum", "number"]
            ),
            models.UniqueConstraint(
                name="meeting_one_in_session_per_forum",
                fields=["forum"],
                condition=Q(status="in_session"),
                violation_error_message="Another meeting of this forum is in session. Close that"
                " one first.",
            ),
            models.CheckConstraint(
                name="meeting_lasts_up_to_a_day", condition=Q(length__range=(SHORTEST, LONGEST))
            ),
            models.CheckConstraint(
                name="meeting_is_somewhere",
                condition=~Q(place="") | ~Q(link=""),
                violation_error_message="Say where people meet, or give the link to join, or both.",
            ),
            models.CheckConstraint(
                name="meeting_cancelled_says_why",
                condition=(~Q(status="cancelled") & Q(cancelled_at=None, cancelled_because=""))
                | (Q(status="cancelled", cancelled_at__isnull=False) & ~Q(cancelled_because="")),
            ),
            models.CheckConstraint(
                name="meeting_is_held_with_somebody_in_the_chair",
                condition=Q(status__in=["planned", "papers_out", "cancelled"])
                | Q(chair_seat__isnull=False, opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_minutes_are_agreed_once_sent_round",
                condition=~Q(status__in=["minutes_agreed", "published"])
                | Q(circulated_at__isnull=False, agreed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["forum", "-starts_at"], name="meeting_by_start"),
            models.Index(fields=["status", "starts_at"], name="meeting_by_status"),
        ]

    def __str__(self) -> str:
        return f"Meeting {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("forums:meeting_detail", args=[self.forum_id, self.pk])

    @property
    def ends_at(self) -> datetime:
        """As time passes, not as clocks show it: it may change to summer time in between."""
        return self.starts_at.astimezone(UTC) + timedelta(minutes=self.length)

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def is_ahead(self) -> bool:
        return self.status in self.AHEAD

    @property
    def is_in_session(self) -> bool:
        return self.status == self.Status.IN_SESSION

    @property
    def is_over(self) -> bool:
        return self.status in self.OVER

    @property
    def is_agreed(self) -> bool:
        return self.status in self.AGREED

    @property
    def is_being_minuted(self) -> bool:
        return self.status in self.BEING_MINUTED

    def is_late(self, added_at: datetime) -> bool:
        """A paper that came then leaves less than five working days to read it (MTG-2)."""
        nation = self.forum.programme.nation
        added_on = timezone.localdate(added_at)
        return working_days_after(added_on, PAPERS_WORKING_DAYS, nation) > self.day
