"""A spreadsheet on its way into the register.

    uploaded → checking → checked → running → done → undoing → undone
                                       ⇅                ↑
                                    stopped ────────────┘

The row is the truth: `rows_done` is committed together with what those rows brought, so work goes
on where it was when a worker died, and nothing comes in twice. What the rows say waits in tables of
its own (coalition/imports/tables.py).
"""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models.programme import RoleGrant
from coalition.models.user import User

FILE_KEPT_FOR = UNDO_WITHIN = timedelta(hours=24)
PART_BYTES = 1_000_000


class OctetLength(Func):
    function = "octet_length"
    output_field = models.IntegerField()


class ImportQuerySet(LockingQuerySet["Import"]):
    KEEPERS: ClassVar = {
        RoleGrant.Role.PROGRAMME_LEAD,
        RoleGrant.Role.ADMINISTRATOR,
        RoleGrant.Role.RECOGNITION_ADMIN,
    }

    def visible_to(self, user: User) -> Self:
        """Those who keep a part of the register share its imports; which part, the kind says."""
        roles = {role for role, _ in user.roles}
        return self if roles & self.KEEPERS else self.none()

    def in_nobodys_hands(self, now: datetime) -> Self:
        """Owed work that no worker is at."""
        free = Q(lease_until=None) | Q(lease_until__lt=now)
        return self.filter(free, status__in=Import.OWED)

    def past_keeping(self, now: datetime) -> Self:
        """Those whose file is to be dropped: a day after they were done, or were left lying."""
        long_ago = now - FILE_KEPT_FOR
        left = Q(status__in=Import.NOT_STARTED, uploaded_at__lt=long_ago)
        done = Q(status__in=["done", "undone"], finished_at__lt=long_ago, file_dropped_at=None)
        return self.filter(left | done)


