"""Seats of a forum, whoever sits in them."""

from datetime import date, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Organisation, Sector
from forums.models.forum.membership import Membership, sector_of
from forums.models.forum.words import LONGEST_TERM, MOST_TERMS, SeatKind
from forums.months import months_after


class SeatQuerySet(LockingQuerySet["Seat"]):
    def kept(self) -> Self:
        return self.filter(retired_at=None)

    def in_order(self) -> Self:
        """The chair first, observers and secretary last."""
        rank = [When(kind=kind, then=number) for number, kind in enumerate(Seat.Kind.values)]
        return self.order_by(Case(*rank, default=len(rank)), "pk")

    def empty(self) -> Self:
        live = Membership.objects.live().filter(seat=OuterRef("pk"))
        return self.kept().filter(~Exists(live))

    def free(self) -> Self:
        """Empty, and nobody is asked to take them."""
        waiting = Q(invitations__status="sent", invitations__link_until__gt=timezone.now())
        return self.empty().exclude(pk__in=Seat.objects.filter(waiting).values("pk"))

    def lacking_their_sector(self) -> Self:
        """Empty seats that hope for a sector from which nobody has joined the forum (MIX-3)."""
        present = Membership.objects.live().annotate(
            from_sector=Coalesce("organisation__sector", Value(Sector.INDIVIDUAL))
        )
        there = present.filter(forum=OuterRef("forum"), from_sector=OuterRef("sector"))
        return self.empty().exclude(sector="").filter(~Exists(there))


class Seat(models.Model):
    """A place in a forum. It stays when the person in it goes."""

    Kind = SeatKind

    NEVER_VOTE = (Kind.OBSERVER, Kind.SECRETARY)
    # Who may draft the scope, ask people and remind them, besides the programme lead.
    STEERING = (Kind.CHAIR, Kind.VICE, Kind.SECRETARY)

    forum = models.ForeignKey("forums.Forum", models.PROTECT, related_name="seats")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MEMBER)
    voting = models.BooleanField("has a vote", default=True)
    sector = models.CharField("sector we hope for", max_length=3, choices=Sector, blank=True)
    # From where somebody may take it; none is any.
    eligible_sectors = ArrayField(
        models.CharField(max_length=3, choices=Sector), default=list, blank=True
    )
    # Of the seat, never said of the person in it.
    lived_experience = models.BooleanField("is for lived experience", default=False)
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    # How many terms in a row one person may have; none is no limit.
    max_terms = models.PositiveSmallIntegerField(null=True, blank=True)
    deputy_allowed = models.BooleanField("a deputy may come instead", default=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="seat_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="seat_observers_and_secretary_never_vote",
                condition=~Q(kind__in=["observer", "secretary"]) | Q(voting=False),
                violation_error_message="Observers and the secretary have no vote.",
            ),
            models.CheckConstraint(
                name="seat_hopes_for_a_sector_that_may_take_it",
                condition=Q(sector="")
                | Q(eligible_sectors=[])
                | Q(eligible_sectors__contains=[F("sector")]),
                violation_error_message="The sector that you hope for is not one of those that may"
                " take this seat.",
            ),
            models.CheckConstraint(
                name="seat_term_is_up_to_five_years",
                condition=Q(term_months=None) | Q(term_months__range=(1, LONGEST_TERM)),
            ),
            models.CheckConstraint(
                name="seat_limits_terms_where_it_has_one",
                condition=Q(max_terms=None)
                | Q(term_months__isnull=False, max_terms__range=(1, MOST_TERMS)),
                violation_error_message="Say how long a term is before you limit their number.",
            ),
            # What the key from Membership (seat, forum) leans on.
            models.UniqueConstraint(name="seat_belongs_to_one_forum", fields=["id", "forum"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kept_for(self) -> list[str]:
        """The sectors that may take it, in words; none is any."""
        return [str(sector.label) for sector in Sector if sector in self.eligible_sectors]

    def term_from(self, day: date) -> date | None:
        """The last day of a term that begins on that day; none where it has no end."""
        after = months_after(day, self.term_months) if self.term_months else None
        return after - timedelta(days=1) if after else None

    def is_open_to(self, organisation: Organisation | None) -> bool:
        return not self.eligible_sectors or sector_of(organisation) in self.eligible_sectors
