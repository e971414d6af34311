"""Matches: part of an offer to part of a need, once both sides have said yes."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models import need_words
from coalition.models.need import LIVE_MATCHES, Need
from coalition.models.offer import Offer
from coalition.models.private_link import PrivatelyLinked
from coalition.models.programme import Programme, RoleGrant
from coalition.models.user import User

Side = need_words.Side


class MatchQuerySet(LockingQuerySet["Match"]):
    def visible_to(self, user: User) -> Self:
        """Leads and safeguarding leads of the programme, and both sides."""
        readers = [RoleGrant.Role.PROGRAMME_LEAD, RoleGrant.Role.SAFEGUARDING_LEAD]
        return self.filter(
            Q(need__programme__in=Programme.objects.with_role(user, *readers))
            | Q(need__organisation__in=user.coordinates)
            | Q(offer__organisation__in=user.coordinates)
            | Q(offer__contributor__user=user)
        )

    def live(self) -> Self:
        return self.filter(status__in=Match.LIVE)

    def unanswered(self) -> Self:
        return self.filter(status__in=Match.UNANSWERED)

    def silent(self, on: date | None = None) -> Self:
        """One side has not answered by the day that it was given."""
        return self.unanswered().filter(answer_by__lt=on or timezone.localdate())

    def left_alone(self, on: date | None = None) -> Self:
        """Live, though the offer or the need is not there any more. What is under way goes on when
        an offer only runs out."""
        run_out = Q(offer__available_to__lt=on or timezone.localdate())
        not_begun = ~Q(status=Match.Status.ACTIVE)
        gone = ~Q(offer__status__in=[Offer.Status.ACCEPTED, Offer.Status.EXPIRED])
        run_out |= Q(offer__status=Offer.Status.EXPIRED)
        over = ~Q(need__status__in=Need.MATCHABLE)
        return self.live().filter(gone | over | (not_begun & run_out))

    def to_ask_about(self, on: date | None = None) -> Self:
        """Its last day is over, and neither side was asked yet what came of it (MAT-4)."""
        ended = Q(ends_on__lt=on or timezone.localdate())
        return self.filter(ended, status=Match.Status.ACTIVE, outcome_asked_at=None)

    def with_sides(self) -> Self:
        return self.select_related(
            "need__organisation",
            "need__programme",
            "need__raised_by",
            "offer__contributor",
            "offer__organisation",
            "offer__owner",
        )


class Match(PrivatelyLinked, Lifecycle):
    """The link opens it for whoever offers, without an account."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Both sides are asked"
        OFFERER_AGREED = "offerer_agreed", "Whoever offers said yes"
        NEED_AGREED = "need_agreed", "Whoever needs it said yes"
        AGREED = "agreed", "Both said yes"
        CHECKS_PENDING = "checks_pending", "Waiting for checks"
        ACTIVE = "active", "Under way"
        COMPLETED = "completed", "Completed"
        DECLINED = "declined", "Declined"
        FAILED_CHECKS = "failed_checks", "Could not go ahead"
        CANCELLED = "cancelled", "Ended early"

    LIVE = LIVE_MATCHES
    UNANSWERED = [Status.PROPOSED, Status.OFFERER_AGREED, Status.NEED_AGREED]
    AGREED_STATES = [Status.AGREED, Status.CHECKS_PENDING, Status.ACTIVE, Status.COMPLETED]
    NEXT = {
        Status.PROPOSED: {
            Status.OFFERER_AGREED,
            Status.NEED_AGREED,
            Status.DECLINED,
            Status.CANCELLED,
        },
        Status.OFFERER_AGREED: {Status.AGREED, Status.DECLINED, Status.CANCELLED},
        Status.NEED_AGREED: {Status.AGREED, Status.DECLINED, Status.CANCELLED},
        Status.AGREED: {Status.CHECKS_PENDING, Status.CANCELLED},
        Status.CHECKS_PENDING: {Status.ACTIVE, Status.FAILED_CHECKS, Status.CANCELLED},
        Status.ACTIVE: {Status.COMPLETED, Status.FAILED_CHECKS, Status.CANCELLED},
    }
    EndedWhy, Outcome = need_words.EndedWhy, need_words.Outcome

    need = models.ForeignKey(Need, models.PROTECT, related_name="matches")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="matches")
    quantity = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField()
    offerer_agreed_at = models.DateTimeField(null=True)
    need_agreed_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.PROPOSED)

    outcome_asked_at = models.DateTimeField(null=True)
    offerer_outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    delivered_quantity = models.PositiveIntegerField(default=0)
    arrived_on = models.DateField("had come by", null=True)
    impact_sentence = models.CharField(max_length=200, blank=True)
    ended_why = models.CharField(max_length=20, choices=EndedWhy, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    ended_at = models.DateTimeField(null=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        # The sums (MAT-1) are kept true by triggers: see the migration that adds them.
        verbose_name_plural = "matches"
        constraints = [
            models.CheckConstraint(name="match_quantity_is_sensible", condition=Q(quantity__gte=1)),
            models.CheckConstraint(
                name="match_delivers_no_more_than_it_is",
                condition=Q(delivered_quantity__lte=F("quantity")),
            ),
            models.CheckConstraint(
                name="match_dates_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="match_agreed_by_both_sides",
                condition=~Q(status__in=["agreed", "checks_pending", "active", "completed"])
                | Q(offerer_agreed_at__isnull=False, need_agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="match_completed_says_what_came_of_it",
                condition=Q(outcome="not_delivered", delivered_quantity=0)
                | (~Q(status="completed") & Q(outcome="", delivered_quantity=0))
                | (
                    Q(outcome__in=["delivered", "part"], delivered_quantity__gte=1)
                    & ~Q(impact_sentence="")
                ),
            ),
            models.CheckConstraint(
                name="match_arrived_on_a_day",
                condition=Q(delivered_quantity=0, arrived_on=None)
                | Q(delivered_quantity__gte=1, arrived_on__isnull=False),
            ),
            models.CheckConstraint(
                name="match_ended_early_says_why",
                condition=~Q(status__in=["declined", "failed_checks", "cancelled"])
                | ~Q(ended_why=""),
            ),
            models.UniqueConstraint(
                name="match_live_only_once",
                fields=["need", "offer"],
                condition=Q(status__in=LIVE_MATCHES),
                violation_error_message="This offer is proposed for this need already.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_by"],
                name="match_waiting_for_answers",
                condition=Q(status__in=["proposed", "offerer_agreed", "need_agreed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.offer.ref} for {self.need.ref}"

    def get_absolute_url(self) -> str:
        return reverse("match_detail", args=[self.pk])

    @property
    def private_path(self) -> str:
        """Where whoever offers says yes or no, by the link in their mail."""
        return reverse("match_private", args=[self.pk, self.link_key])

    @property
    def private_url(self) -> str:
        """The same, for mail."""
        return settings.SITE_URL + self.private_path

    @property
    def last_day_so_far(self) -> date:
        """By when it had come, unless somebody says otherwise."""
        return min(self.ends_on, timezone.localdate())

    @property
    def is_live(self) -> bool:
        return self.status in self.LIVE

    @property
    def is_unanswered(self) -> bool:
        return self.status in self.UNANSWERED

    @property
    def is_agreed(self) -> bool:
        return self.status in self.AGREED_STATES

    def has_agreed(self, side: str) -> bool:
        return (self.offerer_agreed_at if side == Side.OFFERER else self.need_agreed_at) is not None


PROMISED = Q(status__in=LIVE_MATCHES)
CARRIED_OUT = Q(status=Match.Status.COMPLETED)
GIVEN_ONCE = CARRIED_OUT & Q(offer__per=Offer.Per.ONCE)


def taken_of_offers(outer: str = "pk") -> Coalesce:
    """How much of each offer is promised in live matches or, of what can be given only once, was
    given: to annotate offers with."""
    return _total("offer", {"quantity": PROMISED, "delivered_quantity": GIVEN_ONCE}, outer)


def given_of_offers(outer: str = "pk") -> Coalesce:
    """How much of what can be given only once was given: to annotate offers with."""
    return _total("offer", {"delivered_quantity": GIVEN_ONCE}, outer)


def promised_to_needs(outer: str = "pk") -> Coalesce:
    """How much of each need is promised in live matches or has arrived."""
    return _total("need", {"quantity": PROMISED, "delivered_quantity": CARRIED_OUT}, outer)


def _total(side: str, parts: dict[str, Q], outer: str) -> Coalesce:
    """The sum of one column of each match, by which of these conditions it meets."""
    whens = [models.When(condition, then=F(column)) for column, condition in parts.items()]
    counted = models.Case(*whens, default=0)
    rows = Match.objects.filter(**{side: OuterRef(outer)}).order_by().values(side)
    total = rows.annotate(total=Sum(counted)).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


def free_of(offer: Offer) -> int:
    """How much of it can still be promised."""
    taken = Offer.objects.filter(pk=offer.pk).values_list(taken_of_offers(), flat=True)
    return offer.quantity - taken.get()


def missing_of(need: Need) -> int:
    """How much of it is neither there nor promised."""
    promised = Need.objects.filter(pk=need.pk).values_list(promised_to_needs(), flat=True)
    return need.quantity - promised.get()
