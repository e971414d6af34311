"""The tables in which one import's rows wait: what each says, and what becomes of it.

Each import has its own, so that they are filled by COPY, known to the planner, and dropped at once.
They are UNLOGGED: after a crash of the database they are empty, and are filled again from the file,
which is kept. Nothing else is lost with them.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from coalition.imports.kind import Kind
from coalition.imports.problems import Problem
from coalition.models import Import
from coalition.spreadsheets.table import Row

NOTES = ["faults", "remarks", "warnings"]
ALWAYS = {"n": "int", "line": "int", **dict.fromkeys(NOTES, "jsonb")}
SETTINGS = {
    "work_mem": "'32MB'",  # for each hash
    "jit": "off",  # costs more than it saves
    "default_statistics_target": "10",  # numbers of rows are what the planner lacks, not details
}


def rows_of(job: Import) -> str:
    """What each row says."""
    return f"import_{job.pk}_rows"


def forecast_of(job: Import) -> str:
    """What would become of each row, when it was checked."""
    return f"import_{job.pk}_forecast"


def done_of(job: Import) -> str:
    """What became of each row."""
    return f"import_{job.pk}_done"


def create(job: Import, kind: Kind) -> None:
    """Empty ones, in place of those that were there."""
    drop(job)
    columns = ", ".join(f"{name} {type_}" for name, type_ in {**ALWAYS, **kind.staged}.items())
    execute(f"create unlogged table {rows_of(job)} ({columns}, repeats int)")
    create_outcomes(done_of(job))
    execute(f"create index on {done_of(job)} (n)")


def create_outcomes(table: str) -> None:
    execute(f"drop table if exists {table}")
    execute(
        f"create unlogged table {table} (n int, line int, outcome text, target bigint, twin bigint,"
        " remarks jsonb)"
    )


def think_big() -> None:
    """Until the transaction ends, let the database plan for a whole file at a time."""
    execute("; ".join(f"set local {name} = {value}" for name, value in SETTINGS.items()))


def drop(job: Import) -> None:
    for table in (rows_of(job), forecast_of(job), done_of(job)):
        execute(f"drop table if exists {table}")


def fill(job: Import, kind: Kind, first: int, rows: Iterable[Row]) -> int:
    """Append rows, numbered from the first, by COPY; returns the number of the last. Each is let go
    before the next is read: kept together, Python would look them through for rubbish, at the price
    of everything else that happens here."""
    buffer = io.StringIO()
    write = csv.writer(buffer).writerow
    understand, n = kind.reader(), first - 1
    for n, row in enumerate(rows, first):
        found = understand(row)
        noted = map(_noted, (found.faults, found.remarks, found.warnings))
        write((n, row.number, *noted, *found.values))
    buffer.seek(0)
    text = [name for name, type_ in kind.staged.items() if type_ == "text"]
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"copy {rows_of(job)} ({', '.join([*ALWAYS, *kind.staged])}) from stdin"
            f" with (format csv, force_not_null ({', '.join(text)}))",
            buffer,
        )
    return n


def _noted(problems: list[Problem]) -> str:
    return json.dumps(problems).replace("\\u0000", "") if problems else ""


def index(job: Import, kind: Kind) -> None:
    """Once all rows are there."""
    think_big()
    execute(f"create unique index on {rows_of(job)} (n)")
    said = [name for name in ("name", "letter_name", "email", "ref") if name in kind.staged]
    execute(f"analyze {rows_of(job)} ({', '.join(['n', 'faults', *said])})")


def are_whole(job: Import) -> bool:
    """Whether the rows still wait there, with all that we note of each now; not, after a crash of
    the database, or where an earlier release filled them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_attribute"
            " where attrelid = to_regclass(%s) and attname = any(%s)",
            [rows_of(job), list(ALWAYS)],
        )
        if cursor.fetchone()[0] < len(ALWAYS):
            return False
        cursor.execute(f"select count(*) from {rows_of(job)}")
        return cursor.fetchone()[0] == job.rows_total


def execute(sql: str, params: Sequence[Any] | None = None) -> int:
    """Returns how many rows it was about."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def fetch(sql: str, params: Sequence[Any] | None = None) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def loaded(value: Any) -> Any:
    """A jsonb value; Django lets psycopg hand it over as text."""
    return json.loads(value) if isinstance(value, str) else value
