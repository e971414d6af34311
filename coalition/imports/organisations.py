"""Organisations: known by their register numbers, or else by exact name and place (ORG-1)."""

import json
from collections.abc import Callable, Mapping
from functools import partial

from django.urls import reverse

from coalition.domain import DomainError
from coalition.imports import sectors, tables
from coalition.imports.fields import Field
from coalition.imports.kind import Chunk, Kind, Part, Question, Slots, Waiting
from coalition.imports.problems import Doubt, Understood
from coalition.imports.signposts import survivor
from coalition.models import (
    Import,
    Organisation,
    OrganisationIdentifier,
    Scheme,
    Sector,
    User,
)
from coalition.permissions import can_import_organisations
from coalition.registers import ORG_ID
from coalition.spreadsheets.organisations import values

IDENTIFIERS = OrganisationIdentifier._meta.db_table
ORGANISATIONS = Organisation._meta.db_table
REGISTERS = {scheme.value: scheme.label for scheme in Scheme if scheme != Scheme.OTHER}
LABELS = {scheme.value: scheme.label for scheme in Scheme}
CHARITIES = {
    "org_id",
    "charity",
    Scheme.CHARITY_ENGLAND_WALES.value,
    Scheme.CHARITY_SCOTLAND.value,
    Scheme.CHARITY_NORTHERN_IRELAND.value,
}
NUMBERS = ["org_id", "charity", *REGISTERS]
# Two postcodes say it best; where only one side has a postcode, their areas must say the same.
SAME_PLACE = """case when s.postcode <> '' and r.postcode <> '' then s.postcode = r.postcode
    else lower(s.area) = lower(r.area) and (s.area <> '' or s.postcode = r.postcode) end"""
HAS_PLACE = "(r.area <> '' or r.postcode <> '')"
LONGEST_CODE = 3  # letters, such as LIV for Liverpool
IS_IT, NUMBER = "The organisation", "A number in a register"
NUMBER_HEADINGS: dict[str, tuple[str, ...]] = {
    Scheme.COMPANY: (
        *("companynumber", "companyno", "companieshousenumber", "companyregistration"),
    ),
    Scheme.NHS_ODS: ("odscode", "ods", "nhscode"),
    Scheme.HOUSING_PROVIDER: ("rpcode", "registeredprovidercode"),
}


def org_id(cell: str) -> tuple[str, str]:
    if not ORG_ID.fullmatch(cell):
        raise Doubt("Write the register’s prefix before the number, like GB-CHC-1089464.")
    return values.register_number("", cell)


def charity(cell: str) -> tuple[str, str]:
    scheme, number = values.register_number("", cell)
    if scheme not in CHARITIES:
        raise Doubt("This is not a charity number.")
    return scheme, number


def has_letters(cell: str) -> str:
    if not any(map(str.isalpha, cell)) or "://" in cell:
        raise Doubt("This is not a name.")
    return cell


def in_words(cell: str) -> str:
    if len(cell) <= LONGEST_CODE or any(map(str.isdigit, cell)) or "://" in cell:
        raise Doubt("This is a code.")
    return cell


def _number(scheme: str) -> Callable[[str], tuple[str, str]]:
    return partial(values.register_number, scheme)


FIELDS = [
    Field(
        "org_id",
        "Identifier, like GB-CHC-1089464",
        NUMBER,
        _number(""),
        (
            *("orgid", "organisationidentifier", "orgidentifier", "identifier"),
            *("recipientorgidentifier", "recipientid"),
        ),
        fits=org_id,
        told_by_look=True,
    ),
    Field(
        "name",
        "Name",
        IS_IT,
        values.name,
        (
            *("organisationname", "nameoforganisation", "charityname", "groupname", "name"),
            *("officialname", "recipientorgname", "recipientname", "organisation", "organization"),
            *("partner", "recipient", "authority"),
        ),
        fits=has_letters,
        grave=True,
    ),
    Field(
        "known_as",
        "Also known as",
        IS_IT,
        partial(values.text, 200),
        ("knownas", "alsoknownas", "workingname", "tradingname", "shortname"),
        fits=has_letters,
    ),
    Field(
        "charity",
        "Charity number, any UK register",
        NUMBER,
        _number(""),
        (
            *("charitynumber", "charityno", "registeredcharitynumber"),
            *("charityregistrationnumber", "registrationnumber", "regno", "number"),
        ),
        fits=charity,
    ),
    *[
        Field(scheme, label, NUMBER, _number(scheme), NUMBER_HEADINGS.get(scheme, ()))
        for scheme, label in REGISTERS.items()
    ],
    Field(
        "sector",
        "Sector",
        IS_IT,
        values.sector,
        ("sector", "organisationtype", "type"),
        grave=True,
    ),
    Field(
        "postcode",
        "Postcode",
        IS_IT,
        values.postcode,
        ("postcode", "postalcode"),
        told_by_look=True,
    ),
    Field(
        "area",
        "Area: council or place",
        IS_IT,
        partial(values.text, 120),
        (
            *("council", "localauthority", "localauthorityname", "laname", "ladname", "area"),
            *("locality", "district", "borough", "town", "city", "county", "location"),
        ),
        fits=in_words,
    ),
    Field(
        "website",
        "Website",
        IS_IT,
        values.website,
        ("website", "web", "webaddress", "url", "homepage"),
        told_by_look=True,
    ),
    Field("status", "Active or not", IS_IT, values.status, ("active", "isactive", "status")),
]


