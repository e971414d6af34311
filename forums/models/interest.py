"""Interests that members declare, that they say once a year that this is all of them (INT-1), and
decisions that one came too late for (INT-2)."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet, in_force
from coalition.models import Contributor
from forums.models.acknowledgement import Acknowledgement
from forums.models.agenda import AgendaItem
from forums.models.forum import Forum, Membership, MembershipQuerySet
from forums.months import months_after

INTEREST_LENGTH = 500
MITIGATION_LENGTH = 300
# So many days after joining somebody has said what interests they have, or that there are none.
AT_JOINING = timedelta(days=14)
EVERY_MONTHS = 12


class InterestQuerySet(LockingQuerySet["Interest"]):
    def in_force(self, on: date | None = None) -> Self:
        return self.filter(in_force(on))

    def of_the_room(self, forum: Forum) -> Self:
        """Of everyone who sits there today."""
        seated = forum.memberships.live().in_place()
        return self.filter(contributor__in=seated.values("contributor"))

    def in_order(self) -> Self:
        return self.order_by("from_on", "pk")


class Interest(models.Model):
    """What a person has, does or owes elsewhere that could bear on a decision. It belongs to the
    person, with or without an organisation, and stands in each forum where they have a seat."""

    class Kind(models.TextChoices):
        FINANCIAL = "financial", "Financial: money that you or somebody close could gain or lose"
        PROFESSIONAL = "professional", "Professional: a role, a duty or a reputation elsewhere"
        PERSONAL = "personal", "Personal: something that matters to you or somebody close"
        INDIRECT = "indirect", "Indirect: through somebody close to you"

    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+")
    organisation = models.CharField("organisation or body", max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    description = models.CharField(max_length=INTEREST_LENGTH)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    mitigation = models.CharField("how you handle it", max_length=MITIGATION_LENGTH, blank=True)
    publish = models.BooleanField("may be published", default=False)
    declared_at = models.DateTimeField(default=timezone.now)
    # When the person last said that it stands as it is written.
    reviewed_at = models.DateTimeField(default=timezone.now)

    objects = InterestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="interest_says_what_it_is", condition=~Q(description="")),
            models.CheckConstraint(
                name="interest_ends_after_it_starts",
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                violation_error_message="An interest cannot end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor}: {self.get_kind_display().partition(':')[0].lower()}"

    @property
    def short_kind(self) -> str:
        return str(self.get_kind_display()).partition(":")[0]


class InterestsConfirmed(models.Model):
    """A member said: these are all, or there are none. Rows are only ever added."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="confirmations")
    at = models.DateTimeField(default=timezone.now)
    number = models.PositiveSmallIntegerField()  # none is nil

    objects = models.Manager["InterestsConfirmed"]()

    def __str__(self) -> str:
        return f"{self.membership}: {self.number}"


def with_confirmed(members: MembershipQuerySet) -> MembershipQuerySet:
    """Marks each with `confirmed_at`, and with `entered_at`, when they first acknowledged a scope;
    none where they have yet to."""
    said = InterestsConfirmed.objects.filter(membership=OuterRef("pk")).order_by("-at", "-pk")
    read = Acknowledgement.objects.filter(membership=OuterRef("pk")).order_by("at")
    return members.annotate(
        confirmed_at=Subquery(said.values("at")[:1]),
        entered_at=Subquery(read.values("at")[:1]),
    )


def due_on(member: Membership) -> date:
    """By when they confirm, of one loaded `with_confirmed`: soon after the forum opened to them,
    then yearly."""
    confirmed_at = getattr(member, "confirmed_at", None)
    if confirmed_at is None:
        entered_at = getattr(member, "entered_at", None) or timezone.now()
        return timezone.localdate(entered_at) + AT_JOINING
    return months_after(timezone.localdate(confirmed_at), EVERY_MONTHS)


class LateInterestQuerySet(LockingQuerySet["LateInterest"]):
    def to_review(self) -> Self:
        return self.filter(reviewed_at=None)

    def with_matter(self) -> Self:
        return self.select_related(
            "item__meeting__forum", "interest", "membership__contributor", "reviewed_by"
        )


class LateInterest(models.Model):
    """An interest in something that was decided before it was declared. The decision is not
    altered; somebody looks at it and says what follows."""

    class Outcome(models.TextChoices):
        STANDS = "stands", "The decision stands: it would have been the same"
        AGAIN = "again", "It comes back: it goes on the next agenda"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="late_interests")
    interest = models.ForeignKey(Interest, models.PROTECT, related_name="late_for")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = LateInterestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="late_interest_once_per_item", fields=["item", "interest"]
            ),
            models.CheckConstraint(
                name="late_interest_is_reviewed_with_an_outcome",
                condition=Q(outcome="", reviewed_at=None, reviewed_by=None)
                | (~Q(outcome="") & Q(reviewed_at__isnull=False, reviewed_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interest}, after {self.item} was decided"

    def get_absolute_url(self) -> str:
        return reverse("forums:late_interest", args=[self.item.meeting.forum_id, self.pk])
