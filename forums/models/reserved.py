"""Reserved matters: what a programme hands over to nobody, whatever a delegation says (DEL-7)."""

import re
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Programme


class ReservedMatterQuerySet(LockingQuerySet["ReservedMatter"]):
    def standing(self) -> Self:
        return self.filter(released_at=None).order_by("matter", "pk")

    def touched_by(self, programme: Programme, *texts: str) -> list["ReservedMatter"]:
        """Those of a programme whose words are in one of the texts."""
        kept = self.standing().filter(programme=programme)
        return [matter for matter in kept if any(map(matter.is_in, texts))]


class ReservedMatter(models.Model):
    """One of them, and the words by which a text is known to be about it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="reserved_matters")
    matter = models.CharField(max_length=120)
    words = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    released_at = models.DateTimeField(null=True, blank=True)

    objects = ReservedMatterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="reserved_matter_is_named", condition=~Q(matter="")),
            models.CheckConstraint(
                name="reserved_matter_is_released_by_somebody",
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False),
            ),
            models.UniqueConstraint(
                Lower("matter"),
                "programme",
                name="reserved_matter_once_per_programme",
                condition=Q(released_at=None),
                violation_error_message="This is on the list already.",
            ),
        ]

    def __str__(self) -> str:
        return self.matter

    def is_in(self, text: str) -> bool:
        """As a whole word or the beginning of one: ‘evict’ is in ‘evictions’."""
        signs = [self.matter, *self.words]
        return any(re.search(rf"(?<!\w){re.escape(sign)}", text, re.IGNORECASE) for sign in signs)
