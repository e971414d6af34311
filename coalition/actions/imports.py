"""What people do with a spreadsheet: upload it, match its columns, start it, undo it, forget it.

What workers do with it is in import_steps.
"""

import hashlib
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.utils import timezone

from coalition import spreadsheets
from coalition.domain import DomainError, action
from coalition.imports import files, tables
from coalition.imports.fields import SAMPLE, guess
from coalition.imports.kind import kinds
from coalition.models import Import, User
from coalition.templatetags.words import clock

PIECE = 1_000_000  # bytes
Status = Import.Status


@action
def upload(
    *, kind: str, file_name: str, contents: BinaryIO, by: User | None, sheet: str = ""
) -> Import:
    """Keep a file that `spreadsheets.read` can read, with our guess at its columns: as they were
    matched the last time that a file had the same headings. Nothing comes in yet."""
    table = spreadsheets.read(contents, sheet=sheet)
    job = Import(
        kind=kind,
        file_name=file_name[-200:],
        file_hash=_hash(contents),
        found_columns=[vars(column) for column in table.columns],
        notices=table.notices,
        uploaded_by=by,
        rows_total=len(table.rows),
        doubles=kinds()[kind].doubles,
    )
    job.headings_hash = _headings_hash(job)
    _match_as_before(job, table)
    job.save()
    with files.PartsWriter(job) as parts:
        spreadsheets.store(table, cast(BinaryIO, parts))
    return job


@action
def match(
    *, job: Import, columns: dict[int, str], options: dict[str, Any], source: str = ""
) -> Import:
    """Say what the column at each position holds, answer the questions of its kind, and have the
    rows checked. `source` is whose references the file has. Changes nothing on the register."""
    job = Import.objects.lock(job).require_can_become(Status.CHECKING)
    job.status = Status.CHECKING
    job.columns = {str(position): holds for position, holds in columns.items()}
    job.options, job.source = options, source
    job.choices, job.rows_done = {}, 0
    _hand_out(job)
    job.save()
    return job


@action
def choose(*, job: Import, doubles: str, choices: dict[str, str]) -> Import:
    """Say what becomes of rows that may be on the register already: of all, and of some by the
    number of their row. They are compared anew."""
    job = Import.objects.lock(job).require_can_become(Status.CHECKING)
    job.status = Status.CHECKING
    kept = {line: choice for line, choice in {**job.choices, **choices}.items() if choice}
    job.doubles, job.choices, job.rows_done = doubles, kept, job.rows_total
    _hand_out(job)
    job.save()
    return job


@action
def start(*, job: Import, seen: datetime | None, by: User | None) -> Import:
    """Let the ready rows come in, as the check that the person saw at `seen` said."""
    job = Import.objects.lock(job)
    if job.status in {Status.RUNNING, Status.DONE}:
        raise DomainError(
            f"{job.started_by or 'Somebody'} started this import at {clock(job.started_at)}."
            " It need not be started again."
        )
    job.require_can_become(Status.RUNNING)
    if seen != job.checked_at:
        raise DomainError("The columns were matched again meanwhile. Look at the new check first.")

    if job.status == Status.CHECKED:
        job.rows_done = 0
    job.status = Status.RUNNING
    job.started_by, job.started_at = by, job.started_at or timezone.now()
    _hand_out(job)
    job.save()
    return job


@action
def undo(*, job: Import, by: User | None) -> Import:
    """Have everything taken back that this import brought, unless somebody has used or changed it
    since. Possible for a day."""
    job = Import.objects.lock(job)
    if job.status in {Status.UNDOING, Status.UNDONE}:
        raise DomainError(f"{job.undone_by or 'Somebody'} has undone this import already.")
    if job.status == Status.RUNNING:
        raise DomainError("Rows are coming in at this moment. Undo the import when it is done.")
    if not job.can_be_undone:
        raise DomainError("An import can be undone for a day. Change what is wrong on its page.")
    job.require_can_become(Status.UNDOING)

    job.status, job.undone_by = Status.UNDOING, by
    _hand_out(job)
    job.save()
    return job


@action
def discard(*, job: Import) -> None:
    """Forget a file that was not imported."""
    job = Import.objects.lock(job)
    if job.may_have_written:
        raise DomainError(f"{job.file_name} is imported already, so it stays on record.")
    tables.drop(job)
    job.delete()


@action
def drop_files() -> None:
    """Forget files a day after their import was done, and imports that nobody started."""
    old = Import.objects.past_keeping(timezone.now()).select_for_update(skip_locked=True)
    for job in old:
        tables.drop(job)
        if job.status in Import.NOT_STARTED:
            job.delete()
        else:
            job.parts.all().delete()
            job.file_dropped_at = timezone.now()
            job.save(update_fields=["file_dropped_at"])


def _hand_out(job: Import) -> None:
    """For any worker to take."""
    job.token, job.lease_until, job.attempts, job.problem = None, None, 0, ""


def _match_as_before(job: Import, table: spreadsheets.Table) -> None:
    """By the headings of an earlier file, or else by what the columns look like."""
    earlier = Import.objects.filter(kind=job.kind, headings_hash=job.headings_hash)
    last = earlier.exclude(checked_at=None).order_by("-pk").first()
    if last:
        said = {last.labels[at]: holds for at, holds in last.matched.items()}
        columns = {at: said[label] for at, label in enumerate(job.labels) if label in said}
        job.source, job.options = last.source, last.options
    else:
        columns = _guess(job.kind, table)
    job.columns = {str(position): holds for position, holds in columns.items()}


def _guess(kind: str, table: spreadsheets.Table) -> dict[int, str]:
    samples: list[list[str]] = [[] for _ in table.columns]
    for _, row in zip(range(SAMPLE), table.rows, strict=False):
        for cells, cell in zip(samples, row.cells, strict=False):
            cells.append(cell)
    return guess(kinds()[kind].fields, [column.heading for column in table.columns], samples)


def _hash(contents: BinaryIO) -> str:
    contents.seek(0)
    found = hashlib.sha256()
    while piece := contents.read(PIECE):
        found.update(piece)
    contents.seek(0)
    return found.hexdigest()


def _headings_hash(job: Import) -> str:
    """The same for files that have the same headings, in whatever order."""
    return hashlib.sha256("\x1f".join(sorted(job.labels)).encode()).hexdigest()
