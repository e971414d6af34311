"""The journal: what happened, who did it, whom it concerns. Written once, never changed.

It is the audit trail, and the one table through which apps learn of each other's doings.
A trigger in the database refuses to change or delete an entry.
"""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from coalition.models.contributor import Contributor
from coalition.models.programme import Programme
from coalition.models.user import User


class JournalQuerySet(models.QuerySet["JournalEntry"]):
    def record(
        self,
        kind: str,
        *,
        by: User | None,
        subject: models.Model,
        programme: Programme | None = None,
        concerns: Contributor | None = None,
        **facts: Any,
    ) -> "JournalEntry":
        """Write what happened. `by` is None for the public and for the clock; `facts` are small
        JSON values, never free text about a person (L8)."""
        return self.create(
            kind=kind, by=by, subject=subject, programme=programme, concerns=concerns, facts=facts
        )

    def of_kinds(self, kinds: Iterable[str]) -> Self:
        return self.filter(kind__in=list(kinds))

    def about(self, subject: models.Model) -> Self:
        """The history of one thing."""
        return self.filter(
            subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk
        )


class JournalEntry(models.Model):
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=50)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", null=True)
    concerns = models.ForeignKey(Contributor, models.PROTECT, related_name="+", null=True)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    facts = models.JSONField(default=dict)

    objects = JournalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "at"], name="journal_kind_at"),
            models.Index(fields=["subject_type", "subject_id", "at"], name="journal_subject_at"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"
