"""DeliveryAttempt: one try at handing a letter to whoever carries it, and what became of it.

While a try is under way its letter is `sending`, with the number of the try in `handovers`: so the
name under which a carrier knows it is on record before the first byte (DLV-1)."""

from django.db import models
from django.utils import timezone

from recognition.models.letter import Letter


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

    class Meta:
        constraints = [
            models.UniqueConstraint(name="deliveryattempt_once", fields=["letter", "n"]),
        ]
        indexes = [
            models.Index(
                fields=["provider_ref"],
                name="deliveryattempt_by_ref",
                condition=~models.Q(provider_ref=""),
            ),
            models.Index(
                fields=["at"], name="deliveryattempt_posted", condition=models.Q(channel="post")
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
