"""Rows beside each other and beside the register: what becomes of each."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection
from psycopg2.extras import execute_values

from coalition.imports import tables
from coalition.imports.kind import Kind, Part
from coalition.imports.signposts import is_news
from coalition.imports.tables import execute, loaded
from coalition.models import ImportChange

CHANGES = ImportChange._meta.db_table
OUTCOMES = ["new", "changed", "same", "repeated", "left", "faulty"]
AT_ONCE = 2000


def tell_apart(kind: Kind) -> None:
    """Mark rows that repeat an earlier one, and fault those that contradict it (ORG-1)."""
    rows = tables.rows_of(kind.job)
    found = kind.repeats(rows)
    execute(
        f"create temporary table pairs on commit drop as {found.sql}",
        found.params,
    )
    execute("analyze pairs")
    said = [name for name, type_ in kind.staged.items() if type_ == "text"]
    alike = " and ".join(f"(s.{name} = '' or lower(s.{name}) = lower(e.{name}))" for name in said)
    execute(
        f"update {rows} s set repeats = e.line from pairs p join {rows} e on e.n = p.first"
        f" where s.n = p.n and {alike}"
    )
    execute(f"delete from pairs p using {rows} s where s.n = p.n and s.repeats is not null")
    for pairs in _pairs(rows):
        _judge(kind, rows, pairs)
    execute("drop table pairs")


def find(kind: Kind, into: str, first: int, last: int, *, writing: bool = False) -> None:
    """Say what becomes of each row from n to n. When writing, new records get their numbers."""
    job, rows = kind.job, tables.rows_of(kind.job)
    between = f"between {first} and {last}"
    ready = f"(select * from {rows} where n {between} and faults is null and repeats is null)"
    kind.before_comparing(rows, first, last)
    _match(kind.match(ready))
    sequence = f"(select pg_get_serial_sequence('{kind.table()}', 'id')::regclass)"
    number = f"nextval({sequence})" if writing else "null"
    execute(
        f"""
        insert into {into} (n, line, outcome, target, twin, remarks)
        select n, line, outcome, case when outcome = 'new' then {number} else target end, twin,
            remarks
        from (
            select s.n, s.line, m.target, case when m.sure then null else m.target end as twin,
                s.remarks, case
                    when s.faults is not null then 'faulty'
                    when s.repeats is not null then 'repeated'
                    when {kind.lacks} then 'faulty'
                    when m.target is null then 'new'
                    when not m.sure and coalesce(c.value, %s) = 'leave' then 'left'
                    when not m.sure and coalesce(c.value, %s) = 'add' then 'new'
                    when {_any_change(kind)} then 'changed'
                    else 'same'
                end as outcome
            from {rows} s left join matched m on m.n = s.n
            left join {kind.table()} r on r.id = m.target
            left join (select key::int as line, value from jsonb_each_text(%s)) c
                on c.line = s.line
            where s.n {between}
        ) found
        """,
        [job.doubles, job.doubles, json.dumps(job.choices)],
    )
    execute("drop table matched")
    if changes(kind):
        _change_once(kind, into, f"d.n {between}")


def _match(found: Part) -> None:
    """Into a table of its own, of which the planner can learn how large it is. Of what came in a
    moment ago it does not know yet, and going row by row through that would take hours."""
    tables.think_big()
    execute("set local enable_nestloop = off")
    execute(f"create temporary table matched on commit drop as {found.sql}", found.params)
    execute("set local enable_nestloop = on; analyze matched")


def changes(kind: Kind) -> dict[str, str]:
    """Field → SQL over `s` and `r`: whether the row changes it."""
    if kind.job.options.get("updates_known", "yes") != "yes":
        return {}
    return {
        name: f"({sql}) and {is_news(kind.model, name, kind.writes[name])}"
        for name, sql in kind.changes.items()
    }


def changed_before(kind: Kind, target: str) -> str:
    """SQL: an earlier row of this import changed the record."""
    return (
        f"exists (select 1 from {CHANGES} c where c.target = {target}"
        f" and c.\"table\" = '{kind.table()}' and c.job_id = {kind.job.pk})"
    )


def _change_once(kind: Kind, into: str, here: str) -> None:
    """Of several rows that would change one record, the first does; the others repeat it, unless
    they add something besides."""
    execute(
        f"""
        update {into} d set outcome = 'repeated' from (
            select target, min(n) as first from {into} d where {here} and outcome = 'changed'
            group by target having count(*) > 1 or {changed_before(kind, "d.target")}
        ) e, {tables.rows_of(kind.job)} s, {kind.table()} r
        where d.target = e.target and d.outcome = 'changed' and {here} and s.n = d.n
            and r.id = d.target and not ({kind.adds})
            and (d.n > e.first or {changed_before(kind, "d.target")})
        """
    )


def _any_change(kind: Kind) -> str:
    found = changes(kind)
    return " or ".join(f"({sql})" for sql in [*found.values(), kind.adds]) if found else "false"


def _pairs(rows: str) -> Iterator[list[tuple[dict[str, Any], dict[str, Any]]]]:
    """Rows about the same that do not say the same, some at a time."""
    at = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"select to_jsonb(s), to_jsonb(e) from pairs p join {rows} s on s.n = p.n"
                f" join {rows} e on e.n = p.first where p.n > %s order by p.n limit {AT_ONCE}",
                [at],
            )
            found = [(loaded(row), loaded(earlier)) for row, earlier in cursor.fetchall()]
        if not found:
            return
        yield found
        at = found[-1][0]["n"]


def _judge(kind: Kind, rows: str, pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    faulty: list[tuple[int, int | None, str | None]] = []
    for row, earlier in pairs:
        if contradiction := kind.contradicts(row, earlier):
            holds, same = contradiction
            says = row[holds]
            todo = (
                f"Row {earlier['line']} has the same {same} and says"
                f" “{earlier[holds] or 'nothing'}” here. Keep one of the two rows, or put"
                " right what is wrong in one of them."
            )
            faulty.append((row["n"], None, json.dumps([[kind.label(holds), says, todo]])))
        else:
            faulty.append((row["n"], earlier["line"], None))
    with connection.cursor() as cursor:
        execute_values(
            cursor.cursor,
            f"update {rows} s set repeats = v.line::int, faults = v.faults::jsonb"
            " from (values %s) v(n, line, faults) where s.n = v.n::int",
            faulty,
            page_size=AT_ONCE,
        )
