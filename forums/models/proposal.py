"""Proposals: what somebody at the table brings for all of it to answer, in versions."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models import Sector, User
from forums.authority.money import in_pounds
from forums.models.delegation import Delegation
from forums.models.difference import Difference
from forums.models.forum import Forum, Seat

TITLE_LENGTH = 120
TEXT_LENGTH = 5000
WHY_LENGTH = 1000
OPTION_LENGTH = 200


class ProposalQuerySet(LockingQuerySet["Proposal"]):
    def visible_to(self, user: User) -> Self:
        """Of forums that this person may see; what is in them is for `permissions` to say."""
        return self.filter(forum__in=Forum.objects.visible_to(user))

    def undecided(self) -> Self:
        """What a forum has to see to before it closes (FRM-3)."""
        return self.filter(status__in=Proposal.UNDECIDED)

    def with_all(self) -> Self:
        return self.select_related("forum__programme", "proposer_seat")


class Proposal(Lifecycle):
    """One matter, from the first words until it is passed, dropped, referred or taken back. What
    it says is in its versions."""

    class Status(models.TextChoices):
        WRITING = "writing", "Being written"
        IN_ROUND = "in_round", "In a round"
        PASSED = "passed", "Passed"
        REFERRED = "referred", "Referred to the owner"
        DROPPED = "dropped", "Dropped"
        WITHDRAWN = "withdrawn", "Withdrawn"

    NEXT = {
        Status.WRITING: {Status.IN_ROUND, Status.WITHDRAWN},
        Status.IN_ROUND: {
            Status.WRITING,
            Status.PASSED,
            Status.REFERRED,
            Status.DROPPED,
            Status.WITHDRAWN,
        },
    }
    UNDECIDED = (Status.WRITING, Status.IN_ROUND)

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="proposals")
    # Whose matter it is, with the sector in force when it was brought (ORG-3).
    proposer_seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    proposer_sector = models.CharField(max_length=3, choices=Sector)
    # What it would settle; never one that is out of scope (DIF-4).
    difference = models.ForeignKey(
        Difference, models.PROTECT, related_name="proposals", null=True, blank=True
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.WRITING)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="proposal_is_over_once",
                condition=Q(status__in=["writing", "in_round"], ended_at=None)
                | (~Q(status__in=["writing", "in_round"]) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="proposal_comes_from_a_sector", condition=~Q(proposer_sector="")
            ),
        ]
        indexes = [
            models.Index(fields=["forum", "status"], name="proposal_by_status"),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("forums:proposal_detail", args=[self.forum_id, self.pk])

    @property
    def ref(self) -> str:
        """PRO-014."""
        return f"PRO-{self.pk:03d}"

    @property
    def is_undecided(self) -> bool:
        return self.status in self.UNDECIDED

    @property
    def brought_by(self) -> str:
        """Whose matter it is; in a forum that does not attribute, from which sector it comes."""
        if self.forum.is_attributed:
            return str(self.proposer_seat)
        return str(Sector(self.proposer_sector).label)


class ProposalVersionQuerySet(LockingQuerySet["ProposalVersion"]):
    def newest(self) -> Self:
        """One for each proposal."""
        return self.order_by("proposal", "-number").distinct("proposal")


class ProposalVersion(models.Model):
    """What a proposal says. Members respond to all of it, so it does not change once a round has
    begun on it: a trigger (RND-4)."""

    class Significance(models.TextChoices):
        MINOR = "minor", "Minor: few would notice"
        STANDARD = "standard", "Standard: it changes how something is done"
        MAJOR = "major", "Major: it changes what people can count on"

    class Reversible(models.TextChoices):
        YES = "yes", "Yes, within weeks and at little cost"
        PARTLY = "partly", "Partly, or at a cost"
        NO = "no", "No"

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.TextField("what is proposed", max_length=TEXT_LENGTH)
    why_now = models.CharField(max_length=WHY_LENGTH)
    options_considered = ArrayField(
        models.CharField(max_length=OPTION_LENGTH), default=list, blank=True
    )
    value = models.DecimalField("pounds", max_digits=12, decimal_places=2, default=Decimal(0))
    significance = models.CharField(
        max_length=8, choices=Significance, default=Significance.STANDARD
    )
    reversible = models.CharField(max_length=6, choices=Reversible)
    # Whose power it would use; none is a recommendation.
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="proposed", null=True, blank=True
    )
    evaluation_on = models.DateField("look at what came of it on", null=True, blank=True)
    change_note = models.CharField("what changed", max_length=300, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = ProposalVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="proposal_version_once",
                fields=["proposal", "number"],
                violation_error_message="Somebody else has just changed this proposal. Read it as"
                " it is now.",
            ),
            # What the key from Round (version, proposal) leans on.
            models.UniqueConstraint(
                name="proposal_version_is_of_one_proposal", fields=["id", "proposal"]
            ),
            models.CheckConstraint(
                name="proposal_version_says_what_and_why",
                condition=~Q(title="") & ~Q(text="") & ~Q(why_now=""),
            ),
            models.CheckConstraint(
                name="proposal_version_value_is_not_negative",
                condition=Q(value__gte=0),
                violation_error_message="What it is worth is 0 or more.",
            ),
            models.CheckConstraint(
                name="proposal_version_is_looked_at_again",
                condition=Q(evaluation_on__isnull=False)
                | (~Q(significance="major") & ~Q(reversible="no")),
                violation_error_message="Say on which day you look at what came of it: it is major,"
                " or cannot be undone.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stamp(self) -> str:
        """Changes with each change of what it says."""
        return f"{self.pk}-{self.written_at.timestamp()}"

    @property
    def worth(self) -> str:
        """In words."""
        return in_pounds(self.value) if self.value else "No money"
