"""Delegations: power that is handed over in writing. Authority is a record, not a mood (L5)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle
from coalition.models import Organisation
from forums.authority.bounds import Terms
from forums.authority.modes import (
    ANSWERED,
    DECIDING,
    LAWFUL,
    LONGEST_ANSWER,
    WHY_NOT_DECIDE,
    Basis,
    Mode,
    promise,
)
from forums.authority.money import in_pounds
from forums.authority.periods import IN_WORDS, Days, Period
from forums.models.delegation_rows import DelegationQuerySet
from forums.models.delegation_words import GRANTED, OPEN, OVER, Report, Status
from forums.models.forum import Forum, Seat

POWER_LENGTH = 200
LINE_LENGTH = 200
LONGEST_CALL_IN = 20  # working days


class In24Months(Func):
    """The latest day on which a delegation from that day may end (DEL-4)."""

    template = "((%(expressions)s + INTERVAL '24 months')::date)"
    output_field: models.DateField = models.DateField()


class Delegation(Lifecycle):
    """Who hands what over to whom, how far, and until when. Once granted it never changes: it
    ends, and another takes its place (a trigger refuses the rest)."""

    Status, Report = Status, Report

    NEXT = {
        Status.DRAFT: {Status.ASKED, Status.DROPPED},
        Status.ASKED: {Status.DRAFT, Status.APPROVED, Status.DROPPED},
        Status.APPROVED: {Status.LIVE, Status.REVOKED, Status.SUPERSEDED},
        Status.LIVE: {Status.EXPIRED, Status.REVOKED, Status.SUPERSEDED},
    }

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="delegations")
    # To one seat of it; none is to the forum.
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="delegations", null=True, blank=True
    )
    theme = models.CharField(max_length=80)
    power = models.CharField("what is handed over", max_length=POWER_LENGTH)
    delegator = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role_holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office_title = models.CharField(max_length=120)
    # What it is handed on from, where whoever grants it holds it by delegation (DEL-6).
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="handed_on", null=True, blank=True
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True
    )
    mode = models.CharField(max_length=21, choices=Mode)
    per_decision_limit = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    period_limit = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    period = models.CharField(max_length=7, choices=Period, default=Period.YEAR)
    conditions = ArrayField(models.CharField(max_length=LINE_LENGTH), default=list, blank=True)
    must_consult = ArrayField(models.CharField(max_length=LINE_LENGTH), default=list, blank=True)
    excludes = ArrayField(models.CharField(max_length=LINE_LENGTH), default=list, blank=True)
    sub_delegation = models.BooleanField("may be handed on", default=False)
    report_to = models.CharField(max_length=120, blank=True)
    report_every = models.CharField(max_length=9, choices=Report, blank=True)
    call_in_days = models.PositiveSmallIntegerField(default=0)  # working days
    answer_within_days = models.PositiveSmallIntegerField(null=True, blank=True)  # working days
    legal_basis = models.CharField(max_length=9, choices=Basis)
    instrument_url = models.URLField(blank=True, validators=[URLValidator(["https", "http"])])
    effective_from = models.DateField()
    expires_on = models.DateField()
    # Before that where another takes its place.
    last_day = models.DateField(editable=False)
    review_on = models.DateField("look at it again on")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Everyone who has had a hand in it: none of them may approve it (P1).
    drafters = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.CharField(max_length=300, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delegation_says_what_and_who",
                condition=~Q(theme="") & ~Q(power="") & ~Q(office_title=""),
            ),
            models.CheckConstraint(
                name="delegation_limits_are_of_what_is_decided",
                condition=Q(
                    mode__in=DECIDING,
                    per_decision_limit__isnull=False,
                    period_limit__isnull=False,
                )
                | (~Q(mode__in=DECIDING) & Q(per_decision_limit=None, period_limit=None)),
                violation_error_message="Power to decide has a limit per decision and per period;"
                " to recommend or advise has none.",
            ),
            models.CheckConstraint(
                name="delegation_limits_are_not_negative",
                condition=Q(per_decision_limit=None) | Q(per_decision_limit__gte=0),
                violation_error_message="A limit is 0 or more.",
            ),
            models.CheckConstraint(
                name="delegation_one_decision_fits_the_period",
                condition=Q(per_decision_limit=None) | Q(per_decision_limit__lte=F("period_limit")),
                violation_error_message="One decision cannot be worth more than all of a period.",
            ),
            models.CheckConstraint(
                name="delegation_to_decide_is_lawful",
                condition=~Q(mode=Mode.DECIDE) | Q(legal_basis__in=LAWFUL),
                violation_error_message=WHY_NOT_DECIDE,
            ),
            models.CheckConstraint(
                name="delegation_to_be_bound_has_a_basis",
                condition=~Q(mode__in=DECIDING) | ~Q(legal_basis=Basis.NONE),
                violation_error_message="A promise to do what is decided needs something to stand"
                " on.",
            ),
            models.CheckConstraint(
                name="delegation_ends_within_24_months",
                condition=Q(expires_on__gte=F("effective_from"))
                & Q(expires_on__lte=In24Months("effective_from")),
                violation_error_message="A delegation ends within 24 months. It can be renewed"
                " then.",
            ),
            models.CheckConstraint(
                name="delegation_is_looked_at_before_its_end",
                condition=Q(review_on__gte=F("effective_from")) & Q(review_on__lte=F("expires_on")),
                violation_error_message="Look at it again between its first and its last day.",
            ),
            models.CheckConstraint(
                name="delegation_is_never_extended", condition=Q(last_day__lte=F("expires_on"))
            ),
            models.CheckConstraint(
                name="delegation_is_answered_in_time",
                condition=Q(
                    mode__in=ANSWERED,
                    answer_within_days__isnull=False,
                    answer_within_days__range=(1, LONGEST_ANSWER),
                )
                | (~Q(mode__in=ANSWERED) & Q(answer_within_days=None)),
                violation_error_message="Say within how many working days the answer comes.",
            ),
            models.CheckConstraint(
                name="delegation_call_in_is_short", condition=Q(call_in_days__lte=LONGEST_CALL_IN)
            ),
            models.CheckConstraint(
                name="delegation_reports_to_somebody",
                condition=Q(report_to="", report_every="")
                | (~Q(report_to="") & ~Q(report_every="")),
                violation_error_message="Say to whom it reports, and how often.",
            ),
            models.CheckConstraint(
                name="delegation_is_not_its_own",
                condition=(Q(parent=None) | ~Q(parent=F("id")))
                & (Q(replaces=None) | ~Q(replaces=F("id"))),
            ),
            models.CheckConstraint(
                name="delegation_approved_by_its_role_holder",
                condition=Q(approved_by=None) | Q(approved_by=F("role_holder")),
                violation_error_message="Only whoever holds the power can hand it over.",
            ),
            models.CheckConstraint(
                name="delegation_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")),
                violation_error_message="Whoever drafted a delegation cannot approve it as well.",
            ),
            models.CheckConstraint(
                name="delegation_approved_before_it_counts",
                condition=Q(
                    status__in=["draft", "asked", "dropped"], approved_by=None, approved_at=None
                )
                | Q(
                    status__in=["approved", "live", "expired", "revoked", "superseded"],
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="delegation_ends_once",
                condition=Q(status__in=["expired", "revoked", "superseded"], ended_at__isnull=False)
                | (~Q(status__in=["expired", "revoked", "superseded"]) & Q(ended_at=None)),
            ),
            models.CheckConstraint(
                name="delegation_revoked_says_why",
                condition=~Q(status="revoked") | ~Q(end_reason=""),
                violation_error_message="Say why. The forum reads it.",
            ),
            models.UniqueConstraint(
                name="delegation_replaced_by_one",
                fields=["replaces"],
                condition=Q(status__in=["approved", "live"]),
                violation_error_message="Another delegation has taken its place already.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["forum", "effective_from", "last_day"],
                name="delegation_granted",
                condition=Q(approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("forums:delegation_detail", args=[self.pk])

    @property
    def ref(self) -> str:
        """DEL-014."""
        return f"DEL-{self.pk:03d}"

    @property
    def owner(self) -> str:
        """Who promises: an office, not a person (L4)."""
        return f"{self.office_title}, {self.delegator}"

    @property
    def delegate(self) -> str:
        return f"{self.forum}: {self.seat}" if self.seat else str(self.forum)

    @property
    def promise(self) -> str:
        who = f"The seat ‘{self.seat}’" if self.seat else "This forum"
        return promise(self.mode, owner=self.owner, days=self.answer_within_days, who=who)

    @property
    def decides(self) -> bool:
        return self.mode in DECIDING

    @property
    def life(self) -> Days:
        """Until its last day, which may come before it expires."""
        return Days(self.effective_from, self.last_day)

    @property
    def limits(self) -> str:
        """In words; empty where nothing is decided."""
        if self.per_decision_limit is None or self.period_limit is None:
            return ""
        if not self.period_limit:
            return "No money may be spent."
        return (
            f"Up to {in_pounds(self.per_decision_limit)} a decision, and"
            f" {in_pounds(self.period_limit)} {IN_WORDS[self.period]}"
        )

    @property
    def how_far(self) -> str:
        """The mode in a word or three."""
        return str(Mode(self.mode).label).partition(":")[0]

    @property
    def terms(self) -> Terms:
        return Terms(
            mode=self.mode,
            life=self.life,
            per_decision=self.per_decision_limit,
            in_period=self.period_limit,
            period=self.period,
            conditions=tuple(self.conditions),
            must_consult=tuple(self.must_consult),
            excludes=tuple(self.excludes),
            call_in_days=self.call_in_days,
        )

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    @property
    def is_in_force(self) -> bool:
        """Now, whatever the clock has come round to writing down."""
        return self.status in GRANTED and timezone.localdate() in self.life

    @property
    def days_left(self) -> int:
        return (self.last_day - timezone.localdate()).days
