"""The journal: what happened, who did it, whom it concerns. Written once, never changed; and what
must be provable is sealed, each entry with the one before it.

It is the audit trail, and the one table through which apps learn of each other's doings.
A trigger in the database refuses to change or delete an entry or a seal.
"""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalition.domain import in_turn
from coalition.models.contributor import Contributor
from coalition.models.programme import Programme
from coalition.models.user import User
from coalition.sealing import FIRST, chain_of, is_sealed, seal_hash

# Any number, as long as nothing else has it; with that of a chain.
CHAINS = 7_204_525_000_000


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
        JSON values, never free text about a person (L8). What must be provable waits for others of
        its programme, until the transaction ends: lock whatever you need before."""
        entry = self.create(
            kind=kind, by=by, subject=subject, programme=programme, concerns=concerns, facts=facts
        )
        if is_sealed(kind):
            entry.refresh_from_db(fields=["at", "facts"])
            JournalSeal.objects.seal(entry)
        return entry

    def record_each(self, kind: str, entries: Iterable[dict[str, Any]]) -> None:
        """The same of many things, by the clock: subject, programme, concerns and facts of each.
        One query for any number, but for what must be provable, which goes in turn."""
        if is_sealed(kind):
            for entry in entries:
                self.record(kind, by=None, **{**entry, **entry.pop("facts")})
            return
        self.bulk_create([self.model(kind=kind, **entry) for entry in entries])

    def unsealed(self) -> Self:
        """Of kinds that must be provable, and yet in no chain."""
        sealed = Q()
        for kind in settings.SEALED_KINDS:
            sealed |= Q(kind__startswith=kind) if kind.endswith(".") else Q(kind=kind)
        return self.filter(sealed, seal=None)

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

    @property
    def subject_label(self) -> str:
        """As it is sealed: forums.delegation."""
        return f"{self.subject_type.app_label}.{self.subject_type.model}"


class JournalSealQuerySet(models.QuerySet["JournalSeal"]):
    def seal(self, entry: JournalEntry) -> "JournalSeal":
        """Add an entry, as the database has it, to the end of its chain, in turn."""
        chain = chain_of(entry.programme_id)
        in_turn(CHAINS + chain)
        last = self.filter(chain=chain).order_by("-number").first()
        number, previous = (last.number + 1, last.hash) if last else (1, FIRST)
        return self.create(
            entry=entry,
            chain=chain,
            number=number,
            previous=previous,
            hash=seal_hash(entry, entry.subject_label, number=number, previous=previous),
        )

    def heads(self) -> Self:
        """The last of each chain."""
        return self.order_by("chain", "-number").distinct("chain")


class JournalSeal(models.Model):
    """The place of an entry in the chain of its programme (coalition.sealing)."""

    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="seal", primary_key=True
    )
    chain = models.PositiveBigIntegerField()
    number = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = JournalSealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="journal_seal_has_its_place", fields=["chain", "number"]),
            models.UniqueConstraint(
                name="journal_seal_chain_never_forks", fields=["chain", "previous"]
            ),
            models.CheckConstraint(name="journal_seal_counts_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.chain}:{self.number}:{self.hash}"
