"""One letter to one person: a snapshot of what was approved, and how far it got."""

from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse

from coalition.models import Contributor, Programme, User
from coalition.models.outbox import Parcel, ParcelQuerySet
from recognition.models.arm import Assignment
from recognition.models.campaign import Campaign
from recognition.models.contribution import RECOGNITION_ROLES, ContributionEvent
from recognition.models.template import LANGUAGES, TemplateVersion

BOTH = "English and Welsh"


class LetterQuerySet(ParcelQuerySet["Letter"]):
    def visible_to(self, user: User) -> Self:
        """Those who run thanks in the programme. A private office sees proofs, by the campaign."""
        running = Programme.objects.with_role(user, *RECOGNITION_ROLES)
        return self.filter(campaign__programme__in=running)

    def received_by(self, user: User) -> Self:
        """A person's own letters, once they have gone; those to a row that was merged, too."""
        theirs = Q(contributor__user=user) | Q(contributor__merged_into__user=user)
        return self.filter(theirs, status=Letter.Status.SENT)

    def due(self, now: datetime) -> Self:
        """What workers take; the other channels are in the hands of people."""
        return super().due(now).filter(channel__in=Letter.BY_WORKERS)

    def needing_a_person(self) -> Self:
        return self.filter(status__in=Letter.NEEDS_A_PERSON)

    def to_go(self) -> Self:
        """Released, and gone to nobody: on their way, or held because of who signs them."""
        waiting = [Letter.Status.QUEUED, Letter.Status.READY, Letter.Status.LEASED]
        return self.filter(Q(status__in=waiting) | Q(status=Letter.Status.HELD, stopped_by="G6"))

    def unsettled(self) -> Self:
        """Asked for by name, as the index knows them: most letters are settled."""
        settled = set(Letter.SETTLED)
        return self.filter(status__in=[one for one in Letter.Status if one not in settled])

    def to_typeset(self, now: datetime) -> Self:
        """Queued, of a campaign that is going out, and in no worker's hands."""
        return self.filter(
            Q(lease_until=None) | Q(lease_until__lte=now),
            status=Letter.Status.QUEUED,
            campaign__in=Campaign.objects.going_out(),
        )

    def being_typeset(self, now: datetime) -> Self:
        return self.filter(status=Letter.Status.QUEUED, lease_until__gt=now)

    def with_words(self) -> Self:
        """With all that content.compose reads. Letters of one campaign share the object: it is
        read once, and so is the picture of a signature."""
        versions = TemplateVersion.objects.select_related("template")
        campaigns = Campaign.objects.select_related(
            *["programme", "signatory", "second_signatory", "letterhead__issuing_body"],
            "template_version__template",
        )
        return self.select_related("contributor", "event__late_decision").prefetch_related(
            Prefetch("campaign", campaigns),
            Prefetch("template_version", versions),
            Prefetch("beside_version", versions),  # no query where there is none
        )


