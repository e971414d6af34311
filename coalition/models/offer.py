"""Offers of support: what is offered, by whom, and how far it got."""

import secrets
from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models import offer_words, search
from coalition.models.contributor import Affiliation, Contributor
from coalition.models.organisation import Organisation
from coalition.models.private_link import PrivatelyLinked
from coalition.models.programme import Programme, RoleGrant
from coalition.models.user import User

NEWS_WITHIN_DAYS = 28  # nobody with an open offer waits longer without news (OFR-3)
OPEN_FOR_DAYS, OPEN_AT_MOST_DAYS = 90, 365  # how long an offer stands (OFR-5)
SAME_OFFER_DAYS = 7  # OFR-7
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: nothing to mishear on the phone
REF_LENGTH = 6


def new_ref() -> str:
    """OF-2026-7K3QXM: 30 random bits, so that nobody can count or guess offers."""
    drawn = "".join(secrets.choice(CROCKFORD) for _ in range(REF_LENGTH))
    return f"OF-{timezone.localdate().year}-{drawn}"


class OfferQuerySet(LockingQuerySet["Offer"]):
    def visible_to(self, user: User) -> Self:
        """Programme leads see their programmes' offers; a partner coordinator those of the
        organisation; everyone their own."""
        leads = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
        coordinated = (
            Affiliation.objects.in_force()
            .filter(contributor__user=user, coordinates=True)
            .values("organisation")
        )
        return self.filter(
            Q(programme__in=leads) | Q(organisation__in=coordinated) | Q(contributor__user=user)
        )

    def open(self) -> Self:
        """Still owed an answer or a piece of news (L1)."""
        return self.filter(status__in=Offer.OPEN)

    def unacknowledged(self) -> Self:
        """No person has answered yet; a machine's receipt does not count (OFR-2)."""
        return self.filter(status=Offer.Status.SUBMITTED)

    def overdue(self, on: date | None = None) -> Self:
        return self.open().filter(next_contact_due__lt=on or timezone.localdate())

    def needing_news(self, on: date | None = None) -> Self:
        """Answered, still open, and the promised day of the next word is here (OFR-3)."""
        on = on or timezone.localdate()
        return self.open().exclude(status=Offer.Status.SUBMITTED).filter(next_contact_due__lte=on)

    def matching(self, words: str) -> Self:
        """Reference, beginnings of words of the offer, or name of a person or organisation."""
        worded = search.beginning(words, "headline", "what_exactly")
        return self.filter(
            Q(ref=words.strip().upper())
            | Q(pk__in=Offer.objects.filter(worded).values("pk"))
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

    def with_people(self) -> Self:
        return self.select_related("contributor", "organisation", "owner", "programme")


class Offer(PrivatelyLinked, Lifecycle):
    """Support that a person, or an organisation through one, offers to a programme."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "New"
        ACKNOWLEDGED = "acknowledged", "Answered"
        IN_TRIAGE = "in_triage", "Being looked into"
        NEEDS_INFO = "needs_info", "Waiting for details"
        STANDBY = "standby", "On standby"
        ACCEPTED = "accepted", "Accepted"
        COMPLETED = "completed", "Completed"
        DECLINED = "declined", "Declined with thanks"
        WITHDRAWN = "withdrawn", "Withdrawn"

    NEXT = {
        Status.SUBMITTED: {Status.ACKNOWLEDGED, Status.WITHDRAWN},
        Status.ACKNOWLEDGED: {Status.IN_TRIAGE, Status.WITHDRAWN},
        Status.IN_TRIAGE: {
            Status.ACCEPTED,
            Status.NEEDS_INFO,
            Status.STANDBY,
            Status.DECLINED,
            Status.WITHDRAWN,
        },
        Status.NEEDS_INFO: {Status.IN_TRIAGE, Status.WITHDRAWN},
        Status.STANDBY: {Status.IN_TRIAGE, Status.WITHDRAWN},
        Status.ACCEPTED: {Status.COMPLETED, Status.WITHDRAWN},
    }
    OPEN = list(NEXT)
    UNDECIDED = OPEN[:-1]  # all but accepted

    Kind, Per, Source = offer_words.Kind, offer_words.Per, offer_words.Source
    Means, Said, DeclineReason = offer_words.Means, offer_words.Said, offer_words.DeclineReason

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="offers")
    ref = models.CharField("reference", max_length=20, default=new_ref)
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="offers")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="offers", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=Kind)
    headline = models.CharField(max_length=120)
    what_exactly = models.TextField(max_length=1000, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    per = models.CharField(max_length=10, choices=Per, default=Per.ONCE)
    area = models.CharField(max_length=120, blank=True)
    available_from = models.DateField(null=True, blank=True)
    available_to = models.DateField(null=True, blank=True)
    hard_to_keep_up = models.CharField(max_length=300, blank=True)
    who_else_says_yes = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.WEB)
    status = models.CharField(max_length=20, choices=Status, default=Status.SUBMITTED)

    submitted_at = models.DateTimeField(default=timezone.now)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    next_contact_due = models.DateField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_how = models.CharField(max_length=10, choices=Means, blank=True)
    standby_until = models.DateField(null=True)
    question = models.CharField("what we asked", max_length=400, blank=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    decided_sentence = models.CharField(max_length=400, blank=True)
    impact_sentence = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    # Drawn when the form is shown: the same form sent twice is one offer.
    form_key = models.UUIDField(null=True, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="offer_ref_names_one_offer", fields=["ref"]),
            models.UniqueConstraint(name="offer_form_makes_one_offer", fields=["form_key"]),
            models.CheckConstraint(
                name="offer_quantity_is_sensible",
                condition=Q(quantity__gte=1, quantity__lte=1_000_000),
            ),
            models.CheckConstraint(
                name="offer_available_in_order",
                condition=Q(available_from=None)
                | Q(available_to=None)
                | Q(available_to__gte=F("available_from")),
            ),
            models.CheckConstraint(
                name="offer_acknowledged_by_a_person",
                condition=Q(acknowledged_by=None, acknowledged_at=None, acknowledged_how="")
                | (
                    Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False)
                    & ~Q(acknowledged_how="")
                ),
            ),
            models.CheckConstraint(
                name="offer_past_new_was_acknowledged",
                condition=Q(status__in=["submitted", "withdrawn"])
                | Q(acknowledged_by__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_open_has_a_next_contact_date",
                condition=Q(status__in=["completed", "declined", "withdrawn"])
                | Q(next_contact_due__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_declined_with_a_reason_and_a_sentence",
                condition=~Q(status="declined") | (~Q(decline_reason="") & ~Q(decided_sentence="")),
            ),
            models.CheckConstraint(
                name="offer_completed_says_what_it_made_possible",
                condition=~Q(status="completed") | ~Q(impact_sentence=""),
            ),
        ]
        indexes = [
            GinIndex(search.Lexemes("headline", "what_exactly"), name="offer_by_words"),
            models.Index(fields=["next_contact_due", "submitted_at", "id"], name="offer_by_due"),
            models.Index(fields=["submitted_at", "id"], name="offer_by_age"),
            models.Index(
                fields=["programme", "next_contact_due", "id"],
                name="offer_open_by_due",
                condition=Q(
                    status__in=[
                        "submitted",
                        "acknowledged",
                        "in_triage",
                        "needs_info",
                        "standby",
                        "accepted",
                    ]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref}: {self.headline}"

    def get_absolute_url(self) -> str:
        return reverse("offer_detail", args=[self.ref])

    @property
    def private_path(self) -> str:
        """Where whoever holds the link sees, changes or withdraws this offer (OFR-6)."""
        return reverse("offer_private", args=[self.ref, self.link_key])

    @property
    def private_url(self) -> str:
        """The same, for mail."""
        return settings.SITE_URL + self.private_path

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def is_undecided(self) -> bool:
        """Its words may still be changed by whoever offered."""
        return self.status in self.UNDECIDED

    @property
    def why_its_words_stay(self) -> str:
        """For whoever would change an offer that is decided."""
        state = self.get_status_display().lower()
        if self.is_open:
            return f"This offer is {state} now, so its words stay. It can still be withdrawn."
        return f"This offer is {state} now, so nothing can be changed."

    @property
    def is_overdue(self) -> bool:
        due = self.next_contact_due
        return self.is_open and due is not None and due < timezone.localdate()
