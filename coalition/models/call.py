"""Calls for offers: what a programme asks for, how much of it, and when it has enough (CAL)."""

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models import offer_words
from coalition.models.offer_terms import QUANTITY_AT_MOST
from coalition.models.programme import Programme, RoleGrant
from coalition.models.user import User

WAITLIST_PERCENT = 120


class CallQuerySet(LockingQuerySet["CallForOffers"]):
    def visible_to(self, user: User) -> Self:
        """To those who lead its programme; the public sees those that are published."""
        leads = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
        return self.filter(programme__in=leads)

    def published(self) -> Self:
        """Anyone may read them; closed ones too, so that an old link explains itself."""
        return self.exclude(status=CallForOffers.Status.DRAFT)

    def taking_offers(self, at: datetime | None = None) -> Self:
        at = at or timezone.now()
        return self.filter(Q(closes_at=None) | Q(closes_at__gt=at), status__in=CallForOffers.TAKING)

    def with_taken(self) -> Self:
        """With `taken`: how much is offered and not turned away."""
        counted = Q(offers__status__in=offer_words.COUNTED)
        return self.annotate(taken=Sum("offers__quantity", filter=counted, default=0))

    def due_to_open(self, at: datetime) -> Self:
        """Somebody has said that they open by themselves, and their time has come."""
        return self.filter(
            Q(closes_at=None) | Q(closes_at__gt=at),
            status=CallForOffers.Status.DRAFT,
            scheduled_at__isnull=False,
            opens_at__lte=at,
        )

    def due_to_end(self, at: datetime) -> Self:
        """Their last day is over, and they still look as if they took offers."""
        return self.filter(status__in=CallForOffers.TAKING, closes_at__lte=at)


class CallForOffers(Lifecycle):
    """A call takes offers until its target is reached; after that a waiting list takes some more,
    up to `waitlist_percent` of the target, and whoever comes is told so before they write."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        OPEN = "open", "Open"
        FULL_WAITLIST = "full_waitlist", "Enough, with a waiting list"
        PAUSED = "paused", "Paused"
        CLOSED = "closed", "Closed"

    NEXT = {
        Status.DRAFT: {Status.OPEN},
        Status.OPEN: {Status.FULL_WAITLIST, Status.PAUSED, Status.CLOSED},
        Status.FULL_WAITLIST: {Status.OPEN, Status.PAUSED, Status.CLOSED},
        Status.PAUSED: {Status.OPEN, Status.FULL_WAITLIST, Status.CLOSED},
    }
    TAKING = (Status.OPEN, Status.FULL_WAITLIST)
    LIVE = (*TAKING, Status.PAUSED)
    Kind = offer_words.Kind

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="calls")
    title = models.CharField(max_length=120)
    kind = models.CharField("kind of help", max_length=20, choices=Kind)
    what_good_looks_like = models.TextField(max_length=1000)
    target_quantity = models.PositiveIntegerField("how many you need")
    unit = models.CharField("of what", max_length=40, help_text="Such as rooms, meals or hours.")
    area = models.CharField("where", max_length=120, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    waitlist_percent = models.PositiveSmallIntegerField(default=WAITLIST_PERCENT)
    full_message = models.CharField(max_length=400)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    made_at = models.DateTimeField(default=timezone.now)
    scheduled_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "call"
        constraints = [
            models.CheckConstraint(
                name="call_target_is_sensible",
                condition=Q(target_quantity__gte=1, target_quantity__lte=QUANTITY_AT_MOST),
            ),
            models.CheckConstraint(
                name="call_closes_after_it_opens",
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                violation_error_message="A call cannot close before it opens.",
            ),
            models.CheckConstraint(
                name="call_waiting_list_is_sensible",
                condition=Q(waitlist_percent__gte=100, waitlist_percent__lte=1000),
            ),
            models.CheckConstraint(
                name="call_says_what_it_says_when_full", condition=~Q(full_message="")
            ),
            models.CheckConstraint(
                name="call_closed_has_its_time",
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at=None)),
            ),
        ]
        indexes = [models.Index(fields=["programme", "status"], name="call_by_programme")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("call_detail", args=[self.pk])

    @property
    def public_path(self) -> str:
        return reverse("offer_new_for_call", args=[self.pk])

    @property
    def waitlist_limit(self) -> int:
        """How much is taken in all, the waiting list included."""
        return self.target_quantity * self.waitlist_percent // 100

    @property
    def last_day(self) -> date | None:
        """It closes at the midnight after it."""
        return self.closes_at and timezone.localdate(self.closes_at - timedelta(seconds=1))

    @property
    def is_taking_offers(self) -> bool:
        over = self.closes_at is not None and self.closes_at <= timezone.now()
        return self.status in self.TAKING and not over

    @property
    def is_full(self) -> bool:
        return self.status == self.Status.FULL_WAITLIST
