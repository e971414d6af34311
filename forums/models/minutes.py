"""What follows from a meeting: corrections of its minutes, and who does what by when."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models import User
from forums.models.agenda import AgendaItem
from forums.models.forum import Forum, Membership, Seat
from forums.models.meeting import Meeting

CORRECTION_LENGTH = 1000


class CorrectionQuerySet(LockingQuerySet["Correction"]):
    def waiting(self) -> Self:
        return self.filter(status=Correction.Status.ASKED)

    def appended(self) -> Self:
        return self.filter(status=Correction.Status.APPENDED)

    def in_order(self) -> Self:
        return self.order_by("at", "pk")


class Correction(Lifecycle):
    """Somebody asks for minutes in draft to be put right; or, once they are agreed, what is put
    right stands beside them (MTG-5)."""

    class Status(models.TextChoices):
        ASKED = "asked", "Asked for"
        TAKEN = "taken", "Put right"
        LEFT = "left", "Left as it is"
        APPENDED = "appended", "Added to the agreed minutes"

    NEXT = {Status.ASKED: {Status.TAKEN, Status.LEFT}}

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="corrections")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="+", null=True, blank=True)
    words = models.CharField(max_length=CORRECTION_LENGTH)
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="correction_says_something", condition=~Q(words="")),
            models.CheckConstraint(
                name="correction_left_says_why",
                condition=~Q(status="left") | ~Q(answer=""),
                violation_error_message="Say why the minutes stay as they are.",
            ),
        ]

    def __str__(self) -> str:
        return f"Correction of the minutes of {self.meeting}"


class MeetingActionQuerySet(LockingQuerySet["MeetingAction"]):
    def open(self) -> Self:
        return self.filter(status=MeetingAction.Status.OPEN)

    def overdue(self, on: date | None = None) -> Self:
        return self.open().filter(due_on__lt=on or timezone.localdate())

    def carried_to(self, meeting: Meeting) -> Self:
        """Open from an earlier meeting of this forum, or agreed in this one."""
        earlier = Q(status="open", forum=meeting.forum_id, meeting__starts_at__lt=meeting.starts_at)
        return self.filter(earlier | Q(meeting=meeting))

    def of_seats_held_by(self, user: User) -> Self:
        held = Membership.objects.live().held_by(user).acknowledged()
        return self.filter(owner_seat__in=held.values("seat"))

    def by_date(self) -> Self:
        return self.order_by("due_on", "pk")


class MeetingAction(Lifecycle):
    """Somebody does something by a day. While it is open it goes on to the next meeting."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    NEXT = {Status.OPEN: {Status.DONE, Status.DROPPED}}

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="actions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="actions")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="actions", null=True, blank=True
    )
    what = models.CharField(max_length=200)
    owner_seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_note = models.CharField("what came of it", max_length=200, blank=True)

    objects = MeetingActionQuerySet.as_manager()

    class Meta:
        verbose_name = "action"
        constraints = [
            models.CheckConstraint(name="meeting_action_says_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="meeting_action_ends_once",
                condition=Q(status="open", ended_at=None)
                | (~Q(status="open") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="meeting_action_dropped_says_why",
                condition=~Q(status="dropped") | ~Q(ended_note=""),
                violation_error_message="Say why nobody does this any more.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["forum", "due_on"], name="meeting_action_open", condition=Q(status="open")
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_overdue(self) -> bool:
        return self.status == self.Status.OPEN and self.due_on < timezone.localdate()
