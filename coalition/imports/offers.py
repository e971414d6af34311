"""Past offers: what people offered before we kept them here. No receipt is owed for them.

Those that are closed stay as the file says; an open one gets somebody to look after it and a day
by which they hear from us (L1).
"""

import secrets
from functools import partial

from django.urls import reverse

from coalition.calendar import reply_due
from coalition.imports import cells
from coalition.imports.fields import Field
from coalition.imports.kind import Chunk, Part, Question, Slots, Waiting
from coalition.imports.persons import (
    NAMES_A_PERSON,
    ORGANISATION_FIELDS,
    PERSON_FIELDS,
    STAGED,
    NamesPeople,
)
from coalition.imports.problems import Doubt, Problem, Understood
from coalition.imports.references import remember
from coalition.models import ExternalRef, Offer, Programme, RoleGrant, User
from coalition.models.offer import new_ref
from coalition.models.private_link import NONCE_BYTES
from coalition.permissions import can_answer_offers
from coalition.privacy import others_details
from coalition.spreadsheets import values as shared
from coalition.spreadsheets.organisations import values

OFFERS = Offer._meta.db_table
REFS = ExternalRef._meta.db_table
WHAT = "The offer"
WORDS = ("headline", "what_exactly", "made_possible")
KINDS = {
    **{kind.value: kind for kind in Offer.Kind},
    **{kind.label.lower(): kind for kind in Offer.Kind},
    "accommodation": Offer.Kind.STAY,
    "room": Offer.Kind.STAY,
    "venue": Offer.Kind.VENUE,
    "space": Offer.Kind.VENUE,
    "time": Offer.Kind.TIME_ONCE,
    "volunteering": Offer.Kind.TIME_REGULAR,
    "skills": Offer.Kind.SKILL,
    "interpreting": Offer.Kind.LANGUAGE,
    "translation": Offer.Kind.LANGUAGE,
    "goods": Offer.Kind.GOODS_USED,
    "donation": Offer.Kind.MONEY,
    "jobs": Offer.Kind.JOBS,
    "advice": Offer.Kind.ADVICE,
}
CLOSED_AS = {
    "completed": Offer.Status.COMPLETED,
    "done": Offer.Status.COMPLETED,
    "used": Offer.Status.COMPLETED,
    "delivered": Offer.Status.COMPLETED,
    "declined": Offer.Status.DECLINED,
    "refused": Offer.Status.DECLINED,
    "not needed": Offer.Status.DECLINED,
    "withdrawn": Offer.Status.WITHDRAWN,
    "cancelled": Offer.Status.WITHDRAWN,
    "open": Offer.Status.SUBMITTED,
    "new": Offer.Status.SUBMITTED,
    "pending": Offer.Status.SUBMITTED,
    "active": Offer.Status.SUBMITTED,
}


def kind(cell: str) -> str:
    found = KINDS.get(cell.lower())
    if not found:
        raise Doubt("We do not know this kind of offer. Use one of ours, such as “Transport”.")
    return found.value


def status(cell: str) -> str:
    found = CLOSED_AS.get(cell.lower())
    if not found:
        raise Doubt("Write completed, declined, withdrawn or open.")
    return found.value


def quantity(cell: str) -> str:
    number = shared.whole_number(cell)
    if not 1 <= number <= 1_000_000:
        raise Doubt("The quantity is a whole number from 1 to 1,000,000.")  # OFR-5
    return str(number)


