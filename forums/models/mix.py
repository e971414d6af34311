"""Whom a forum aims to have in the room, by what their organisation or their seat is (MIX-2)."""

from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from coalition.domain import LockingQuerySet
from coalition.models import Council, Organisation, Sector
from forums.models.forum import Forum, Seat

SizeBand = Organisation.SizeBand
SIZES = {
    SizeBand.VOLUNTEERS: "Volunteer-only groups",
    SizeBand.UNDER_100K: "Groups under £100,000 a year",
    SizeBand.UNDER_1M: "Organisations under £1 million a year",
    SizeBand.UNDER_10M: "Organisations under £10 million a year",
    SizeBand.LARGER: "Organisations of £10 million a year or more",
}
KINDS = {kind: f"{kind.label} seats" for kind in Seat.Kind}
LIVED_EXPERIENCE = "Lived-experience seats"


class MixTargetQuerySet(LockingQuerySet["MixTarget"]):
    def with_places(self) -> Self:
        """Marks each with `place`: the name of the council that it is about, if it is."""
        council = Council.objects.filter(gss=OuterRef("category"))
        return self.annotate(place=Subquery(council.values("name")[:1]))

    def in_order(self) -> Self:
        """Always the same, so that the picture stays comparable."""
        return self.order_by("attribute", "pk")


class MixTarget(models.Model):
    """How many people of one kind should be in the room: at least, at most, or both."""

    class Attribute(models.TextChoices):
        SECTOR = "sector", "Sector"
        AREA = "area", "Area"
        SIZE = "size", "Size"
        KIND = "kind", "Kind of seat"
        LIVED_EXPERIENCE = "lived", "Lived experience"

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="targets")
    attribute = models.CharField(max_length=6, choices=Attribute)
    # A sector, size or kind of seat; of an area the GSS code of a council, or a region's name.
    category = models.CharField(max_length=40, blank=True)
    least = models.PositiveSmallIntegerField("at least", default=0)
    most = models.PositiveSmallIntegerField("at most", null=True, blank=True)
    reason = models.CharField("why", max_length=200, blank=True)

    objects = MixTargetQuerySet.as_manager()
    place: str | None  # of rows loaded with_places

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="target_least_is_not_above_most",
                condition=Q(most=None) | Q(most__gte=F("least")),
                violation_error_message="At least cannot be more than at most.",
            ),
            models.CheckConstraint(
                name="target_says_how_many", condition=Q(least__gte=1) | Q(most__isnull=False)
            ),
            models.CheckConstraint(
                name="target_has_a_category_or_is_lived_experience",
                condition=Q(attribute="lived", category="")
                | (~Q(attribute="lived") & ~Q(category="")),
            ),
            models.UniqueConstraint(
                name="target_once_per_category",
                fields=["forum", "attribute", "category"],
                violation_error_message="The forum has a target for that already. Change that one.",
            ),
        ]

    def __str__(self) -> str:
        match self.attribute:
            case self.Attribute.SECTOR:
                return str(Sector(self.category).label)
            case self.Attribute.AREA:
                return getattr(self, "place", None) or self.category
            case self.Attribute.SIZE:
                return SIZES[SizeBand(self.category)]
            case self.Attribute.KIND:
                return KINDS[Seat.Kind(self.category)]
        return LIVED_EXPERIENCE

    @property
    def is_of_the_seat(self) -> bool:
        """No organisation can meet it: only a seat of that kind can."""
        return self.attribute in {self.Attribute.KIND, self.Attribute.LIVED_EXPERIENCE}
