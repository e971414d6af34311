"""Campaigns: who gets which letter, and the approval that binds exactly that."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError, Lifecycle, LockingQuerySet
from coalition.models import Programme, User
from recognition.models.approval import Approval, ApprovalQuerySet
from recognition.models.audience_rule import AudienceRule
from recognition.models.contribution import RECOGNITION_ROLES
from recognition.models.halt import Halt
from recognition.models.letterhead import Letterhead
from recognition.models.signatory import Signatory
from recognition.models.template import TemplateVersion


def only_content() -> list[str]:
    return [Approval.Kind.CONTENT]


class CampaignQuerySet(LockingQuerySet["Campaign"]):
    def visible_to(self, user: User) -> Self:
        """Those who prepare or approve thanks, the programme's leads; the private office of
        whoever signs; and from when its recipients are fixed others whose yes it needs (CMP-3)."""
        running = Programme.objects.with_role(user, *RECOGNITION_ROLES)
        theirs = Signatory.objects.looked_after_by(user)
        own = Q(signatory__in=theirs.values("pk")) | Q(second_signatory__in=theirs.values("pk"))
        asked = self._needing(user).filter(frozen_at__isnull=False)
        return self.filter(Q(programme__in=running) | own | Q(pk__in=asked.values("pk")))

    def going_out(self) -> Self:
        """Released, neither paused nor over, and in no programme whose letters all stopped."""
        stopped = Halt.objects.in_force().filter(programme=OuterRef("programme"))
        return self.filter(~Exists(stopped), status=Campaign.Status.RELEASING)

    def of_signatory(self, signatory: Signatory) -> Self:
        """Alone, or together with somebody."""
        return self.filter(Q(signatory=signatory) | Q(second_signatory=signatory))

    def to_add_up(self, since: datetime) -> Self:
        """Those whose letters were counted when they were fixed, and that were not over by then."""
        counted = self.filter(fixed_letters__isnull=False).select_related("programme")
        return counted.filter(Q(completed_at=None) | Q(completed_at__gte=since)).order_by("pk")

    def to_approve_by(self, user: User) -> Self:
        """Those that wait for this person: for a kind of yes that nobody has given and they may
        give, who have given none yet and had no hand in them (P1)."""
        said = Approval.objects.standing().filter(campaign=OuterRef("pk"))
        waiting = self.filter(status=Campaign.Status.IN_REVIEW)._needing(user, said)
        drafted = self.model.drafters.through.objects.filter(campaign=OuterRef("pk"), user=user)
        return waiting.filter(~Exists(drafted), ~Exists(said.filter(by=user))).exclude(
            Q(author=user) | Q(template_version__written_by=user)
        )

    def _needing(self, user: User, said: ApprovalQuerySet | None = None) -> Self:
        """Those that need a yes which this person's role may give; and, by `said`, still do."""
        wanted = Q(pk=None)
        for kind, role in Approval.ROLES.items():
            one = Q(programme__in=Programme.objects.with_role(user, role), needs__contains=[kind])
            if said is not None:
                one = Q(one, ~Exists(said.filter(kind=kind)))
            wanted |= one
        return self.filter(wanted)


