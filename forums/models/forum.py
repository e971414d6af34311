"""Forums, their seats, and who sits in them."""

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError, Lifecycle, LockingQuerySet
from coalition.models import (
    Affiliation,
    Contributor,
    Organisation,
    Programme,
    RoleGrant,
    Sector,
    User,
)
from forums.authority.rules import USUAL, Proxies, Rule
from forums.models.ending import EndingQuerySet
from forums.months import months_after
from forums.quorum import Quorum

# FRM-2: a forum that nobody renews ends within a year.
LONGEST_LIFE = timedelta(days=366)
# AFF-3: so long a seat waits after the person in it has left the organisation.
SEAT_WAITS = timedelta(days=14)
LONGEST_TERM = 60  # months
MOST_TERMS = 10
# FRM-5: at least so many percent of a quorum come from outside government.
USUAL_NONGOV_SHARE = {"delivery": 50}


class ForumQuerySet(LockingQuerySet["Forum"]):
    def lock_open(self, forum: "Forum") -> "Forum":
        """As `lock`; raises DomainError where it has been closed meanwhile (FRM-3)."""
        forum = self.lock(forum)
        if forum.is_closed:
            raise DomainError("This forum is closed, so it stays as it is.")
        return forum

    def visible_to(self, user: User) -> Self:
        """Those who lead or administer the programme, and whoever has a seat today."""
        run = Programme.objects.with_role(
            user, RoleGrant.Role.PROGRAMME_LEAD, RoleGrant.Role.ADMINISTRATOR
        )
        seated = Membership.objects.live().held_by(user)
        return self.filter(Q(programme__in=run) | Q(pk__in=seated.values("forum")))

    def listed_to(self, user: User | AnonymousUser) -> Self:
        """Those that say what they are to people who are not in them: everyone, or the people of
        their programme. A draft says nothing yet, and what is closed nothing more."""
        open_to = Q(listing=Forum.Listing.PUBLIC)
        if isinstance(user, User):
            open_to |= Q(listing=Forum.Listing.PROGRAMME, programme__in=programmes_of(user))
        return self.filter(open_to).exclude(status__in=[Forum.Status.DRAFT, Forum.Status.CLOSED])

    def going_on(self) -> Self:
        """Active, or paused: what comes to an end by itself (FRM-2)."""
        return self.filter(status__in=[Forum.Status.ACTIVE, Forum.Status.PAUSED])

    def with_counts(self) -> Self:
        """`seats_kept`, `seats_filled` and `acknowledged`: how full the room is."""
        live = Membership.objects.live()
        return self.annotate(
            seats_kept=_how_many(Seat.objects.kept()),
            seats_filled=_how_many(live),
            acknowledged=_how_many(live.acknowledged()),
        )


def programmes_of(user: User) -> "models.QuerySet[Programme]":
    """Those whose people this person is among: by a role, a seat, or an organisation that they
    coordinate and that has somebody in a seat."""
    live = Membership.objects.live()
    theirs = live.filter(organisation__in=user.coordinates).values("forum__programme")
    seated = live.held_by(user).values("forum__programme")
    by_role = Programme.objects.with_role(user, *RoleGrant.Role)
    return Programme.objects.filter(Q(pk__in=by_role) | Q(pk__in=seated) | Q(pk__in=theirs))


def _how_many(rows: "models.QuerySet[Seat] | models.QuerySet[Membership]") -> Coalesce:
    counted = rows.filter(forum=OuterRef("pk")).order_by().values("forum")
    return Coalesce(Subquery(counted.annotate(n=Count("pk", distinct=True)).values("n")), 0)


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


class SeatQuerySet(LockingQuerySet["Seat"]):
    def kept(self) -> Self:
        return self.filter(retired_at=None)

    def in_order(self) -> Self:
        """The chair first, observers and secretary last."""
        rank = [When(kind=kind, then=number) for number, kind in enumerate(Seat.Kind.values)]
        return self.order_by(Case(*rank, default=len(rank)), "pk")

    def empty(self) -> Self:
        live = Membership.objects.live().filter(seat=OuterRef("pk"))
        return self.kept().filter(~Exists(live))

    def free(self) -> Self:
        """Empty, and nobody is asked to take them."""
        waiting = Q(invitations__status="sent", invitations__link_until__gt=timezone.now())
        return self.empty().exclude(pk__in=Seat.objects.filter(waiting).values("pk"))

    def lacking_their_sector(self) -> Self:
        """Empty seats that hope for a sector from which nobody has joined the forum (MIX-3)."""
        present = Membership.objects.live().annotate(
            from_sector=Coalesce("organisation__sector", Value(Sector.INDIVIDUAL))
        )
        there = present.filter(forum=OuterRef("forum"), from_sector=OuterRef("sector"))
        return self.empty().exclude(sector="").filter(~Exists(there))


