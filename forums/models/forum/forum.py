"""A forum: a room with a purpose and an end."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle
from coalition.models import Organisation, Programme
from forums.authority.rules import USUAL, Proxies, Rule
from forums.models.forum.rows import ForumQuerySet
from forums.models.forum.words import LONGEST_LIFE, USUAL_NONGOV_SHARE
from forums.quorum import Quorum


class Forum(Lifecycle):
    """A room with a purpose, an end, seats, and a scope that everyone in it has read."""

    class Kind(models.TextChoices):
        DELIVERY = "delivery", "Delivery"
        ADVISORY = "advisory", "Strategic advisory"
        LIVED_EXPERIENCE = "lived_experience", "Lived experience"
        SAFEGUARDING = "safeguarding", "Safeguarding advisory"
        TASK = "task", "Task and finish"
        NETWORK = "network", "Network"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        RECRUITING = "recruiting", "Recruiting"
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        SUNSET_REVIEW = "sunset_review", "At its end"
        CLOSING = "closing", "Closing"
        CLOSED = "closed", "Closed"

    class Promise(models.TextChoices):
        """What whoever convened it does with what it says. To decide needs power that is
        delegated to it (FRM-4)."""

        INFORM = "inform", "Inform: members hear first, and in full"
        CONSULT = "consult", "Consult: members are asked, and told what came of it"
        INVOLVE = "involve", "Involve: members work on it from the start"
        COLLABORATE = "collaborate", "Collaborate: members shape it as partners"
        DECIDE = "decide", "Decide: members decide what is delegated to them"

    class Attribution(models.TextChoices):
        """Asked when it is opened; from then on it changes with a version of the scope, and names
        that were once kept back stay back (SCO-4)."""

        ATTRIBUTED = "attributed", "Attributed: members see who says what"
        NON_ATTRIBUTED = "non_attributed", "Not attributed: members see sectors, never names"

    class Listing(models.TextChoices):
        """Who learns that it exists, what it is for, and what its scope says aloud; no more."""

        MEMBERS = "members", "Nobody else: only members, and those who lead the programme"
        PROGRAMME = "programme", "People of the programme, once they have signed in"
        PUBLIC = "public", "Everyone: it stands on a page that needs no account"

    class Cadence(models.TextChoices):
        WEEKLY = "weekly", "Every week"
        FORTNIGHTLY = "fortnightly", "Every two weeks"
        MONTHLY = "monthly", "Every month"
        BIMONTHLY = "bimonthly", "Every two months"
        QUARTERLY = "quarterly", "Every three months"
        AS_NEEDED = "as_needed", "When there is need"

    # Whole weeks, so that a meeting stays on its day of the week.
    WEEKS = {
        Cadence.WEEKLY: 1,
        Cadence.FORTNIGHTLY: 2,
        Cadence.MONTHLY: 4,
        Cadence.BIMONTHLY: 9,
        Cadence.QUARTERLY: 13,
    }

    NEXT = {
        Status.DRAFT: {Status.RECRUITING},
        Status.RECRUITING: {Status.ACTIVE},
        Status.ACTIVE: {Status.PAUSED, Status.SUNSET_REVIEW},
        Status.PAUSED: {Status.ACTIVE, Status.SUNSET_REVIEW},
        Status.SUNSET_REVIEW: {Status.ACTIVE, Status.CLOSING},
        Status.CLOSING: {Status.CLOSED},
    }

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    convened_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    attribution = models.CharField(
        max_length=20, choices=Attribution, default=Attribution.ATTRIBUTED
    )
    listing = models.CharField(
        max_length=10, choices=Listing, default=Listing.MEMBERS, db_default="members"
    )
    cadence = models.CharField(
        max_length=12, choices=Cadence, default=Cadence.AS_NEEDED, db_default="as_needed"
    )
    sunset_on = models.DateField("ends on")
    # The day on which that date was agreed: the year counts from here.
    sunset_agreed_on = models.DateField(default=timezone.localdate)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    promise = models.CharField(max_length=12, choices=Promise, default=Promise.INVOLVE)
    quorum_people = models.PositiveSmallIntegerField(default=1)
    quorum_share = models.PositiveSmallIntegerField(default=0)  # percent
    # Percent; none is what its kind has (FRM-5).
    quorum_nongov_share = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum_sectors = models.PositiveSmallIntegerField(default=1)
    decision_rule = models.CharField(
        max_length=10, choices=[(rule, rule.label) for rule in USUAL], default=Rule.CONSENT
    )
    proxies = models.CharField(max_length=7, choices=Proxies, default=Proxies.NONE)
    # SEA-2: how many seats with a vote people from one organisation may have.
    seats_per_organisation = models.PositiveSmallIntegerField(default=1)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    objects = ForumQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="forum_has_a_name_and_a_purpose", condition=~Q(name="") & ~Q(purpose="")
            ),
            models.CheckConstraint(
                name="forum_ends_within_a_year",
                condition=Q(sunset_on__gt=F("sunset_agreed_on"))
                & Q(sunset_on__lte=F("sunset_agreed_on") + LONGEST_LIFE),
                violation_error_message="A forum ends within 12 months of the day on which its"
                " end is agreed. It can be renewed then.",
            ),
            models.CheckConstraint(
                name="forum_gives_an_organisation_a_seat",
                condition=Q(seats_per_organisation__gte=1),
            ),
            models.CheckConstraint(
                name="forum_quorum_is_of_people_and_percents",
                condition=Q(quorum_people__gte=1, quorum_sectors__gte=1, quorum_share__lte=100)
                & (Q(quorum_nongov_share=None) | Q(quorum_nongov_share__lte=100)),
            ),
            models.UniqueConstraint(
                Lower("name"),
                "programme",
                name="forum_name_once_per_programme",
                violation_error_message="This programme already has a forum of that name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forums:forum_detail", args=[self.pk])

    @property
    def is_past_its_end(self) -> bool:
        return self.sunset_on < timezone.localdate()

    @property
    def quorum(self) -> Quorum:
        usual = USUAL_NONGOV_SHARE.get(self.kind, 0)
        nongov = usual if self.quorum_nongov_share is None else self.quorum_nongov_share
        return Quorum(self.quorum_people, self.quorum_share, nongov, self.quorum_sectors)

    @property
    def rhythm(self) -> timedelta:
        """Between two meetings, as it was agreed; none where they meet when there is need."""
        return timedelta(weeks=self.WEEKS.get(self.Cadence(self.cadence), 0))

    @property
    def is_attributed(self) -> bool:
        return self.attribution == self.Attribution.ATTRIBUTED

    @property
    def has_begun(self) -> bool:
        """Is active, or was."""
        return self.status not in {self.Status.DRAFT, self.Status.RECRUITING}

    @property
    def why_quiet(self) -> str:
        """Why nothing is added to it at the moment; empty while it is active."""
        return QUIET.get(self.status, "")

    @property
    def takes_members(self) -> bool:
        """At its end as well: it is not renewed, and its differences are not settled, before its
        chair’s seat is filled."""
        return self.status not in {self.Status.DRAFT, self.Status.CLOSED}

    @property
    def meets(self) -> bool:
        """At its end as well, to settle what is open."""
        return self.status in {
            self.Status.ACTIVE,
            self.Status.SUNSET_REVIEW,
            self.Status.CLOSING,
        }

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED


_NOT_YET = "This forum is not active yet. Members can talk here once it is."
QUIET: dict[str, str] = {
    Forum.Status.DRAFT: _NOT_YET,
    Forum.Status.RECRUITING: _NOT_YET,
    Forum.Status.PAUSED: "This forum is paused. You can read what was said; nothing is added for"
    " now.",
    Forum.Status.SUNSET_REVIEW: "This forum has come to its end. Until it is renewed or closed you"
    " can read what was said, and nothing is added.",
    Forum.Status.CLOSING: "This forum is closing. You can read what was said; nothing is added.",
    Forum.Status.CLOSED: "This forum is closed. What was said stays here to be read. Thank you for"
    " taking part.",
}


def latest_end(today: date | None = None) -> date:
    """The last day on which a forum agreed today may end (FRM-2)."""
    return (today or timezone.localdate()) + LONGEST_LIFE
