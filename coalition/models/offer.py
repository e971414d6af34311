"""Offers of support: what is offered, by whom, and how far it got."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models.contributor import Affiliation, Contributor
from coalition.models.organisation import Organisation
from coalition.models.programme import Programme, RoleGrant
from coalition.models.user import User


class OfferQuerySet(LockingQuerySet["Offer"]):
    def visible_to(self, user: User) -> Self:
        """Programme leads see their programmes' offers; a partner coordinator those of the
        organisation; everyone their own."""
        leads = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
        coordinated = (
            Affiliation.objects.in_force()
            .filter(contributor__user=user, coordinates=True)
            .values("organisation")
        )
        return self.filter(
            Q(programme__in=leads) | Q(organisation__in=coordinated) | Q(contributor__user=user)
        )

    def open(self) -> Self:
        """Still owed an answer or a piece of news (L1)."""
        return self.filter(status__in=Offer.OPEN)

    def unacknowledged(self) -> Self:
        """No person has answered yet; a machine's receipt does not count (OFR-2)."""
        return self.filter(status=Offer.Status.SUBMITTED)

    def overdue(self, on: date | None = None) -> Self:
        return self.open().filter(next_contact_due__lt=on or timezone.localdate())

    def with_people(self) -> Self:
        return self.select_related("contributor", "organisation", "owner", "programme")


class Offer(Lifecycle):
    """Support that a person, or an organisation through one, offers to a programme."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "New"
        ACKNOWLEDGED = "acknowledged", "Answered"
        IN_TRIAGE = "in_triage", "Being looked into"
        NEEDS_INFO = "needs_info", "Waiting for details"
        STANDBY = "standby", "On standby"
        ACCEPTED = "accepted", "Accepted"
        COMPLETED = "completed", "Completed"
        DECLINED = "declined", "Declined with thanks"
        WITHDRAWN = "withdrawn", "Withdrawn"

    NEXT = {
        Status.SUBMITTED: {Status.ACKNOWLEDGED, Status.WITHDRAWN},
        Status.ACKNOWLEDGED: {Status.IN_TRIAGE, Status.WITHDRAWN},
        Status.IN_TRIAGE: {
            Status.ACCEPTED,
            Status.NEEDS_INFO,
            Status.STANDBY,
            Status.DECLINED,
            Status.WITHDRAWN,
        },
        Status.NEEDS_INFO: {Status.IN_TRIAGE, Status.WITHDRAWN},
        Status.STANDBY: {Status.IN_TRIAGE, Status.WITHDRAWN},
        Status.ACCEPTED: {Status.COMPLETED, Status.WITHDRAWN},
    }
    OPEN = list(NEXT)

    class Kind(models.TextChoices):
        STAY = "stay", "Place to stay"
        VENUE = "venue", "Space or venue"
        TIME_ONCE = "time_once", "Time (one-off)"
        TIME_REGULAR = "time_regular", "Time (regular)"
        SKILL = "skill", "Professional skill"
        LANGUAGE = "language", "Language and interpreting"
        TRANSPORT = "transport", "Transport"
        GOODS_NEW = "goods_new", "Goods (new)"
        GOODS_USED = "goods_used", "Goods (used)"
        FOOD = "food", "Food"
        TECHNOLOGY = "technology", "Technology and connectivity"
        MONEY = "money", "Money or fund"
        JOBS = "jobs", "Jobs and training"
        HEALTH = "health", "Health and wellbeing support"
        CHILDREN = "children", "Children and schools"
        ADVICE = "advice", "Advice and casework"
        INTRODUCTIONS = "introductions", "Introductions and convening"
        DATA = "data", "Data and insight"
        POLICY = "policy", "Policy expertise"
        REACH = "reach", "Communications reach"
        OTHER = "other", "Something else"

    class Per(models.TextChoices):
        ONCE = "once", "Once"
        DAY = "day", "Each day"
        WEEK = "week", "Each week"
        MONTH = "month", "Each month"

    class Source(models.TextChoices):
        WEB = "web", "Web"
        PHONE = "phone", "Phone"
        MEETING = "meeting", "Meeting"
        EMAIL = "email", "Email"

    class Means(models.TextChoices):
        """How a person answered (OFR-2). No machine is on this list."""

        CALL = "call", "Called"
        EMAIL = "email", "Emailed"
        IN_PERSON = "in_person", "Spoke in person"
        LETTER = "letter", "Wrote a letter"

    class DeclineReason(models.TextChoices):
        NOT_NEEDED = "not_needed", "Not needed now"
        ENOUGH = "enough", "Enough offered"
        NOT_SAFE = "not_safe", "Cannot be used safely"
        OUTSIDE_AREA = "outside_area", "Outside the area"
        TIMING = "timing", "Timing"
        ELSEWHERE = "elsewhere", "Better placed elsewhere"
        CHECKS = "checks", "Checks not completed"
        NO_REPLY = "no_reply", "Could not reach you"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="offers")
    ref = models.CharField("reference", max_length=20, unique=True)
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="offers")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="offers", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=Kind)
    headline = models.CharField(max_length=120)
    what_exactly = models.TextField(max_length=1000, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    unit = models.CharField(max_length=40, blank=True)
    per = models.CharField(max_length=10, choices=Per, default=Per.ONCE)
    area = models.CharField(max_length=120, blank=True)
    available_from = models.DateField(null=True, blank=True)
    available_to = models.DateField(null=True, blank=True)
    hard_to_keep_up = models.CharField(max_length=300, blank=True)
    who_else_says_yes = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.WEB)
    status = models.CharField(max_length=20, choices=Status, default=Status.SUBMITTED)

    submitted_at = models.DateTimeField(default=timezone.now)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    next_contact_due = models.DateField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_how = models.CharField(max_length=10, choices=Means, blank=True)
    standby_until = models.DateField(null=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    decided_sentence = models.CharField(max_length=400, blank=True)
    impact_sentence = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    # The private link is made of this and the site's secret; a new nonce makes old links void.
    link_nonce = models.CharField(max_length=32)
    link_until = models.DateTimeField()

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="offer_quantity_is_sensible",
                condition=Q(quantity__gte=1, quantity__lte=1_000_000),
            ),
            models.CheckConstraint(
                name="offer_available_in_order",
                condition=Q(available_from=None)
                | Q(available_to=None)
                | Q(available_to__gte=F("available_from")),
            ),
            models.CheckConstraint(
                name="offer_acknowledged_by_a_person",
                condition=Q(acknowledged_by=None, acknowledged_at=None, acknowledged_how="")
                | (
                    Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False)
                    & ~Q(acknowledged_how="")
                ),
            ),
            models.CheckConstraint(
                name="offer_past_new_was_acknowledged",
                condition=Q(status__in=["submitted", "withdrawn"])
                | Q(acknowledged_by__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_open_has_a_next_contact_date",
                condition=Q(status__in=["completed", "declined", "withdrawn"])
                | Q(next_contact_due__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_declined_with_a_reason_and_a_sentence",
                condition=~Q(status="declined")
                | (~Q(decline_reason="") & ~Q(decided_sentence="")),
            ),
            models.CheckConstraint(
                name="offer_completed_says_what_it_made_possible",
                condition=~Q(status="completed") | ~Q(impact_sentence=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "next_contact_due", "id"],
                name="offer_open_by_due",
                condition=Q(status__in=["submitted", "acknowledged", "in_triage", "needs_info",
                                        "standby", "accepted"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref}: {self.headline}"

    def get_absolute_url(self) -> str:
        return reverse("offer_detail", args=[self.ref])
