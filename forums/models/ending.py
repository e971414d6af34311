"""Which memberships come to an end."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q
from django.utils import timezone

from coalition.domain import LockingQuerySet

if TYPE_CHECKING:
    from forums.models.forum import Membership  # noqa: F401


class EndingQuerySet(LockingQuerySet["Membership"]):
    def term_goes_on(self, on: date | None = None) -> Self:
        """Its last day is theirs still."""
        return self.filter(Q(term_ends_on=None) | Q(term_ends_on__gte=on or timezone.localdate()))

    def term_over(self, on: date | None = None) -> Self:
        """What is closed stays as it was."""
        over = self.filter(ended_at=None, term_ends_on__lt=on or timezone.localdate())
        return over.exclude(forum__status="closed")

    def term_near(self, first: date, last: date) -> Self:
        near = self.filter(ended_at=None, term_ends_on__range=(first, last))
        return near.exclude(forum__status="closed")

    def of_the_dead(self) -> Self:
        return self.filter(ended_at=None, contributor__deceased_on__isnull=False)
