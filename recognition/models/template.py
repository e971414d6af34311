"""The words of letters. A version is never changed; a correction is a new version."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import LockingQuerySet
from coalition.models import Programme, User
from recognition.models.contribution import RECOGNITION_ROLES

LANGUAGES = [("en", "English"), ("cy", "Welsh")]


class LetterTemplateQuerySet(LockingQuerySet["LetterTemplate"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(programme__in=Programme.objects.with_role(user, *RECOGNITION_ROLES))

    def in_use(self) -> Self:
        return self.filter(retired_at=None)


class LetterTemplate(models.Model):
    """A kind of letter, under one name, in one language."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    retired_at = models.DateTimeField(null=True)

    objects = LetterTemplateQuerySet.as_manager()

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

    def get_absolute_url(self) -> str:
        return reverse("recognition:template_detail", args=[self.pk])


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    def latest_of_each(self) -> Self:
        """The newest version of every template that it finds."""
        newer = TemplateVersion.objects.filter(
            template=OuterRef("template"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer))


class TemplateVersion(models.Model):
    """The words of a template at a time. A trigger in the database refuses to change them."""

    template = models.ForeignKey(LetterTemplate, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    subject = models.CharField("email subject", max_length=120)
    body = models.TextField(max_length=5000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = TemplateVersionQuerySet.as_manager()

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
