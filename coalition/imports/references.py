"""What a source calls the records that came from it."""

from coalition.imports import tables
from coalition.imports.kind import Chunk, Kind
from coalition.models import ExternalRef

REFERENCES = frozenset({"ref", "person_ref"})  # what columns of them hold
SAY_WHOSE = "Say which system the references are from, or leave their column out"


def remember(kind: Kind, chunk: Chunk) -> None:
    """So that the next file of this source finds them again."""
    if "ref" not in kind.places:
        return
    refs, table = ExternalRef._meta.db_table, kind.table()
    tables.execute(
        f"""
        insert into {refs} ("table", source, ref, target, came_by_id)
        select %s, %s, s.ref, d.target, %s
        from {chunk.done} d join {chunk.rows} s on s.n = d.n
        where {chunk.here} and s.ref <> '' and d.outcome in ('new', 'changed', 'same')
        order by d.n on conflict do nothing
        """,
        [table, kind.job.source, kind.job.pk],
    )
