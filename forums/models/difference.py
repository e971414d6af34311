"""Differences between organisations: named early, in their own words, and then set aside or worked
on. Nobody replies, votes or counts (DIF-3)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models import Affiliation, Organisation, User
from forums.models.forum import Forum, Membership

WORDING_LENGTH = 300


class DifferenceQuerySet(LockingQuerySet["Difference"]):
    def visible_to(self, user: User) -> Self:
        """DIF-5: at first whoever raised it and the chair; while it is worded, also those who speak
        for an organisation that is asked; once acknowledged, everyone seated."""
        seated = Membership.objects.live().held_by(user).acknowledged()
        asked = Position.objects.standing().spoken_for_by(user)
        return self.filter(
            Q(forum__in=seated.values("forum"), status__in=Difference.KNOWN)
            | Q(forum__in=seated.values("forum"), raised_by=user)
            | Q(forum__in=seated.in_the_chair().values("forum"))
            | Q(pk__in=asked.values("difference"), status=Difference.Status.WORDING)
        )

    def for_the_chair(self, user: User) -> Self:
        """In forums that this person chairs."""
        seated = Membership.objects.live().held_by(user).acknowledged()
        return self.filter(forum__in=seated.in_the_chair().values("forum"))

    def known(self) -> Self:
        """Members know of them."""
        return self.filter(status__in=Difference.KNOWN)

    def in_the_making(self) -> Self:
        return self.filter(status__in=Difference.PRIVATE)

    def unsettled(self) -> Self:
        """Known, and neither settled nor closed: what a meeting opens with."""
        return self.filter(status__in=Difference.UNSETTLED)

    def unanswered(self) -> Self:
        return self.filter(status=Difference.Status.RAISED)

    def to_remind(self, on: date) -> Self:
        """Whose chair has today, or had, to answer and was not reminded (DIF-7)."""
        return self.unanswered().filter(reply_due_on__lte=on, reminded_at=None)

    def to_escalate(self, on: date) -> Self:
        """Whose chair did not answer in time (DIF-7)."""
        return self.unanswered().filter(reply_due_on__lt=on, escalated_at=None)

    def fully_worded(self) -> Self:
        """Each organisation that was asked has answered or is left out (DIF-2)."""
        waiting = Position.objects.waiting().filter(difference=OuterRef("pk"))
        return self.filter(~Exists(waiting), status=Difference.Status.WORDING)

    def to_look_at_again(self, on: date) -> Self:
        return self.unsettled().filter(review_on__lte=on)

    def with_forum(self) -> Self:
        return self.select_related("forum__programme", "raised_for", "raised_by")


class Difference(Lifecycle):
    """A matter on which organisations differ. Its title is neutral; what each holds stands in its
    positions."""

    class Kind(models.TextChoices):
        FACTS = "facts", "Different facts"
        VALUES = "values", "Different values or experience"
        OUTSIDE = "outside", "Outside pressures"
        RESOURCES = "resources", "Resources"
        AUTHORITY = "authority", "Who should decide"

    class Effect(models.TextChoices):
        NONE = "none", "None: we go on working together on all of it"
        CONDITIONS = "conditions", "We go on, under conditions"
        STAND_ASIDE = "stand_aside", "We stand aside from part of it"

    class Status(models.TextChoices):
        RAISED = "raised", "With the chair"
        WORDING = "wording", "Being worded"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        BEING_WORKED = "being_worked", "Being worked on"
        PARKED = "parked", "Parked"
        RESOLVED = "resolved", "Resolved"
        AGREED_TO_DIFFER = "agreed_to_differ", "Agreed to differ"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"
        RETURNED = "returned", "Returned"

    NEXT = {
        Status.RAISED: {Status.WORDING, Status.WITHDRAWN, Status.RETURNED},
        Status.WORDING: {Status.ACKNOWLEDGED, Status.WITHDRAWN, Status.RETURNED},
        Status.ACKNOWLEDGED: {Status.BEING_WORKED, Status.PARKED},
        Status.BEING_WORKED: {Status.RESOLVED, Status.AGREED_TO_DIFFER},
        Status.PARKED: {Status.PARKED, Status.CLOSED},
    }
    PRIVATE = (Status.RAISED, Status.WORDING)
    UNSETTLED = (Status.ACKNOWLEDGED, Status.BEING_WORKED, Status.PARKED)
    KNOWN = (*UNSETTLED, Status.RESOLVED, Status.AGREED_TO_DIFFER, Status.CLOSED)

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="differences")
    title = models.CharField(max_length=90)
    kind = models.CharField(max_length=10, choices=Kind)
    effect = models.CharField(max_length=12, choices=Effect, default=Effect.NONE)
    effect_detail = models.CharField(max_length=200, blank=True)
    # The chair says so when opening it for wording; nobody has until then.
    is_in_scope = models.BooleanField(null=True)
    signpost = models.CharField("where it goes", max_length=200, blank=True)
    facilitator_line = models.CharField("a line from the chair", max_length=200, blank=True)
    crux = models.CharField("what would settle it", max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.RAISED)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    reply_due_on = models.DateField()
    replied_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.CharField(max_length=300, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField("look at it again on", null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="difference_has_a_title", condition=~Q(title="")),
            models.UniqueConstraint(
                Lower("title"),
                "forum",
                "raised_for",
                name="difference_raised_once_by_an_organisation",
                condition=~Q(status__in=["withdrawn", "returned", "closed"]),
                violation_error_message="Your organisation has raised this already.",
            ),
            models.CheckConstraint(
                name="difference_out_of_scope_says_where_it_goes",
                condition=~Q(is_in_scope=False) | ~Q(signpost=""),
                violation_error_message="Say where a difference that is out of scope goes.",
            ),
            models.CheckConstraint(
                name="difference_has_a_class_once_it_is_worded",
                condition=Q(status__in=["raised", "withdrawn", "returned"])
                | Q(is_in_scope__isnull=False),
            ),
            models.CheckConstraint(
                name="difference_out_of_scope_is_never_worked_on",
                condition=~Q(status__in=["being_worked", "resolved", "agreed_to_differ"])
                | Q(is_in_scope=True),
            ),
            models.CheckConstraint(
                name="difference_in_scope_is_never_parked",
                condition=~Q(status__in=["parked", "closed"]) | Q(is_in_scope=False),
            ),
            models.CheckConstraint(
                name="difference_crux_is_of_facts_in_scope",
                condition=Q(crux="") | Q(kind="facts", is_in_scope=True),
                violation_error_message="What would settle it is for facts that are in scope.",
            ),
            models.CheckConstraint(
                name="difference_is_looked_at_again",
                condition=Q(status__in=["raised", "wording", "withdrawn", "returned"])
                | Q(acknowledged_at__isnull=False, review_on__isnull=False),
            ),
            models.CheckConstraint(
                name="difference_effect_says_which",
                condition=Q(effect="none", effect_detail="")
                | (~Q(effect="none") & ~Q(effect_detail="")),
            ),
            models.CheckConstraint(
                name="difference_returned_says_why",
                condition=~Q(status="returned") | ~Q(returned_because=""),
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("forums:difference_detail", args=[self.forum_id, self.pk])

    @property
    def ref(self) -> str:
        """X-006: what mails and lists of what is due say of it."""
        return f"X-{self.pk:03d}"

    @property
    def is_known(self) -> bool:
        return self.status in self.KNOWN

    @property
    def is_private(self) -> bool:
        return self.status in self.PRIVATE


class PositionQuerySet(LockingQuerySet["Position"]):
    def standing(self) -> Self:
        """Asked for, or given."""
        return self.filter(status__in=Position.STANDING)

    def waiting(self) -> Self:
        return self.filter(status=Position.Status.ASKED)

    def agreed(self) -> Self:
        """By date, and by nothing else (DIF-3)."""
        return self.filter(status=Position.Status.AGREED).order_by("first_agreed_at", "pk")

    def late(self, on: date) -> Self:
        """Asked for, and not answered in time (DIF-2)."""
        return self.waiting().filter(answer_by__lt=on, difference__status=Difference.Status.WORDING)

    def spoken_for_by(self, user: User) -> Self:
        """Of organisations for which this person can speak today (AFF-2)."""
        places = Affiliation.objects.in_force().filter(contributor__user=user, can_speak_for=True)
        return self.filter(organisation__in=places.values("organisation"))


class Position(Lifecycle):
    """What one organisation holds, in words that it has accepted itself (DIF-1, DIF-2). Before it
    has, `wording` is what a colleague proposes, and stays inside the organisation."""

    class Status(models.TextChoices):
        ASKED = "asked", "Asked for"
        AGREED = "agreed", "In their own words"
        DECLINED = "declined", "Preferred to say nothing"
        LEFT_OUT = "left_out", "Did not answer in time"
        MERGED = "merged", "Told by the organisation that it became"

    NEXT = {
        Status.ASKED: {Status.AGREED, Status.DECLINED, Status.LEFT_OUT},
        Status.AGREED: {Status.AGREED, Status.DECLINED},
    }
    STANDING = (Status.ASKED, Status.AGREED)

    difference = models.ForeignKey(Difference, models.PROTECT, related_name="positions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    wording = models.CharField(max_length=WORDING_LENGTH, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    answer_by = models.DateField(null=True, blank=True)
    # Rewording keeps its place in the order.
    first_agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = PositionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="position_one_per_organisation",
                fields=["difference", "organisation"],
                condition=Q(status__in=["asked", "agreed"]),
                violation_error_message="This organisation has a position in it already.",
            ),
            models.CheckConstraint(
                name="position_agreed_by_somebody",
                condition=~Q(status="agreed")
                | (
                    ~Q(wording="")
                    & Q(
                        first_agreed_at__isnull=False,
                        agreed_at__gte=F("first_agreed_at"),
                        agreed_by__isnull=False,
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} on {self.difference}"

    @property
    def is_agreed(self) -> bool:
        return self.status == self.Status.AGREED