class Campaign(Lifecycle):
    """Letters that go out together: one wording, one signatory, one approval. One letter is a
    campaign of one."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Being prepared"
        AUDIENCE_FROZEN = "audience_frozen", "Recipients fixed"
        IN_REVIEW = "in_review", "Waiting for approval"
        APPROVED = "approved", "Approved"
        RELEASING = "releasing", "Going out"
        PAUSED = "paused", "Paused"
        COMPLETE = "complete", "Complete"
        CANCELLED = "cancelled", "Cancelled"

    NEXT = {
        Status.DRAFT: {Status.AUDIENCE_FROZEN, Status.CANCELLED},
        Status.AUDIENCE_FROZEN: {Status.IN_REVIEW, Status.DRAFT, Status.CANCELLED},
        Status.IN_REVIEW: {Status.APPROVED, Status.DRAFT, Status.CANCELLED},
        Status.APPROVED: {Status.RELEASING, Status.DRAFT, Status.CANCELLED},
        Status.RELEASING: {Status.PAUSED, Status.COMPLETE},
        Status.PAUSED: {Status.RELEASING, Status.CANCELLED},
        # A corrected or re-queued letter opens a campaign again.
        Status.COMPLETE: {Status.RELEASING},
    }

    class Ink(models.TextChoices):
        """What whoever signs writes with a pen; then letters go on paper only (SIG-1)."""

        NOTHING = "", "Nothing: the picture of the signature is printed"
        SIGNATURE = "signature", "The signature"
        GREETING = "greeting", "The signature and the greeting"
        ALL = "all", "The signature, the greeting and the closing line"

    # The recipients are fixed, and any change takes the campaign back to draft (CMP-3).
    FIXED = [Status.AUDIENCE_FROZEN, Status.IN_REVIEW, Status.APPROVED]
    UNRELEASED = [Status.DRAFT, *FIXED]

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    template_version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+")
    # The same words in other languages and formats, taken along when recipients are fixed (TPL-4).
    other_versions = models.ManyToManyField(TemplateVersion, related_name="+")
    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="+")
    # Of a joint letter: both sign, side by side (SIG-3).
    second_signatory = models.ForeignKey(
        Signatory, models.PROTECT, related_name="+", null=True, blank=True
    )
    # Without one the name of the programme stands there in plain letters (LHD-1).
    letterhead = models.ForeignKey(
        Letterhead, models.PROTECT, related_name="+", null=True, blank=True
    )
    dated_on = models.DateField("date on the letters", default=timezone.localdate)
    personal_line = models.CharField(
        "a line in the signatory’s own words", max_length=200, blank=True
    )
    in_ink = models.CharField(
        "written by hand", max_length=10, choices=Ink, blank=True, default="", db_default=""
    )
    # By which its recipients were chosen last, and how that read then (CMP-1).
    rule = models.ForeignKey(AudienceRule, models.PROTECT, related_name="+", null=True)
    rule_words = models.TextField(blank=True, default="", db_default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Everyone who has worked on it, the author too: none of them may approve it (P1).
    drafters = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    frozen_at = models.DateTimeField(null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    audience_hash = models.CharField(max_length=64, blank=True)
    # How many letters were fixed, and which kinds of yes those need (recognition/needs.py).
    fixed_letters = models.PositiveIntegerField(null=True)
    needs = ArrayField(
        models.CharField(max_length=20, choices=Approval.Kind),
        default=only_content,
        db_default=["content"],
    )
    # What is wrong with the sum of its letters; empty while each is accounted for.
    does_not_add_up = models.CharField(max_length=200, blank=True, default="", db_default="")
    released_at = models.DateTimeField(null=True)
    # Progress is measured from here, so that a pause does not spoil the rate.
    resumed_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    # Why it stopped by itself (CMP-5): somebody who may approve it lets it go on.
    breaker = models.CharField(max_length=120, blank=True, default="", db_default="")
    # The letter with a mistake in whose place this one goes (LET-2).
    corrects = models.ForeignKey(
        "recognition.Letter", models.PROTECT, related_name="corrections", null=True
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="campaign_past_draft_is_frozen",
                condition=Q(status__in=["draft", "cancelled"])
                | (Q(frozen_at__isnull=False) & ~Q(content_hash="") & ~Q(audience_hash="")),
            ),
            models.CheckConstraint(
                name="campaign_broken_is_not_going_out",
                condition=Q(breaker="") | ~Q(status="releasing"),
                violation_error_message="These letters stopped because something was wrong.",
            ),
            models.CheckConstraint(name="campaign_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="campaign_is_signed_by_two_people",
                condition=Q(second_signatory=None) | ~Q(second_signatory=F("signatory")),
                violation_error_message="Choose somebody else to sign with them.",
            ),
            models.CheckConstraint(
                name="campaign_goes_out_by_its_release",
                condition=~Q(status__in=["releasing", "paused", "complete"])
                | Q(released_at__isnull=False),
                violation_error_message="These letters are not released yet.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("recognition:campaign_detail", args=[self.pk])

    @property
    def signatories(self) -> list[Signatory]:
        """Who signs, from left to right; with both at hand asks no query."""
        return [who for who in (self.signatory, self.second_signatory) if who]

    @property
    def signed_by(self) -> str:
        return " and ".join(who.style for who in self.signatories)

    @property
    def is_signed_by_hand(self) -> bool:
        """On paper, each letter, before it goes."""
        return self.in_ink != self.Ink.NOTHING

    @property
    def prints_signatures(self) -> bool:
        """Whether letters carry a picture of a signature, which their proofs never do (SIG-1)."""
        return not self.is_signed_by_hand and any(who.signature_image for who in self.signatories)

    @property
    def is_greeted_by_hand(self) -> bool:
        return self.in_ink in {self.Ink.GREETING, self.Ink.ALL}

    @property
    def can_change(self) -> bool:
        """Not released yet: words and recipients may change, at the price of approvals."""
        return self.status in self.UNRELEASED

    @property
    def can_get_mandate(self) -> bool:
        """Its words stand, and there is something to send (SIG-1)."""
        return self.status in [*self.FIXED, self.Status.RELEASING, self.Status.PAUSED]

    def require_can_change(self) -> Self:
        """Raise DomainError once it is released or given up."""
        if not self.can_change:
            raise DomainError(
                f"This campaign is {self.get_status_display().lower()} now:"
                " its words and recipients stay as they are."
            )
        return self

    @property
    def needs_info_rights(self) -> bool:
        """Its words ask for something, or people are compared in an experiment, so an information
        rights officer approves too (TPL-3, CMP-3); asks a query."""
        if hasattr(self, "experiment"):
            return True
        others = self.other_versions.filter(contains_ask=True)
        return self.template_version.contains_ask or others.exists()

    @property
    def fingerprint(self) -> str:
        """What a page shows of fixed words and recipients: it comes back with each decision."""
        return f"{self.content_hash[:32]}{self.audience_hash[:32]}"

    def require_seen(self, fingerprint: str) -> None:
        """Raise DomainError if a person decides on something else than what stands now (CMP-3)."""
        if fingerprint != self.fingerprint:
            raise DomainError(
                "This campaign was changed after you opened the page."
                " Read it again as it is now, then decide."
            )
