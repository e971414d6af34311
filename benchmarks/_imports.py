"""One contestant of `dev bench import`, in a process of its own; prints seconds and peak memory.

Run as `-m benchmarks._imports NAME ROWS`, on a database that is migrated. All end with the same
people in the same table, after the same look at each row.
"""

import csv
import io
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 - models want a Django that is set up
from django.db import connection, transaction  # noqa: E402

from coalition.actions import import_steps, imports  # noqa: E402
from coalition.imports import tables  # noqa: E402
from coalition.imports.kind import of  # noqa: E402
from coalition.imports.writing import insert  # noqa: E402
from coalition.models import Contributor, Import  # noqa: E402
from coalition.spreadsheets.table import Row  # noqa: E402

HEADINGS = [
    *("Reference", "Name", "Email", "Phone", "Address line 1", "Town", "Postcode", "Language"),
]
FIRST = [
    "Joyce",
    "Ann",
    "Peter",
    "Siân",
    "Oluwaseun",
    "Kateryna",
    "Tomos",
    "Grace",
    "Ben",
    "Farida",
    "Łucja",
    "Conor",
]
LAST = [
    "Hammond",
    "Smith",
    "O’Neill",
    "Okafor",
    "Kovalenko",
    "Jones",
    "ap-Huw",
    "Adeyemi",
    "Noori",
    "Clarke",
    "Wąż",
]
PEOPLE = Contributor._meta.db_table
TOLD = {"updates_known": "yes", "add_organisations": ""}
BATCH = 10_000


def path(rows: int) -> Path:
    """A file of so many people, no two alike; one in a thousand has a fault."""
    found = Path(settings.LETTERS_DIR) / f"people-{rows}.csv"
    if not found.exists():
        found.parent.mkdir(parents=True, exist_ok=True)
        with found.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADINGS)
            writer.writerows(_person(n) for n in range(rows))
    return found


def _person(n: int) -> list[str]:
    draw = random.Random(n)
    letters = "".join(chr(97 + int(digit)) for digit in str(n))
    name = "" if n % 1000 == 999 else f"{draw.choice(FIRST)} {draw.choice(LAST)}-{letters}"
    return [
        *(str(n), name, f"person.{n}@example.org", f"07700 9{n % 100_000:05}"),
        *(f"{n % 300 + 1} Mill Lane", "Aldermere", f"BS{n % 9 + 1} {n % 9}ST", "English"),
    ]


def uploaded(rows: int) -> Import:
    with path(rows).open("rb") as contents:
        return imports.upload(kind="people", file_name="p.csv", contents=contents, by=None)


def upload(rows: int) -> None:
    uploaded(rows)


def ours(rows: int) -> None:
    """Check and write, as a worker does."""
    job = Import.objects.latest("pk")
    columns = {at: holds for at, holds in job.matched.items() if holds != "ref"}
    imports.match(job=job, columns=columns, options=TOLD)
    import_steps.carry_out(import_id=job.pk)
    job.refresh_from_db()
    imports.start(job=job, seen=job.checked_at, by=None)
    import_steps.carry_out(import_id=job.pk)
    job.refresh_from_db()
    assert job.status == "done", job.problem


def limit(rows: int) -> None:
    """Every row checked in Python, COPY to a table that waits, one upsert into the same table."""
    job = Import.objects.latest("pk")
    job.columns = {at: holds for at, holds in job.columns.items() if holds != "ref"}
    kind = of(job)
    understand = kind.reader()
    columns = [*kind.staged]
    with transaction.atomic(), connection.cursor() as cursor, path(rows).open() as file:
        types = ", ".join(f"{name} {type_}" for name, type_ in kind.staged.items())
        cursor.execute(f"create temporary table waiting ({types}) on commit drop")
        reader = csv.reader(file)
        next(reader)
        while batch := [row for row, _ in zip(reader, range(BATCH), strict=False)]:
            found = (understand(Row(n, cells)) for n, cells in enumerate(batch))
            _copy(cursor, kind, columns, (one.values for one in found if not one.faults))
        cursor.execute(*_upsert(kind, job))


def _copy(cursor: Any, kind: Any, columns: list[str], values: Any) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(values)
    buffer.seek(0)
    text = ", ".join(name for name in columns if kind.staged[name] == "text")
    how = f"with (format csv, force_not_null ({text}))"
    cursor.copy_expert(f"copy waiting ({', '.join(columns)}) from stdin {how}", buffer)


def _upsert(kind: Any, job: Import) -> tuple[str, list[Any]]:
    given = {**kind.writes, "email_is_shared": "false"}
    values, params = insert(Contributor, job, given)
    changes = ["letter_name", "salutation", "known_as", "phone", "address", "language"]
    differ = " or ".join(f"r.{name} is distinct from excluded.{name}" for name in changes)
    sets = ", ".join(f"{name} = excluded.{name}" for name in changes)
    return (
        f"insert into {PEOPLE} as r ({', '.join(values)}) select {', '.join(values.values())}"
        " from waiting s on conflict (lower(email)) where not email_is_shared and email <> ''"
        f" do update set {sets} where {differ}",
        params,
    )


def import_export(rows: int) -> None:
    """As its documentation advises for large files: in bulk, unchanged rows skipped, no report.
    Rows are not checked and nothing is previewed."""
    _import_export(rows, checked=False)


def import_export_checked(rows: int) -> None:
    """The same job as ours: each row checked, a preview, and then the import."""
    _import_export(rows, checked=True)


def _import_export(rows: int, *, checked: bool) -> None:
    from import_export import resources  # noqa: PLC0415
    from tablib import Dataset  # noqa: PLC0415

    class People(resources.ModelResource):
        class Meta:
            model = Contributor
            fields = ("letter_name", "email", "phone", "address", "language")
            import_id_fields = ("email",)
            use_bulk = True
            batch_size = 1000
            skip_diff = True
            skip_unchanged = True
            use_transactions = True
            clean_model_instances = checked

    data = Dataset(headers=["letter_name", "email", "phone", "address", "language"])
    with path(rows).open() as file:
        reader = csv.reader(file)
        next(reader)
        for cells in reader:
            if cells[1]:
                data.append([cells[1], cells[2], cells[3], "\n".join(cells[4:7]), "en"])
    if checked:
        assert not People().import_data(data, dry_run=True).has_errors()
    assert not People().import_data(data, raise_errors=True).has_errors()


def empty(rows: int) -> None:
    with connection.cursor() as cursor:
        for job in Import.objects.all():
            tables.drop(job)
        cursor.execute(f"truncate {PEOPLE}, {Import._meta.db_table} cascade")
        cursor.execute(f"vacuum analyze {PEOPLE}")


CONTESTANTS: dict[str, Callable[[int], None]] = {
    each.__name__: each
    for each in (upload, ours, limit, import_export, import_export_checked, empty)
}


def main(name: str, rows: int) -> None:
    path(rows)
    connection.ensure_connection()
    begun = time.perf_counter()
    CONTESTANTS[name](rows)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "mb": peak, "people": Contributor.objects.count()}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
