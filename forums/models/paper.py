"""What there is to read before an item of a meeting."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models.attachment import Attachment
from forums.models.agenda import AgendaItem
from forums.models.forum import Membership


class PaperQuerySet(LockingQuerySet["Paper"]):
    def kept(self) -> Self:
        return self.filter(withdrawn_at=None)

    def in_order(self) -> Self:
        return self.order_by("added_at", "pk")


class Paper(models.Model):
    """Something to read before an item: a link, words or files. It is withdrawn, not deleted."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="papers")
    title = models.CharField(max_length=150)
    link = models.URLField(max_length=500, blank=True)
    words = models.TextField(max_length=20_000, blank=True)
    added_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="paper_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        meeting = self.item.meeting
        return reverse("forums:paper", args=[meeting.forum_id, meeting.pk, self.pk])

    @property
    def is_late(self) -> bool:
        """MTG-2. Needs item__meeting__forum__programme."""
        return self.item.meeting.is_late(self.added_at)


class PaperFile(Attachment):
    """A file of a paper. Stays with it: a trigger."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="files")

    class Meta(Attachment.Meta):
        abstract = False
