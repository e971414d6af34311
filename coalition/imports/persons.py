"""Which person on the register a row is about: by the source's reference, or email and name."""

from typing import Any

from django.db import models

from coalition.imports import cells, tables
from coalition.imports.fields import Field
from coalition.imports.places import NamesOrganisations
from coalition.imports.signposts import survivor
from coalition.models import Contributor, ExternalRef
from coalition.spreadsheets import values as shared
from coalition.spreadsheets.organisations import values

PEOPLE = Contributor._meta.db_table
REFS = ExternalRef._meta.db_table
WHO = "Who it was"
PERSON_FIELDS = [
    Field(
        "person_ref",
        "The person’s reference in your system",
        WHO,
        cells.reference,
        ("personid", "personref", "contactid", "donorid", "volunteerid", "constituentid"),
    ),
    Field(
        "email",
        "The person’s email address",
        WHO,
        shared.email,
        ("email", "emailaddress", "mail", "contactemail"),
        told_by_look=True,
    ),
    Field(
        "who",
        "The person’s name",
        WHO,
        cells.person,
        ("name", "fullname", "person", "contact", "contactname", "offeredby", "donor", "volunteer"),
        not_blank=cells.SURNAMES,
    ),
]
ORGANISATION_FIELDS = [
    Field(
        "organisation",
        "Organisation",
        WHO,
        values.name,
        ("organisation", "organization", "organisationname", "company", "onbehalfof"),
        fits=cells.has_letters,
    ),
    Field(
        "number",
        "Organisation’s register number",
        WHO,
        cells.number,
        ("organisationnumber", "charitynumber", "orgid", "organisationid"),
    ),
]
NAMES_A_PERSON = (
    {"person_ref", "email", "who"},
    "Choose which column says who it was: a name, an email address or your reference",
)
STAGED = {
    **dict.fromkeys(["person_ref", "email", "who", "organisation", "number"], "text"),
    **dict.fromkeys(["contributor_id", "organisation_id"], "bigint"),
}
NOBODY = "Nobody on the register, or more than one, is this person. Bring in the people first."
NOBODY_SURELY = f"{NOBODY[:-1]}, or give the row both a name and an email address."


class NamesPeople(NamesOrganisations):
    """A kind whose rows name a person who must be on the register already."""

    lacks = "s.contributor_id is null"

    @property
    def refers_to(self) -> dict[type[models.Model], str]:  # type: ignore[override]
        return {Contributor: "contributor_id", **super().refers_to}

    @property
    def names_them(self) -> str:
        """What the column holds that says who it was."""
        return next(h for h in ("who", "email", "person_ref") if h in self.places)

    def about_whom(self, slots: dict[str, Any]) -> tuple[str, ...]:
        """The values of STAGED."""
        get = slots.get
        number = get("number")
        said = (get("person_ref", ""), get("email", ""), get("who", ""), get("organisation", ""))
        return (*said, "|".join(number) if number else "", "", "")

    def before_comparing(self, rows: str, first: int, last: int) -> None:
        super().before_comparing(rows, first, last)
        here = f"s.n between {first} and {last} and s.faults is null"
        lives_on = survivor(Contributor, "r")
        tables.execute(
            f"""
            with s as (select * from {rows} s where {here}), found as (
                select s.n, {lives_on} as id, 1 as rank
                from s join {REFS} e on e.ref = s.person_ref and e.source = %s
                    and e."table" = '{PEOPLE}' join {PEOPLE} r on r.id = e.target
                where s.person_ref <> ''
                union all
                select s.n, {lives_on}, 2 from s join {PEOPLE} r on lower(r.email) = s.email
                where s.email <> '' and s.who in ('', r.letter_name, r.known_as)
                union all
                select s.n, {lives_on}, 3
                from s join {PEOPLE} r on lower(r.letter_name) = lower(s.who)
                where s.who <> '' and (s.email = '' or s.email = lower(r.email))
            ), best as (
                select distinct on (n) n, id, rank from found order by n, rank
            ), sure as (
                select n, min(id) as id from found join (select n, rank from best) b using (n, rank)
                group by n having count(distinct id) = 1
            )
            update {rows} w set contributor_id = sure.id
            from s left join sure on sure.n = s.n where w.n = s.n
            """,
            [self.job.source],
        )
        tables.execute(
            f"update {rows} s set faults = jsonb_build_array(jsonb_build_array(%s::text,"
            " concat_ws(', ', nullif(s.who, ''), nullif(s.email, ''), nullif(s.person_ref, '')),"
            " case when s.who <> '' and s.email <> '' then %s::text else %s::text end))"
            f" where {here} and s.contributor_id is null",
            [self.label(self.names_them), NOBODY, NOBODY_SURELY],
        )

    def after_comparing(self, rows: str, outcomes: str) -> None:
        """An organisation that we do not know is left out, with a remark."""
        if not self.names_organisations:
            return
        holds = "organisation" if "organisation" in self.places else "number"
        todo = "No organisation, or more than one, has this name or number on the register."
        tables.execute(
            f"""
            update {outcomes} d set remarks = coalesce(d.remarks, '[]') || jsonb_build_array(
                jsonb_build_array(
                    %s::text, coalesce(nullif(s.organisation, ''), s.number), %s::text))
            from {rows} s where d.n = s.n and d.outcome in ('new', 'changed', 'same')
                and s.organisation_id is null and (s.organisation <> '' or s.number <> '')
            """,
            [self.label(holds), todo],
        )
