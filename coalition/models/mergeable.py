"""What may turn out to be on the register twice: two rows become one, and the other one stays as a
signpost to it."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from coalition.domain import DomainError, LockingQuerySet

M = TypeVar("M", bound="Mergeable")


class MergeableQuerySet(LockingQuerySet[M]):
    def standing(self) -> Self:
        """Those that are not merged into another: what lists, searches and choices show."""
        return self.filter(merged_into=None)


class Mergeable(models.Model):
    """`merged_into` always names one that stands itself (ORG-2): a trigger refuses the rest."""

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="absorbed",
    )
    merged_into_id: int | None
    merged_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_is_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="%(class)s_merging_is_whole",
                condition=Q(merged_into=None, merged_at=None)
                | Q(merged_into__isnull=False, merged_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["merged_into"],
                name="%(class)s_absorbed",
                condition=Q(merged_into__isnull=False),
            ),
        ]

    @property
    def is_merged(self) -> bool:
        return self.merged_into_id is not None

    def require_standing(self) -> Self:
        """Raises DomainError where this has become part of another."""
        if self.is_merged:
            raise DomainError(
                f"{self} was merged into {self.merged_into}. Open that one and go on there."
            )
        return self


def lock_both(one: M, other: M) -> tuple[M, M]:
    """Both as they are now, locked in the order of their ids, so that no two people wait for each
    other."""
    rows = type(one)._base_manager.filter(pk__in=[one.pk, other.pk]).order_by("pk")
    locked = {row.pk: row for row in rows.select_for_update()}
    return locked[one.pk], locked[other.pk]
