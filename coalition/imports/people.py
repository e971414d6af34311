"""People, and their places in organisations. Names come in unconfirmed (CON-4).

A person is known by the reference that the file's source gives them, else by name and email
address, else by name and postcode. What they said themselves stands: a confirmed name, and all
details of somebody with an account. Whoever died or asked for no contact is left as they are.
"""

from collections.abc import Mapping
from functools import partial

from django.urls import reverse

from coalition.imports import cells, tables
from coalition.imports.fields import Field
from coalition.imports.kind import Kind, Part, Question, Slots, Waiting
from coalition.imports.organisations import UPDATES_KNOWN
from coalition.imports.places import A_PLACE_GOES_BACK, Places
from coalition.imports.problems import Understood
from coalition.imports.signposts import has_field, standing, survivor
from coalition.models import Affiliation, Contributor, ExternalRef, Organisation, Sector, User
from coalition.permissions import can_import_people
from coalition.spreadsheets import values as shared
from coalition.spreadsheets.organisations import values

PEOPLE = Contributor._meta.db_table
REFS = ExternalRef._meta.db_table
PERSON, ADDRESS, PLACE = "The person", "Their postal address", "Their place in an organisation"
LINES = ["address_1", "address_2", "address_3", "town", "county", "postcode"]
SHORT = 120

FIELDS = [
    Field(
        "ref",
        "Reference in your system",
        PERSON,
        partial(values.text, 100),
        ("id", "ref", "reference", "contactid", "personid", "constituentid", "donorid", "recordid"),
    ),
    Field(
        "email",
        "Email address",
        PERSON,
        shared.email,
        ("email", "emailaddress", "mail", "contactemail"),
        told_by_look=True,
    ),
    Field("phone", "Phone number", PERSON, shared.phone, cells.PHONE_HEADINGS),
    Field(
        "first",
        "First name",
        PERSON,
        cells.part_of_name,
        cells.FIRST_HEADINGS,
        not_blank=cells.SURNAMES,
    ),
    Field(
        "last",
        "Last name",
        PERSON,
        cells.part_of_name,
        cells.LAST_HEADINGS,
        not_blank=cells.SURNAMES,
    ),
    Field("title", "Title, such as Dr", PERSON, cells.part_of_name, ("title", "prefix")),
    Field(
        "letter_name",
        "Whole name, as on an envelope",
        PERSON,
        cells.person,
        (
            *("lettername", "nameonaletter", "fullname", "displayname", "name", "contactname"),
            *("contact", "person", "volunteer", "donor", "attendee"),
        ),
        grave=True,
        not_blank=cells.SURNAMES,
        instead_of=("first", "last", "title"),
    ),
    Field(
        "salutation",
        "What follows “Dear”",
        PERSON,
        cells.person,
        ("salutation", "dear", "greeting"),
    ),
    Field("known_as", "Known as", PERSON, cells.known_as, ("knownas", "preferredname", "nickname")),
    Field(
        "language",
        "Language of letters",
        PERSON,
        cells.language,
        ("language", "preferredlanguage", "letterlanguage"),
    ),
    Field("address_1", "Address, line 1", ADDRESS, cells.line, cells.LINE_1),
    Field("address_2", "Address, line 2", ADDRESS, cells.line, cells.LINE_2),
    Field("address_3", "Address, line 3", ADDRESS, cells.line, cells.LINE_3),
    Field("address", "Whole address", ADDRESS, cells.address, ("address", "postaladdress")),
    Field("town", "Town", ADDRESS, cells.line, ("town", "city", "posttown")),
    Field("county", "County", ADDRESS, cells.line, ("county",)),
    Field(
        "postcode",
        "Postcode, kept where there is an address",
        ADDRESS,
        cells.postcode,
        ("postcode", "postalcode", "zip"),
        told_by_look=True,
    ),
    Field(
        "organisation",
        "Organisation",
        PLACE,
        values.name,
        ("organisation", "organization", "organisationname", "company", "employer", "charity"),
        fits=cells.has_letters,
    ),
    Field(
        "number",
        "Organisation’s register number",
        PLACE,
        partial(values.register_number, ""),
        ("organisationnumber", "charitynumber", "orgid", "organisationid"),
    ),
    Field(
        "role_title",
        "Role",
        PLACE,
        partial(values.text, SHORT),
        ("role", "jobtitle", "position", "roletitle"),
    ),
    Field("from_on", "With it since", PLACE, cells.day, ("from", "since", "startdate", "started")),
    Field("to_on", "With it until", PLACE, cells.day, ("to", "until", "enddate", "left", "ended")),
]


def _sectors(by: User | None) -> list[tuple[str, str]]:
    never = ("", "Leave them out")
    return [never, *((value, f"Add as {label}") for value, label in Sector.choices)]


def _may_change() -> str:
    """SQL: nobody who died, asked for no contact or was anonymised is touched by a file."""
    times = ["deceased_on", "objected_at", "anonymised_at"]
    return " and ".join(f"r.{t} is null" for t in times if has_field(Contributor, t))


