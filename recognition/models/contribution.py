"""The gratitude ledger: who did what, and is owed thanks by when."""

from datetime import date
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, FilteredRelation, Q, Value, When
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Contributor, JournalEntry, Organisation, Programme, RoleGrant, User
from coalition.models.came_by import CameBy, came_by_index

CONTRIBUTION_RECORDED = "contribution.recorded"
CONTRIBUTION_CHANGED = "contribution.changed"
DUE_WORKING_DAYS = 20  # of an official letter, tier 2
# Who sees the ledger, letters and templates of a programme.
RECOGNITION_ROLES = [
    RoleGrant.Role.RECOGNITION_ADMIN,
    RoleGrant.Role.RECOGNITION_APPROVER,
    RoleGrant.Role.PROGRAMME_LEAD,
]


class ContributionQuerySet(LockingQuerySet["ContributionEvent"]):
    def visible_to(self, user: User) -> Self:
        """Recognition admins, approvers and leads see the ledger of their programmes."""
        return self.filter(programme__in=Programme.objects.with_role(user, *RECOGNITION_ROLES))

    def owed(self) -> Self:
        return self.filter(outcome=ContributionEvent.Outcome.OPEN)

    def late(self, on: date | None = None) -> Self:
        return self.owed().filter(due_on__lt=on or timezone.localdate())

    def without_letter(self) -> Self:
        """Those for which no letter is being prepared, on its way or sent."""
        live = FilteredRelation("letters", condition=~Q(letters__status="cancelled"))
        return self.alias(live_letter=live).filter(live_letter=None)

    def writers(self) -> models.QuerySet[User]:
        """Who wrote down, or put right, what letters about these will say (P1)."""
        written = JournalEntry.objects.of_kinds([CONTRIBUTION_RECORDED, CONTRIBUTION_CHANGED])
        about = written.filter(
            subject_type=ContentType.objects.get_for_model(self.model),
            subject_id__in=self.values("pk"),
        )
        return User.objects.filter(pk__in=about.values("by"))

    def with_lateness(self) -> Self:
        """With a column `when`: late or in_time."""
        late = When(due_on__lt=timezone.localdate(), then=Value("late"))
        return self.annotate(when=Case(late, default=Value("in_time")))

    def matching(self, words: str) -> Self:
        return self.filter(
            Q(contributor__letter_name__icontains=words)
            | Q(organisation__name__icontains=words)
            | Q(what_they_did__icontains=words)
        )

    def with_people(self) -> Self:
        return self.select_related("contributor", "organisation", "programme")


class ContributionEvent(models.Model):
    """One thing that a person did for a programme. Each ends in an outcome (CTB-2)."""

    class Kind(models.TextChoices):
        OFFER_MADE = "offer_made", "Offered support"
        NEED_MET = "need_met", "Gave support"
        HOURS = "hours", "Gave time"
        CHAIRED = "chaired", "Chaired a meeting"
        OTHER = "other", "Something else"

    class Outcome(models.TextChoices):
        OPEN = "open", "Thanks owed"
        THANKED = "thanked", "Thanked"
        NOT_THANKED = "not_thanked", "Not to be thanked"

    class WhyNot(models.TextChoices):
        """CTB-5."""

        PREFERENCE = "preference", "The person prefers no thanks"
        HOLD = "hold", "On hold"
        DECEASED = "deceased", "The person has died"
        DUPLICATE = "duplicate", "Already recorded"
        ERROR = "error", "Recorded in error"

    # Unique: an entry of the journal earns at most one event, however often we look (CTB-1).
    source = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+", null=True)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=20, choices=Kind)
    happened_on = models.DateField()
    what_they_did = models.CharField(max_length=200)
    what_it_made_possible = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.OPEN)
    why_not = models.CharField(max_length=20, choices=WhyNot, blank=True)
    closed_at = models.DateTimeField(null=True)
    came_by = CameBy()

    objects = ContributionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contribution_outcome_is_whole",
                condition=Q(outcome="open", closed_at=None, why_not="")
                | Q(outcome="thanked", closed_at__isnull=False, why_not="")
                | (Q(outcome="not_thanked", closed_at__isnull=False) & ~Q(why_not="")),
            ),
            models.CheckConstraint(
                name="contribution_says_what_was_done", condition=~Q(what_they_did="")
            ),
        ]
        indexes = [
            came_by_index("contribution"),
            models.Index(
                fields=["programme", "due_on", "id"],
                name="contribution_owed",
                condition=Q(outcome="open"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor}: {self.what_they_did}"

    @property
    def is_late(self) -> bool:
        return self.outcome == self.Outcome.OPEN and self.due_on < timezone.localdate()
