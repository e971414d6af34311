"""The words of letters. A version is never changed; a correction is a new version."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Programme


class LetterTemplate(models.Model):
    """A kind of letter, under one name, in one language."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    language = models.CharField(
        max_length=2, choices=[("en", "English"), ("cy", "Welsh")], default="en"
    )
    retired_at = models.DateTimeField(null=True)

    objects = LockingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="letter_template_name_once_per_programme",
                fields=["programme", "name", "language"],
                violation_error_message="There is already a template of this name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    template = models.ForeignKey(LetterTemplate, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    subject = models.CharField("email subject", max_length=120)
    body = models.TextField(max_length=5000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="template_version_number_once",
                fields=["template", "number"],
                violation_error_message="Somebody else saved this template a moment ago.",
            ),
            models.CheckConstraint(name="template_version_has_words", condition=~Q(body="")),
        ]

    def __str__(self) -> str:
        return f"{self.template}, version {self.number}"
