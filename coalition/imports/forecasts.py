"""What an import would do, in a form that its row can keep and a page can show."""

from typing import Any

from coalition.imports import comparison, tables
from coalition.imports.kind import Kind

FAULTS_SHOWN = 50
REMARKS_SHOWN = 10
REPEATS_SHOWN = 10
CHANGES_SHOWN = 20
USABLE = ("new", "changed", "same")
REMARKED = f"d.remarks is not null and d.outcome in {USABLE}"
WARNED = "d.warnings is not null and d.faults is null and d.repeats is null"


def compare(kind: Kind) -> None:
    """Set all rows beside the register."""
    job = kind.job
    outcomes, rows = tables.forecast_of(job), tables.rows_of(job)
    tables.create_outcomes(outcomes)
    comparison.find(kind, outcomes, 1, job.rows_total)
    tables.execute(f"create index on {outcomes} (n)")
    tables.execute(f"analyze {outcomes}")
    kind.after_comparing(rows, outcomes)


def forecast(kind: Kind) -> dict[str, Any]:
    """Counts by outcome, and the first problems and changes."""
    job = kind.job
    outcomes, rows = tables.forecast_of(job), tables.rows_of(job)
    counted = tables.fetch(
        "select outcome, count(*), count(twin) as doubles, count(remarks) as remarked,"
        f" coalesce(sum(jsonb_array_length(remarks)), 0) as cells from {outcomes} group by 1"
    )
    counts = {row["outcome"]: row["count"] for row in counted}
    remarked = [row for row in counted if row["outcome"] in USABLE and row["remarked"]]
    noted = tables.fetch(
        "select coalesce(sum(jsonb_array_length(d.faults)), 0) as faults,"
        f" coalesce(sum(jsonb_array_length(d.warnings)) filter (where {WARNED}), 0) as warnings,"
        f" count(*) filter (where {WARNED}) as warned from {rows} d"
        " where d.faults is not null or d.warnings is not null"
    )[0]
    return {
        **{outcome: counts.get(outcome, 0) for outcome in comparison.OUTCOMES},
        "doubles": sum(row["doubles"] for row in counted),
        "faults": int(noted["faults"]),
        "remarks": sum(int(row["cells"]) for row in remarked),
        "rows_with_remarks": sum(row["remarked"] for row in remarked),
        "warnings": int(noted["warnings"]),
        "rows_with_warnings": noted["warned"],
        "faults_shown": _cells(rows, "d.faults", "d.faults is not null", FAULTS_SHOWN),
        "remarks_shown": remarked and _cells(outcomes, "d.remarks", REMARKED, REMARKS_SHOWN),
        "warnings_shown": noted["warned"] and _cells(rows, "d.warnings", WARNED, REMARKS_SHOWN),
        "repeats_shown": _repeats(kind, rows),
        "changes_shown": _changes(kind, f"{rows} s join {outcomes} d on d.n = s.n"),
    }


def _cells(table: str, which: str, when: str, most: int) -> list[dict[str, Any]]:
    return tables.fetch(
        "select d.line as row, p->>0 as column, p->>1 as says, p->>2 as todo"
        f" from {table} d, jsonb_array_elements({which}) p where {when} order by d.n limit {most}"
    )


def _repeats(kind: Kind, rows: str) -> list[dict[str, Any]]:
    """Rows that are not needed, each with the earlier row that says as much."""
    return tables.fetch(
        f"select s.line as row, s.repeats as earlier, s.{kind.called} as says from {rows} s"
        f" where s.repeats is not null and s.faults is null order by s.n limit {REPEATS_SHOWN}"
    )


def _changes(kind: Kind, joined: str) -> list[dict[str, Any]]:
    """What would change, as field, was and becomes, in words."""
    changed = comparison.changes(kind)
    if not changed:
        return []
    fields = ", ".join(
        f"case when {when} then jsonb_build_array('{name}', r.{name}, {kind.writes[name]}) end"
        for name, when in changed.items()
    )
    found = tables.fetch(
        f"select s.line as row, r.id as pk, to_jsonb(array_remove(array[{fields}], null)) as fields"
        f" from {joined} join {kind.table()} r on r.id = d.target"
        f" where d.outcome = 'changed' order by s.n limit {CHANGES_SHOWN}"
    )
    records: dict[int, Any] = kind.model._default_manager.in_bulk([row["pk"] for row in found])
    return [
        {
            "row": row["row"],
            "name": str(records[row["pk"]]),
            "url": kind.url_of(records[row["pk"]]),
            "fields": [_in_words(kind, *field) for field in tables.loaded(row["fields"])],
        }
        for row in found
    ]


def _in_words(kind: Kind, name: str, was: str, becomes: str) -> list[str]:
    field: Any = kind.model._meta.get_field(name)
    labels = dict(getattr(field, "flatchoices", []))
    title = str(field.verbose_name)
    return [title[0].upper() + title[1:], *(str(labels.get(v, v)) for v in (was, becomes))]
