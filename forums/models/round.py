"""Rounds: each voting seat is asked once, for one version, under one scope, until one moment."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models import User
from forums.authority.rules import Rule
from forums.models.agenda import AgendaItem
from forums.models.forum import Forum
from forums.models.proposal import Proposal, ProposalVersion
from forums.models.scope import ScopeStatement
from forums.quorum import Quorum

ASYNC_WORKING_DAYS = 3  # RND-7
EXTRA_WORKING_DAYS = 5  # RND-2


class RoundQuerySet(LockingQuerySet["Round"]):
    def visible_to(self, user: User) -> Self:
        """Of forums that this person may see; what is in them is for `permissions` to say."""
        return self.filter(proposal__forum__in=Forum.objects.visible_to(user))

    def open(self) -> Self:
        """Not closed yet; the clock may have come to its end all the same."""
        return self.filter(status=Round.Status.OPEN)

    def going_on(self, now: datetime | None = None) -> Self:
        """Takes responses."""
        return self.open().filter(closes_at__gt=now or timezone.now())

    def due(self, now: datetime) -> Self:
        """Whose time has come, and which nobody has closed."""
        return self.open().filter(closes_at__lte=now)

    def failed(self) -> Self:
        """What counts towards the fallback (RND-6)."""
        return self.filter(status__in=[Round.Status.NOT_PASSED, Round.Status.LAPSED])

    def urgent_to_note(self) -> Self:
        """Passed in a hurry, and on no agenda yet (RND-7)."""
        return self.filter(status=Round.Status.PASSED, noted_in=None).exclude(urgent_because="")

    def with_all(self) -> Self:
        return self.select_related(
            "proposal__forum__programme",
            "proposal__proposer_seat",
            "version__delegation__delegator",
            "scope",
            "item__meeting",
        )


class Round(Lifecycle):
    """One round. Once it is over it stays as it was: a trigger."""

    class Mode(models.TextChoices):
        MEETING = "meeting", "In a meeting"
        ASYNC = "async", "Between meetings"

    class Status(models.TextChoices):
        DRAFT = "draft", "On an agenda"
        OPEN = "open", "Open"
        PASSED = "passed", "Passed"
        NOT_PASSED = "not_passed", "Not passed"
        LAPSED = "lapsed", "Lapsed"
        WITHDRAWN = "withdrawn", "Withdrawn"
        SUPERSEDED = "superseded", "Replaced by a newer version"

    NEXT = {
        Status.DRAFT: {Status.OPEN, Status.WITHDRAWN, Status.SUPERSEDED},
        Status.OPEN: {
            Status.PASSED,
            Status.NOT_PASSED,
            Status.LAPSED,
            Status.WITHDRAWN,
            Status.SUPERSEDED,
        },
    }
    AHEAD = (Status.DRAFT, Status.OPEN)
    DECIDED = (Status.PASSED, Status.NOT_PASSED, Status.LAPSED)

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="rounds")
    version = models.ForeignKey(ProposalVersion, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    # In force when it opened; it keeps this one whatever comes after (SCO-5).
    scope = models.ForeignKey(
        ScopeStatement, models.PROTECT, related_name="+", null=True, blank=True
    )
    rule = models.CharField(max_length=10, choices=Rule)
    mode = models.CharField(max_length=7, choices=Mode)
    # The matter of a meeting under which it is held: its room and its recusals count (MTG-3).
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="rounds", null=True, blank=True
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    set_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_up_at = models.DateTimeField(default=timezone.now)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    urgent_because = models.CharField(max_length=300, blank=True)
    # Once, because a question was answered (RND-2).
    extended_at = models.DateTimeField(null=True, blank=True)
    # The quorum of the forum when it opened.
    quorum_people = models.PositiveSmallIntegerField(default=1)
    quorum_share = models.PositiveSmallIntegerField(default=0)  # percent
    quorum_nongov_share = models.PositiveSmallIntegerField(default=0)  # percent
    quorum_sectors = models.PositiveSmallIntegerField(default=1)
    closed_at = models.DateTimeField(null=True, blank=True)
    # None is the clock.
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    # Why it came out so, in one sentence or two.
    reason = models.CharField(max_length=1000, blank=True)
    # Under “chair after hearing”: what the chair decided, and why.
    ruled_because = models.CharField(max_length=1000, blank=True)
    # Entitled seats, whom each of them sat for, and what each said, at the close:
    # forums.rounds.Ballot.as_json.
    snapshot = models.JSONField(null=True, blank=True)
    # Where one that was urgent is noted or reversed (RND-7).
    noted_in = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="round_number_once", fields=["proposal", "number"]),
            models.UniqueConstraint(
                name="round_one_at_a_time",
                fields=["proposal"],
                condition=Q(status__in=["draft", "open"]),
                violation_error_message="A round on this proposal is open already.",
            ),
            models.UniqueConstraint(
                name="round_one_per_item",
                fields=["item"],
                condition=Q(status__in=["draft", "open"]),
                violation_error_message="This item of the agenda has a round already.",
            ),
            models.CheckConstraint(
                name="round_in_a_meeting_has_its_item",
                condition=Q(mode="meeting", item__isnull=False, urgent_because="")
                | Q(mode="async", item=None),
            ),
            models.CheckConstraint(
                name="round_open_says_until_when_and_under_which_scope",
                condition=Q(status="draft", opens_at=None)
                | Q(status__in=["withdrawn", "superseded"])
                | Q(
                    opens_at__isnull=False,
                    closes_at__gt=F("opens_at"),
                    scope__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="round_only_a_meeting_is_waited_for",
                condition=~Q(status="draft") | Q(mode="meeting"),
            ),
            models.CheckConstraint(
                name="round_is_over_with_a_reason",
                condition=Q(status__in=["draft", "open"], closed_at=None, reason="")
                | (Q(closed_at__isnull=False) & ~Q(reason="") & ~Q(status__in=["draft", "open"])),
            ),
            models.CheckConstraint(
                name="round_decided_keeps_who_was_asked",
                condition=Q(status__in=["passed", "not_passed", "lapsed"], snapshot__isnull=False)
                | (~Q(status__in=["passed", "not_passed", "lapsed"]) & Q(snapshot=None)),
            ),
            models.CheckConstraint(
                name="round_ruled_where_the_chair_decides",
                condition=Q(ruled_because="") | Q(rule="chair"),
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], name="round_to_close", condition=Q(status="open")),
        ]

    def __str__(self) -> str:
        return f"Round {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("forums:round_detail", args=[self.proposal.forum_id, self.pk])

    @property
    def forum(self) -> Forum:
        return self.proposal.forum

    @property
    def quorum(self) -> Quorum:
        return Quorum(
            self.quorum_people, self.quorum_share, self.quorum_nongov_share, self.quorum_sectors
        )

    @property
    def is_urgent(self) -> bool:
        return bool(self.urgent_because)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def is_ahead(self) -> bool:
        return self.status in self.AHEAD

    @property
    def is_over(self) -> bool:
        return not self.is_ahead

    @property
    def takes_responses(self) -> bool:
        """Now, whatever the clock has come round to writing down."""
        return self.is_open and self.closes_at is not None and timezone.now() < self.closes_at

    @property
    def waits_for_the_chair(self) -> bool:
        """Everyone was heard, and the chair has yet to decide."""
        return self.is_open and self.rule == Rule.CHAIR and not self.takes_responses
