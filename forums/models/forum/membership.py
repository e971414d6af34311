"""People in seats, from accepting one until they leave."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from coalition.models import Affiliation, Contributor, Organisation, Sector, User
from forums.models.ending import EndingQuerySet
from forums.models.forum.words import SEAT_WAITS, SeatKind


class MembershipQuerySet(EndingQuerySet):
    def live(self) -> Self:
        return self.filter(ended_at=None)

    def held_by(self, user: User) -> Self:
        return self.filter(contributor__user=user).in_place()

    def in_place(self) -> Self:
        """Not for an organisation that they have left (AFF-3), nor past their term (P3)."""
        goes_on = Q(last_day=None) | Q(last_day__gte=timezone.localdate())
        return self.term_goes_on().with_last_day().filter(goes_on)

    def with_last_day(self) -> Self:
        """Marks each with `last_day` of their place in the organisation that they sit for: none
        while it has no end, or where none was ever written down."""
        places = Affiliation.objects.filter(
            contributor=OuterRef("contributor"), organisation=OuterRef("organisation")
        )
        latest = places.order_by(F("to_on").desc(nulls_first=True))
        return self.annotate(last_day=Subquery(latest.values("to_on")[:1]))

    def to_vacate(self, on: date | None = None) -> Self:
        """Whose place there has been over for 14 days (AFF-3)."""
        over = (on or timezone.localdate()) - SEAT_WAITS
        return self.live().with_last_day().filter(last_day__lte=over)

    def with_a_vote(self) -> Self:
        return self.filter(seat__voting=True)

    def with_is_alone(self) -> Self:
        """Marks each with `is_alone`: nobody else sits in the forum for the same sector."""
        from_there = Coalesce("organisation__sector", Value(Sector.INDIVIDUAL))
        others = Membership.objects.live().filter(forum=OuterRef("forum"))
        alike = others.exclude(pk=OuterRef("pk")).annotate(from_there=from_there)
        alone = ~Exists(alike.filter(from_there=OuterRef("from_there")))
        return self.annotate(from_there=from_there).annotate(is_alone=alone)

    def acknowledged(self) -> Self:
        """Who has acknowledged the scope in force; wording may have changed since (SCO-4)."""
        return self.filter(ACKNOWLEDGED)

    def yet_to_acknowledge(self) -> Self:
        """Whose forum has a scope in force that they have not acknowledged (MEM-1)."""
        return self.filter(~_has_acknowledged(), forum__scopes__status="effective")

    def with_acknowledged(self) -> Self:
        """Marks each with `has_acknowledged` the scope in force."""
        return self.annotate(has_acknowledged=_has_acknowledged())

    def in_the_chair(self) -> Self:
        """The chair; the vice-chair while nobody is."""
        chairs = Membership.objects.live().in_place().filter(seat__kind=SeatKind.CHAIR)
        vacant = Q(seat__kind=SeatKind.VICE) & ~Exists(chairs.filter(forum=OuterRef("forum")))
        return self.live().in_place().filter(Q(seat__kind=SeatKind.CHAIR) | vacant)

    def with_people(self) -> Self:
        return self.select_related("contributor", "organisation", "seat")


ACKNOWLEDGED = Q(
    forum__scopes__status="effective",
    acknowledgements__major=F("forum__scopes__major"),
    acknowledgements__objected_at=None,
)


def _has_acknowledged() -> Exists:
    return Exists(Membership.objects.filter(ACKNOWLEDGED, pk=OuterRef("pk")))


class Membership(models.Model):
    """A person in a seat, from accepting it until leaving. Whether they are seated, or still have
    to acknowledge the scope, follows from their acknowledgements (MEM-1)."""

    class EndedReason(models.TextChoices):
        TERM = "term", "Their term was over"
        RESIGNED = "resigned", "Gave up the seat"
        MOVED = "moved", "Left the organisation that they came from"
        ORGANISATION_LEFT = "organisation_left", "Their organisation left the coalition"
        REMOVED = "removed", "Two people decided it"
        DECEASED = "deceased", "Has died"
        FORGOTTEN = "forgotten", "Their details were removed"
        MERGED = "merged", "Recorded twice, and has another seat in this forum"

    forum = models.ForeignKey("forums.Forum", models.PROTECT, related_name="memberships")
    seat = models.ForeignKey("forums.Seat", models.PROTECT, related_name="memberships")
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+")
    # Whom they come from, as it was agreed when they were asked; nobody, for themselves.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True
    )
    accepted_at = models.DateTimeField(default=timezone.now)
    # The last day of the term as it was agreed with them; none where it has no end.
    term_ends_on = models.DateField(null=True, blank=True)
    terms = models.PositiveSmallIntegerField("terms so far, this one too", default=1)
    not_renewed_at = models.DateTimeField("decided to let the term end", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=20, choices=EndedReason, blank=True)

    objects = MembershipQuerySet.as_manager()
    rests: bool  # of rows that permissions.find_place loaded
    is_alone: bool  # of those in a forum that does not attribute
    has_acknowledged: bool  # of rows loaded with_acknowledged
    last_day: date | None  # of rows loaded with_last_day
    in_rounds: int  # open, with a response from here; of rows that merging loaded
    until: datetime  # of former seats; see forums/models/past.py

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="membership_one_live_per_seat",
                fields=["seat"],
                condition=Q(ended_at=None),
                violation_error_message="Somebody has taken this seat in the meantime.",
            ),
            models.UniqueConstraint(
                name="membership_one_seat_per_person",
                fields=["forum", "contributor"],
                condition=Q(ended_at=None),
                violation_error_message="This person already has a seat in this forum.",
            ),
            models.CheckConstraint(
                name="membership_ends_with_a_reason",
                condition=Q(ended_at=None, ended_reason="")
                | (Q(ended_at__gte=F("accepted_at")) & ~Q(ended_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor}, {self.seat}"

    @property
    def free_on(self) -> date | None:
        """Of rows loaded with_last_day: when the seat is free, if its person has left (AFF-3)."""
        gone = self.last_day is not None and self.last_day < timezone.localdate()
        return self.last_day + SEAT_WAITS if self.last_day and gone else None

    @property
    def sector(self) -> Sector:
        return sector_of(self.organisation)

    @property
    def may_have_another_term(self) -> bool:
        return self.seat.max_terms is None or self.terms < self.seat.max_terms


def sector_of(organisation: Organisation | None) -> Sector:
    """A person who comes for themselves is an individual."""
    return Sector(organisation.sector) if organisation else Sector.INDIVIDUAL