FIELDS = [
    *PERSON_FIELDS,
    Field(
        "ref",
        "The offer’s reference in your system",
        WHAT,
        cells.reference,
        ("ref", "reference", "id", "offerid", "offerref"),
    ),
    Field(
        "kind",
        "Kind of offer",
        WHAT,
        kind,
        ("kind", "kindofoffer", "offertype", "type", "category"),
        grave=True,
    ),
    Field(
        "headline",
        "What was offered, in a line",
        WHAT,
        partial(values.text, 120),
        ("headline", "offer", "whatwasoffered", "whatisoffered", "whattheyoffer", "support")
        + ("summary", "title", "description"),
        fits=cells.has_letters,
        grave=True,
    ),
    Field(
        "what_exactly", "What exactly", WHAT, partial(values.text, 1000), ("details", "whatexactly")
    ),
    Field("quantity", "Quantity", WHAT, quantity, ("quantity", "howmany", "number", "amount")),
    Field("area", "Area", WHAT, partial(values.text, 120), ("area", "town", "council", "place")),
    Field(
        "offered_on",
        "Day on which it was offered",
        WHAT,
        cells.past_day,
        ("date", "offeredon", "dateoffered", "offerdate", "created", "submitted"),
        grave=True,
    ),
    Field(
        "status",
        "What became of it",
        WHAT,
        status,
        ("status", "outcome", "whatbecameofit", "result"),
        grave=True,
    ),
    Field(
        "made_possible",
        "What it made possible",
        WHAT,
        partial(values.text, 200),
        ("impact", "whatitmadepossible", "madepossible"),
    ),
    *ORGANISATION_FIELDS,
]


def led_by(by: User | None) -> list[tuple[str, str]]:
    programmes = Programme.objects.order_by("name")
    if by is not None:
        programmes = programmes.with_role(by, RoleGrant.Role.PROGRAMME_LEAD)
    return [("", "Choose a programme"), *((str(one.pk), one.name) for one in programmes)]


PROGRAMME = Question(
    "programme",
    "Which programme are they for?",
    led_by,
    "Choose the programme that they are for",
    radio=False,
)


