"""Contributions that were made before we kept them here: what people did, and whether they were
thanked. Those who were not are owed thanks from today (CTB-1)."""

from functools import partial

from django.urls import reverse
from django.utils import timezone

from coalition.calendar import working_days_after
from coalition.imports import cells
from coalition.imports.fields import Field
from coalition.imports.kind import Part, Question, Slots, Waiting
from coalition.imports.offers import repeated
from coalition.imports.persons import (
    NAMES_A_PERSON,
    ORGANISATION_FIELDS,
    PERSON_FIELDS,
    STAGED,
    NamesPeople,
)
from coalition.imports.problems import Doubt, Understood
from coalition.models import Programme, RoleGrant, User
from coalition.permissions import holds
from coalition.spreadsheets import values as shared
from coalition.spreadsheets.organisations import values
from recognition.models import ContributionEvent
from recognition.models.contribution import DUE_WORKING_DAYS

EVENTS = ContributionEvent._meta.db_table
MAY = [RoleGrant.Role.RECOGNITION_ADMIN, RoleGrant.Role.PROGRAMME_LEAD]
WHAT = "What they did"
KINDS = {
    **{kind.value: kind for kind in ContributionEvent.Kind},
    **{kind.label.lower(): kind for kind in ContributionEvent.Kind},
    "volunteering": ContributionEvent.Kind.HOURS,
    "time": ContributionEvent.Kind.HOURS,
    "donation": ContributionEvent.Kind.DONATED,
    "hosted": ContributionEvent.Kind.HOSTING,
}
MOST_HOURS = 10_000


def thanked(cell: str) -> str:
    return "thanked" if shared.yes_or_no(cell) else "open"


def kind(cell: str) -> str:
    found = KINDS.get(cell.lower())
    if not found:
        raise Doubt("We do not know this kind. Use one of ours, such as “Gave time”.")
    return found.value


def hours(cell: str) -> str:
    """2.5, as we keep it; never nought or less."""
    try:
        number = round(float(cell.lower().removesuffix("hours").removesuffix("h").strip()), 1)
    except ValueError:
        number = 0
    if not 0 < number < MOST_HOURS:
        raise Doubt("Hours are a number above 0, such as 2.5.")
    return str(number)


FIELDS = [
    *PERSON_FIELDS,
    Field(
        "what_they_did",
        "What they did, as after “you”",
        WHAT,
        partial(values.text, 200),
        ("whattheydid", "contribution", "whatdid", "deed", "description", "activity", "what"),
        fits=cells.has_letters,
        grave=True,
    ),
    Field(
        "made_possible",
        "What it made possible",
        WHAT,
        partial(values.text, 200),
        ("impact", "whatitmadepossible", "madepossible", "result"),
    ),
    Field(
        "happened_on",
        "Day on which it happened",
        WHAT,
        cells.past_day,
        ("date", "happenedon", "day", "when", "until"),
        grave=True,
    ),
    Field("kind", "Kind of contribution", WHAT, kind, ("kind", "type", "category")),
    Field("hours", "Hours given", WHAT, hours, ("hours", "hoursgiven", "numberofhours")),
    Field(
        "outcome",
        "Thanked already: yes or no",
        WHAT,
        thanked,
        ("thanked", "thanksgiven", "thankedalready", "lettersent"),
        grave=True,
    ),
    *ORGANISATION_FIELDS,
]


def thanked_by(by: User | None) -> list[tuple[str, str]]:
    programmes = Programme.objects.order_by("name")
    if by is not None:
        programmes = programmes.with_role(by, *MAY)
    return [("", "Choose a programme"), *((str(one.pk), one.name) for one in programmes)]


