"""An open call for seats, who came forward, and the lots that were drawn (MIX-4)."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models import Organisation
from forums import lottery
from forums.models.forum import Forum, Membership, Seat
from forums.models.mix import MixTarget


class SeatCallQuerySet(LockingQuerySet["SeatCall"]):
    def with_forum(self) -> Self:
        return self.select_related("forum__programme", "forum__convened_by")

    def readable_by_anyone(self) -> Self:
        """While it is open, and for good once its report is published."""
        return self.filter(Q(status=SeatCall.Status.OPEN) | Q(published_at__isnull=False))


class SeatCall(Lifecycle):
    """Whoever wants one of these seats may come forward until the last day. If more do than there
    are seats, lots are drawn, once."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        DRAWN = "drawn", "Drawn"
        WITHDRAWN = "withdrawn", "Withdrawn"

    NEXT = {Status.OPEN: {Status.DRAWN, Status.WITHDRAWN}}

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="calls")
    seats = models.ManyToManyField(Seat, related_name="calls")
    # The gaps that those drawn have to close, besides the limits that the forum has.
    targets = models.ManyToManyField(MixTarget, related_name="+")
    words = models.TextField("whom you look for", max_length=1000)
    closes_on = models.DateField("last day")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField("report published", null=True, blank=True)

    objects = SeatCallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="seat_call_one_open_per_forum",
                fields=["forum"],
                condition=Q(status="open"),
                violation_error_message="This forum has an open call already.",
            ),
            models.CheckConstraint(name="seat_call_says_whom_it_looks_for", condition=~Q(words="")),
            models.CheckConstraint(
                name="seat_call_is_published_once_drawn",
                condition=Q(published_at=None) | Q(status="drawn"),
            ),
        ]

    def __str__(self) -> str:
        return f"Open call of {self.forum}"

    def get_absolute_url(self) -> str:
        return reverse("forums:open_call", args=[self.pk])

    @property
    def takes_people(self) -> bool:
        return self.status == self.Status.OPEN and not self.is_over

    @property
    def is_over(self) -> bool:
        return self.closes_on < timezone.localdate()

    def open_seats(self) -> list[Seat]:
        """Those that nobody took or is asked to take meanwhile."""
        return list(self.seats.free().in_order())


class CandidateQuerySet(LockingQuerySet["Candidate"]):
    def standing(self) -> Self:
        return self.filter(stepped_back_at=None)

    def in_the_draw(self) -> Self:
        """Without those who got a seat in the forum meanwhile."""
        seated = Membership.objects.live().filter(
            forum=OuterRef("call__forum"), contributor__user=OuterRef("user")
        )
        return self.standing().filter(~Exists(seated))

    def with_people(self) -> Self:
        return self.select_related("user", "organisation")


class Candidate(models.Model):
    """Somebody who came forward, for an organisation or for themselves. In public they are a
    number."""

    call = models.ForeignKey(SeatCall, models.PROTECT, related_name="candidates")
    number = models.PositiveIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True
    )
    came_forward_at = models.DateTimeField(default=timezone.now)
    stepped_back_at = models.DateTimeField(null=True, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="candidate_once_per_call",
                fields=["call", "user"],
                violation_error_message="You have come forward already.",
            ),
            models.UniqueConstraint(
                name="candidate_number_once_per_call", fields=["call", "number"]
            ),
            models.CheckConstraint(
                name="candidate_steps_back_after_coming_forward",
                condition=Q(stepped_back_at=None) | Q(stepped_back_at__gte=F("came_forward_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, number {self.number}"


class Draw(models.Model):
    """What was drawn, and all that it follows from. Neither changed nor deleted: a trigger."""

    call = models.OneToOneField(SeatCall, models.PROTECT, related_name="draw")
    algorithm = models.CharField(max_length=20)
    seed = models.CharField(max_length=64)
    record = models.JSONField()  # lottery.as_json
    pool_hash = models.CharField(max_length=64)
    drawn = ArrayField(models.PositiveIntegerField())
    reserves = ArrayField(models.PositiveIntegerField())
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Draw for {self.call}"

    @property
    def recorded(self) -> lottery.Lottery:
        return lottery.from_json(self.record)

    @property
    def comes_out_again(self) -> bool:
        """Drawn once more from what is recorded, just now."""
        result = lottery.Result(tuple(self.drawn), tuple(self.reserves))
        return (
            self.algorithm == lottery.ALGORITHM
            and self.recorded.pool_hash == self.pool_hash
            and lottery.draw(self.recorded, self.seed) == result
        )
