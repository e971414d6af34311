"""Decisions: what a forum settled, under whose authority, and what became of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle
from coalition.models import Organisation
from forums.authority.modes import DECIDING, Mode
from forums.models.agenda import AgendaItem
from forums.models.decision_rows import DecisionQuerySet
from forums.models.decision_words import (
    ANSWERED,
    IN_EFFECT,
    SPENT,
    STANDS,
    TAKEN_UP,
    TO_SOMEBODY,
    UNDER_AUTHORITY,
    Publication,
    Reversible,
    Significance,
    Status,
)
from forums.models.delegation import LINE_LENGTH, Delegation
from forums.models.forum import Forum
from forums.models.proposal import TEXT_LENGTH as PROPOSED_LENGTH
from forums.models.round import Round

TITLE_LENGTH = 120
TEXT_LENGTH = 2000
SHORT_LENGTH = 1000


class Decision(Lifecycle):
    """What was decided under a delegation, or, where none covers it, recommended to somebody who
    answers by a day (DEC-1). Once published it never changes: another takes its place (DEC-3; a
    trigger refuses the rest)."""

    Status, Significance = Status, Significance
    Reversible, Publication = Reversible, Publication

    NEXT = {
        Status.DECIDED: {
            Status.IN_CALL_IN,
            Status.EFFECTIVE,
            Status.RECOMMENDED,
            Status.DROPPED,
        },
        Status.IN_CALL_IN: {Status.EFFECTIVE, Status.OVERRULED, Status.SUPERSEDED},
        Status.EFFECTIVE: {Status.EVALUATED, Status.OVERRULED, Status.SUPERSEDED},
        Status.EVALUATED: {Status.SUPERSEDED},
        Status.RECOMMENDED: {*ANSWERED, Status.DROPPED},
        **{status: {Status.SUPERSEDED} for status in (*ANSWERED, Status.OVERRULED)},
    }

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="decisions")
    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.CharField("what was decided", max_length=PROPOSED_LENGTH)
    decided_on = models.DateField()
    # Where it was agreed; without one or a round, whoever chairs or holds the seat decided it.
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="decisions", null=True, blank=True
    )
    # Which passed; with the item, where it was held in a meeting.
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="decisions", null=True, blank=True
    )
    reasons = models.CharField(max_length=TEXT_LENGTH)
    options_rejected = models.CharField(max_length=TEXT_LENGTH)
    conflicts = models.CharField("interests and how they were handled", max_length=SHORT_LENGTH)
    value = models.DecimalField("pounds", max_digits=12, decimal_places=2, default=0)
    significance = models.CharField(
        max_length=8, choices=Significance, default=Significance.STANDARD
    )
    reversible = models.CharField(max_length=6, choices=Reversible, default=Reversible.YES)
    # What it was measured against, and under which mode it counts: none where none covers it.
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="decisions", null=True, blank=True
    )
    mode = models.CharField(max_length=21, choices=Mode, default=Mode.RECOMMEND)
    conditions_met = ArrayField(models.CharField(max_length=LINE_LENGTH), default=list, blank=True)
    consulted = ArrayField(models.CharField(max_length=LINE_LENGTH), default=list, blank=True)
    touches = ArrayField(
        models.CharField(max_length=LINE_LENGTH),
        verbose_name="of what the delegation does not cover",
        default=list,
        blank=True,
    )
    # Why it is a recommendation, each as a sentence; none where it is decided (DEC-1).
    outside = ArrayField(models.CharField(max_length=500), default=list, blank=True)
    addressee = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True
    )
    addressee_office = models.CharField(max_length=120, blank=True)
    answer_due = models.DateField(null=True, blank=True)
    # Who could take part, and for whom, on the day: forums.entitled. What metrics count (P1).
    entitled = models.JSONField(default=list)
    voters = models.PositiveSmallIntegerField(default=0)
    voters_outside = models.PositiveSmallIntegerField("of them not from government", default=0)
    how = models.CharField("how it was agreed", max_length=SHORT_LENGTH, blank=True)
    owner = models.CharField("who carries it out", max_length=120, blank=True)
    due = models.DateField(null=True, blank=True)
    evaluation_on = models.DateField(null=True, blank=True)
    publication = models.CharField(max_length=9, choices=Publication, default=Publication.MEMBERS)
    replaces = models.ForeignKey(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True
    )
    status = models.CharField(max_length=15, choices=Status)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    published_at = models.DateTimeField(null=True, blank=True)
    call_in_until = models.DateField(null=True, blank=True)
    called_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    called_in_at = models.DateTimeField(null=True, blank=True)
    call_in_reason = models.CharField(max_length=SHORT_LENGTH, blank=True)
    effective_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=TEXT_LENGTH, blank=True)
    evaluated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    evaluated_at = models.DateTimeField(null=True, blank=True)
    evaluation = models.CharField("what came of it", max_length=TEXT_LENGTH, blank=True)
    # Overruled or replaced.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decision_says_what_and_why",
                condition=~Q(title="")
                & ~Q(text="")
                & ~Q(reasons="")
                & ~Q(options_rejected="")
                & ~Q(conflicts=""),
                violation_error_message="Say what was decided, why, what was rejected, and which"
                " interests there were.",
            ),
            models.CheckConstraint(
                name="decision_costs_nothing_or_more", condition=Q(value__gte=0)
            ),
            models.CheckConstraint(
                name="decision_cites_its_authority",
                condition=~Q(status__in=UNDER_AUTHORITY)
                | Q(delegation__isnull=False, mode__in=DECIDING, outside=[]),
            ),
            models.CheckConstraint(
                name="decision_recommended_to_somebody_who_answers",
                condition=~Q(status__in=TO_SOMEBODY)
                | Q(addressee__isnull=False, answer_due__isnull=False)
                & ~Q(outside=[])
                & ~Q(addressee_office="")
                & ~Q(mode__in=DECIDING),
                violation_error_message="Say who answers this recommendation.",
            ),
            models.CheckConstraint(
                name="decision_that_matters_is_evaluated",
                condition=Q(evaluation_on__isnull=False)
                | (~Q(significance="major") & ~Q(reversible="no")),
                violation_error_message="Choose a day to look at what came of it: it is major, or"
                " cannot be undone.",
            ),
            models.CheckConstraint(
                name="decision_is_evaluated_afterwards",
                condition=Q(evaluation_on=None) | Q(evaluation_on__gt=F("decided_on")),
                violation_error_message="Look at what came of it after the day of the decision.",
            ),
            models.CheckConstraint(
                name="decision_published_before_it_counts",
                condition=Q(status__in=["decided", "recommended", "dropped"])
                | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_decided_only_until_published",
                condition=~Q(status__in=["decided", "dropped"]) | Q(published_at=None),
            ),
            models.CheckConstraint(
                name="decision_open_to_call_in_until_a_day",
                condition=~Q(status="in_call_in") | Q(call_in_until__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_called_in_with_a_reason",
                condition=Q(called_in_at=None, call_in_reason="")
                | (Q(called_in_at__isnull=False) & ~Q(call_in_reason="")),
                violation_error_message="Say what needs another look. The forum reads it.",
            ),
            models.CheckConstraint(
                name="decision_no_is_answered_with_why",
                condition=(~Q(status__in=ANSWERED) | Q(answered_at__isnull=False))
                & (~Q(status__in=["adopted_in_part", "not_adopted"]) | ~Q(answer="")),
                violation_error_message="Say why. The forum reads it.",
            ),
            models.CheckConstraint(
                name="decision_evaluated_says_what_came_of_it",
                condition=Q(evaluated_at=None, evaluation="")
                | (Q(evaluated_at__isnull=False) & ~Q(evaluation="")),
                violation_error_message="Say what came of it.",
            ),
            models.CheckConstraint(
                name="decision_does_not_replace_itself",
                condition=Q(replaces=None) | ~Q(replaces=F("id")),
            ),
            models.UniqueConstraint(
                name="decision_replaced_by_one",
                fields=["replaces"],
                condition=~Q(status="dropped"),
                violation_error_message="Another decision is taking its place already.",
            ),
            models.UniqueConstraint(
                name="decision_once_per_item",
                fields=["item"],
                condition=~Q(status="dropped"),
                violation_error_message="The decision of this item is on record already.",
            ),
            models.UniqueConstraint(
                name="decision_once_per_round",
                fields=["round"],
                condition=~Q(status="dropped"),
                violation_error_message="The decision of this round is on record already.",
            ),
            models.CheckConstraint(
                name="decision_voters_outside_are_voters",
                condition=Q(voters_outside__lte=F("voters")),
            ),
        ]
        indexes = [
            models.Index(fields=["forum", "-decided_on", "-id"], name="decision_log_of_forum"),
            models.Index(
                fields=["-decided_on", "-id"],
                name="decision_log_public",
                condition=Q(publication="public", published_at__isnull=False),
            ),
            models.Index(
                fields=["delegation", "decided_on"],
                name="decision_spends",
                condition=Q(status__in=SPENT),
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("forums:decision_detail", args=[self.pk])

    @property
    def ref(self) -> str:
        """DEC-014."""
        return f"DEC-{self.pk:03d}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_recommendation(self) -> bool:
        """Whatever was answered; of what is replaced or withdrawn, too."""
        return bool(self.outside)

    @property
    def is_in_effect(self) -> bool:
        return self.status in IN_EFFECT

    @property
    def is_to_evaluate(self) -> bool:
        """In effect or taken up, and nobody has said yet what came of it."""
        done = self.status in {Status.EFFECTIVE, *TAKEN_UP}
        return done and self.evaluated_at is None

    @property
    def stands(self) -> bool:
        return self.status in STANDS

    @property
    def answered_by_whom(self) -> str:
        """An office, not a person (L4)."""
        return f"{self.addressee_office}, {self.addressee}" if self.addressee else ""

    @property
    def authority(self) -> str:
        """In words, as pages, mails and minutes say it."""
        if self.is_recommendation:
            return f"Recommendation to {self.answered_by_whom}"
        return f"Decided under {self.delegation}"

    @property
    def is_late(self) -> bool:
        """Nobody has answered, and the day has passed."""
        due = self.answer_due
        return self.status == Status.RECOMMENDED and due is not None and due < timezone.localdate()
