"""Power of the demo world: to decide, by undertaking, to recommend; and one that waits."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from coalition.models import Organisation, User
from forums.actions import delegation_course, delegations, forums, reserved
from forums.authority.modes import Basis, Mode
from forums.authority.periods import Period
from forums.authority.record import fingerprint
from forums.demo_people import person
from forums.demo_world import COUNCIL
from forums.models import Delegation, Forum

SINCE = timedelta(days=116)  # as many days as pass in the story (forums.demo)
OFFICE = "Director of Housing and Communities"
RESERVED = [
    ("Who is let which home", ["allocation", "lettings"]),
    ("Evictions", ["evict"]),
    ("One person’s case", ["individual case"]),
]

FIRST_NIGHT: dict[str, Any] = {
    "theme": "The first night at home",
    "power": "Decide what is ready for a person’s first night at home, and who brings it.",
    "mode": Mode.UNDERTAKING,
    "legal_basis": Basis.BUDGET,
    "answer_within_days": 10,
    "per_decision_limit": Decimal(750),
    "period_limit": Decimal(6000),
    "period": Period.QUARTER,
    "conditions": ["The ward has confirmed the day of discharge"],
    "must_consult": ["The seat for ward discharge"],
    "excludes": ["Adaptations to the building", "Anything that recurs after 14 days"],
    "call_in_days": 2,
    "report_to": "The city council’s housing committee",
    "report_every": Delegation.Report.HALF_YEAR,
    "days": 330,
    "since": SINCE,
}
WELCOME_GRANTS: dict[str, Any] = {
    "theme": "Welcome grants",
    "power": "Decide which newcomers’ groups get a welcome grant, and for what.",
    "mode": Mode.DECIDE,
    "legal_basis": Basis.COMMITTEE,
    "instrument_url": "https://aldermere.example/housing-committee/minutes/41",
    "per_decision_limit": Decimal(500),
    "period_limit": Decimal(10_000),
    "period": Period.YEAR,
    "excludes": ["Grants to an organisation whose seat is in the room"],
    "call_in_days": 3,
    "report_to": "The city council’s housing committee",
    "report_every": Delegation.Report.YEAR,
    "days": 45,
    "since": SINCE,
}
HOUSING_OFFER: dict[str, Any] = {
    "theme": "Next year’s housing offer",
    "power": "Recommend what the city offers newcomers next year, and what it stops offering.",
    "mode": Mode.RECOMMEND,
    "legal_basis": Basis.NONE,
    "answer_within_days": 20,
    "days": 250,
    "since": SINCE,
}
LATE_TAXIS: dict[str, Any] = {
    "theme": "The way home after nine",
    "power": "Agree the fare home for somebody who is discharged after nine in the evening.",
    "mode": Mode.UNDERTAKING,
    "legal_basis": Basis.BUDGET,
    "answer_within_days": 10,
    "per_decision_limit": Decimal(60),
    "period_limit": Decimal(900),
    "period": Period.QUARTER,
    "days": 180,
}

KEY_DEPOSITS: dict[str, Any] = {
    "theme": "Deposits for keys",
    "power": "Advise which deposits for keys the city should lend, and to whom.",
    "mode": Mode.ADVISE,
    "legal_basis": Basis.NONE,
    "days": 180,
}


def build(home_well: Forum, strategy: Forum, voices: Forum, lena: User) -> None:
    """What is in force since before the scopes are, so that those are written with it."""
    dora = person("dora")
    for matter, words in RESERVED:
        reserved.reserve(programme=home_well.programme, matter=matter, words=words, by=lena)
    for forum, told in (
        (home_well, FIRST_NIGHT),
        (voices, WELCOME_GRANTS),
        (strategy, HOUSING_OFFER),
    ):
        asked = Delegation.objects.get(pk=_ask(forum, told, dora, lena).pk)
        delegation_course.approve(delegation=asked, seen=fingerprint(asked), by=dora)
    forums.change(forum=voices, promise=Forum.Promise.DECIDE, by=lena)


def build_new(home_well: Forum, lena: User) -> None:
    """What waits for Dora, and what is still a draft."""
    dora = person("dora")
    _ask(home_well, LATE_TAXIS, dora, lena)
    _draft(home_well, KEY_DEPOSITS, dora, lena)


def _ask(forum: Forum, told: dict[str, Any], dora: User, lena: User) -> Delegation:
    return delegations.ask(delegation=_draft(forum, told, dora, lena), by=lena)


def _draft(forum: Forum, told: dict[str, Any], dora: User, lena: User) -> Delegation:
    today = timezone.localdate()
    first, days = today - told.get("since", timedelta()), told["days"]
    return delegations.draft(
        forum=forum,
        delegator=Organisation.objects.get(name=COUNCIL),
        role_holder=dora,
        office_title=OFFICE,
        effective_from=first,
        expires_on=today + timedelta(days=days),
        review_on=today + timedelta(days=days // 2),
        by=lena,
        **{name: value for name, value in told.items() if name not in {"days", "since"}},
    )
