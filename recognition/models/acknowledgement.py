"""One thanks for one thing that somebody did: of which kind, by whom, and what came of it.

planned → in preparation → given → closed | returned | regretted. What is owed and has none of these
is *due*: the event itself says so. Automatic receipts never stand here, so they never count (L2).
"""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models import Mail, Programme, User
from coalition.models.contact_words import Channel, Thanker
from recognition.models.contribution import RECOGNITION_ROLES, ContributionEvent
from recognition.models.letter import Letter


class AcknowledgementQuerySet(LockingQuerySet["Acknowledgement"]):
    def visible_to(self, user: User) -> Self:
        """Those who see the event."""
        running = Programme.objects.with_role(user, *RECOGNITION_ROLES)
        return self.filter(event__programme__in=running)

    def to_give(self) -> Self:
        """What somebody has taken on and not done yet."""
        return self.filter(status__in=Acknowledgement.TO_GIVE)

    def gone_by_mail(self) -> Self:
        """On their way when we last looked, and gone since."""
        return self.filter(status="in_preparation", mail__status=Mail.Status.SENT)

    def counted(self) -> Self:
        """What was given by a person and not taken back."""
        return self.filter(status__in=Acknowledgement.COUNTED)

    def took_back(self, letter: Letter) -> None:
        """The letter did not reach them, so its thanks did not either."""
        self.counted().filter(letter=letter).update(status=Acknowledgement.Status.RETURNED)

    def live(self) -> Self:
        return self.exclude(status=Acknowledgement.Status.DROPPED)

    def received_by(self, user: User) -> Self:
        """A person's own, but for letters, which have a page of theirs."""
        theirs = Q(event__contributor__user=user) | Q(event__contributor__merged_into__user=user)
        return self.counted().filter(theirs, letter=None)

    def with_events(self) -> Self:
        return self.select_related(
            "event__contributor", "event__organisation", "event__programme", "giver", "mail"
        )


class Acknowledgement(Lifecycle):
    class Kind(models.TextChoices):
        NOTE = "note", "Personal note"
        CALL = "call", "Call"
        MENTION = "mention", "Mention in a meeting"
        EMAIL = "email", "Email in one’s own words"
        INVITATION = "invitation", "Invitation"
        LETTER = "letter", "Letter"
        JOINT_LETTER = "joint_letter", "Joint letter"
        CERTIFICATE = "certificate", "Certificate"
        REFERENCE = "reference", "Reference letter"
        BADGE = "badge", "Badge"

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        IN_PREPARATION = "in_preparation", "In preparation"
        GIVEN = "given", "Given"
        CLOSED = "closed", "Closed"
        RETURNED = "returned", "Came back"
        REGRETTED = "regretted", "Regretted"
        DROPPED = "dropped", "Not done"

    NEXT = {
        Status.PLANNED: {Status.IN_PREPARATION, Status.GIVEN, Status.DROPPED},
        Status.IN_PREPARATION: {Status.GIVEN, Status.DROPPED},
        Status.GIVEN: {Status.CLOSED, Status.RETURNED, Status.REGRETTED},
        Status.RETURNED: {Status.IN_PREPARATION, Status.GIVEN, Status.DROPPED},
    }
    TO_GIVE = [Status.PLANNED, Status.IN_PREPARATION, Status.RETURNED]
    COUNTED = [Status.GIVEN, Status.CLOSED]
    BY_MAIL = [Kind.EMAIL, Kind.INVITATION]
    BY_LETTER = [Kind.LETTER, Kind.JOINT_LETTER, Kind.CERTIFICATE, Kind.REFERENCE]

    event = models.ForeignKey(ContributionEvent, models.PROTECT, related_name="acknowledgements")
    kind = models.CharField(max_length=20, choices=Kind)
    tier = models.PositiveSmallIntegerField()  # 1 to 3
    thanker = models.CharField("as whose thanks it counts", max_length=20, choices=Thanker)
    channel = models.CharField(max_length=20, choices=Channel)
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    due_on = models.DateField()
    status = models.CharField(max_length=20, choices=Status, default=Status.PLANNED)
    given_at = models.DateTimeField(null=True)
    evidence = models.CharField(max_length=80, blank=True)  # what shows it: a reference, a name
    # What a campaign sends gives its own, in the moment in which it is sent.
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="acknowledgement", null=True)

    # Of one that goes by e-mail: given once this has gone, and not before.
    mail = models.ForeignKey(Mail, models.SET_NULL, related_name="+", null=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = "thanks"
        constraints = [
            models.UniqueConstraint(
                name="acknowledgement_once_per_event_and_kind",
                fields=["event", "kind"],
                condition=~Q(status__in=["dropped", "regretted"]),
                violation_error_message="They were thanked for this in that way already, or"
                " somebody has planned to.",
            ),
            models.CheckConstraint(
                name="acknowledgement_is_by_a_person",
                condition=Q(tier__gte=1, tier__lte=3),
            ),
            models.CheckConstraint(
                name="acknowledgement_given_has_a_time",
                condition=~Q(status__in=["given", "closed", "returned", "regretted"])
                | Q(given_at__isnull=False),
            ),
            models.CheckConstraint(
                name="acknowledgement_by_letter_has_one",
                condition=~Q(kind__in=["letter", "joint_letter", "certificate", "reference"])
                | Q(letter__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["giver", "due_on"],
                name="acknowledgement_to_give",
                condition=Q(status__in=["planned", "in_preparation", "returned"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.event.contributor}"

    def get_absolute_url(self) -> str:
        return reverse("recognition:acknowledgement_detail", args=[self.pk])

    @property
    def is_to_give(self) -> bool:
        return self.status in self.TO_GIVE

    def is_late(self, on: date | None = None) -> bool:
        return self.is_to_give and self.due_on < (on or timezone.localdate())
