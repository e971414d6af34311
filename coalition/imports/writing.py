"""A chunk of waiting rows into the register, and out of it again, in sets."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection, models

from coalition.domain import DomainError
from coalition.imports import comparison
from coalition.imports.kind import Chunk, Kind
from coalition.imports.signposts import standing
from coalition.imports.tables import execute, fetch
from coalition.models import Import, ImportChange

CHANGES = ImportChange._meta.db_table
LOOKS = 3  # at most, where records are merged while we look


class StillMerging(DomainError):
    """Records were merged with each other each time that we looked."""


def write(kind: Kind, chunk: Chunk) -> dict[str, int]:
    """Add what is new and change what has changed; returns how many rows came to what."""
    kind.before_writing(chunk)
    _settle(kind, chunk)
    _add(kind, chunk)
    _change(kind, chunk)
    kind.after_writing(chunk)
    counted = fetch(f"select outcome, count(*) from {chunk.done} d where {chunk.here} group by 1")
    return {row["outcome"]: row["count"] for row in counted}


def _settle(kind: Kind, chunk: Chunk) -> None:
    """Find out what becomes of each row, and hold what the rows change or name, so that nobody
    merges it meanwhile. What was merged before we held it is looked for again, and then the one
    is found that stays."""
    for _ in range(LOOKS):
        comparison.find(kind, chunk.done, chunk.first, chunk.last, writing=True)
        if not sum(_hold(kind, chunk)):
            return
        execute(f"delete from {chunk.done} d where {chunk.here}")
    raise StillMerging("Records were being merged with each other. Go on when that is done.")


def _hold(kind: Kind, chunk: Chunk) -> Iterator[int]:
    """Returns of each model how many of its rows are merged into others by now."""
    changed = f"select target from {chunk.done} d where {chunk.here} and outcome = 'changed'"
    yield _hold_rows(kind.model, changed, "no key update")
    for model, column in kind.refers_to.items():
        named = f"select {column} from {chunk.rows} d where {chunk.here} and {column} is not null"
        yield _hold_rows(model, named, "key share")


def _hold_rows(model: type[models.Model], which: str, how: str) -> int:
    found = fetch(
        f"select count(*) filter (where not ({standing(model, 'r')})) as gone from (select r.* from"
        f" {model._meta.db_table} r where r.id in ({which}) order by r.id for {how} of r) r"
    )
    return int(found[0]["gone"])


def _add(kind: Kind, chunk: Chunk) -> None:
    values, params = insert(kind.model, kind.job, {"id": "d.target", **kind.writes})
    execute(
        f"insert into {kind.table()} ({', '.join(values)})"
        f" select {', '.join(values.values())}"
        f" from {chunk.done} d join {chunk.rows} s on s.n = d.n"
        f" where {chunk.here} and d.outcome = 'new' order by d.n",
        params,
    )


def insert(
    model: type[models.Model], job: Import, given: Mapping[str, str]
) -> tuple[dict[str, str], list[Any]]:
    """Column → SQL, and its parameters, for new rows of which a file says what is `given` (field →
    SQL); the rest is as the model would have it. They came by this import."""
    values: dict[str, str] = {}
    params: list[Any] = []
    for field in model._meta.concrete_fields:
        if field.name in given:
            values[str(field.column)] = given[field.name]
        elif not (field.primary_key or field.generated or field.has_db_default()):
            value = job.pk if field.name == "came_by" else field.get_default()
            values[str(field.column)] = f"%s::{field.db_type(connection)}"
            params.append(field.get_db_prep_save(value, connection))
    return values, params


def _change(kind: Kind, chunk: Chunk) -> None:
    """Note what was and what becomes, field by field, and then let it become so. A record changes
    once in an import, so that there is one thing to go back to."""
    changed = comparison.changes(kind)
    if not changed:
        return
    changed |= kind.consequences(changed)
    fields = {field.name: field for field in kind.model._meta.concrete_fields}
    columns = {str(fields[name].column): name for name in changed}
    before = _object({c: (changed[name], f"r.{c}") for c, name in columns.items()})
    after = _object({c: (changed[name], kind.writes[name]) for c, name in columns.items()})
    execute(
        f"""
        insert into {CHANGES} (job_id, line, "table", target, before, after)
        select distinct on (r.id) %s, d.line, %s, r.id, {before}, {after}
        from {kind.table()} r join {chunk.done} d on d.target = r.id
        join {chunk.rows} s on s.n = d.n
        where {chunk.here} and d.outcome = 'changed' and ({_any(changed)})
            and not {comparison.changed_before(kind, "r.id")}
        order by r.id, d.n
        """,
        [kind.job.pk, kind.table()],
    )
    sets = ", ".join(
        f"{c} = case when c.after ? '{c}' then (c.after->>'{c}')::{_type(kind.model, c)}"
        f" else r.{c} end"
        for c in columns
    )
    execute(
        f"update {kind.table()} r set {sets} from {CHANGES} c join {chunk.done} d"
        f" on d.line = c.line and {chunk.here} and d.outcome = 'changed'"
        f" where c.job_id = {kind.job.pk} and c.\"table\" = '{kind.table()}' and r.id = c.target"
    )


def _any(changed: Mapping[str, str]) -> str:
    return " or ".join(f"({sql})" for sql in changed.values())


def _object(columns: dict[str, tuple[str, str]]) -> str:
    return " || ".join(
        f"case when {when} then jsonb_build_object('{column}', {value}) else '{{}}'::jsonb end"
        for column, (when, value) in columns.items()
    )


def _type(model: type[models.Model], column: str) -> str:
    field = next(field for field in model._meta.concrete_fields if field.column == column)
    return str(field.db_type(connection))
