"""One kind no to many offers at once; beyond fifty, a second person agrees to it (story 14)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models.offer import Offer
from coalition.models.offer_words import DeclineReason
from coalition.models.programme import Programme

ALONE_AT_MOST = 50


class KindNoQuerySet(LockingQuerySet["KindNo"]):
    pass


class KindNo(Lifecycle):
    """The offers are named when it is asked for; those that were decided meanwhile are left out."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting for a second person"
        AGREED = "agreed", "Going out"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"

    NEXT = {
        Status.WAITING: {Status.AGREED, Status.STOPPED},
        Status.AGREED: {Status.DONE},
    }
    Reason = DeclineReason

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    offers = models.ManyToManyField(Offer, related_name="+")
    count = models.PositiveIntegerField()
    reason = models.CharField(max_length=20, choices=Reason)
    sentence = models.CharField(max_length=400)
    status = models.CharField(max_length=20, choices=Status, default=Status.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    done_at = models.DateTimeField(null=True)

    objects = KindNoQuerySet.as_manager()

    class Meta:
        verbose_name = "kind no to many"
        constraints = [
            models.CheckConstraint(
                name="kind_no_to_many_needs_a_second_person",
                condition=Q(status__in=["waiting", "stopped"])
                | Q(count__lte=ALONE_AT_MOST)
                | (Q(agreed_by__isnull=False) & ~Q(agreed_by=F("asked_by"))),
                violation_error_message="You asked for this yourself, so somebody else agrees to"
                " it.",
            ),
            models.CheckConstraint(
                name="kind_no_has_a_reason_and_a_sentence",
                condition=~Q(reason="") & ~Q(sentence="") & Q(count__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"kind no to {self.count} offers"
