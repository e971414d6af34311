"""A badge that somebody made of thanks they got, to show to others (Open Badges 3.0)."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import User
from recognition.models.contribution import ContributionEvent

SLUG_BYTES = 12


def new_slug() -> str:
    return secrets.token_urlsafe(SLUG_BYTES)


class BadgeQuerySet(LockingQuerySet["Badge"]):
    def made_by(self, user: User) -> "BadgeQuerySet":
        """A person's own."""
        return self.filter(event__contributor__user=user)

    def live(self) -> "BadgeQuerySet":
        return self.filter(withdrawn_at=None)


class Badge(models.Model):
    """Its number is its place in the list of what was withdrawn, and is never used again."""

    class ShownAs(models.TextChoices):
        NOBODY = "nobody", "Without my name"
        FIRST_NAME = "first_name", "With my first name"
        FULL_NAME = "full_name", "With my full name"

    event = models.ForeignKey(ContributionEvent, models.PROTECT, related_name="badges")
    slug = models.CharField(max_length=32, unique=True, default=new_slug, editable=False)
    shown_as = models.CharField(max_length=10, choices=ShownAs)
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects = BadgeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="badge_one_live_per_event",
                fields=["event"],
                condition=Q(withdrawn_at=None),
                violation_error_message="There is a badge for this already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Badge {self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("recognition:badge", args=[self.slug])

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}{self.get_absolute_url()}"