class Seat(models.Model):
    """A place in a forum. It stays when the person in it goes."""

    class Kind(models.TextChoices):
        CHAIR = "chair", "Chair"
        VICE = "vice", "Vice-chair"
        MEMBER = "member", "Member"
        ADVISER = "adviser", "Adviser"
        OBSERVER = "observer", "Observer"
        SECRETARY = "secretary", "Secretary"

    NEVER_VOTE = (Kind.OBSERVER, Kind.SECRETARY)
    # Who may draft the scope, ask people and remind them, besides the programme lead.
    STEERING = (Kind.CHAIR, Kind.VICE, Kind.SECRETARY)

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="seats")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MEMBER)
    voting = models.BooleanField("has a vote", default=True)
    sector = models.CharField("sector we hope for", max_length=3, choices=Sector, blank=True)
    # From where somebody may take it; none is any.
    eligible_sectors = ArrayField(
        models.CharField(max_length=3, choices=Sector), default=list, blank=True
    )
    # Of the seat, never said of the person in it.
    lived_experience = models.BooleanField("is for lived experience", default=False)
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    # How many terms in a row one person may have; none is no limit.
    max_terms = models.PositiveSmallIntegerField(null=True, blank=True)
    deputy_allowed = models.BooleanField("a deputy may come instead", default=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="seat_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="seat_observers_and_secretary_never_vote",
                condition=~Q(kind__in=["observer", "secretary"]) | Q(voting=False),
                violation_error_message="Observers and the secretary have no vote.",
            ),
            models.CheckConstraint(
                name="seat_hopes_for_a_sector_that_may_take_it",
                condition=Q(sector="")
                | Q(eligible_sectors=[])
                | Q(eligible_sectors__contains=[F("sector")]),
                violation_error_message="The sector that you hope for is not one of those that may"
                " take this seat.",
            ),
            models.CheckConstraint(
                name="seat_term_is_up_to_five_years",
                condition=Q(term_months=None) | Q(term_months__range=(1, LONGEST_TERM)),
            ),
            models.CheckConstraint(
                name="seat_limits_terms_where_it_has_one",
                condition=Q(max_terms=None)
                | Q(term_months__isnull=False, max_terms__range=(1, MOST_TERMS)),
                violation_error_message="Say how long a term is before you limit their number.",
            ),
            # What the key from Membership (seat, forum) leans on.
            models.UniqueConstraint(name="seat_belongs_to_one_forum", fields=["id", "forum"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kept_for(self) -> list[str]:
        """The sectors that may take it, in words; none is any."""
        return [str(sector.label) for sector in Sector if sector in self.eligible_sectors]

    def term_from(self, day: date) -> date | None:
        """The last day of a term that begins on that day; none where it has no end."""
        after = months_after(day, self.term_months) if self.term_months else None
        return after - timedelta(days=1) if after else None

    def is_open_to(self, organisation: Organisation | None) -> bool:
        return not self.eligible_sectors or sector_of(organisation) in self.eligible_sectors


class MembershipQuerySet(EndingQuerySet):
    def live(self) -> Self:
        return self.filter(ended_at=None)

    def held_by(self, user: User) -> Self:
        return self.filter(contributor__user=user).in_place()

    def in_place(self) -> Self:
        """Not for an organisation that they have left (AFF-3), nor past their term (P3)."""
        goes_on = Q(last_day=None) | Q(last_day__gte=timezone.localdate())
        return self.term_goes_on().with_last_day().filter(goes_on)

    def with_last_day(self) -> Self:
        """Marks each with `last_day` of their place in the organisation that they sit for: none
        while it has no end, or where none was ever written down."""
        places = Affiliation.objects.filter(
            contributor=OuterRef("contributor"), organisation=OuterRef("organisation")
        )
        latest = places.order_by(F("to_on").desc(nulls_first=True))
        return self.annotate(last_day=Subquery(latest.values("to_on")[:1]))

    def to_vacate(self, on: date | None = None) -> Self:
        """Whose place there has been over for 14 days (AFF-3)."""
        over = (on or timezone.localdate()) - SEAT_WAITS
        return self.live().with_last_day().filter(last_day__lte=over)

    def with_a_vote(self) -> Self:
        return self.filter(seat__voting=True)

    def with_is_alone(self) -> Self:
        """Marks each with `is_alone`: nobody else sits in the forum for the same sector."""
        from_there = Coalesce("organisation__sector", Value(Sector.INDIVIDUAL))
        others = Membership.objects.live().filter(forum=OuterRef("forum"))
        alike = others.exclude(pk=OuterRef("pk")).annotate(from_there=from_there)
        alone = ~Exists(alike.filter(from_there=OuterRef("from_there")))
        return self.annotate(from_there=from_there).annotate(is_alone=alone)

    def acknowledged(self) -> Self:
        """Who has acknowledged the scope in force; wording may have changed since (SCO-4)."""
        return self.filter(ACKNOWLEDGED)

    def yet_to_acknowledge(self) -> Self:
        """Whose forum has a scope in force that they have not acknowledged (MEM-1)."""
        return self.filter(~_has_acknowledged(), forum__scopes__status="effective")

    def with_acknowledged(self) -> Self:
        """Marks each with `has_acknowledged` the scope in force."""
        return self.annotate(has_acknowledged=_has_acknowledged())

    def in_the_chair(self) -> Self:
        """The chair; the vice-chair while nobody is."""
        chairs = Membership.objects.live().in_place().filter(seat__kind=Seat.Kind.CHAIR)
        vacant = Q(seat__kind=Seat.Kind.VICE) & ~Exists(chairs.filter(forum=OuterRef("forum")))
        return self.live().in_place().filter(Q(seat__kind=Seat.Kind.CHAIR) | vacant)

    def with_people(self) -> Self:
        return self.select_related("contributor", "organisation", "seat")


ACKNOWLEDGED = Q(
    forum__scopes__status="effective",
    acknowledgements__major=F("forum__scopes__major"),
    acknowledgements__objected_at=None,
)


def _has_acknowledged() -> Exists:
    return Exists(Membership.objects.filter(ACKNOWLEDGED, pk=OuterRef("pk")))


class Membership(models.Model):
    """A person in a seat, from accepting it until leaving. Whether they are seated, or still have
    to acknowledge the scope, follows from their acknowledgements (MEM-1)."""

    class EndedReason(models.TextChoices):
        TERM = "term", "Their term was over"
        RESIGNED = "resigned", "Gave up the seat"
        MOVED = "moved", "Left the organisation that they came from"
        ORGANISATION_LEFT = "organisation_left", "Their organisation left the coalition"
        REMOVED = "removed", "Two people decided it"
        DECEASED = "deceased", "Has died"
        FORGOTTEN = "forgotten", "Their details were removed"
        MERGED = "merged", "Recorded twice, and has another seat in this forum"

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="memberships")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="memberships")
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+")
    # Whom they come from, as it was agreed when they were asked; nobody, for themselves.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True
    )
    accepted_at = models.DateTimeField(default=timezone.now)
    # The last day of the term as it was agreed with them; none where it has no end.
    term_ends_on = models.DateField(null=True, blank=True)
    terms = models.PositiveSmallIntegerField("terms so far, this one too", default=1)
    not_renewed_at = models.DateTimeField("decided to let the term end", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=20, choices=EndedReason, blank=True)

    objects = MembershipQuerySet.as_manager()
    rests: bool  # of rows that permissions.find_place loaded
    is_alone: bool  # of those in a forum that does not attribute
    has_acknowledged: bool  # of rows loaded with_acknowledged
    last_day: date | None  # of rows loaded with_last_day
    until: datetime  # of former seats; see forums/models/past.py

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="membership_one_live_per_seat",
                fields=["seat"],
                condition=Q(ended_at=None),
                violation_error_message="Somebody has taken this seat in the meantime.",
            ),
            models.UniqueConstraint(
                name="membership_one_seat_per_person",
                fields=["forum", "contributor"],
                condition=Q(ended_at=None),
                violation_error_message="This person already has a seat in this forum.",
            ),
            models.CheckConstraint(
                name="membership_ends_with_a_reason",
                condition=Q(ended_at=None, ended_reason="")
                | (Q(ended_at__gte=F("accepted_at")) & ~Q(ended_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor}, {self.seat}"

    @property
    def free_on(self) -> date | None:
        """Of rows loaded with_last_day: when the seat is free, if its person has left (AFF-3)."""
        gone = self.last_day is not None and self.last_day < timezone.localdate()
        return self.last_day + SEAT_WAITS if self.last_day and gone else None

    @property
    def sector(self) -> Sector:
        return sector_of(self.organisation)

    @property
    def may_have_another_term(self) -> bool:
        return self.seat.max_terms is None or self.terms < self.seat.max_terms


def sector_of(organisation: Organisation | None) -> Sector:
    """A person who comes for themselves is an individual."""
    return Sector(organisation.sector) if organisation else Sector.INDIVIDUAL


def latest_end(today: date | None = None) -> date:
    """The last day on which a forum agreed today may end (FRM-2)."""
    return (today or timezone.localdate()) + LONGEST_LIFE
