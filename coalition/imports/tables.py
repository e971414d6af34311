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
from coalition.imports.problems import Understood
from coalition.models import Import
from coalition.spreadsheets.table import Row

ALWAYS = {"n": "int", "line": "int", "faults": "jsonb", "remarks": "jsonb"}
MEMORY = "32MB"  # of the database, for each hash


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
    create_outcomes(forecast_of(job))
    create_outcomes(done_of(job))


def create_outcomes(table: str) -> None:
    execute(
        f"create unlogged table {table} (n int, line int, outcome text, target bigint, twin bigint,"
        " remarks jsonb)"
    )
    execute(f"create index on {table} (n)")


def drop(job: Import) -> None:
    for table in (rows_of(job), forecast_of(job), done_of(job)):
        execute(f"drop table if exists {table}")


def fill(job: Import, kind: Kind, found: Iterable[tuple[int, Row, Understood]]) -> None:
    """Append rows, by COPY."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    write = writer.writerow
    for n, row, understood in found:
        faults, remarks = understood.faults, understood.remarks
        write(
            (
                n,
                row.number,
                json.dumps(faults).replace("\\u0000", "") if faults else "",
                json.dumps(remarks).replace("\\u0000", "") if remarks else "",
                *understood.values,
            )
        )
    buffer.seek(0)
    text = [name for name, type_ in kind.staged.items() if type_ == "text"]
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"copy {rows_of(job)} ({', '.join([*ALWAYS, *kind.staged])}) from stdin"
            f" with (format csv, force_not_null ({', '.join(text)}))",
            buffer,
        )


def index(job: Import, kind: Kind) -> None:
    """Once all rows are there."""
    execute(f"create unique index on {rows_of(job)} (n)")
    said = [name for name in ("name", "letter_name", "email", "ref") if name in kind.staged]
    execute(f"analyze {rows_of(job)} ({', '.join(['n', *said])})")


def are_whole(job: Import) -> bool:
    """Whether the rows still wait there; not, after a crash of the database."""
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s)", [rows_of(job)])
        if cursor.fetchone()[0] is None:
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
