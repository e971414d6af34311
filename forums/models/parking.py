"""What was said out of scope: moved to the parked list, with the reason and where it goes."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from forums.models.conversation import Post
from forums.models.forum import Forum

REASON_LENGTH = 300
ROUTE_LENGTH = 200


class ParkingQuerySet(LockingQuerySet["Parking"]):
    def standing(self) -> Self:
        return self.filter(brought_back_at=None)

    def in_forum(self, forum: Forum) -> Self:
        return self.filter(post__topic__forum=forum)

    def with_posts(self) -> Self:
        """With what was said, who said it, and where."""
        posts = Post.objects.with_people().with_what_belongs().select_related("topic")
        return self.prefetch_related(models.Prefetch("post", queryset=posts))


class Parking(models.Model):
    """Once for each time that a contribution was moved there. Nothing vanishes: its place in the
    topic says where it is, and what it said stays readable."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="parkings")
    reason = models.CharField(max_length=REASON_LENGTH)
    where_it_goes = models.CharField(max_length=ROUTE_LENGTH)
    parked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    parked_at = models.DateTimeField(default=timezone.now)
    brought_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    brought_back_at = models.DateTimeField(null=True, blank=True)

    objects = ParkingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="parking_once_at_a_time",
                fields=["post"],
                condition=Q(brought_back_at=None),
                violation_error_message="Somebody has just moved this contribution to the parked"
                " list.",
            ),
            models.CheckConstraint(
                name="parking_says_why_and_where_it_goes",
                condition=~Q(reason="") & ~Q(where_it_goes=""),
            ),
            models.CheckConstraint(
                name="parking_is_brought_back_by_somebody",
                condition=Q(brought_back_at=None, brought_back_by=None)
                | Q(brought_back_at__isnull=False, brought_back_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}, parked"

    @property
    def is_standing(self) -> bool:
        return self.brought_back_at is None
