"""A spreadsheet of organisations on its way into the register.

    uploaded → checked → running → done
                            ⇅
                         stopped

The row is the truth: `rows_done` is committed together with the organisations of those rows, so
work goes on where it was when a worker died, and nothing comes in twice.
"""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from coalition.domain import Lifecycle, LockingQuerySet
from coalition.models.programme import RoleGrant
from coalition.models.sector import Sector
from coalition.models.user import User

FILE_KEPT_FOR = timedelta(hours=24)


class OrganisationImportQuerySet(LockingQuerySet["OrganisationImport"]):
    def visible_to(self, user: User) -> Self:
        """Programme leads and administrators share all imports, as they share the register."""
        roles = {role for role, _ in user.roles}
        may = {RoleGrant.Role.PROGRAMME_LEAD, RoleGrant.Role.ADMINISTRATOR}
        return self if roles & may else self.none()

    def without_file(self) -> Self:
        """For pages that ask every two seconds: the file may have 20 MB."""
        return self.defer("contents")

    def in_nobodys_hands(self, now: datetime) -> Self:
        running = self.filter(status=OrganisationImport.Status.RUNNING)
        return running.filter(Q(lease_until=None) | Q(lease_until__lt=now))

    def past_keeping(self, now: datetime) -> Self:
        """Those whose file is to be dropped: a day after they were done, or were left lying."""
        long_ago = now - FILE_KEPT_FOR
        left = Q(status__in=["uploaded", "checked"], uploaded_at__lt=long_ago)
        done = Q(status="done", finished_at__lt=long_ago, contents__isnull=False)
        return self.filter(left | done)


class OrganisationImport(Lifecycle):
    """`forecast` is what the check found and `result` what became of it: counts by kind, and in
    the forecast the first problems and changes too, ready to be shown."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", "Uploaded"
        CHECKED = "checked", "Checked"
        RUNNING = "running", "Under way"
        STOPPED = "stopped", "Stopped"
        DONE = "done", "Done"

    NEXT = {
        Status.UPLOADED: {Status.CHECKED},
        Status.CHECKED: {Status.CHECKED, Status.RUNNING},
        Status.RUNNING: {Status.DONE, Status.STOPPED},
        Status.STOPPED: {Status.RUNNING},
    }

    file_name = models.CharField(max_length=200)
    contents = models.BinaryField(null=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )  # nobody: the command line
    uploaded_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=20, choices=Status, default=Status.UPLOADED)

    columns = models.JSONField(default=dict)  # position as text: what that column holds
    sector = models.CharField(max_length=3, choices=Sector, blank=True)
    updates_known = models.BooleanField(default=True)
    checked_at = models.DateTimeField(null=True)
    forecast = models.JSONField(default=dict)

    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    started_at = models.DateTimeField(null=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)  # since the last row that came in
    problem = models.CharField(max_length=300, blank=True)

    objects = OrganisationImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        constraints = [
            models.CheckConstraint(
                name="organisation_import_keeps_its_file_until_done",
                condition=Q(status="done") | Q(contents__isnull=False),
            ),
            models.CheckConstraint(
                name="organisation_import_is_checked_before_it_runs",
                condition=Q(status="uploaded") | (Q(checked_at__isnull=False) & ~Q(sector="")),
            ),
            models.CheckConstraint(
                name="organisation_import_done_when_every_row_is",
                condition=~Q(status="done")
                | Q(finished_at__isnull=False, rows_done=F("rows_total")),
            ),
            models.CheckConstraint(
                name="organisation_import_does_no_row_too_many",
                condition=Q(rows_done__lte=F("rows_total")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                name="organisation_import_running",
                condition=Q(status="running"),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("organisation_import_detail", args=[self.pk])

    @property
    def file(self) -> bytes:
        """What was uploaded; empty once it is dropped."""
        return bytes(self.contents or b"")

    @property
    def matched(self) -> dict[int, str]:
        """Position of a column → what it holds."""
        return {int(position): holds for position, holds in self.columns.items()}

    @property
    def ready(self) -> int:
        """How many rows the check found fit to come in."""
        return sum(self.forecast.get(kind, 0) for kind in ("new", "changed", "same"))

    @property
    def to_write(self) -> int:
        """How many organisations the import would add or change."""
        return self.forecast.get("new", 0) + self.forecast.get("changed", 0)

    @property
    def file_kept_until(self) -> datetime | None:
        return self.finished_at and self.finished_at + FILE_KEPT_FOR

    @property
    def has_file(self) -> bool:
        """Whether the file is still kept, without fetching it."""
        return self.finished_at is None or timezone.now() < self.finished_at + FILE_KEPT_FOR
