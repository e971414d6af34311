"""An offer that another body could use better: asked of whoever offered, before anything moves."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models.offer import Offer
from coalition.models.offer_words import DeclineReason, Means
from coalition.models.organisation import Organisation


class RedirectQuerySet(LockingQuerySet["Redirect"]):
    pass


class Redirect(Lifecycle):
    """A question to whoever offered: may we give your details to these people? (OFR-4)"""

    class Status(models.TextChoices):
        ASKED = "asked", "Waiting for their yes"
        AGREED = "agreed", "They agreed"
        REFUSED = "refused", "They would rather not"
        TAKEN_BACK = "taken_back", "Taken back"

    NEXT = {Status.ASKED: {Status.AGREED, Status.REFUSED, Status.TAKEN_BACK}}
    Reason = DeclineReason

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="redirects")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True
    )
    body = models.CharField("a body that is not on the register", max_length=200, blank=True)
    email = models.EmailField("where their details would go")
    reason = models.CharField(max_length=20, choices=Reason)
    sentence = models.CharField(max_length=400)
    status = models.CharField(max_length=20, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    # Who wrote the answer down where it came by other means than the private link.
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    answered_how = models.CharField(max_length=10, choices=Means, blank=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="redirect_asked_one_at_a_time",
                fields=["offer"],
                condition=Q(status="asked"),
                violation_error_message="They have been asked already. Wait for the answer, or"
                " take that question back first.",
            ),
            models.CheckConstraint(
                name="redirect_names_one_body",
                condition=Q(organisation__isnull=False, body="")
                | (Q(organisation=None) & ~Q(body="")),
            ),
            models.CheckConstraint(
                name="redirect_has_a_reason_and_a_sentence",
                condition=~Q(reason="") & ~Q(sentence="") & ~Q(email=""),
            ),
            models.CheckConstraint(
                name="redirect_answered_has_its_time",
                condition=Q(status__in=["asked", "taken_back"], answered_at=None)
                | Q(status__in=["agreed", "refused"], answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer.ref} to {self.goes_to}"

    @property
    def goes_to(self) -> str:
        return str(self.organisation or self.body)
