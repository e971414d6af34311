"""What a private office allows to go out in a name: exactly these words, so often, in a time."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import User
from coalition.models.contact_words import Thanker
from coalition.templatetags.words import day
from recognition.models.campaign import Campaign
from recognition.models.letter import Letter, LetterQuerySet
from recognition.models.signatory import Signatory, SignatoryQuerySet


class MandateQuerySet(LockingQuerySet["Mandate"]):
    def standing(self) -> Self:
        """Not revoked; it may be used up, or its time over."""
        return self.filter(revoked_at=None)

    def with_room(self) -> Self:
        return self.filter(used__lt=F("max_count"))

    def usable(self, on: date | None = None) -> Self:
        """Standing, on one of its days, and with room."""
        on = on or timezone.localdate()
        return self.standing().with_room().filter(from_on__lte=on, to_on__gte=on)

    def looked_after_by(self, user: User) -> Self:
        theirs = Signatory.objects.looked_after_by(user)
        return self.filter(signatory__in=theirs.values("pk"))


class Mandate(models.Model):
    """Letters of one campaign may carry one person’s name (SIG-1, SIG-4). It binds to words, with
    all versions of the template, and to people: `fingerprint` is the campaign’s of that time."""

    class Mode(models.TextChoices):
        HAND = "hand", "Signed by hand, each letter"
        EACH = "each", "With the picture of the signature, each letter read and agreed to"
        BATCH = "batch", "With the picture of the signature"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="mandates")
    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    max_count = models.PositiveIntegerField("number of letters")
    MOST_READ = 200  # letters of which somebody reads each one
    # Raised in the transaction in which a letter leaves; it keeps its place if it has to try again.
    used = models.PositiveIntegerField(default=0)
    from_on = models.DateField()
    to_on = models.DateField()
    mode = models.CharField(max_length=10, choices=Mode)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_is_not_exceeded", condition=Q(used__lte=F("max_count"))
            ),
            models.CheckConstraint(
                name="mandate_is_for_letters",
                condition=Q(max_count__gte=1),
                violation_error_message="A mandate is for at least one letter.",
            ),
            models.CheckConstraint(
                name="mandate_ends_after_it_begins",
                condition=Q(to_on__gte=F("from_on")),
                violation_error_message="The last day cannot come before the first.",
            ),
            models.UniqueConstraint(
                name="mandate_one_at_a_time",
                fields=["campaign", "signatory"],
                condition=Q(revoked_at=None),
                violation_error_message="There is a mandate for these letters already."
                " Revoke it first.",
            ),
            models.CheckConstraint(
                name="mandate_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.max_count:,} letters of {self.signatory.style}"

    @property
    def left(self) -> int:
        return self.max_count - self.used

    @property
    def is_for_each(self) -> bool:
        """Nothing goes under it that its private office has not read and agreed to."""
        return self.mode == self.Mode.EACH

    def held_because_over(self, today: date) -> LetterQuerySet:
        """Letters that stopped because it is used up, revoked, or its time is over; none while
        they could go under it. Those with a place in it need no other."""
        held = Letter.objects.filter(campaign=self.campaign_id, status="held", stopped_by="G6")
        if self.revoked_at or today > self.to_on:
            return held
        return held.exclude(mandates__contains=[self.pk]) if self.is_used_up else held.none()

    def to_agree_to(self) -> LetterQuerySet:
        """Letters that may still go, and that nobody has agreed to under it."""
        waiting = Letter.objects.filter(campaign=self.campaign_id).unsettled()
        return waiting.exclude(agreed_in__contains=[self.pk]).order_by("pk")

    def why_over(self, today: date) -> str:
        """Why nothing goes under it any more; empty while something may."""
        if self.revoked_at:
            return f"{self.revoked_by} has revoked it."
        if today > self.to_on:
            return f"Its last day was {day(self.to_on)}."
        return "All its places are taken." if self.is_used_up else ""

    @property
    def is_used_up(self) -> bool:
        return self.used >= self.max_count

    def is_spent(self, today: date) -> bool:
        """Nothing will go under it any more: another may take its place."""
        return self.is_used_up or today > self.to_on

    def why_not(self, campaign: Campaign, today: date) -> str:
        """Why it does not cover letters of this campaign on that day, but for how many there are
        left; empty if it does."""
        if today < self.from_on:
            return f"The mandate of {self.signatory.style} begins on {day(self.from_on)}."
        if today > self.to_on:
            return f"The mandate of {self.signatory.style} ended on {day(self.to_on)}."
        if self.fingerprint != campaign.fingerprint:
            return f"The mandate of {self.signatory.style} was given for other words or people."
        return ""


def asks_for_mandate(user: User) -> models.QuerySet[Campaign]:
    """Letters that wait for approval, or for their release, and for a mandate of this person; and
    those that went out until the mandate was over, revoked or used up, so that the rest is held."""
    theirs = Signatory.objects.looked_after_by(user)
    if not settings.MANDATES_FOR_ALL:
        theirs = theirs.filter(thanker=Thanker.MINISTER)
    unreleased = [Campaign.Status.IN_REVIEW, Campaign.Status.APPROVED]
    before = Q(_without(Mandate.objects.standing(), theirs), status__in=unreleased)
    after = Q(_without(Mandate.objects.usable(), theirs.in_office()))
    held = held_by_who_signs()
    return Campaign.objects.filter(before | Q(after, pk__in=held.values("pk")))


def held_by_who_signs() -> models.QuerySet[Campaign]:
    """Released, and with letters that G6 stopped."""
    released = [Campaign.Status.RELEASING, Campaign.Status.PAUSED]
    held = Letter.objects.filter(campaign=OuterRef("pk"), status="held", stopped_by="G6")
    return Campaign.objects.filter(Exists(held), status__in=released)


def _without(given: MandateQuerySet, theirs: SignatoryQuerySet) -> Q:
    """Campaigns which one of these people signs, and for which they have given none of those."""
    of_campaign = given.filter(campaign=OuterRef("pk"))
    wanting = Q()
    for side in ("signatory", "second_signatory"):
        has = Exists(of_campaign.filter(signatory=OuterRef(side)))
        wanting |= Q(~has, **{f"{side}__in": theirs.values("pk")})
    return wanting
