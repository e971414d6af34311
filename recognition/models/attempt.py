"""DeliveryAttempt: one try at handing a letter to whoever carries it, and what became of it.

While a try is under way its letter is `sending`, with the number of the try in `handovers`: so the
name under which a carrier knows it is on record before the first byte (DLV-1)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import User
from recognition.models.letter import Letter


class DeliveryAttemptQuerySet(LockingQuerySet["DeliveryAttempt"]):
    def visible_to(self, user: User) -> Self:
        """Those who see the letter."""
        return self.filter(letter__in=Letter.objects.visible_to(user))

    def at_the_printer(self) -> Self:
        """The last try of letters that GOV.UK Notify has and has not posted yet."""
        return self.filter(
            channel=Letter.Channel.POST,
            state=DeliveryAttempt.State.ACCEPTED,
            letter__status=Letter.Status.PRINTING,
            n=F("letter__handovers"),
        )

    def came_back(self) -> Self:
        """Letters that came back and at which nobody has looked yet (DLV-3)."""
        return self.filter(state=DeliveryAttempt.State.RETURNED, seen_at=None)


class DeliveryAttempt(models.Model):
    class State(models.TextChoices):
        ACCEPTED = "accepted", "Taken"
        DELIVERED = "delivered", "Delivered"
        RETURNED = "returned", "Came back"
        PUT_OFF = "bounced_temporary", "Put off"
        REFUSED = "bounced_permanent", "Refused"
        FAILED = "failed_technical", "Did not work"
        CANCELLED = "cancelled", "Cancelled there"
        UNKNOWN = "unknown", "May have been taken"

    class Found(models.TextChoices):
        """Each of them says what we do next."""

        GONE_AWAY = "gone_away", "They have gone away: write to them no more"
        ADDRESS = "address", "The address was wrong, and is put right now"
        REACHED = "reached", "They were thanked in another way"
        NOTHING = "nothing", "Nobody knows why it came back"

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="delivery_attempts")
    # Letter.handovers at that time: never used twice, whatever channel. A letter says one thing
    # only (LET-1), so this is the idempotency key.
    n = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10, choices=Letter.Channel)
    provider = models.CharField(max_length=20)  # Carrier.name
    state = models.CharField(max_length=20, choices=State)
    provider_ref = models.CharField(max_length=64, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(default=timezone.now)
    heard_at = models.DateTimeField(default=timezone.now)  # when we last heard of it
    cost = models.DecimalField("cost in pounds", max_digits=8, decimal_places=4, null=True)

    # Of what came back: what a person found, and when.
    found = models.CharField(max_length=20, choices=Found, blank=True, db_default="")
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    seen_at = models.DateTimeField(null=True)

    objects = DeliveryAttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="deliveryattempt_once", fields=["letter", "n"]),
            models.CheckConstraint(
                name="deliveryattempt_seen_by_somebody_who_found_something",
                condition=Q(seen_at=None, seen_by=None, found="")
                | (Q(seen_at__isnull=False, seen_by__isnull=False) & ~Q(found="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["provider_ref"],
                name="deliveryattempt_by_ref",
                condition=~Q(provider_ref=""),
            ),
            models.Index(fields=["at"], name="deliveryattempt_posted", condition=Q(channel="post")),
            models.Index(
                fields=["heard_at"],
                name="deliveryattempt_back",
                condition=Q(state="returned", seen_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """Our name for it, which the carrier keeps."""
        return attempt_key(self.letter, self.n)


def attempt_key(letter: Letter, n: int) -> str:
    """No personal data, and unique for ever: LT-7K2M-4QXB-1."""
    return f"{letter.ref}-{n}"


def read_key(key: str) -> tuple[str, int]:
    """(reference of the letter, number of the try) of such a name; ("", 0) of any other."""
    ref, _, n = key.rpartition("-")
    return (ref, int(n)) if n.isascii() and n.isdecimal() and len(n) < 5 else ("", 0)
