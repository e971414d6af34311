"""What stands at the top of letters, in whose name, by whom and for how long (LHD-1)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Organisation, Programme, User
from recognition.models.contribution import RECOGNITION_ROLES


class LetterheadQuerySet(LockingQuerySet["Letterhead"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(programme__in=Programme.objects.with_role(user, *RECOGNITION_ROLES))

    def in_force(self, on: date | None = None) -> Self:
        on = on or timezone.localdate()
        begun = self.filter(valid_from__lte=on, withdrawn_at=None)
        return begun.filter(Q(valid_to=None) | Q(valid_to__gte=on))


class Letterhead(models.Model):
    """A picture at the top of a letter. Valid from the first to the last day, both included, and
    for whoever signs for its body or for one of those permitted to use it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    issuing_body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    permitted_bodies = models.ManyToManyField(Organisation, related_name="+")
    artwork = models.BinaryField()  # PNG
    says = models.CharField("what the picture says", max_length=120)  # to who does not see it
    uses_royal_arms = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="letterhead_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="The last day cannot come before the first.",
            ),
            models.CheckConstraint(
                name="letterhead_has_a_name_and_words", condition=~Q(name="") & ~Q(says="")
            ),
            models.UniqueConstraint(
                name="letterhead_one_of_a_name",
                fields=["programme", "name"],
                condition=Q(withdrawn_at=None),
                violation_error_message="There is a letterhead of this name already.",
            ),
            models.CheckConstraint(
                name="letterhead_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("recognition:letterhead_edit", args=[self.pk])

    @property
    def state(self) -> str:
        """withdrawn, to_come, in_force or over."""
        today = timezone.localdate()
        if self.withdrawn_at:
            return "withdrawn"
        if today < self.valid_from:
            return "to_come"
        return "over" if self.valid_to and self.valid_to < today else "in_force"
