"""Questions about many offers: whose they are, which wait, which may be the same."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q, Sum
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import search
from coalition.models.contributor import Contributor
from coalition.models.offer_words import COUNTED, OPEN, UNDECIDED, Status
from coalition.models.organisation import Organisation
from coalition.models.programme import Programme, RoleGrant
from coalition.models.user import User

if TYPE_CHECKING:
    from coalition.models.offer import Offer

SAME_OFFER_DAYS = 7  # OFR-7
ASKED_BEFORE_END = timedelta(days=14)
ASKED_EVERY = timedelta(days=90)  # also where the end is far away
ASKED_AGAIN_AFTER = timedelta(days=7)
STILL_ASKED_AT_MOST = 2  # mails “is it still available?” before an offer runs out


class OfferQuerySet(LockingQuerySet["Offer"]):
    def visible_to(self, user: User) -> Self:
        """Programme leads see their programmes' offers; a partner coordinator those of the
        organisation; everyone their own."""
        leads = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
        theirs = Q(organisation__in=user.coordinates) | Q(contributor__user=user)
        return self.filter(Q(programme__in=leads) | theirs)

    def open(self) -> Self:
        """Still owed an answer or a piece of news (L1)."""
        return self.filter(status__in=OPEN)

    def unacknowledged(self) -> Self:
        """No person has answered yet; a machine's receipt does not count (OFR-2)."""
        return self.filter(status=Status.SUBMITTED)

    def overdue(self, on: date | None = None) -> Self:
        return self.open().filter(next_contact_due__lt=on or timezone.localdate())

    def needing_news(self, on: date | None = None) -> Self:
        """Answered, still open, and the promised day of the next word is here (OFR-3)."""
        on = on or timezone.localdate()
        return self.open().exclude(status=Status.SUBMITTED).filter(next_contact_due__lte=on)

    def in_care_of(self, user: User) -> Self:
        """Their own, those of nobody, and those that another lead let slip (OFR-3)."""
        slipped = Q(escalated_to=user, escalated_for=F("next_contact_due"))
        return self.filter(Q(owner=user) | Q(owner=None) | slipped)

    def needing_person(self, user: User, on: date | None = None) -> Self:
        """What waits for this lead: new offers, and those whose next word is due."""
        due = Q(status=Status.SUBMITTED) | Q(next_contact_due__lte=on or timezone.localdate())
        return self.visible_to(user).in_care_of(user).open().filter(due)

    def due_to_be_asked(self, at: datetime) -> Self:
        """Nobody has said for long that it still stands, or its end is near, and a person has
        answered it: whoever waits for our answer is not asked for theirs."""
        today, week_ago = timezone.localdate(at), at - ASKED_AGAIN_AFTER
        ends = Q(available_to__lte=today + ASKED_BEFORE_END)
        long_ago = Q(confirmed_on__lte=today - ASKED_EVERY)
        rested = Q(still_asked_at=None) | Q(still_asked_at__lte=week_ago)
        answered = self.open().exclude(status=Status.SUBMITTED)
        return answered.filter(ends | long_ago, rested, still_asked_times__lt=STILL_ASKED_AT_MOST)

    def due_to_expire(self, at: datetime) -> Self:
        """Two questions stayed unanswered for a week."""
        return self.open().filter(
            still_asked_times=STILL_ASKED_AT_MOST, still_asked_at__lte=at - ASKED_AGAIN_AFTER
        )

    def standby_over(self, on: date) -> Self:
        return self.filter(status=Status.STANDBY, standby_until__lte=on)

    def to_escalate(self, on: date) -> Self:
        """Late, and nobody else has been told of this promised day yet."""
        told = Q(escalated_for=F("next_contact_due"))
        return self.overdue(on).exclude(told)

    def undecided(self) -> Self:
        """A person has yet to say yes or no."""
        return self.filter(status__in=UNDECIDED)

    def declinable(self) -> Self:
        """Undecided, and answered by a person before anything is refused (OFR-2)."""
        return self.undecided().exclude(status=Status.SUBMITTED)

    def taken_quantity(self) -> int:
        """How much is offered and not turned away: open, or given already (CAL-1)."""
        counted = self.filter(status__in=COUNTED)
        return counted.aggregate(total=Sum("quantity", default=0))["total"]

    def answered(self) -> Self:
        """Those that a person has answered; an automatic receipt is no answer (O1, L2)."""
        return self.filter(acknowledged_at__isnull=False)

    def matching(self, words: str) -> Self:
        """Reference, beginnings of words of the offer, or name of a person or organisation."""
        worded = search.beginning(words, "headline", "what_exactly")
        return self.filter(
            Q(ref=words.strip().upper())
            | Q(pk__in=self.model.objects.filter(worded).values("pk"))
            | Q(contributor__in=Contributor.objects.matching(words).values("pk"))
            | Q(organisation__in=Organisation.objects.matching(words).values("pk"))
        )

    def perhaps_same_as(self, offer: "Offer") -> Self:
        """Suspected duplicates, for a person to judge: same contact, kind and area, within a
        week of each other (OFR-7)."""
        person = offer.contributor
        same_contact = Q(contributor=person)
        if person.email:
            same_contact |= Q(contributor__email__iexact=person.email)
        week = timedelta(days=SAME_OFFER_DAYS)
        return self.exclude(pk=offer.pk).filter(
            same_contact,
            programme=offer.programme_id,
            kind=offer.kind,
            area__iexact=offer.area,
            submitted_at__range=(offer.submitted_at - week, offer.submitted_at + week),
        )

    def earlier_of(self, offer: "Offer") -> Self:
        """What the same person offered before, newest first: facts for whoever answers now."""
        before = self.filter(contributor=offer.contributor_id, submitted_at__lt=offer.submitted_at)
        return before.exclude(pk=offer.pk).order_by("-submitted_at", "-pk")

    def with_people(self) -> Self:
        return self.select_related("contributor", "organisation", "owner", "programme")
