"""What may be on the register twice: pairs that look alike, and what a person said of them."""

from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models.contributor import Contributor
from coalition.models.mergeable import Mergeable
from coalition.models.organisation import Organisation
from coalition.models.user import User


class LikelyDoubleQuerySet(LockingQuerySet["LikelyDouble"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees both, or whom one of them became part of."""
        return self.filter(
            _both("organisation", Organisation.objects.visible_to(user))
            | _both("contributor", Contributor.objects.visible_to(user))
        )

    def of(self, model: type[Organisation | Contributor], *, seen_by: User) -> Self:
        """Pairs of a kind of which this person sees both, as they stand today; with both rows."""
        seen = model.objects.visible_to(seen_by)
        first, second = (f"{side}_{model._meta.model_name}" for side in ("first", "second"))
        found = self.filter(
            **{f"{first}__isnull": False, f"{first}__in": seen, f"{second}__in": seen}
        )
        return found.select_related(first, second, "told_apart_by")

    def standing(self) -> Self:
        """Of two that are both there still, and not merged into another."""
        there = Q()
        for side in ("first", "second"):
            there &= Q(**{f"{side}_organisation__merged_into": None})
            there &= Q(**{f"{side}_contributor__merged_into": None})
        return self.filter(there)

    def undecided(self) -> Self:
        """Those that wait for somebody to look at them."""
        return self.filter(told_apart_at=None)

    def told_apart(self) -> Self:
        return self.filter(told_apart_at__isnull=False)

    def touching(self, model: type[Mergeable], pks: Collection[int]) -> Self:
        """Those in which one of these is."""
        name = model._meta.model_name
        return self.filter(Q(**{f"first_{name}__in": pks}) | Q(**{f"second_{name}__in": pks}))

    def between(self, one: Mergeable, other: Mergeable) -> Self:
        return self.touching(type(one), [one.pk]).touching(type(one), [other.pk])

    def with_rows(self) -> Self:
        return self.select_related(
            "first_organisation", "second_organisation", "first_contributor", "second_contributor",
            "told_apart_by",
        )  # fmt: skip


def _both(kind: str, seen: models.QuerySet) -> Q:
    first, second = (
        Q(**{f"{side}_{kind}__in": seen}) | Q(**{f"{side}_{kind}__merged_into__in": seen})
        for side in ("first", "second")
    )
    return first & second


class LikelyDouble(models.Model):
    """Either two organisations or two people. That they are not the same is remembered for good."""

    first_organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, db_index=False, related_name="doubles_as_first"
    )
    second_organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, related_name="doubles_as_second"
    )
    first_contributor = models.ForeignKey(
        Contributor, models.CASCADE, null=True, db_index=False, related_name="doubles_as_first"
    )
    second_contributor = models.ForeignKey(
        Contributor, models.CASCADE, null=True, related_name="doubles_as_second"
    )
    likeness = models.PositiveSmallIntegerField()  # in hundredths
    reasons = models.JSONField(default=list)  # sentences, as the page shows them
    found_at = models.DateTimeField(default=timezone.now)
    told_apart_at = models.DateTimeField(null=True)
    told_apart_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = LikelyDoubleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="double_is_of_two_of_a_kind",
                condition=Q(
                    first_organisation__isnull=False,
                    second_organisation__isnull=False,
                    first_contributor=None,
                    second_contributor=None,
                )
                | Q(
                    first_organisation=None,
                    second_organisation=None,
                    first_contributor__isnull=False,
                    second_contributor__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="double_names_the_older_organisation_first",
                condition=Q(first_organisation=None)
                | Q(first_organisation__lt=F("second_organisation")),
            ),
            models.CheckConstraint(
                name="double_names_the_older_person_first",
                condition=Q(first_contributor=None)
                | Q(first_contributor__lt=F("second_contributor")),
            ),
            models.UniqueConstraint(
                name="double_of_two_organisations_once",
                fields=["first_organisation", "second_organisation"],
            ),
            models.UniqueConstraint(
                name="double_of_two_people_once",
                fields=["first_contributor", "second_contributor"],
            ),
            models.CheckConstraint(
                name="double_likeness_is_in_hundredths", condition=Q(likeness__lte=100)
            ),
            models.CheckConstraint(
                name="double_telling_apart_is_whole",
                condition=Q(told_apart_at=None, told_apart_by=None)
                | Q(told_apart_at__isnull=False, told_apart_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-likeness", "-id"],
                name=f"double_{kind}_best_first",
                condition=Q(told_apart_at=None, **{f"first_{kind}__isnull": False}),
            )
            for kind in ("organisation", "contributor")
        ]

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"

    @property
    def pks(self) -> tuple[int, int]:
        if self.first_organisation_id and self.second_organisation_id:
            return self.first_organisation_id, self.second_organisation_id
        assert self.first_contributor_id
        assert self.second_contributor_id
        return self.first_contributor_id, self.second_contributor_id

    @property
    def first(self) -> Organisation | Contributor:
        found = self.first_organisation or self.first_contributor
        assert found
        return found

    @property
    def second(self) -> Organisation | Contributor:
        found = self.second_organisation or self.second_contributor
        assert found
        return found


class Uncompared(models.Model):
    """An organisation or a person added or changed since it was last compared with the others.
    Triggers write it, so that no import forgets; it may stand here twice, or be gone."""

    kind = models.CharField(max_length=20)  # model_name
    row_id = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}"
