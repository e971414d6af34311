"""What happens to a spreadsheet of organisations: uploaded, checked, started, carried out."""

import uuid
from collections import Counter
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from coalition import spreadsheets
from coalition.actions import organisation_rows
from coalition.domain import DomainError, action
from coalition.models import JournalEntry, OrganisationImport, User
from coalition.spreadsheets.organisations import (
    Entry,
    Kind,
    compare,
    compare_all,
    forecast,
    understand,
)
from coalition.templatetags.words import clock

ORGANISATIONS_IMPORTED = "organisations.imported"
CHUNK = 500  # rows that come in together
LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 5  # without a single row coming in
ONE_AT_A_TIME = 7_204_522  # any number, as long as it is the same one

Status = OrganisationImport.Status


@action
def upload(*, file_name: str, contents: bytes, by: User | None) -> OrganisationImport:
    """Keep a file that `spreadsheets.read` can read. Nothing comes in yet."""
    return OrganisationImport.objects.create(
        file_name=file_name[-200:], contents=contents, uploaded_by=by
    )


@action
def check(
    *,
    organisation_import: OrganisationImport,
    columns: dict[int, str],
    sector: str,
    updates_known: bool = True,
) -> OrganisationImport:
    """Find out what the file would do, and remember it. Changes nothing on the register.

    `columns` says what the column at each position holds; a name must be among them. `sector` is
    for new organisations to which the file gives none.
    """
    job = OrganisationImport.objects.lock(organisation_import).require_can_become(Status.CHECKED)
    job.columns = {str(position): holds for position, holds in columns.items()}
    entries = understand(spreadsheets.read(job.file), columns)

    job.status = Status.CHECKED
    job.sector, job.updates_known = sector, updates_known
    job.checked_at = timezone.now()
    job.rows_total = len(entries)
    job.forecast = forecast(compare_all(entries, updates_known=updates_known))
    job.save(
        update_fields=[
            *["status", "columns", "sector", "updates_known", "checked_at"],
            *["rows_total", "forecast"],
        ]
    )
    return job


@action
def start(
    *, organisation_import: OrganisationImport, seen: datetime | None, by: User | None
) -> OrganisationImport:
    """Let the ready rows come in, as the check that the person saw at `seen` said."""
    job = OrganisationImport.objects.without_file().lock(organisation_import)
    if job.status in {Status.RUNNING, Status.DONE}:
        raise DomainError(
            f"{job.started_by or 'Somebody'} started this import at {clock(job.started_at)}."
            " It need not be started again."
        )
    job.require_can_become(Status.RUNNING)
    if seen != job.checked_at:
        raise DomainError("The columns were matched again meanwhile. Look at the new check first.")

    job.status = Status.RUNNING
    job.started_by, job.started_at = by, job.started_at or timezone.now()
    job.token, job.lease_until, job.attempts, job.problem = None, None, 0, ""
    job.save(
        update_fields=[
            *["status", "started_by", "started_at", "token", "lease_until", "attempts", "problem"]
        ]
    )
    return job


def carry_out(*, import_id: int) -> None:
    """Bring in what is left of a running import; nothing, where another worker is at it.

    Not one transaction: each chunk of rows is committed with the count of rows that are done, so
    a worker that dies loses at most one chunk, and the next goes on from there.
    """
    job = _claim(import_id)
    if job is None:
        return
    entries = understand(spreadsheets.read(job.file), job.matched)
    while _next_chunk(job, entries):
        pass


@action
def drop_files() -> None:
    """Forget files a day after their import was done, and imports that nobody started."""
    old = OrganisationImport.objects.past_keeping(timezone.now())
    old.filter(status=Status.DONE).update(contents=None)
    old.exclude(status=Status.DONE).delete()


@action
def discard(*, organisation_import: OrganisationImport) -> None:
    """Forget a file that was not imported."""
    job = OrganisationImport.objects.without_file().lock(organisation_import)
    if job.status not in {Status.UPLOADED, Status.CHECKED}:
        raise DomainError(f"{job.file_name} is imported already, so it stays on record.")
    job.delete()


@action
def _claim(import_id: int) -> OrganisationImport | None:
    """Take a running import in hand for a while, unless another worker has it."""
    now = timezone.now()
    free = OrganisationImport.objects.in_nobodys_hands(now).select_for_update(skip_locked=True)
    job = free.filter(pk=import_id).first()
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        job.status = Status.STOPPED
        job.problem = f"It stopped {MOST_ATTEMPTS} times after {job.rows_done:,} rows."
    else:
        job.token, job.lease_until, job.attempts = uuid.uuid4(), now + LEASE, job.attempts + 1
    job.save(update_fields=["status", "problem", "token", "lease_until", "attempts"])
    return job if job.status == Status.RUNNING else None


def _next_chunk(job: OrganisationImport, entries: list[Entry]) -> bool:
    """A number that somebody adds by hand at this very moment breaks the chunk (ORG-1); looked at
    again, that organisation is known."""
    try:
        return _bring_in_chunk(job, entries)
    except DomainError:
        return _bring_in_chunk(job, entries)


@action
def _bring_in_chunk(claimed: OrganisationImport, entries: list[Entry]) -> bool:
    """The next rows, and the note that they are done, in one transaction. True: there is more."""
    job = OrganisationImport.objects.without_file().lock(claimed)
    if job.token != claimed.token or job.status != Status.RUNNING:
        return False  # the lease ran out and another worker goes on
    _wait_for_other_imports()

    chunk = entries[job.rows_done : job.rows_done + CHUNK]
    outcomes = compare(chunk, updates_known=job.updates_known)
    organisation_rows.bring_in(job=job, outcomes=outcomes)

    job.rows_done += len(chunk)
    counts = Counter(job.result) + Counter(outcome.kind.value for outcome in outcomes)
    job.result = {kind.value: counts[kind.value] for kind in Kind}
    job.lease_until, job.attempts = timezone.now() + LEASE, 0
    if job.rows_done == job.rows_total:
        _finish(job)
    job.save(
        update_fields=[
            *["rows_done", "result", "lease_until", "attempts", "status", "finished_at", "token"]
        ]
    )
    return job.status == Status.RUNNING


def _wait_for_other_imports() -> None:
    """Two imports at once could each add an organisation that has no number to tell it by."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _finish(job: OrganisationImport) -> None:
    job.require_can_become(Status.DONE)
    job.status, job.finished_at, job.token = Status.DONE, timezone.now(), None
    JournalEntry.objects.record(
        ORGANISATIONS_IMPORTED, by=job.started_by, subject=job, file=job.file_name, **job.result
    )
