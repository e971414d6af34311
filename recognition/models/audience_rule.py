"""Rules by which campaigns choose their recipients, saved under a name (CMP-1)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Programme, User
from recognition.models.contribution import RECOGNITION_ROLES


class AudienceRuleQuerySet(LockingQuerySet["AudienceRule"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(programme__in=Programme.objects.with_role(user, *RECOGNITION_ROLES))

    def in_use(self) -> Self:
        return self.filter(retired_at=None)


class AudienceRule(models.Model):
    """What recognition.criteria reads. A campaign keeps the words of the rule as they were when it
    chose by it, so that a change here changes no campaign."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    criteria = models.JSONField(default=dict)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)

    objects = AudienceRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="audience_rule_has_a_name", condition=~Q(name="")),
            models.UniqueConstraint(
                name="audience_rule_one_of_a_name",
                fields=["programme", "name"],
                condition=Q(retired_at=None),
                violation_error_message="There is a rule of this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("recognition:audience_rule_edit", args=[self.pk])
