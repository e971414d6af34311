"""Offers of support: what is offered, by whom, and how far it got."""

import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle
from coalition.models import offer_words, search
from coalition.models.call import CallForOffers
from coalition.models.came_by import CameBy, came_by_index
from coalition.models.contributor import Contributor
from coalition.models.offer_rows import STILL_ASKED_AT_MOST, OfferQuerySet
from coalition.models.offer_terms import OfferTerms
from coalition.models.organisation import Organisation
from coalition.models.private_link import PrivatelyLinked
from coalition.models.programme import Programme

if TYPE_CHECKING:
    from coalition.models.redirect import Redirect

NEWS_WITHIN_DAYS = 28  # nobody with an open offer waits longer without news (OFR-3)
OPEN_FOR_DAYS, OPEN_AT_MOST_DAYS = 90, 365  # how long an offer stands (OFR-5)
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: nothing to mishear on the phone
REF_LENGTH = 6


def new_ref() -> str:
    """OF-2026-7K3QXM: 30 random bits, so that nobody can count or guess offers."""
    drawn = "".join(secrets.choice(CROCKFORD) for _ in range(REF_LENGTH))
    return f"OF-{timezone.localdate().year}-{drawn}"


# A file does not know who answered, or why; nobody here has, and nothing is made up.
CLOSED_BEFORE_IT_CAME = Q(
    source="import", acknowledged_by=None, status__in=["completed", "declined"]
)