class Offers(NamesPeople):
    key, noun, plural, section = "offers", "past offer", "past offers", "offers"
    model = Offer
    fields = FIELDS
    needs = [
        NAMES_A_PERSON,
        ({"kind"}, "Choose which column says what kind of offer it was"),
        ({"headline"}, "Choose which column says what was offered"),
        ({"offered_on"}, "Choose which column holds the day of the offer"),
    ]
    staged = {
        **STAGED,
        **dict.fromkeys(
            [
                *("ref", "kind", "headline", "what_exactly", "quantity", "area", "offered_on"),
                *("status", "made_possible", "own_ref", "nonce"),
            ],
            "text",
        ),
    }
    questions = [
        PROGRAMME,
        Question(
            "status",
            "What became of an offer where the file does not say?",
            lambda by: [
                ("completed", "It was used: completed"),
                ("declined", "It was declined with thanks"),
                ("withdrawn", "It was withdrawn"),
                ("submitted", "It is still open, and waits for our answer"),
            ],
            "Choose what became of offers where the file does not say",
        ),
    ]
    template = [
        [
            *("Name", "Email", "Kind", "Offer", "Quantity", "Area", "Date", "Status"),
            "What it made possible",
        ],
        [
            *("Ngozi Okafor", "ngozi@example.org", "Transport", "Lifts to the hospital", "1"),
            *("Aldermere", "2024-03-01", "completed", "Nobody missed an appointment"),
        ],
    ]
    about = [
        "One row for each offer: who offered it, its kind, what it was in a line, and the day. The"
        " people must be on the register, so bring them in first.",
        "Nobody gets mail about an offer that comes in from a file. One that is still open appears"
        " among the offers that wait for an answer.",
    ]
    journal = "offers.imported"
    called = "headline"
    twice = "They are about the person, offer and day of an earlier row."

    @classmethod
    def may_bring_in(cls, user: User) -> bool:
        return can_answer_offers(user)

    @classmethod
    def programmes(cls, user: User) -> list[str]:
        return [key for key, _ in led_by(user) if key]

    @classmethod
    def list_url(cls) -> str:
        return reverse("offer_list")

    @property
    def programme(self) -> Programme:
        return Programme.objects.get(pk=self.job.options["programme"])

    @property
    def writes(self) -> dict[str, str]:  # type: ignore[override]
        by = self.job.started_by_id
        owner = by if by in self._leads() else next(iter(self._leads()), None)
        day = "(s.offered_on::date + time '12:00') at time zone 'Europe/London'"
        is_open = "s.status = 'submitted'"
        due = f"'{reply_due(self.programme).isoformat()}'::date"
        return {
            "programme": str(self.programme.pk),
            "ref": "s.own_ref",
            "link_nonce": "s.nonce",
            "contributor": "s.contributor_id",
            "organisation": "s.organisation_id",
            "kind": "s.kind",
            "headline": "s.headline",
            "what_exactly": "s.what_exactly",
            "quantity": "coalesce(nullif(s.quantity, ''), '1')::int",
            "area": "s.area",
            "source": "'import'",
            "status": "s.status",
            "submitted_at": day,
            "logged_by": str(by) if by else "null",
            "owner": f"case when {is_open} then {owner or 'null'} end",
            "next_contact_due": f"case when {is_open} then {due} end",
            "impact_sentence": "s.made_possible",
            "closed_at": f"case when not ({is_open}) then {day} end",
        }

    def compose(self, slots: Slots, understood: Understood) -> tuple[str, ...]:
        if not {"person_ref", "email", "who"} & slots.keys():
            self.miss(understood, self.names_them, "The row does not say who it was.")
        for holds, todo in (
            ("kind", "Say what kind of offer it was."),
            ("headline", "Say what was offered."),
            ("offered_on", "Say on which day it was offered."),
        ):
            if holds not in slots:
                self.miss(understood, holds, todo)
        self._look_for_others(slots, understood)
        get = slots.get
        return (
            *self.about_whom(slots),
            *(get("ref", ""), get("kind", ""), get("headline", ""), get("what_exactly", "")),
            *(get("quantity", ""), get("area", ""), get("offered_on", "")),
            get("status") or self.job.options["status"],
            get("made_possible", ""),
            new_ref(),
            secrets.token_hex(NONCE_BYTES),
        )

    def _look_for_others(self, slots: Slots, understood: Understood) -> None:
        """Words come in as they are, so somebody looks at those that tell of others (OFR-8)."""
        for holds in WORDS:
            words = slots.get(holds, "")
            if found := others_details(words):
                todo = f"We noticed {' and '.join(found)}. Please remove other people’s details."
                understood.warnings.append(Problem(self.label(holds), words, todo))

    def repeats(self, rows: str) -> Part:
        return Part(repeated(rows, ["kind", "headline", "offered_on"]))

    def contradicts(self, row: Waiting, earlier: Waiting) -> tuple[str, str] | None:
        if row["status"] != earlier["status"] and "status" in self.places:
            return "status", "person, offer and day"
        return None

    def match(self, s: str) -> Part:
        """By the source's reference; by person, day, kind and headline otherwise."""
        return Part(
            f"""
            select n, min(target) as target, true as sure from (
                select s.n, e.target from {s} s join {REFS} e on e.ref = s.ref and e.source = %s
                    and e."table" = '{OFFERS}' where s.ref <> ''
                union all
                select s.n, r.id from {s} s join {OFFERS} r on r.contributor_id = s.contributor_id
                    and r.kind = s.kind and lower(r.headline) = lower(s.headline)
                    and (r.submitted_at at time zone 'Europe/London')::date = s.offered_on::date
                where r.came_by_id is distinct from {int(self.job.pk)}
            ) found group by n
            """,
            [self.job.source],
        )

    def after_writing(self, chunk: Chunk) -> None:
        remember(self, chunk)

    def _leads(self) -> list[int]:
        return [user.pk for user in self.programme.leads()]


def repeated(rows: str, what: list[str]) -> str:
    """SQL: n and first, of rows that tell the same of the same person."""
    same = ", ".join(f"lower({name})" for name in [*what, "email", "who", "person_ref"])
    return f"""
        select n, first from (
            select n, min(n) over (partition by {same}) as first from {rows} where faults is null
        ) ready where n <> first
    """
