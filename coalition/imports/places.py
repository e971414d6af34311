"""Which organisation a row is about, by its number or its name; and people's places there."""

from django.db import models

from coalition.imports import sectors, tables
from coalition.imports.kind import Chunk, Kind
from coalition.imports.references import remember
from coalition.imports.signposts import survivor
from coalition.imports.writing import insert
from coalition.models import (
    Affiliation,
    ImportChange,
    Organisation,
    OrganisationIdentifier,
    Sector,
)

ORGANISATIONS = Organisation._meta.db_table
IDENTIFIERS = OrganisationIdentifier._meta.db_table
AFFILIATIONS = Affiliation._meta.db_table
CHANGES = ImportChange._meta.db_table
TODAY = "(now() at time zone 'Europe/London')::date"
FROM = f"least(coalesce(s.from_on, {TODAY}), coalesce(s.to_on, {TODAY}), {TODAY})"


A_PLACE_GOES_BACK: dict[tuple[type[models.Model], str], str] = {
    (Affiliation, "to_on"): f"not exists (select 1 from {AFFILIATIONS} o"
    " where o.contributor_id = r.contributor_id and o.organisation_id = r.organisation_id"
    " and o.id <> r.id and daterange(o.from_on, o.to_on, '[]') && daterange(r.from_on, null))"
}


class NamesOrganisations(Kind):
    """A kind whose rows may name an organisation, in `organisation` or by `number`."""

    @property
    def refers_to(self) -> dict[type[models.Model], str]:  # type: ignore[override]
        return {Organisation: "organisation_id"} if self.names_organisations else {}

    @property
    def names_organisations(self) -> bool:
        return "organisation" in self.places or "number" in self.places

    def before_comparing(self, rows: str, first: int, last: int) -> None:
        """The register changes, so organisations are looked up before each comparison."""
        if not self.names_organisations:
            return
        here = f"s.n between {first} and {last} and s.faults is null"
        lives_on = survivor(Organisation, "o")
        tables.execute(
            f"""
            with named as (
                select lower(o.name) as name, min({lives_on}) as id from {ORGANISATIONS} o
                group by 1 having min({lives_on}) = max({lives_on})
            )
            update {rows} s set organisation_id = coalesce(
                (select {lives_on}
                    from {IDENTIFIERS} i join {ORGANISATIONS} o on o.id = i.organisation_id
                    where i.scheme = split_part(s.number, '|', 1)
                    and i.value = split_part(s.number, '|', 2)), w.organisation_id)
            from (
                select s.n, named.id as organisation_id
                from {rows} s left join named on named.name = lower(s.organisation) where {here}
            ) w
            where w.n = s.n and (s.organisation <> '' or s.number <> '')
            """
        )