class Offer(OfferTerms, PrivatelyLinked, Lifecycle):
    """Support that a person, or an organisation through one, offers to a programme."""

    Status = offer_words.Status
    NEXT = offer_words.NEXT
    OPEN, UNDECIDED, CLOSED = offer_words.OPEN, offer_words.UNDECIDED, offer_words.CLOSED

    Source, Means, Said = offer_words.Source, offer_words.Means, offer_words.Said
    DeclineReason = offer_words.DeclineReason

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="offers")
    ref = models.CharField("reference", max_length=20, default=new_ref)
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="offers")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="offers", null=True, blank=True
    )
    call = models.ForeignKey(
        CallForOffers, models.PROTECT, related_name="offers", null=True, blank=True
    )
    source = models.CharField(max_length=10, choices=Source, default=Source.WEB)
    status = models.CharField(max_length=20, choices=Status, default=Status.SUBMITTED)

    submitted_at = models.DateTimeField(default=timezone.now)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    next_contact_due = models.DateField(null=True)
    next_contact_set_on = models.DateField(default=timezone.localdate)
    # Late: who else has been told, and of which promised day.
    escalated_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    escalated_for = models.DateField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_how = models.CharField(max_length=10, choices=Means, blank=True)
    standby_until = models.DateField(null=True)
    # Does it still stand? The last day on which they said so, and our questions since.
    confirmed_on = models.DateField(default=timezone.localdate)
    still_asked_at = models.DateTimeField(null=True)
    still_asked_times = models.PositiveSmallIntegerField(default=0)
    # That the address or the telephone is theirs, before anyone else sees either (OFR-6).
    contact_verified_at = models.DateTimeField(null=True)
    contact_verified_email = models.EmailField(blank=True)
    waitlisted_at = models.DateTimeField(null=True)
    call_disposition = models.CharField(max_length=10, choices=offer_words.Disposition, blank=True)
    question = models.CharField("what we asked", max_length=400, blank=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    decided_sentence = models.CharField(max_length=400, blank=True)
    redirected_to = models.ForeignKey(
        "coalition.Redirect", models.PROTECT, related_name="+", null=True
    )
    redirect_agreed_at = models.DateTimeField(null=True)
    impact_sentence = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    # Drawn when the form is shown: the same form sent twice is one offer.
    form_key = models.UUIDField(null=True, editable=False)
    came_by = CameBy()

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            *OfferTerms.Meta.constraints,
            models.CheckConstraint(
                name="offer_of_a_household_is_for_no_organisation",
                condition=~Q(offered_by="household") | Q(organisation=None),
                violation_error_message="An organisation makes this offer, so no household does.",
            ),
            models.UniqueConstraint(name="offer_ref_names_one_offer", fields=["ref"]),
            models.UniqueConstraint(name="offer_form_makes_one_offer", fields=["form_key"]),
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
                condition=Q(status__in=["submitted", "withdrawn", "expired"])
                | Q(acknowledged_by__isnull=False)
                | CLOSED_BEFORE_IT_CAME,
            ),
            models.CheckConstraint(
                name="offer_open_has_a_next_contact_date",
                condition=Q(status__in=offer_words.CLOSED) | Q(next_contact_due__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_next_contact_within_28_days",
                condition=Q(next_contact_due=None)
                | Q(next_contact_due__lte=F("next_contact_set_on") + NEWS_WITHIN_DAYS),
            ),
            models.CheckConstraint(
                name="offer_declined_with_a_reason_and_a_sentence",
                condition=~Q(status="declined")
                | (~Q(decline_reason="") & ~Q(decided_sentence=""))
                | CLOSED_BEFORE_IT_CAME,
            ),
            models.CheckConstraint(
                name="offer_redirected_with_consent_reason_and_sentence",
                condition=~Q(status="redirected")
                | (
                    Q(redirected_to__isnull=False, redirect_agreed_at__isnull=False)
                    & ~Q(decline_reason="")
                    & ~Q(decided_sentence="")
                ),
            ),
            models.CheckConstraint(
                name="offer_standby_has_an_end",
                condition=~Q(status="standby") | Q(standby_until__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_expired_after_two_questions",
                condition=Q(still_asked_times__lte=STILL_ASKED_AT_MOST)
                & (~Q(status="expired") | Q(still_asked_times=STILL_ASKED_AT_MOST)),
            ),
            models.CheckConstraint(
                name="offer_completed_says_what_it_made_possible",
                condition=~Q(status="completed") | ~Q(impact_sentence="") | CLOSED_BEFORE_IT_CAME,
            ),
        ]
        indexes = [
            GinIndex(search.Lexemes("headline", "what_exactly"), name="offer_by_words"),
            models.Index(fields=["next_contact_due", "submitted_at", "id"], name="offer_by_due"),
            models.Index(fields=["submitted_at", "id"], name="offer_by_age"),
            came_by_index("offer"),
            models.Index(
                fields=["programme", "next_contact_due", "id"],
                name="offer_open_by_due",
                condition=Q(status__in=offer_words.OPEN),
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
    def shown_as(self) -> str:
        """Whose it is, for lists and for the other side of a match until both have agreed."""
        if self.organisation is None and self.asks_not_to_be_named:
            return offer_words.UNNAMED
        return str(self.organisation or self.contributor)

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
    def has_verified_contact(self) -> bool:
        """The address that we have is proven theirs, so it may be shared where they agree to it
        (OFR-6). A new address must be proven anew."""
        proven, now = self.contact_verified_email, self.contributor.email
        return self.contact_verified_at is not None and proven.lower() == now.lower()

    @property
    def is_asked_whether_it_stands(self) -> bool:
        """We have asked “is it still available?”, and wait for the answer."""
        return self.is_open and self.still_asked_times > 0

    @property
    def asked_redirect(self) -> "Redirect | None":
        """The question whether it may be passed on, while it is open; asks a query in triage."""
        if self.status != self.Status.IN_TRIAGE:
            return None
        asked: Redirect | None = self.redirects.filter(status="asked").first()
        return asked

    @property
    def would_stand_until(self) -> date:
        """The last day, if they say today that it still stands (OFR-5)."""
        today = timezone.localdate()
        ninety_days = today + timedelta(days=OPEN_FOR_DAYS)
        last = today + timedelta(days=OPEN_AT_MOST_DAYS)
        return min(max(self.available_to or ninety_days, ninety_days), last)

    def promise(self, day: date) -> None:
        """Set the day of the next word; the database holds it within 28 days of today (OFR-3)."""
        self.next_contact_due, self.next_contact_set_on = day, timezone.localdate()

    def close(self, status: str) -> None:
        """It has come to an end: nothing more is promised."""
        self.status, self.closed_at = status, timezone.now()
        self.next_contact_due = self.standby_until = None

    @property
    def is_overdue(self) -> bool:
        due = self.next_contact_due
        return self.is_open and due is not None and due < timezone.localdate()