def _sectors(by: User | None) -> list[tuple[str, str]]:
    return [("", "Choose a sector"), *Sector.choices]


UPDATES_KNOWN = Question(
    "updates_known",
    "What about those that are on the register already?",
    lambda by: [
        ("yes", "Bring them up to date from the file"),
        ("no", "Leave them as they are"),
    ],
    "Choose what happens with those that are on the register already",
    "A blank cell never takes anything away.",
    initial="yes",
)


class Organisations(Kind):
    key, noun, plural, section = "organisations", "organisation", "organisations", "organisations"
    model = Organisation
    fields = FIELDS
    needs = [({"name"}, "Choose which column holds the organisation’s name")]
    staged = {
        **dict.fromkeys(["name", "known_as", "sector", "area", "postcode"], "text"),
        **dict.fromkeys(["website", "status"], "text"),
        "numbers": "text[]",  # each as GB-CHC|1089464; the one to go by comes first
    }
    questions = [
        UPDATES_KNOWN,
        Question(
            "sector",
            "Which sector are new organisations in, where the file does not say?",
            _sectors,
            "Choose a sector for organisations where the file gives none",
            radio=False,
        ),
    ]
    template = [
        ["Name", "Identifier", "Sector", "Postcode", "Website", "Active"],
        [
            *("Aldermere Community Kitchen", "GB-CHC-1234567", "VC", "BS1 4ST"),
            *("kitchen.example", "yes"),
        ],
        ["Low Fell Walking Group", "", "Informal group, mutual aid", "", "", "yes"],
    ]
    about = [
        "One row for each organisation, with headings above. Only a name is needed. A charity or"
        " company number lets us recognise an organisation that is here already, so a file can come"
        " in twice and nothing is doubled.",
    ]
    journal = "organisations.imported"
    doubles = Import.Doubles.ADD  # a name may be shared (ORG-1), so it only warns
    alike = "the same name"
    called = "name"
    twice = (
        "They have the number, or the name and place, of an earlier row. If they are different"
        " organisations, match a column that holds their number, postcode or area."
    )
    adds_words = "A register number is added"
    side_by_side = ["name", "known_as", "sector", "area", "postcode", "website"]
    hangs_on = {OrganisationIdentifier: "organisation"}
    parts = ["identifiers", "sectors", "doubles_as_first", "doubles_as_second"]

    @classmethod
    def may_bring_in(cls, user: User) -> bool:
        return can_import_organisations(user)

    @classmethod
    def list_url(cls) -> str:
        return reverse("organisation_list")

    @property
    def writes(self) -> dict[str, str]:  # type: ignore[override]
        sector = Sector(self.job.options["sector"]).value
        return {
            "name": "s.name",
            "known_as": "s.known_as",
            "sector": f"coalesce(nullif(s.sector, ''), '{sector}')",
            "area": "s.area",
            "postcode": "s.postcode",
            "website": "s.website",
            "status": "coalesce(nullif(s.status, ''), 'active')",
            **dict.fromkeys(["verified_by", "verified_at"], "null"),
        }

    changes = {
        **{
            name: f"s.{name} <> '' and s.{name} <> r.{name}"
            for name in ("name", "known_as", "sector", "area", "postcode", "website")
        },
        # A file may wake an organisation or put it to rest; it says nothing about who left.
        "status": "s.status <> '' and s.status <> r.status and r.status in ('active', 'dormant')",
    }
    # A subquery that is one value goes by the index; "not exists" would read the whole table anew
    # for each row.
    adds = (
        "exists (select 1 from unnest(s.numbers) u where (select i.id"
        f" from {IDENTIFIERS} i where i.scheme = split_part(u, '|', 1)"
        " and i.value = split_part(u, '|', 2)) is null)"
    )

    # Whoever verified it since confirmed the name that the file gave it.
    goes_back = {(Organisation, "name"): "r.verified_by_id is null"}

    def consequences(self, changed: Mapping[str, str]) -> dict[str, str]:
        """Who it is must be verified anew."""
        is_another = f"r.verified_by_id is not null and ({changed['name']} or {self.adds})"
        return dict.fromkeys(["verified_by", "verified_at"], is_another)

    def compose(self, slots: Slots, understood: Understood) -> tuple[str, ...]:
        if "name" not in slots:
            self.miss(understood, "name", "The row has no name. Enter one.")
        numbers = list(dict.fromkeys(slots[holds] for holds in NUMBERS if holds in slots))
        self._require_first_number(slots, understood)
        return (
            slots.get("name", ""),
            slots.get("known_as", ""),
            slots.get("sector", ""),
            slots.get("area", ""),
            slots.get("postcode", ""),
            slots.get("website", ""),
            slots.get("status", ""),
            _array(numbers),
        )

    def _require_first_number(self, slots: Slots, understood: Understood) -> None:
        """The first number is the one to go by, so a doubt about it keeps the row out."""
        for holds in NUMBERS:
            if holds in slots or not understood.remarks:
                return
            label = self.places.get(holds)
            doubts = [remark for remark in understood.remarks if remark.column == label]
            if doubts:
                understood.faults += doubts
                understood.remarks = [r for r in understood.remarks if r.column != label]

    def repeats(self, rows: str) -> Part:
        return Part(
            f"""
            with ready as (
                select n, numbers, lower(name) as name,
                    coalesce(nullif(postcode, ''), lower(area)) as place
                from {rows} where faults is null
            ), by_number as (
                select n, min(n) over (partition by numbers[1]) as first, name, place
                from ready where numbers <> '{{}}'
            ), numbered as (
                select name, place, min(n) as first from by_number where n = first group by 1, 2
            ), bare as (
                select b.n, coalesce(k.first, min(b.n) over (partition by b.name, b.place)) as first
                from ready b left join numbered k using (name, place) where b.numbers = '{{}}'
            )
            select n, first from by_number where n <> first
            union all select n, first from bare where n <> first
            """
        )

    def contradicts(self, row: Waiting, earlier: Waiting) -> tuple[str, str] | None:
        numbers = row["numbers"]
        same = numbers[0].replace("|", " ") if numbers else "name and place"
        for holds in ("name", "known_as", "area", "postcode", "website", "status", "sector"):
            if row[holds] and row[holds].lower() != earlier[holds].lower():
                return holds, same
        return None

    def after_staging(self, rows: str) -> None:
        """A second number goes to the first row that has it."""
        tables.execute(
            f"""
            with number as (
                select s.n, s.line, u.number, u.at
                from {rows} s, unnest(s.numbers) with ordinality u(number, at)
                where s.faults is null and s.repeats is null
            ), first as (
                select distinct on (number) number, n, line from number order by number, n
            ), taken as (
                select number.n, array_agg(number) as numbers,
                    jsonb_agg(jsonb_build_array(
                        %s::jsonb->>split_part(number, '|', 1), split_part(number, '|', 2),
                        'Row ' || first.line || ' has the same number.'
                        ' Check which of the two it belongs to.')) as remarks
                from number join first using (number)
                where first.n < number.n and number.at > 1 group by number.n
            )
            update {rows} s set
                numbers = array(select u from unnest(s.numbers) u where u <> all(t.numbers)),
                remarks = coalesce(s.remarks, '[]') || t.remarks
            from taken t where t.n = s.n
            """,
            [json.dumps(LABELS)],
        )

    def match(self, s: str) -> Part:
        """By its first number; by another, if the register lacks a number of the first's kind; by
        exact name and place, if the row or the register has no number at all."""
        lives_on = survivor(Organisation, "r")
        return Part(
            f"""
            with s as ({s}), number as materialized (
                select s.n, u.at, split_part(u.number, '|', 1) as scheme,
                    split_part(u.number, '|', 2) as value,
                    split_part(s.numbers[1], '|', 1) as first_scheme
                from s, unnest(s.numbers) with ordinality u(number, at)
            ), held as (
                select number.n, number.at, {lives_on} as id, number.first_scheme
                from number join {IDENTIFIERS} i using (scheme, value)
                join {ORGANISATIONS} r on r.id = i.organisation_id
            ), by_number as (
                select distinct on (n) n, id from held
                where at = 1 or not exists (
                    select 1 from {IDENTIFIERS} i
                    where i.organisation_id = held.id and i.scheme = held.first_scheme)
                order by n, at
            ), named as (
                select s.n, {lives_on} as id, {SAME_PLACE} as same_place,
                    s.numbers = '{{}}' or ({HAS_PLACE} and not exists (
                        select 1 from {IDENTIFIERS} i where i.organisation_id = {lives_on})) as bare
                from s join {ORGANISATIONS} r on lower(r.name) = lower(s.name)
                    and r.came_by_id is distinct from %s
            ), by_name as (
                select n, min(id) as id, min(id) = max(id) as sure from named
                where same_place group by n having bool_and(bare)
            )
            select distinct on (n) n, target, sure from (
                select n, id as target, true as sure, 1 as rank from by_number
                union all select n, id, sure, 2 from by_name
                union all select n, id, false, 3 from named
            ) candidate order by n, rank, target
            """,
            [self.job.pk],
        )

    def after_comparing(self, rows: str, outcomes: str) -> None:
        """A number that another organisation has is left out, with a remark (ORG-1)."""
        tables.execute(
            f"""
            with taken as (
                select s.n, jsonb_agg(jsonb_build_array(%s::jsonb->>i.scheme, i.value, o.name
                    || ' has this number already. Check which of the two it belongs to.')) as found
                from {rows} s join {outcomes} d using (n), unnest(s.numbers) u(number)
                join {IDENTIFIERS} i on i.scheme = split_part(u.number, '|', 1)
                    and i.value = split_part(u.number, '|', 2)
                join {ORGANISATIONS} o on o.id = i.organisation_id
                where d.outcome in ('new', 'changed', 'same')
                    and i.organisation_id is distinct from d.target
                group by s.n
            )
            update {outcomes} d set remarks = coalesce(d.remarks, '[]') || found
            from taken t where t.n = d.n
            """,
            [json.dumps(LABELS)],
        )

    def after_undoing(self) -> None:
        sectors.keep_in_step(self.job)

    def after_writing(self, chunk: Chunk) -> None:
        sectors.keep_in_step(self.job)
        tables.execute(
            f"""
            insert into {IDENTIFIERS} (organisation_id, scheme, value, came_by_id)
            select d.target, split_part(u.number, '|', 1), split_part(u.number, '|', 2), %s
            from {chunk.done} d join {chunk.rows} s on s.n = d.n, unnest(s.numbers) u(number)
            where {chunk.here} and d.outcome in ('new', 'changed') and not exists (
                select 1 from {IDENTIFIERS} i where i.scheme = split_part(u.number, '|', 1)
                    and i.value = split_part(u.number, '|', 2))
            order by d.n
            """,
            [self.job.pk],
        )
        self._require_first_numbers(chunk)

    def _require_first_numbers(self, chunk: Chunk) -> None:
        """Somebody may add one by hand at this very moment; looked at again, it is known."""
        taken = tables.fetch(
            f"""
            select count(*) from {chunk.done} d join {chunk.rows} s on s.n = d.n
            where {chunk.here} and d.outcome = 'new' and s.numbers <> '{{}}' and not exists (
                select 1 from {IDENTIFIERS} i where i.organisation_id = d.target
                    and i.scheme = split_part(s.numbers[1], '|', 1)
                    and i.value = split_part(s.numbers[1], '|', 2))
            """
        )
        if taken[0]["count"]:
            raise DomainError("Another organisation was given one of these numbers meanwhile.")


def _array(numbers: list[tuple[str, str]]) -> str:
    quoted = (f'"{scheme}|{value}"' for scheme, value in numbers)
    return "{" + ",".join(quoted).replace("\\", "") + "}"