FREE_AGAIN = (  # the address that was there before: CON-6
    "c.before->>'email' = '' or r.email_is_shared or not exists (select 1"
    f" from {PEOPLE} o where lower(o.email) = lower(c.before->>'email') and o.id <> r.id"
    f" and not o.email_is_shared and {standing(Contributor, 'o')})"
)


class People(Places, Kind):
    key, noun, plural, section = "people", "person", "people", "people"
    model = Contributor
    fields = FIELDS
    needs = [
        (
            {"letter_name", "first", "last"},
            "Choose which column holds the person’s name, or which hold first and last name",
        )
    ]
    staged = {
        **dict.fromkeys(
            [
                *("ref", "letter_name", "salutation", "known_as", "email", "phone", "address"),
                *("postcode", "language", "organisation", "number", "role_title"),
            ],
            "text",
        ),
        **dict.fromkeys(["from_on", "to_on"], "date"),
        "shared": "boolean",  # whether another row has the same email address
        "organisation_id": "bigint",
    }
    questions = [
        UPDATES_KNOWN,
        Question(
            "add_organisations",
            "What about organisations that are not on the register?",
            _sectors,
            "Choose what happens with organisations that are not on the register",
            radio=False,
            required=False,
        ),
    ]
    template = [
        [
            *("Name", "Salutation", "Email", "Phone", "Address line 1", "Town", "Postcode"),
            *("Organisation", "Role", "Since"),
        ],
        [
            *("Dr Ngozi Okafor", "Dr Okafor", "ngozi@example.org", "020 7946 0123"),
            *("1 Mill Lane", "Aldermere", "BS1 4ST", "Aldermere Community Kitchen", "Trustee"),
            "2024-03-01",
        ],
        ["Sion ap Rhys", "", "sion@example.org", "", "", "", "", "", "", ""],
    ]
    about = [
        "One row for each person, with headings above. Only a name is needed, in one column or as"
        " first and last name. An email address, a postcode or your own reference lets us recognise"
        " somebody who is here already, so a file can come in twice and nobody is doubled.",
        "Somebody with places in two organisations may have a row for each.",
    ]
    may_change = _may_change()
    journal = "people.imported"
    alike = "the same name or email address"
    called = "letter_name"
    twice = (
        "They have the name of an earlier row, and nothing that tells the two apart. A place in"
        " another organisation is added all the same. If they are different people, match a column"
        " that holds an email address, phone number, postcode or your reference."
    )
    adds_words = "Their place in an organisation"
    side_by_side = ["letter_name", "email", "phone", "address"]
    hangs_on = {Affiliation: "contributor"}
    parts = ["affiliations", "doubles_as_first", "doubles_as_second"]
    also_adds = {Organisation: ["sectors", "doubles_as_first", "doubles_as_second"]}

    @classmethod
    def may_bring_in(cls, user: User) -> bool:
        return can_import_people(user)

    @classmethod
    def list_url(cls) -> str:
        return reverse("contributor_list")

    writes = {
        **{name: f"s.{name}" for name in ("letter_name", "known_as", "email", "phone", "address")},
        "salutation": "s.salutation",
        "language": "coalesce(nullif(s.language, ''), 'en')",
        "email_is_shared": "s.email <> '' and (s.shared is true or coalesce((select"
        f" lower(t.email) = s.email from {PEOPLE} t where t.id = d.twin), false))",
        "name_confirmed_by": "'import'",
        "name_confirmed_at": "now()",
    }
    goes_back = {(Contributor, "email"): FREE_AGAIN, **A_PLACE_GOES_BACK}

    @property
    def changes(self) -> dict[str, str]:  # type: ignore[override]
        ours = f"r.user_id is null and {_may_change()}"
        name = (
            "s.letter_name <> r.letter_name and lower(s.letter_name) <> lower(r.letter_name)"
            f" and {ours}"
            " and r.name_confirmed_by not in ('self', 'partner')"
        )
        fills = {
            name: f"s.{name} <> '' and s.{name} <> r.{name} and {_may_change()}"
            f" and (r.user_id is null or r.{name} = '')"
            for name in ("known_as", "phone", "address")
        }
        return {
            "letter_name": name,
            "salutation": f"s.salutation <> '' and s.salutation <> r.salutation"
            f" and (({name}) or (r.salutation = '' and {_may_change()}))",
            "email": "s.email <> '' and s.email <> r.email and s.email <> lower(r.email)"
            f" and {ours} and s.shared is not true and not exists (select 1 from {PEOPLE} o"
            " where lower(o.email) = s.email and not o.email_is_shared and o.email <> ''"
            f" and {standing(Contributor, 'o')})",
            "language": f"s.language <> '' and s.language <> r.language and {ours}",
            **fills,
        }

    def consequences(self, changed: Mapping[str, str]) -> dict[str, str]:
        """CON-4: whoever typed the old name did not type this one."""
        return dict.fromkeys(["name_confirmed_by", "name_confirmed_at"], changed["letter_name"])

    def compose(self, slots: Slots, understood: Understood) -> tuple[str, ...]:
        get = slots.get
        name = get("letter_name", "")
        if not name and not understood.faults:
            name = " ".join(slots[part] for part in ("title", "first", "last") if part in slots)
            if not name or not ("first" in slots or "last" in slots):
                self.miss(understood, self.name_column, "The row has no name. Enter one.")
        salutation = get("salutation", "")
        if not salutation and "title" in slots and "last" in slots:
            salutation = f"{slots['title']} {slots['last']}"
        address = get("address", "")
        lines = [slots[line] for line in LINES if line in slots and slots[line] not in address]
        address = "\n".join([address, *lines] if address else lines)
        number = get("number")
        return (
            get("ref", ""),
            name,
            salutation or name,
            get("known_as", ""),
            get("email", ""),
            get("phone", ""),
            address if "\n" in address else "",
            get("postcode", "") or cells.postcode_of(address),
            get("language", ""),
            get("organisation", ""),
            "|".join(number) if number else "",
            get("role_title", ""),
            get("from_on", ""),
            get("to_on", ""),
            "",
            "",
        )

    @property
    def name_column(self) -> str:
        return next(h for h in ("letter_name", "last", "first") if h in self.places)

    def repeats(self, rows: str) -> Part:
        return Part(
            f"""
            with again as materialized (
                select email from {rows} where email <> '' and faults is null
                group by email having count(*) > 1
            ), ready as (
                select n, email || '|' || lower(letter_name) as key
                from {rows} join again using (email) where faults is null
                union all
                select n, case when ref <> '' then '|' || ref
                    else concat_ws('|', '', lower(letter_name), postcode, phone)
                end from {rows} where email = '' and faults is null
            ), first as (
                select key, min(n) as first from ready group by key having count(*) > 1
            )
            select n, first from ready join first using (key) where n <> first
            """
        )

    def contradicts(self, row: Waiting, earlier: Waiting) -> tuple[str, str] | None:
        same = "email address and name" if row["email"] else "reference or name"
        for holds in ("letter_name", "ref", "phone", "address", "language"):
            if row[holds] and earlier[holds] and row[holds].lower() != earlier[holds].lower():
                return holds, same
        return None

    def match(self, s: str) -> Part:
        """Most are found by name and email address, or not at all; only the others are looked for
        in all the other ways."""
        others = f"r.came_by_id is distinct from {int(self.job.pk)}"
        lives_on = survivor(Contributor, "r")
        postcode = "replace(s.postcode, ' ', '')"
        by_ref = f"""
                select s.n, {lives_on} as target, 1 as rank
                from rest s join {REFS} e
                    on e.ref = s.ref and e.source = %s and e."table" = '{PEOPLE}'
                join {PEOPLE} r on r.id = e.target where s.ref <> ''
                union all"""
        return Part(
            f"""
            with met as materialized (
                select s.n, {lives_on} as target,
                    lower(r.letter_name) = lower(s.letter_name) as is_named, s.ref
                from {s} s join {PEOPLE} r on lower(r.email) = s.email
                where s.email <> '' and {others}
            ), sure as materialized (
                select n, min(target) as target, min(target) = max(target) as sure from met
                where is_named {"and ref = ''" if self.has_refs else ""} group by n
            ), rest as materialized (
                select s.n, s.ref, s.email, s.letter_name, s.postcode from {s} s
                where not exists (select 1 from sure where sure.n = s.n)
            ), candidate as (
                {by_ref if self.has_refs else ""}
                select s.n, {lives_on} as target, case
                    when s.email <> '' and lower(r.email) = s.email then 2
                    when s.postcode <> '' and (s.email = '' or r.email = '')
                        and replace(upper(r.address), ' ', '') like '%%' || {postcode} then 3
                    else 9 end as rank
                from rest s join {PEOPLE} r on lower(r.letter_name) = lower(s.letter_name)
                where {others}
                union all
                select s.n, met.target, 8 from rest s join met using (n) where not met.is_named
            )
            select n, target, sure from sure
            union all
            select n, (array_agg(target order by rank, target))[1] as target,
                min(rank) <= 3 and (min(rank) = 1
                    or count(distinct target) filter (where rank <= 3) = 1) as sure
            from candidate group by n
            """,
            [self.job.source] if self.has_refs else [],
        )

    @property
    def has_refs(self) -> bool:
        return "ref" in self.places

    def after_staging(self, rows: str) -> None:
        """Two people at one address share it (CON-6)."""
        tables.execute(
            f"""
            update {rows} s set shared = true
            from (
                select email from {rows} where email <> '' and faults is null and repeats is null
                group by email having count(*) > 1
            ) twice
            where s.email = twice.email
            """
        )
