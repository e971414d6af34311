"""What an import brought, taken back: but for what somebody has used or changed since."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

from coalition.imports import tables
from coalition.imports.kind import Kind
from coalition.imports.signposts import has_field, standing, survivor
from coalition.models import ExternalRef, ImportChange, JournalEntry
from coalition.models import Import as Job

CHANGES = ImportChange._meta.db_table
KEPT_SHOWN = 50


def undo(kind: Kind) -> dict[str, Any]:
    """Counts of what was removed, put back and kept, and the first of what was kept."""
    job = kind.job
    for model in (kind.model, *kind.hangs_on):
        _put_back(kind, model)
    kind.after_undoing()
    removed = _remove(job, kind.model, kind.parts)
    for model, owner in kind.hangs_on.items():
        _remove(job, model, [], _belongs_to_what_stays(job, model, owner))
    for model, parts in kind.also_adds.items():
        _remove(job, model, parts)
    tables.execute(f"delete from {ExternalRef._meta.db_table} where came_by_id = %s", [job.pk])
    in_use = kind.model._default_manager.filter(came_by=job)
    changed = _still_changed(kind)
    return {
        "removed": removed,
        "put_back": max(0, _changes_of(kind).count() - len(changed)),
        "in_use": in_use.count(),
        "changed_since": len(changed),
        "kept_shown": [
            *_shown(kind, in_use.order_by("pk")[:KEPT_SHOWN], "It has been used since"),
            *_shown(kind, _records(kind, changed[:KEPT_SHOWN]), "Somebody has changed it since"),
        ],
    }


def _put_back(kind: Kind, model: type[models.Model]) -> None:
    """Fields go back to what they were, but for those that somebody changed since, or that have
    no place to go back to."""
    job, table = kind.job, model._meta.db_table
    columns = _columns_changed(job, model)
    if not columns:
        return
    goes = {
        column: f"jsonb_exists(c.before, '{column}')"
        f" and r.{column} is not distinct from (c.after->>'{column}')::{type_}"
        f" and ({kind.goes_back.get((model, column), 'true')})"
        for column, type_ in columns.items()
    }
    sets = ", ".join(
        f"{column} = case when {when} then (c.before->>'{column}')::{columns[column]}"
        f" else r.{column} end"
        for column, when in goes.items()
    )
    tables.execute(
        f"update {table} r set {sets} from {CHANGES} c where c.job_id = %s"
        f' and c."table" = %s and r.id = c.target and {standing(model, "r")}',
        [job.pk, table],
    )


def _columns_changed(job: Job, model: type[models.Model]) -> dict[str, str]:
    """By this import, and the type of each."""
    touched = tables.fetch(
        f"select distinct jsonb_object_keys(before) as c from {CHANGES} where job_id = %s"
        ' and "table" = %s',
        [job.pk, model._meta.db_table],
    )
    types = {str(f.column): str(f.db_type(connection)) for f in model._meta.concrete_fields}
    return {str(row["c"]): types[str(row["c"])] for row in touched}


def _remove(job: Job, model: type[models.Model], parts: Sequence[str], also: str = "true") -> int:
    """Delete the rows that this import added and that nothing refers to, with their parts."""
    table = model._meta.db_table
    free = " and ".join(_unreferred(relation, parts, job) for relation in _referrers(model))
    tables.execute(
        f"create temporary table going on commit drop as select r.id from {table} r"
        f" where r.came_by_id = %s and {also} and {free or 'true'}"
        f" and not exists (select 1 from {JournalEntry._meta.db_table} j"
        " where j.subject_type_id = %s and j.subject_id = r.id)",
        [job.pk, ContentType.objects.get_for_model(model).pk],
    )
    for relation in _referrers(model):
        if relation.name in parts:
            part, column = relation.related_model._meta.db_table, relation.field.column
            tables.execute(f"delete from {part} p using going g where p.{column} = g.id")
    removed = tables.execute(f"delete from {table} r using going g where g.id = r.id")
    tables.execute("drop table going")
    return removed


def _belongs_to_what_stays(job: Job, model: type[models.Model], owner: str) -> str:
    """SQL: the record on which this row hangs did not come by this import, and nothing that did
    was merged into it. What came by it and stays keeps what hangs on it."""
    field = model._meta.get_field(owner)
    other = field.related_model
    table = other._meta.db_table  # type: ignore[union-attr]
    lives_on = survivor(other, "o")  # type: ignore[arg-type]
    return (
        f"not exists (select 1 from {table} o where o.came_by_id = {job.pk}"
        f" and {lives_on} = r.{field.column})"  # type: ignore[union-attr]
    )


def _referrers(model: type[models.Model]) -> list[Any]:
    """Every foreign key of any app to this model, tables of many-to-many relations included."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.many_to_many
    ]


def _unreferred(relation: Any, parts: Sequence[str], job: Job) -> str:
    """SQL: no row refers to `r`; parts of it may, if this import brought them."""
    other = relation.related_model
    mine = ""
    if relation.name in parts:
        if not has_field(other, "came_by"):
            return "true"
        mine = f" and o.came_by_id is distinct from {job.pk}"
    column = relation.field.column
    return f"not exists (select 1 from {other._meta.db_table} o where o.{column} = r.id{mine})"


def _changes_of(kind: Kind) -> models.QuerySet[ImportChange]:
    return ImportChange.objects.filter(job=kind.job, table=kind.table())


def _still_changed(kind: Kind) -> list[int]:
    """Numbers of records of which a field is not what it was before the import."""
    columns = _columns_changed(kind.job, kind.model)
    if not columns:
        return []
    differs = " or ".join(
        f"jsonb_exists(c.before, '{column}')"
        f" and r.{column} is distinct from (c.before->>'{column}')::{type_}"
        for column, type_ in columns.items()
    )
    found = tables.fetch(
        f"select distinct r.id from {kind.table()} r join {CHANGES} c on c.target = r.id"
        f' and c."table" = %s where c.job_id = %s and ({differs}) order by r.id',
        [kind.table(), kind.job.pk],
    )
    return [row["id"] for row in found]


def _records(kind: Kind, numbers: list[int]) -> models.QuerySet:
    return kind.model._default_manager.filter(pk__in=numbers).order_by("pk")


def _shown(kind: Kind, records: Iterable[Any], why: str) -> list[dict[str, str]]:
    """A signpost leads to the one that stays."""
    return [
        {
            "name": str(one),
            "url": kind.url_of(one),
            "why": "It was merged into another since" if getattr(one, "is_merged", False) else why,
        }
        for one in records
    ]
