"""The needs of the demo world: one partly met, one whose match waits for a yes, one for a second
person, one for checks, one under way; and more offered of one kind than is needed."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from coalition.actions import contributors, match_course, matches, needs, offer_intake, offers
from coalition.models import Contributor, Mail, Match, Need, Offer, Organisation, Programme, User

Kind, Urgency = Need.Kind, Need.Urgency
KITCHEN, OPEN_DOOR = "Aldermere Community Kitchen", "Open Door Aldermere"


@dataclass(frozen=True)
class DemoNeed:
    """`who` is a mailbox of the demo's people, who raises it for the organisation."""

    who: str
    organisation: str
    kind: str
    headline: str
    quantity: int
    unit: str
    area: str
    days: int
    urgency: str = Urgency.THIS_MONTH
    checks: tuple[str, ...] = ()
    confirmed: bool = True


@dataclass(frozen=True)
class DemoSpare:
    """Something offered and accepted, of which a need may take some."""

    who: str
    kind: str
    headline: str
    quantity: int
    area: str


LAPTOPS = DemoNeed(
    "pat",
    KITCHEN,
    Kind.TECHNOLOGY,
    "Ten laptops or tablets for homework",
    10,
    "pieces",
    "Aldermere, Northside",
    45,
)
DESK = DemoNeed(
    "grace",
    OPEN_DOOR,
    Kind.LANGUAGE,
    "Interpreting at the Monday desk, Ukrainian and Russian",
    10,
    "hours a week",
    "Aldermere",
    60,
    Urgency.THIS_WEEK,
)
ROOMS = DemoNeed(
    "grace",
    OPEN_DOOR,
    Kind.STAY,
    "Rooms near a school for two families",
    4,
    "rooms",
    "Aldermere",
    50,
    checks=("property", "references"),
)
WARM = DemoNeed(
    "grace",
    OPEN_DOOR,
    Kind.GOODS_USED,
    "Warm clothes for forty people",
    40,
    "sets",
    "Vale",
    40,
    Urgency.THIS_WEEK,
)
VAN = DemoNeed(
    "pat",
    KITCHEN,
    Kind.TRANSPORT,
    "A van with a driver on Thursdays",
    1,
    "van",
    "Northside",
    30,
    Urgency.LATER,
    confirmed=False,
)
REPAIRED = DemoSpare(
    "jo", Kind.TECHNOLOGY, "Laptops, repaired and wiped", 8, "Southgate, Northside"
)
FLAT = DemoSpare("bells", Kind.STAY, "Two rooms beside the primary school", 2, "Aldermere")
JACKETS = DemoSpare("oksana", Kind.GOODS_USED, "Winter jackets, in all sizes", 15, "Vale")
MORE_THAN_ENOUGH = [
    DemoSpare("kofi", Kind.GOODS_USED, "Coats, hats and gloves, washed", 120, "Vale"),
    DemoSpare("helen", Kind.GOODS_USED, "Winter clothes from a council collection", 240, "Vale"),
    DemoSpare("marguerite", Kind.GOODS_USED, "Blankets, knitted by the trustees", 60, "Vale"),
]  # fmt: skip


def build(programme: Programme, lead: User) -> None:
    laptops, desk, rooms, warm, _ = [
        _raise(told, programme, lead) for told in (LAPTOPS, DESK, ROOMS, WARM, VAN)
    ]
    repaired, flat, jackets, *_ = [
        _accept(told, programme, lead) for told in (REPAIRED, FLAT, JACKETS, *MORE_THAN_ENOUGH)
    ]
    pat, grace = _user("pat"), _user("grace")
    _meet(_match(laptops, repaired, lead, 6), pat)
    _agree(_match(rooms, flat, lead, 2), grace)
    _agree(_match(warm, jackets, lead, 15), grace)
    _second_organisation(grace, lead)
    # What was mailed so far has long arrived.
    Mail.objects.filter(kind__regex="^(offer|need|match)_").delete()
    interpreters = Offer.objects.get(headline="Interpreting, Ukrainian and Russian")
    _match(desk, interpreters, lead, 6)


def _second_organisation(grace: User, lead: User) -> None:
    contributors.affiliate(
        contributor=grace.contributor,
        organisation=Organisation.objects.get(name="Vale Befrienders"),
        role_title="Trustee",
        coordinates=True,
        by=lead,
    )


def _user(mailbox: str) -> User:
    return User.objects.get(email=f"{mailbox}@aldermere.example")


def _in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _raise(told: DemoNeed, programme: Programme, lead: User) -> Need:
    need = needs.raise_for(
        organisation=Organisation.objects.get(name=told.organisation),
        programme=programme,
        form_key=uuid4(),
        by=_user(told.who),
        kind=told.kind,
        headline=told.headline,
        quantity=told.quantity,
        unit=told.unit,
        area=told.area,
        needed_by=_in(told.days),
        urgency=told.urgency,
        checks_required=list(told.checks),
    )
    return needs.verify(need=need, opens=True, by=lead) if told.confirmed else need


def _accept(told: DemoSpare, programme: Programme, lead: User) -> Offer:
    offer = offer_intake.log(
        programme=programme,
        contributor=Contributor.objects.get(email=f"{told.who}@aldermere.example"),
        form_key=uuid4(),
        by=None,
        kind=told.kind,
        headline=told.headline,
        quantity=told.quantity,
        area=told.area,
    )
    offer = offers.acknowledge(offer=offer, how=Offer.Means.CALL, next_contact_on=_in(14), by=lead)
    return offers.accept(
        offer=offer, next_step="I look for where it fits best.", next_contact_on=_in(21), by=lead
    )


def _match(need: Need, offer: Offer, lead: User, quantity: int) -> Match:
    return matches.propose(
        need=need, offer=offer, quantity=quantity, starts_on=_in(0), ends_on=_in(30), by=lead
    )


def _agree(match: Match, partner: User) -> Match:
    matches.agree(match=match, side="need", by=partner)
    return matches.agree(match=match, side="offerer", by=None)


def _meet(match: Match, partner: User) -> Match:
    return match_course.complete(
        match=_agree(match, partner),
        outcome="delivered",
        impact="Six children do their homework at a table of their own.",
        by=partner,
    )
