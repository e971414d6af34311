"""What a worker does with an import that is owed: checks it, writes it, or undoes it."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice

from django.db import connection
from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.imports import comparison, files, forecasts, tables, undoing, writing
from coalition.imports.kind import Chunk, Kind, of
from coalition.models import Import, JournalEntry
from coalition.spreadsheets.table import Row

IMPORT_UNDONE = "import.undone"
BATCH = 10_000  # rows that are looked at together
CHUNK = 40_000  # rows that come in together
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5  # without a single row coming in
ONE_AT_A_TIME = 7_204_522  # any number, as long as it is the same one

Status = Import.Status
GIVES_UP_AS = {
    Status.CHECKING: Status.UPLOADED,
    Status.RUNNING: Status.STOPPED,
    Status.UNDOING: Status.STOPPED,
}


def carry_out(*, import_id: int) -> None:
    """Do what is owed of an import; nothing, where another worker is at it.

    Not one transaction: each chunk of rows is committed with the count of rows that are done, so
    a worker that dies loses at most one chunk, and the next goes on from there.
    """
    job = _claim(import_id)
    if job is None:
        return
    steps: dict[str, Callable[[Import, Kind], None]] = {
        Status.CHECKING: _check,
        Status.RUNNING: _write,
        Status.UNDOING: _undo,
    }
    steps[job.status](job, of(job))


@action
def _claim(import_id: int) -> Import | None:
    """Take an import in hand for a while, unless another worker has it."""
    now = timezone.now()
    free = Import.objects.in_nobodys_hands(now).select_for_update(skip_locked=True)
    job = free.filter(pk=import_id).first()
    if job is None:
        return None
    given_up = job.attempts >= MOST_ATTEMPTS
    if given_up:
        job.status = GIVES_UP_AS[Status(job.status)]
        job.problem = f"It stopped {MOST_ATTEMPTS} times after {job.rows_done:,} rows."
    else:
        job.token, job.lease_until, job.attempts = uuid.uuid4(), now + LEASE, job.attempts + 1
    job.save(update_fields=["status", "problem", "token", "lease_until", "attempts"])
    return None if given_up else job


def _check(job: Import, kind: Kind) -> None:
    """Look at each row once, and then compare them. Where only choices changed, rows that wait
    already are not looked at again."""
    waiting = job.rows_done == job.rows_total and tables.are_whole(job)
    if waiting or _fill(job, kind):
        _compare(job, kind)


def _fill(job: Import, kind: Kind) -> bool:
    """Read the file into the waiting table, some rows at a time. False: another goes on."""
    _begin_filling(job, kind)
    rows = files.rows_of_file(job)
    for first in range(1, job.rows_total + 1, BATCH):
        if not _add_batch(job, kind, first, islice(rows, BATCH)):
            return False
    return _end_filling(job, kind)


@action
def _begin_filling(job: Import, kind: Kind) -> None:
    if _still_ours(job):
        tables.create(job, kind)


@action
def _add_batch(job: Import, kind: Kind, first: int, rows: Iterator[Row]) -> bool:
    held = _still_ours(job)
    if held is None:
        return False
    last = tables.fill(job, kind, first, rows)
    if held.status == Status.CHECKING:
        held.rows_done = last
    held.lease_until = timezone.now() + LEASE
    held.save(update_fields=["rows_done", "lease_until"])
    return True


@action
def _end_filling(job: Import, kind: Kind) -> bool:
    if _still_ours(job) is None:
        return False
    tables.index(job, kind)
    comparison.tell_apart(kind)
    kind.after_staging(tables.rows_of(job))
    return True


@action
def _compare(job: Import, kind: Kind) -> None:
    """Find out what the file would do, and remember it. Changes nothing on the register."""
    held = _still_ours(job)
    if held is None:
        return
    held.require_can_become(Status.CHECKED)
    forecasts.compare(kind)
    held.forecast = forecasts.forecast(kind)
    held.status, held.checked_at = Status.CHECKED, timezone.now()
    held.token, held.rows_done, held.attempts = None, 0, 0
    held.save()


def _write(job: Import, kind: Kind) -> None:
    if not tables.are_whole(job) and not _fill(job, kind):
        return
    while _next_chunk(job, kind):
        pass


def _next_chunk(job: Import, kind: Kind) -> bool:
    """What somebody adds by hand at this very moment breaks the chunk (ORG-1, CON-6); looked at
    again, it is known."""
    try:
        return _bring_in_chunk(job, kind)
    except DomainError:
        return _bring_in_chunk(job, kind)


@action
def _bring_in_chunk(job: Import, kind: Kind) -> bool:
    """The next rows, and the note that they are done, in one transaction. True: there is more."""
    held = _still_ours(job)
    if held is None or held.status != Status.RUNNING:
        return False
    _wait_for_other_imports()

    last = min(held.rows_done + CHUNK, held.rows_total)
    chunk = Chunk(held, tables.rows_of(held), tables.done_of(held), held.rows_done + 1, last)
    counts = Counter(held.result) + Counter(writing.write(kind, chunk))

    held.result = {outcome: counts[outcome] for outcome in comparison.OUTCOMES}
    held.rows_done, held.attempts = last, 0
    held.lease_until = timezone.now() + LEASE
    if held.rows_done == held.rows_total:
        _finish(held, kind)
    held.save()
    return held.status == Status.RUNNING


def _finish(job: Import, kind: Kind) -> None:
    job.require_can_become(Status.DONE)
    job.status, job.finished_at, job.token = Status.DONE, timezone.now(), None
    JournalEntry.objects.record(
        kind.journal, by=job.started_by, subject=job, file=job.file_name, **job.result
    )


@action
def _undo(job: Import, kind: Kind) -> None:
    """All of it in one transaction: a half-undone import would be hard to explain."""
    held = _still_ours(job)
    if held is None:
        return
    held.require_can_become(Status.UNDONE)
    _wait_for_other_imports()

    held.undo_result = undoing.undo(kind)

    held.status, held.undone_at, held.token = Status.UNDONE, timezone.now(), None
    held.finished_at = held.finished_at or held.undone_at
    held.save()
    counts = {name: count for name, count in held.undo_result.items() if name != "kept_shown"}
    JournalEntry.objects.record(
        IMPORT_UNDONE, by=held.undone_by, subject=held, file=held.file_name, **counts
    )


def _still_ours(claimed: Import) -> Import | None:
    """The import, held; nothing, if the lease ran out and another worker goes on."""
    job = Import.objects.lock(claimed)
    return job if job.token == claimed.token else None


def _wait_for_other_imports() -> None:
    """Two imports at once could each add a record that has no number to tell it by."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