class Letter(Parcel):
    """frozen → queued → ready → leased → sending → (printing →) sent; held and failed wait for a
    person. What goes by post is `printing` until the printer says that it has posted it."""

    class Status(models.TextChoices):
        FROZEN = "frozen", "Waiting for release"
        QUEUED = "queued", "Waiting to be typeset"
        READY = "ready", "Typeset, waiting to go"
        LEASED = "leased", "Taken by a worker"
        SENDING = "sending", "Being sent"
        PRINTING = "printing", "With the printer"
        SENT = "sent", "Sent"
        UNCERTAIN = "uncertain", "May have gone"
        FAILED = "failed", "Could not be sent"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Will not go"

    class Channel(models.TextChoices):
        """How it goes. Who carries it is configuration."""

        EMAIL = "email", "By email"
        POST = "post", "By post, through GOV.UK Notify"
        PRINT = "print", "By post, through a print house"
        HAND = "hand", "By hand"

    BY_WORKERS = [Channel.EMAIL, Channel.POST]
    ON_PAPER = [Channel.POST, Channel.PRINT]

    class Format(models.TextChoices):
        """What we make of the formats that people may need; of the others we make none (G11)."""

        STANDARD = "standard", "As everyone"
        LARGE_PRINT = "large_print", "Large print"
        EASY_READ = "easy_read", "Easy read"
        PLAIN_EMAIL = "plain_email", "Plain email, without attachments"

    NEEDS_A_PERSON = [Status.UNCERTAIN, Status.FAILED, Status.HELD]
    SETTLED = [Status.SENT, Status.CANCELLED]
    # Past the gates, and nobody here can say that it has not gone.
    MAY_HAVE_GONE = [Status.SENDING, Status.UNCERTAIN, Status.PRINTING]

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="letters")
    event = models.ForeignKey(ContributionEvent, models.PROTECT, related_name="letters")
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status, default=Status.FROZEN)
    channel = models.CharField(
        max_length=10, choices=Channel, default=Channel.EMAIL, db_default=Channel.EMAIL
    )
    # How often it was handed to whoever carries it, for ever: the number of a DeliveryAttempt.
    handovers = models.PositiveSmallIntegerField(default=0, db_default=0)

    # The snapshot. After approval nothing of this changes (LET-1), and once the letter is sent
    # nothing at all: a trigger in the database refuses it (LET-2).
    ref = models.CharField("reference", max_length=24, unique=True)
    template_version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en", db_default="en")
    # The same in Welsh, for a household in which some read it and others do not (HH-2): printed
    # after the first; and what placeholders stand for there, where that is something else.
    beside_version = models.ForeignKey(
        TemplateVersion, models.PROTECT, related_name="+", null=True, blank=True
    )
    beside_values = models.JSONField(default=dict, db_default={}, blank=True)
    format = models.CharField(
        max_length=12, choices=Format, default="standard", db_default="standard"
    )
    email = models.EmailField(blank=True)
    letter_name = models.CharField(max_length=250)
    salutation = models.CharField(max_length=250)
    address = models.JSONField(default=list)  # lines
    sender_lines = models.JSONField(default=list)  # how to reach the office, as it was then
    values = models.JSONField(default=dict)  # of the template's placeholders
    content_hash = models.CharField(max_length=64)

    # In an experiment: which words it has, drawn before anything was written (EXP-3).
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="letters", null=True)
    # Carries the one question of its experiment (recognition/research/question.py, EXP-8).
    asks = models.BooleanField(default=False, db_default=False)
    # The letter that went before, and was wrong (LET-2).
    corrects = models.ForeignKey("self", models.PROTECT, related_name="corrected_by", null=True)

    # The mandates in which it has a place (SIG-4): taken when it first leaves, and kept if it has
    # to try again.
    mandates = ArrayField(models.BigIntegerField(), null=True, editable=False)

    # The mandates under which their private office has read it, and agreed to it.
    agreed_in = ArrayField(models.BigIntegerField(), default=list, db_default=[], editable=False)

    # By hand, by all who sign it; only then may it go, where its campaign is signed so.
    signed_at = models.DateTimeField(null=True)

    pdf_hash = models.CharField(max_length=64, blank=True)  # where LETTERS_DIR keeps the PDF
    gates = models.JSONField(default=dict)  # code → "" or why it stopped; the last evaluation
    stopped_by = models.CharField(max_length=4, blank=True)  # the gate, countable as prevented

    says: Any = None  # the LetterContent that passed the gates a moment ago; kept in no column

    objects = LetterQuerySet.as_manager()

    class Meta(Parcel.Meta):
        abstract = False
        constraints = [
            *Parcel.Meta.constraints,
            models.UniqueConstraint(
                name="letter_one_live_per_event",
                fields=["event", "contributor", "corrects"],
                condition=~Q(status="cancelled"),
                nulls_distinct=False,
                violation_error_message="This person already has a letter for this.",
            ),
            models.CheckConstraint(
                name="letter_ready_has_a_pdf",
                condition=~Q(
                    status__in=["ready", "leased", "sending", "printing", "sent", "uncertain"]
                )
                | ~Q(pdf_hash=""),
            ),
            models.CheckConstraint(
                name="letter_held_says_by_which_gate",
                condition=~Q(status="held") | (~Q(stopped_by="") & ~Q(problem="")),
            ),
        ]
        indexes = [
            *Parcel.Meta.indexes,
            models.Index(
                fields=["campaign", "id"], name="letter_queued", condition=Q(status="queued")
            ),
            models.Index(
                fields=["lease_until"],
                name="letter_being_typeset",
                condition=Q(status="queued", lease_until__isnull=False),
            ),
            models.Index(
                fields=["campaign", "channel", "id"],
                name="letter_ready",
                condition=Q(status="ready"),
            ),
            models.Index(
                fields=["campaign", "sent_at"], name="letter_gone", condition=Q(status="sent")
            ),
            models.Index(fields=["campaign", "status"], name="letter_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} to {self.letter_name}"

    def get_absolute_url(self) -> str:
        return reverse("recognition:letter_detail", args=[self.pk])

    @property
    def how_it_goes(self) -> str:
        """Its channel, in words; what is signed with a pen, no print house posts."""
        by_post = self.channel == Letter.Channel.PRINT
        if by_post and self.campaign.is_signed_by_hand:
            return "By post, signed by hand"
        return self.get_channel_display()

    @property
    def languages(self) -> str:
        """In words: “Welsh”, or “English and Welsh”."""
        return BOTH if self.beside_version_id else self.get_language_display()

    @property
    def is_shown_signed(self) -> bool:
        """Before it has passed the gates, nobody can take its signature away (SIG-1): till then
        there are proofs, which are unsigned."""
        return self.status in {Letter.Status.SENT, *Letter.MAY_HAVE_GONE}

    @property
    def in_whose_name(self) -> dict[str, Any]:
        """Who signs it, and under which mandates: for the journal (SIG-1)."""
        facts: dict[str, Any] = {"signatory": self.campaign.signatory_id}
        if second := self.campaign.second_signatory_id:
            facts["second_signatory"] = second
        if self.mandates:
            facts["mandates"] = self.mandates
        return facts

    @property
    def correction(self) -> Campaign | None:
        """The campaign in which a letter in the place of this one is prepared, goes, or has gone;
        asks a query."""
        return self.corrections.exclude(status=Campaign.Status.CANCELLED).first()
