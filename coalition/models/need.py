"""What partners need, in numbers and never about one person (NED-2), and how much of it was met."""

import secrets
from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models import need_words, offer_words
from coalition.models.offer import CROCKFORD, REF_LENGTH
from coalition.models.organisation import Organisation
from coalition.models.programme import Programme, RoleGrant
from coalition.models.user import User


def new_need_ref() -> str:
    """NE-2026-7K3QXM, drawn like an offer's."""
    drawn = "".join(secrets.choice(CROCKFORD) for _ in range(REF_LENGTH))
    return f"NE-{timezone.localdate().year}-{drawn}"


class NeedQuerySet(LockingQuerySet["Need"]):
    def visible_to(self, user: User) -> Self:
        """Leads see their programmes' needs; a partner coordinator those of the organisation in
        every state, and everybody's while they can be met."""
        leads = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
        seen = Q(programme__in=leads) | Q(organisation__in=user.coordinates)
        if user.coordinates:
            seen |= Q(status__in=Need.MATCHABLE)
        return self.filter(seen)

    def matchable(self) -> Self:
        return self.filter(status__in=Need.MATCHABLE)

    def unverified(self) -> Self:
        """Nobody but whoever raised it has looked at it yet (NED-1)."""
        return self.filter(status=Need.Status.DRAFT)

    def past(self, on: date | None = None) -> Self:
        """Not met when it was needed, and nothing on its way: these run out."""
        on = on or timezone.localdate()
        still_coming = self.model.objects.filter(matches__status__in=LIVE_MATCHES)
        return self.filter(status__in=Need.OPEN, needed_by__lt=on).exclude(
            pk__in=still_coming.values("pk")
        )

    def matching(self, words: str) -> Self:
        return self.filter(
            Q(ref__iexact=words)
            | Q(headline__icontains=words)
            | Q(description__icontains=words)
            | Q(area__icontains=words)
            | Q(organisation__name__icontains=words)
            | Q(organisation__known_as__icontains=words)
        )

    def with_people(self) -> Self:
        return self.select_related("organisation", "programme", "raised_by", "verified_by")


# Of matches, which models/match.py defines; they stand on needs.
LIVE_MATCHES = ["proposed", "offerer_agreed", "need_agreed", "agreed", "checks_pending", "active"]


class Need(Lifecycle):
    """Something that an organisation needs for the people whom it serves."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Waiting for a second person"
        VERIFIED = "verified", "Confirmed"
        OPEN = "open", "Open"
        PART_MET = "part_met", "Partly met"
        MET = "met", "Met"
        UNMET_CLOSED = "unmet_closed", "Closed, not met"
        WITHDRAWN = "withdrawn", "Withdrawn"
        EXPIRED = "expired", "Past its date"

    ENDS = {Status.UNMET_CLOSED, Status.WITHDRAWN, Status.EXPIRED}
    NEXT = {
        Status.DRAFT: {Status.VERIFIED, Status.WITHDRAWN, Status.EXPIRED},
        Status.VERIFIED: {Status.OPEN, *ENDS},
        Status.OPEN: {Status.PART_MET, Status.MET, *ENDS},
        Status.PART_MET: {Status.MET, *ENDS},
    }
    OPEN = list(NEXT)
    MATCHABLE = [Status.OPEN, Status.PART_MET]

    Kind, Urgency = offer_words.Kind, need_words.Urgency
    UnmetReason, CheckKind = need_words.UnmetReason, need_words.CheckKind

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="needs")
    ref = models.CharField("reference", max_length=20, default=new_need_ref)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=20, choices=Kind)
    headline = models.CharField(max_length=120)
    description = models.TextField(max_length=1000, blank=True)
    quantity = models.PositiveIntegerField()
    unit = models.CharField(max_length=40, blank=True)
    fulfilled_quantity = models.PositiveIntegerField(default=0)
    area = models.CharField(max_length=120, blank=True)
    needed_from = models.DateField(null=True, blank=True)
    needed_by = models.DateField()
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.LATER)
    checks_required = ArrayField(
        models.CharField(max_length=20, choices=CheckKind), default=list, blank=True
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)

    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    verified_at = models.DateTimeField(null=True)
    unmet_reason = models.CharField(max_length=20, choices=UnmetReason, blank=True)
    closed_at = models.DateTimeField(null=True)
    # Drawn when the form is shown: the same form sent twice is one need.
    form_key = models.UUIDField(null=True, editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="need_ref_names_one_need", fields=["ref"]),
            models.UniqueConstraint(name="need_form_makes_one_need", fields=["form_key"]),
            models.CheckConstraint(
                name="need_quantity_is_sensible",
                condition=Q(quantity__gte=1, quantity__lte=1_000_000),
            ),
            models.CheckConstraint(
                name="need_is_not_met_beyond_itself",
                condition=Q(fulfilled_quantity__lte=F("quantity")),
            ),
            models.CheckConstraint(
                name="need_dates_in_order",
                condition=Q(needed_from=None) | Q(needed_by__gte=F("needed_from")),
            ),
            models.CheckConstraint(
                name="need_verified_by_somebody_else",
                condition=Q(verified_by=None) | ~Q(verified_by=F("raised_by")),
                violation_error_message="Somebody other than whoever raised it confirms a need.",
            ),
            models.CheckConstraint(
                name="need_past_draft_was_verified",
                condition=Q(status__in=["draft", "withdrawn", "expired"])
                | Q(verified_by__isnull=False, verified_at__isnull=False),
            ),
            models.CheckConstraint(
                name="need_closed_unmet_says_why",
                condition=(Q(status="unmet_closed") & ~Q(unmet_reason=""))
                | (~Q(status="unmet_closed") & Q(unmet_reason="")),
            ),
            models.CheckConstraint(
                name="need_met_is_met_in_full",
                condition=~Q(status="met") | Q(fulfilled_quantity=F("quantity")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "kind", "needed_by", "id"],
                name="need_to_be_met",
                condition=Q(status__in=["open", "part_met"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref}: {self.headline}"

    def get_absolute_url(self) -> str:
        return reverse("need_detail", args=[self.ref])

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def can_be_met(self) -> bool:
        return self.status in self.MATCHABLE

    @property
    def still_needed(self) -> int:
        return self.quantity - self.fulfilled_quantity

    @property
    def checks_in_words(self) -> list[str]:
        return [str(need_words.CheckKind(kind).label) for kind in self.checks_required]
