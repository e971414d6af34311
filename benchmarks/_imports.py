"""One contestant of `dev bench import`, in a process of its own; prints what it took.

Run as `-m benchmarks._imports NAME ROWS`, on a database that is migrated; the files are kept in the
folder $PEOPLE_IN. All that import end with the same people in the same table.
"""

import csv
import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")

import django

django.setup()

import psutil  # noqa: E402 - models want a Django that is set up
from django.db import connection, transaction  # noqa: E402

from benchmarks import _crowd as crowd  # noqa: E402
from coalition.actions import import_steps, imports  # noqa: E402
from coalition.imports import tables  # noqa: E402
from coalition.imports.kind import Kind, of  # noqa: E402
from coalition.imports.writing import insert  # noqa: E402
from coalition.models import Contributor, Import  # noqa: E402
from coalition.spreadsheets.table import Row  # noqa: E402

PEOPLE = Contributor._meta.db_table
TOLD = {"updates_known": "yes", "add_organisations": ""}
BATCH = 10_000


def path(rows: int) -> Path:
    found = Path(os.environ["PEOPLE_IN"]) / f"people-{rows}.csv"
    if not found.exists():
        with found.open("w", newline="") as file:
            csv.writer(file).writerows(chain([crowd.HEADINGS], crowd.people(rows)))
    return found


def upload(rows: int) -> None:
    """Read the file, find out what is in it, and keep it."""
    with path(rows).open("rb") as contents:
        imports.upload(kind="people", file_name="p.csv", contents=contents, by=None)


def ours(rows: int) -> None:
    """Check and write what was uploaded, as a worker does."""
    _ours(rows, {0})


def ours_with_references(rows: int) -> None:
    """And remember what the file's source calls each of them."""
    _ours(rows, set())


def _ours(rows: int, left_out: set[int]) -> None:
    job = Import.objects.latest("pk")
    columns = {at: holds for at, holds in job.matched.items() if at not in left_out}
    imports.match(job=job, columns=columns, options=TOLD, source="CRM")
    import_steps.carry_out(import_id=job.pk)
    job.refresh_from_db()
    imports.start(job=job, seen=job.checked_at, by=None)
    import_steps.carry_out(import_id=job.pk)
    job.refresh_from_db()
    assert job.status == "done", job.problem
    assert job.result["faulty"] == crowd.faults(rows), job.result


def limit(rows: int) -> None:
    """Every row checked in Python as ours checks it, COPY to a table that waits, one upsert."""
    job = Import.objects.latest("pk")  # for what its columns hold
    job.columns = {at: holds for at, holds in job.columns.items() if holds != "ref"}
    kind = of(job)
    understand = kind.reader()
    with transaction.atomic(), connection.cursor() as cursor, path(rows).open() as file:
        types = ", ".join(f"{name} {type_}" for name, type_ in kind.staged.items())
        cursor.execute(f"create temporary table waiting ({types}) on commit drop")
        reader = csv.reader(file)
        next(reader)
        while batch := [row for _, row in zip(range(BATCH), reader, strict=False)]:
            found = (understand(Row(n, cells)) for n, cells in enumerate(batch))
            _copy(cursor, kind, (one.values for one in found if not one.faults))
        cursor.execute("analyze waiting (email)")
        cursor.execute(*_upsert(kind, job))


def _copy(cursor: Any, kind: Kind, values: Iterable[tuple[str, ...]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(values)
    buffer.seek(0)
    text = ", ".join(name for name, type_ in kind.staged.items() if type_ == "text")
    columns = ", ".join(kind.staged)
    how = f"with (format csv, force_not_null ({text}))"
    cursor.copy_expert(f"copy waiting ({columns}) from stdin {how}", buffer)


def _upsert(kind: Kind, job: Import) -> tuple[str, list[Any]]:
    """MERGE, which is quicker here than INSERT … ON CONFLICT."""
    given = {**kind.writes, "email_is_shared": "false", "came_by": "null::bigint"}
    values, params = insert(Contributor, job, given)
    changes = ["letter_name", "salutation", "known_as", "phone", "address", "language"]
    differ = " or ".join(f"r.{name} is distinct from {given[name]}" for name in changes)
    sets = ", ".join(f"{name} = {given[name]}" for name in changes)
    return (
        f"merge into {PEOPLE} r using waiting s on lower(r.email) = s.email"
        " and not r.email_is_shared and r.merged_into_id is null and r.email <> ''"
        f" when matched and ({differ}) then update set {sets}"
        f" when not matched then insert ({', '.join(values)})"
        f" values ({', '.join(values.values())})",
        params,
    )


def theirs(rows: int) -> None:
    """django-import-export's preview and import, with each row validated: the same job as ours."""
    _import_export(rows, previewed=True, validated=True)


def theirs_unvalidated(rows: int) -> None:
    _import_export(rows, previewed=True, validated=False)


def theirs_unseen(rows: int) -> None:
    """Neither validated nor previewed."""
    _import_export(rows, previewed=False, validated=False)


def _import_export(rows: int, *, previewed: bool, validated: bool) -> None:
    """As its documentation advises for large files: in bulk, no differences worked out, and what
    is there fetched at once."""
    from import_export import resources  # noqa: PLC0415
    from import_export.instance_loaders import CachedInstanceLoader  # noqa: PLC0415
    from tablib import Dataset  # noqa: PLC0415

    class People(resources.ModelResource):
        class Meta:
            model = Contributor
            fields = ("letter_name", "salutation", "email", "phone", "address", "language")
            import_id_fields = ("email",)
            instance_loader_class = CachedInstanceLoader
            use_bulk = True
            batch_size = 1000
            skip_diff = True
            skip_unchanged = True
            use_transactions = True
            clean_model_instances = validated

    data = Dataset(headers=People.Meta.fields)
    with path(rows).open() as file:
        for cells in csv.DictReader(file):
            if name := cells["Name"]:
                lines = [cells[line] for line in ("Address line 1", "Town", "Postcode")]
                data.append([name, name, cells["Email"], cells["Phone"], "\n".join(lines), "en"])
    if previewed:
        found = People().import_data(data, dry_run=True)
        assert not found.has_errors()
        assert not found.has_validation_errors()
    People().import_data(data, raise_errors=True)


def empty(rows: int) -> None:
    with connection.cursor() as cursor:
        for job in Import.objects.all():
            tables.drop(job)
        cursor.execute(f"truncate {PEOPLE}, {Import._meta.db_table}, coalition_personword cascade")
        cursor.execute("vacuum analyze")


CONTESTANTS: dict[str, Callable[[int], None]] = {
    each.__name__: each
    for each in (
        *(upload, ours, ours_with_references, limit, empty),
        *(theirs, theirs_unvalidated, theirs_unseen),
    )
}


def main(name: str, rows: int) -> None:
    path(rows)
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        both = [psutil.Process(), psutil.Process(cursor.fetchone()[0])]
    used, begun = _used(both), time.perf_counter()
    CONTESTANTS[name](rows)
    took = {
        "wall": time.perf_counter() - begun,
        "cpu": _used(both) - used,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    if name not in ("upload", "empty"):
        assert Contributor.objects.count() == rows - crowd.faults(rows)
    print(json.dumps(took))


def _used(processes: list[psutil.Process]) -> float:
    """Seconds of processor, of the program and of the database's process for it."""
    return sum(sum(process.cpu_times()[:2]) for process in processes)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