class Places(NamesOrganisations):
    """People's places in the organisations that their rows name (AFF-1)."""

    @property
    def sector_of_new(self) -> str:
        """Of organisations that are added on the way; empty: none are."""
        return self.job.options.get("add_organisations", "")

    @property
    def adds(self) -> str:  # type: ignore[override]
        """SQL: the row gives somebody whom we know a place that is not recorded."""
        if not self.names_organisations:
            return "false"
        new = (
            "s.organisation <> '' and s.organisation_id is null" if self.sector_of_new else "false"
        )
        return (
            f"{self.may_change} and (({new}) or (s.organisation_id is not null and"
            f" {_no_place('r.id')}) or exists ({_open_place('r.id')}))"
        )

    may_change = "true"

    def after_comparing(self, rows: str, outcomes: str) -> None:
        """Say of whom we could not tell the organisation."""
        if not self.names_organisations or self.sector_of_new:
            return
        tables.execute(
            f"""
            update {outcomes} d set remarks = coalesce(d.remarks, '[]') || jsonb_build_array(
                jsonb_build_array(%s, coalesce(nullif(s.organisation, ''), s.number), %s))
            from {rows} s where d.n = s.n and d.outcome in ('new', 'changed', 'same')
                and s.organisation_id is null and (s.organisation <> '' or s.number <> '')
            """,
            [
                self.label("organisation" if "organisation" in self.places else "number"),
                "No organisation, or more than one, has this name or number on the register. Bring"
                " in the organisations first, or choose above that they are added.",
            ],
        )

    def before_writing(self, chunk: Chunk) -> None:
        """Add organisations that are not on the register, if the person said so."""
        if not self.names_organisations or not self.sector_of_new:
            return
        self.before_comparing(chunk.rows, chunk.first, chunk.last)
        name, sector = "s.name", Sector(self.sector_of_new).value
        values, params = insert(Organisation, self.job, {"name": name, "sector": f"'{sector}'"})
        tables.execute(
            f"""
            insert into {ORGANISATIONS} ({", ".join(values)})
            select {", ".join(values.values())} from (
                select min(s.organisation) as name from {chunk.rows} s
                where s.n between {chunk.first} and {chunk.last} and s.organisation <> ''
                    and s.organisation_id is null and s.faults is null
                    and not exists (select 1 from {ORGANISATIONS} o
                        where lower(o.name) = lower(s.organisation))
                group by lower(s.organisation)
            ) s
            """,
            params,
        )
        sectors.keep_in_step(self.job)

    def after_writing(self, chunk: Chunk) -> None:
        remember(self, chunk)
        if self.names_organisations:
            self._end_places(chunk)
            self._begin_places(chunk)

    def _end_places(self, chunk: Chunk) -> None:
        """A place that is open ends when the file says so; an end that a person typed stays."""
        tables.execute(
            f"""
            insert into {CHANGES} (job_id, line, "table", target, before, after)
            select %s, s.line, '{AFFILIATIONS}', a.id, '{{"to_on": null}}',
                jsonb_build_object('to_on', s.to_on)
            from {_about(chunk)} join {AFFILIATIONS} a on a.contributor_id = d.target
                and a.organisation_id = s.organisation_id
            where d.outcome = 'changed' and a.to_on is null and a.from_on <= s.to_on
            """,
            [self.job.pk],
        )
        tables.execute(
            f"""
            update {AFFILIATIONS} a set to_on = (c.after->>'to_on')::date from {CHANGES} c
            where c.job_id = %s and c."table" = '{AFFILIATIONS}' and c.target = a.id
                and a.to_on is null
            """,
            [self.job.pk],
        )

    def _begin_places(self, chunk: Chunk) -> None:
        given = {
            "contributor": "d.target",
            "organisation": "s.organisation_id",
            "role_title": "s.role_title",
            "from_on": FROM,
            "to_on": "s.to_on",
        }
        values, params = insert(Affiliation, self.job, given)
        tables.execute(
            f"""
            insert into {AFFILIATIONS} ({", ".join(values)})
            select {", ".join(values.values())} from {_about(chunk)}
            where s.organisation_id is not null and d.outcome in ('new', 'changed')
                and {_no_place("d.target")}
            order by s.n on conflict do nothing
            """,
            params,
        )


def _about(chunk: Chunk) -> str:
    """Rows `s` and the person `d.target` of each; a row that repeats another is about the same."""
    return (
        f"{chunk.rows} s left join {chunk.rows} e on e.line = s.repeats"
        f" join {chunk.done} d on d.n = coalesce(e.n, s.n)"
        f" and s.n between {chunk.first} and {chunk.last}"
    )


def _no_place(person: str) -> str:
    return (
        f"not exists (select 1 from {AFFILIATIONS} a where a.contributor_id = {person}"
        " and a.organisation_id = s.organisation_id"
        " and daterange(a.from_on, a.to_on, '[]') &&"
        f" daterange({FROM}, s.to_on, '[]'))"
    )


def _open_place(person: str) -> str:
    return (
        f"select 1 from {AFFILIATIONS} a where a.contributor_id = {person}"
        " and a.organisation_id = s.organisation_id and a.to_on is null and a.from_on <= s.to_on"
    )
