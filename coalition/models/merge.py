"""Two rows of the register that became one: what moved, and until when it can be taken back."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models.contributor import Contributor
from coalition.models.organisation import Organisation
from coalition.models.user import User

UNDO_FOR = timedelta(days=7)  # ORG-2
STRAGGLERS_FOR = timedelta(days=1)


class MergeQuerySet(LockingQuerySet["Merge"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the one that stayed."""
        organisations = Organisation.objects.visible_to(user)
        people = Contributor.objects.visible_to(user)
        return self.filter(Q(kept_organisation__in=organisations) | Q(kept_contributor__in=people))

    def standing(self) -> Self:
        return self.filter(undone_at=None)

    def touching(self, *rows: Organisation | Contributor) -> Self:
        """Those in which one of these had a part, newest first."""
        name = rows[0]._meta.model_name
        part = Q(**{f"kept_{name}__in": rows}) | Q(**{f"merged_{name}__in": rows})
        return self.filter(part).order_by("-pk")

    def recent(self) -> Self:
        """Something that was begun before the merge may still reach the row that was merged."""
        return self.filter(at__gt=timezone.now() - STRAGGLERS_FOR)

    def past_undoing(self) -> Self:
        return self.filter(at__lte=timezone.now() - UNDO_FOR)

    def with_rows(self) -> Self:
        return self.select_related(
            "kept_organisation", "merged_organisation", "kept_contributor", "merged_contributor",
            "by", "undone_by",
        )  # fmt: skip


class Merge(models.Model):
    """Either of two organisations or of two people. `steps` are what changed, with what was there
    before; they go when the time for undoing is over, for they hold details of people."""

    kept_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    merged_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True
    )
    kept_contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+", null=True)
    merged_contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    steps = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    moved = models.JSONField(default=list)  # sentences, as the page shows them
    newest = models.JSONField(default=dict)  # relation: the highest id that existed then
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    stayed = models.JSONField(default=list)  # after undoing: sentences on what did not go back

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="merge_is_of_two_of_a_kind",
                condition=Q(
                    kept_organisation__isnull=False,
                    merged_organisation__isnull=False,
                    kept_contributor=None,
                    merged_contributor=None,
                )
                | Q(
                    kept_organisation=None,
                    merged_organisation=None,
                    kept_contributor__isnull=False,
                    merged_contributor__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="merge_is_of_two",
                condition=~Q(kept_organisation=F("merged_organisation"))
                | Q(kept_organisation=None),
            ),
            models.CheckConstraint(
                name="merge_is_of_two_people",
                condition=~Q(kept_contributor=F("merged_contributor")) | Q(kept_contributor=None),
            ),
            models.CheckConstraint(
                name="merge_undoing_is_whole",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="merge_of_an_organisation_stands_once",
                fields=["merged_organisation"],
                condition=Q(undone_at=None),
            ),
            models.UniqueConstraint(
                name="merge_of_a_person_stands_once",
                fields=["merged_contributor"],
                condition=Q(undone_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} into {self.kept}"

    def get_absolute_url(self) -> str:
        return reverse("merge_detail", args=[self.pk])

    @property
    def kept(self) -> Organisation | Contributor:
        found = self.kept_organisation or self.kept_contributor
        assert found
        return found

    @property
    def merged(self) -> Organisation | Contributor:
        found = self.merged_organisation or self.merged_contributor
        assert found
        return found

    @property
    def can_be_undone_until(self) -> datetime:
        return self.at + UNDO_FOR

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and timezone.now() < self.can_be_undone_until