class Import(Lifecycle):
    """`forecast` is what the check found and `result` what became of it: counts by outcome, and in
    the forecast the first problems and changes too, ready to be shown."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", "Uploaded"
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked"
        RUNNING = "running", "Under way"
        STOPPED = "stopped", "Stopped"
        DONE = "done", "Done"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"

    class Doubles(models.TextChoices):
        """What becomes of a row that may be somebody who is on the register."""

        LEAVE = "leave", "Leave it out"
        UPDATE = "update", "It is the same: bring the register up to date"
        ADD = "add", "It is another: add it"

    NEXT = {
        Status.UPLOADED: {Status.CHECKING},
        Status.CHECKING: {Status.CHECKED, Status.UPLOADED},
        Status.CHECKED: {Status.CHECKING, Status.RUNNING},
        Status.RUNNING: {Status.DONE, Status.STOPPED},
        Status.STOPPED: {Status.RUNNING, Status.UNDOING},
        Status.DONE: {Status.UNDOING},
        Status.UNDOING: {Status.UNDONE, Status.STOPPED},
    }
    OWED = [Status.CHECKING, Status.RUNNING, Status.UNDOING]
    NOT_STARTED = [Status.UPLOADED, Status.CHECKING, Status.CHECKED]

    kind = models.CharField(max_length=20)  # a key of coalition.imports.kinds
    source = models.CharField(max_length=100, blank=True)  # whose references the file has
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    file_dropped_at = models.DateTimeField(null=True)
    found_columns = models.JSONField(default=list)  # letter, heading, label, samples
    notices = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )  # nobody: the command line
    uploaded_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=20, choices=Status, default=Status.UPLOADED)

    headings_hash = models.CharField(max_length=64)  # the same for the same set of headings
    columns = models.JSONField(default=dict)  # position as text: what that column holds
    options = models.JSONField(default=dict)  # answers to the questions of its kind
    doubles = models.CharField(max_length=10, choices=Doubles, default=Doubles.LEAVE)
    choices = models.JSONField(default=dict)  # row's number as text: one of Doubles
    checked_at = models.DateTimeField(null=True)
    forecast = models.JSONField(default=dict)

    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    started_at = models.DateTimeField(null=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)  # of the step that is under way
    result = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    undone_at = models.DateTimeField(null=True)
    undo_result = models.JSONField(default=dict)

    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)  # since the last row that came in
    problem = models.CharField(max_length=300, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        constraints = [
            models.CheckConstraint(
                name="import_keeps_its_file_until_done",
                condition=Q(status__in=["done", "undone"]) | Q(file_dropped_at=None),
            ),
            models.CheckConstraint(
                name="import_is_checked_before_it_runs",
                condition=Q(status__in=["uploaded", "checking"]) | Q(checked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="import_done_when_every_row_is",
                condition=~Q(status="done")
                | Q(finished_at__isnull=False, rows_done=F("rows_total")),
            ),
            models.CheckConstraint(
                name="import_does_no_row_too_many",
                condition=Q(rows_done__lte=F("rows_total")),
            ),
            models.CheckConstraint(
                name="import_undone_has_a_time",
                condition=~Q(status="undone") | Q(undone_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                name="import_owed",
                condition=Q(status__in=["checking", "running", "undoing"]),
            ),
            models.Index(fields=["file_hash"], name="import_by_file"),
            models.Index(fields=["kind", "headings_hash"], name="import_by_headings"),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("import_detail", args=[self.pk])

    @property
    def matched(self) -> dict[int, str]:
        """Position of a column → what it holds."""
        return {int(position): holds for position, holds in self.columns.items()}

    @property
    def labels(self) -> list[str]:
        """What each column of the file is called."""
        return [column["label"] for column in self.found_columns]

    @property
    def ready(self) -> int:
        """How many rows the check found fit to come in."""
        return sum(self.forecast.get(outcome, 0) for outcome in ("new", "changed", "same"))

    @property
    def to_write(self) -> int:
        """How many rows would add or change something, as the choices stand."""
        return self.forecast.get("new", 0) + self.forecast.get("changed", 0)

    @property
    def is_owed(self) -> bool:
        """Whether a worker is at it, or will be."""
        return self.status in self.OWED

    @property
    def may_have_written(self) -> bool:
        return self.status not in self.NOT_STARTED

    @property
    def file_kept_until(self) -> datetime | None:
        return self.finished_at and self.finished_at + FILE_KEPT_FOR

    @property
    def has_file(self) -> bool:
        return self.file_dropped_at is None

    @property
    def undo_until(self) -> datetime | None:
        return self.finished_at and self.finished_at + UNDO_WITHIN

    @property
    def can_be_undone(self) -> bool:
        """For a day after it was done; a stopped one as long as it is stopped."""
        if self.status == self.Status.STOPPED:
            return True
        until = self.undo_until
        return self.status == self.Status.DONE and until is not None and timezone.now() < until


class ImportPart(models.Model):
    """A piece of the file in canonical form (spreadsheets.store); never the whole file at once."""

    job = models.ForeignKey(Import, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="import_part_has_its_place", fields=["job", "number"]),
            models.CheckConstraint(
                name="import_part_is_small",
                condition=LessThanOrEqual(OctetLength("data"), Value(PART_BYTES)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.number}"


class ImportChange(models.Model):
    """What a row of an import changed on a record that was there: its fields before and after.

    No foreign key to the record: it is of one kind or another, and may be merged or gone."""

    job = models.ForeignKey(Import, models.CASCADE, related_name="changes")
    line = models.PositiveIntegerField()
    table = models.CharField(max_length=63)
    target = models.PositiveBigIntegerField()
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["table", "target"], name="import_change_of_record")]

    def __str__(self) -> str:
        return f"{self.table} {self.target}"


class ExternalRef(models.Model):
    """What a source calls a record of ours, so that its next file finds it again."""

    table = models.CharField(max_length=63)
    source = models.CharField(max_length=100)
    ref = models.CharField(max_length=100)
    target = models.PositiveBigIntegerField()
    came_by = models.ForeignKey(Import, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="external_ref_names_one_record", fields=["table", "source", "ref"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.ref}"
