"""Rows that may be on the register already, side by side with whom they may be."""

from typing import Any

from coalition.domain import one_line
from coalition.imports import tables
from coalition.imports.kind import Kind

AT_ONCE = 25


def pairs(kind: Kind, after: int) -> list[dict[str, Any]]:
    """The next rows after that number: their number, and each field that both might have."""
    job = kind.job
    found = tables.fetch(
        f"select s.line, d.twin, d.outcome, to_jsonb(s) as row"
        f" from {tables.rows_of(job)} s join {tables.forecast_of(job)} d on d.n = s.n"
        f" where d.twin is not null and s.line > %s order by s.n limit {AT_ONCE + 1}",
        [after],
    )
    there = kind.model._default_manager.in_bulk([one["twin"] for one in found])
    records = {pk: getattr(one, "merged_into", None) or one for pk, one in there.items()}
    return [
        {
            "line": one["line"],
            "outcome": one["outcome"],
            "record": records[one["twin"]],
            "fields": list(_fields(kind, tables.loaded(one["row"]), records[one["twin"]])),
        }
        for one in found
        if one["twin"] in records
    ]


def _fields(kind: Kind, row: dict[str, Any], record: Any) -> Any:
    """Label, what the file says, what the register says."""
    for name in kind.side_by_side:
        field = record._meta.get_field(name)
        words = dict(field.flatchoices or [])
        said, held = (str(value or "") for value in (row.get(name), getattr(record, name)))
        says, there = (one_line(str(words.get(value, value))) for value in (said, held))
        if says or there:
            label = str(field.verbose_name)
            yield label[:1].upper() + label[1:], says, there, says.lower() == there.lower()
