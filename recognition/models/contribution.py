"""The gratitude ledger: who did what, and is owed thanks by when."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, F, FilteredRelation, Q, Value, When
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Contributor, JournalEntry, Organisation, Programme, RoleGrant, User
from coalition.models.came_by import CameBy, came_by_index

if TYPE_CHECKING:
    from recognition.models.campaign import Campaign

CONTRIBUTION_RECORDED = "contribution.recorded"
CONTRIBUTION_CHANGED = "contribution.changed"
DUE_WORKING_DAYS = settings.THANKS_DUE[2]  # of an official letter
LATE_DAYS = 90  # from here on a letter says that it is late (AKN-3)
TOO_LATE_DAYS = 365  # from here on the programme lead decides
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

    def done_for_partners_of(self, user: User) -> Self:
        """What was done for the organisations that they coordinate: theirs to confirm (CTB-4)."""
        return self.filter(organisation__in=user.coordinates)

    def thanks_of(self, user: User) -> Self:
        """What somebody was thanked for themselves."""
        return self.filter(contributor__user=user, outcome=ContributionEvent.Outcome.THANKED)

    def unconfirmed(self) -> Self:
        """Nobody who was near has said that the facts are right, and thanks are still owed."""
        return self.owed().filter(verified_at=None)

    def owed(self) -> Self:
        return self.filter(outcome=ContributionEvent.Outcome.OPEN)

    def late(self, on: date | None = None) -> Self:
        return self.owed().filter(due_on__lt=on or timezone.localdate())

    def late_beyond_letters(self, days: int) -> Self:
        """Owed for longer than that, and nobody has decided that a letter still goes (AKN-3)."""
        before = timezone.localdate() - timedelta(days=days)
        return self.owed().filter(due_on__lt=before, late_decision=None)

    def without_letter(self) -> Self:
        """Those for which no letter is being prepared, on its way or sent."""
        live = FilteredRelation("letters", condition=~Q(letters__status="cancelled"))
        return self.alias(live_letter=live).filter(live_letter=None)

    def free_for(self, campaign: "Campaign") -> Self:
        """Owed in its programme, and without a letter."""
        return self.owed().without_letter().filter(programme=campaign.programme_id)

    def living_in(self, nations: Iterable[str]) -> Self:
        """Where it is not known, they live where the programme is."""
        unknown = Q(contributor__nation="", programme__nation__in=nations)
        return self.filter(Q(contributor__nation__in=nations) | unknown)

    def beside(self, event: "ContributionEvent") -> Self:
        """Others about the same person in its programme that could be the same thing; newest
        first."""
        same = self.filter(contributor=event.contributor_id, programme=event.programme_id)
        others = same.exclude(pk=event.pk).exclude(why_not=ContributionEvent.WhyNot.DUPLICATE)
        return others.order_by("-happened_on", "-pk")

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
        return self.select_related("contributor", "organisation", "programme", "late_decision")


class ContributionEvent(models.Model):
    """One thing that a person did for a programme. Each ends in an outcome (CTB-2)."""

    class Kind(models.TextChoices):
        OFFER_MADE = "offer_made", "Offered support"
        NEED_MET = "need_met", "Gave support"
        HOURS = "hours", "Gave time"
        HOSTING = "hosting", "Gave somebody a home for a time"
        CHAIRED = "chaired", "Chaired a meeting"
        WROTE = "wrote", "Wrote or proposed something"
        CONVENED = "convened", "Brought people together"
        DONATED = "donated", "Gave money or goods"
        OPENED_DOOR = "opened_door", "Opened a door"
        SPOTTED = "spotted", "Spotted a problem"
        STOOD_BY = "stood_by", "Stood by in case of need"
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
    began_on = models.DateField(null=True)  # where it went on for days
    happened_on = models.DateField()  # or ended
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    what_they_did = models.CharField(max_length=200)
    what_it_made_possible = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.OPEN)
    why_not = models.CharField(max_length=20, choices=WhyNot, blank=True)
    duplicate_of = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    # Who wrote it down, where a person did; and who was near, and says that it is right (CTB-4).
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    verified_at = models.DateTimeField(null=True)
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
            models.CheckConstraint(
                name="contribution_ends_after_it_begins",
                condition=Q(began_on=None) | Q(began_on__lte=F("happened_on")),
                violation_error_message="It cannot end before it begins.",
            ),
            models.CheckConstraint(
                name="contribution_hours_are_above_nought",
                condition=Q(hours=None) | Q(hours__gt=0),
                violation_error_message="Hours are more than nought, or left empty.",
            ),
            models.CheckConstraint(
                name="contribution_duplicate_of_another",
                condition=Q(duplicate_of=None)
                | (Q(why_not="duplicate") & ~Q(duplicate_of=F("id"))),
                violation_error_message="Choose another entry of the ledger.",
            ),
            models.CheckConstraint(
                name="contribution_verified_by_somebody",
                condition=Q(verified_at=None, verified_by=None)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
            ),
        ]
        indexes = [
            came_by_index("contribution"),
            models.Index(
                fields=["programme", "due_on", "id"],
                name="contribution_owed",
                condition=Q(outcome="open"),
            ),
            models.Index(fields=["programme", "due_on"], name="contribution_due"),
            models.Index(fields=["organisation", "-happened_on"], name="contribution_of_partner"),
        ]

    def __str__(self) -> str:
        return f"{self.contributor}: {self.what_they_did}"

    @property
    def days_late(self) -> int:
        """0 in time, and once it has ended."""
        return (timezone.localdate() - self.due_on).days if self.is_late else 0

    @property
    def needs_late_words(self) -> bool:
        """AKN-3: over 90 days late, only the late wording or a call is right."""
        return self.days_late > LATE_DAYS

    @property
    def needs_the_lead(self) -> bool:
        """AKN-3: after a year, whoever leads the programme decides what is right, and has not."""
        return self.days_late > TOO_LATE_DAYS and not hasattr(self, "late_decision")

    @property
    def is_late(self) -> bool:
        return self.outcome == self.Outcome.OPEN and self.due_on < timezone.localdate()
