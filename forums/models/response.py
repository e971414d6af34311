"""What a seat answers in a round, who says that an objection is a preference, and who speaks for
somebody else."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Sector
from forums.authority.rules import Answer
from forums.models.forum import Forum, Membership, Seat
from forums.models.meeting import Meeting
from forums.models.round import Round

SAID_LENGTH = 1000


class ResponseQuerySet(LockingQuerySet["Response"]):
    def standing(self) -> Self:
        """Without those that were changed, or that an edit of the proposal voided (RND-4)."""
        return self.filter(voided_at=None)

    def unanswered(self) -> Self:
        """Questions that nobody has answered in writing (RND-2)."""
        return self.standing().filter(kind=Answer.NEED_MORE, answered_at=None, asked_again=False)

    def with_people(self) -> Self:
        return self.select_related(
            "seat", "membership__contributor", "membership__organisation", "membership__seat"
        )


class Response(models.Model):
    """One seat, one answer. A changed one stays, voided; so does one to a version that is no more.
    A trigger keeps what was said."""

    class How(models.TextChoices):
        SELF = "self", "Responded here"
        PROXY = "proxy", "By proxy"
        MEETING = "meeting", "Said in the meeting"

    round = models.ForeignKey(Round, models.PROTECT, related_name="responses")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    # Who had the seat then, and the sector in force then (ORG-3).
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="responses")
    sector = models.CharField(max_length=3, choices=Sector)
    kind = models.CharField(max_length=12, choices=Answer)
    # The concern, the question, or the harm.
    text = models.CharField(max_length=SAID_LENGTH, blank=True)
    # What would remove the harm.
    suggested_change = models.CharField(max_length=SAID_LENGTH, blank=True)
    how = models.CharField(max_length=7, choices=How, default=How.SELF)
    proxy = models.ForeignKey(
        "forums.Proxy", models.PROTECT, related_name="responses", null=True, blank=True
    )
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    # A question of a seat that had its answer already: it holds nothing up (RND-2).
    asked_again = models.BooleanField(default=False)
    answer = models.CharField(max_length=SAID_LENGTH, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    # What the objector says to its being called a preference (RND-3).
    reply = models.CharField(max_length=SAID_LENGTH, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    preference_at = models.DateTimeField(
        "classified as a preference", null=True, blank=True, editable=False
    )
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="response_one_per_seat",
                fields=["round", "seat"],
                condition=Q(voided_at=None),
                violation_error_message="This seat has responded in the meantime.",
            ),
            models.CheckConstraint(
                name="response_says_what_it_must",
                condition=Q(kind__in=["consent", "stand_aside", "recused"])
                | (Q(kind__in=["concern", "need_more"]) & ~Q(text=""))
                | (Q(kind="object") & ~Q(text="") & ~Q(suggested_change="")),
                violation_error_message="Write down your concern or your question. An objection"
                " says what harm it would do and what change would remove it.",
            ),
            models.CheckConstraint(
                name="response_by_proxy_names_it",
                condition=Q(how="proxy", proxy__isnull=False) | (~Q(how="proxy") & Q(proxy=None)),
            ),
            models.CheckConstraint(
                name="response_answered_in_writing",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (
                    Q(kind="need_more", answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(answer="")
                ),
                violation_error_message="Answer the question in writing.",
            ),
            models.CheckConstraint(
                name="response_only_objections_are_classified",
                condition=Q(preference_at=None, replied_at=None, reply="") | Q(kind="object"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_kind_display().lower()}"


class Classification(models.Model):
    """One seat says that an objection is a preference. It takes two (RND-3)."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="classifications")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    sector = models.CharField(max_length=3, choices=Sector)
    because = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    objects = LockingQuerySet["Classification"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="classification_once_per_seat",
                fields=["response", "seat"],
                violation_error_message="Your seat has said so already.",
            ),
            models.CheckConstraint(
                name="classification_says_why",
                condition=~Q(because=""),
                violation_error_message="Say why it is a preference.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: a preference"


class ProxyQuerySet(LockingQuerySet["Proxy"]):
    def standing(self) -> Self:
        return self.filter(revoked_at=None)

    def with_people(self) -> Self:
        return self.select_related(
            "giver__contributor", "giver__organisation", "giver__seat",
            "holder__contributor", "holder__organisation", "holder__seat",
        )  # fmt: skip


class Proxy(models.Model):
    """One member speaks for another, in one meeting or one round between meetings, as written
    (RND-9)."""

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="proxies_given")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="proxies", null=True, blank=True
    )
    round = models.ForeignKey(Round, models.PROTECT, related_name="proxies", null=True, blank=True)
    giver = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    wish = models.CharField("what to say for me", max_length=SAID_LENGTH)
    given_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ProxyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="proxy_is_for_one_occasion",
                condition=Q(meeting__isnull=False, round=None)
                | Q(meeting=None, round__isnull=False),
            ),
            models.CheckConstraint(
                name="proxy_is_somebody_else",
                condition=~Q(giver=F("holder")),
                violation_error_message="Name somebody else.",
            ),
            models.CheckConstraint(
                name="proxy_is_written",
                condition=~Q(wish=""),
                violation_error_message="Write down what they are to say for you.",
            ),
            *(
                models.UniqueConstraint(
                    name=f"proxy_one_{side}_per_{occasion}",
                    fields=[occasion, side],
                    condition=Q(revoked_at=None, **{f"{occasion}__isnull": False}),
                    violation_error_message=message,
                )
                for occasion in ("meeting", "round")
                for side, message in (
                    ("giver", "You have named somebody for this already."),
                    ("holder", "They speak for somebody else already, and nobody speaks for two."),
                )
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder.seat} for {self.giver.seat}"