class Contributions(NamesPeople):
    key, noun, plural, section = "contributions", "contribution", "contributions", "thanks"
    model = ContributionEvent
    fields = FIELDS
    needs = [
        NAMES_A_PERSON,
        ({"what_they_did"}, "Choose which column says what they did"),
        ({"happened_on"}, "Choose which column holds the day"),
    ]
    staged = {
        **STAGED,
        **dict.fromkeys(
            ["what_they_did", "made_possible", "happened_on", "outcome", "kind", "hours"], "text"
        ),
    }
    questions = [
        Question(
            "programme",
            "Which programme were they for?",
            thanked_by,
            "Choose the programme that they were for",
            radio=False,
        ),
        Question(
            "outcome",
            "Were they thanked, where the file does not say?",
            lambda by: [
                ("thanked", "Yes: nothing is owed"),
                ("open", "No: thanks are owed from today"),
            ],
            "Choose whether they were thanked where the file does not say",
        ),
    ]
    template = [
        ["Name", "Email", "What they did", "What it made possible", "Date", "Thanked"],
        [
            *("Ngozi Okafor", "ngozi@example.org", "drove people to the hospital"),
            *("nobody missed an appointment", "2024-03-01", "no"),
        ],
    ]
    about = [
        "One row for each thing that somebody did: who, what, the day, and whether they were"
        " thanked. The people must be on the register, so bring them in first.",
        "Nothing is sent. Those who were not thanked appear in the ledger.",
    ]
    journal = "contributions.imported"
    called = "what_they_did"
    twice = "They are about the person, deed and day of an earlier row."

    @classmethod
    def may_bring_in(cls, user: User) -> bool:
        return holds(user, *MAY)

    @classmethod
    def programmes(cls, user: User) -> list[str]:
        return [key for key, _ in thanked_by(user) if key]

    @classmethod
    def list_url(cls) -> str:
        return reverse("recognition:event_list")

    @property
    def writes(self) -> dict[str, str]:  # type: ignore[override]
        programme = Programme.objects.get(pk=self.job.options["programme"])
        due = working_days_after(timezone.localdate(), DUE_WORKING_DAYS, programme.nation)
        owed = "s.outcome = 'open'"
        return {
            "programme": str(programme.pk),
            "contributor": "s.contributor_id",
            "organisation": "s.organisation_id",
            "kind": "coalesce(nullif(s.kind, ''), 'other')",
            "hours": "nullif(s.hours, '')::numeric",
            "happened_on": "s.happened_on::date",
            "what_they_did": "s.what_they_did",
            "what_it_made_possible": "s.made_possible",
            "due_on": f"case when {owed} then '{due}'::date else s.happened_on::date end",
            "outcome": "s.outcome",
            "closed_at": f"case when not ({owed}) then now() end",
        }

    def compose(self, slots: Slots, understood: Understood) -> tuple[str, ...]:
        if not {"person_ref", "email", "who"} & slots.keys():
            self.miss(understood, self.names_them, "The row does not say who it was.")
        if "what_they_did" not in slots:
            self.miss(understood, "what_they_did", "Say what they did.")
        if "happened_on" not in slots:
            self.miss(understood, "happened_on", "Say on which day it happened.")
        return (
            *self.about_whom(slots),
            slots.get("what_they_did", ""),
            slots.get("made_possible", ""),
            slots.get("happened_on", ""),
            slots.get("outcome") or self.job.options["outcome"],
            slots.get("kind", ""),
            slots.get("hours", ""),
        )

    def repeats(self, rows: str) -> Part:
        return Part(repeated(rows, ["what_they_did", "happened_on"]))

    def contradicts(self, row: Waiting, earlier: Waiting) -> tuple[str, str] | None:
        if row["outcome"] != earlier["outcome"] and "outcome" in self.places:
            return "outcome", "person, deed and day"
        return None

    def match(self, s: str) -> Part:
        """By person, day and deed (CTB-1)."""
        return Part(
            f"""
            select s.n, min(r.id) as target, true as sure
            from {s} s join {EVENTS} r on r.contributor_id = s.contributor_id
                and r.happened_on = s.happened_on::date
                and lower(r.what_they_did) = lower(s.what_they_did)
            where r.came_by_id is distinct from {int(self.job.pk)} group by s.n
            """
        )
