"""The needs of the demo world: one partly met, one whose match waits for a yes, one for a second
person, one for checks; and more offered of one kind than is needed."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from coalition.actions import match_course, matches, needs, offer_intake, offers
from coalition.models import Contributor, Mail, Match, Need, Offer, Organisation, Programme, User

Kind = Need.Kind
KITCHEN, OPEN_DOOR = "Aldermere Community Kitchen", "Open Door Aldermere"


def build(programme: Programme, lead: User) -> None:
    pat, grace = _user("pat"), _user("grace")
    laptops = _need(
        programme,
        KITCHEN,
        pat,
        lead,
        Kind.TECHNOLOGY,
        "Ten laptops or tablets for homework",
        10,
        "pieces",
        "Aldermere, Northside",
        45,
        Need.Urgency.THIS_MONTH,
    )
    desk = _need(
        programme,
        OPEN_DOOR,
        grace,
        lead,
        Kind.LANGUAGE,
        "Interpreting at the Monday desk, Ukrainian and Russian",
        10,
        "hours a week",
        "Aldermere",
        60,
        Need.Urgency.THIS_WEEK,
    )
    rooms = _need(
        programme,
        OPEN_DOOR,
        grace,
        lead,
        Kind.STAY,
        "Rooms near a school for two families",
        4,
        "rooms",
        "Aldermere",
        50,
        Need.Urgency.THIS_MONTH,
        ["property", "references"],
    )
    _need(
        programme,
        KITCHEN,
        pat,
        None,
        Kind.TRANSPORT,
        "A van with a driver on Thursdays",
        1,
        "van",
        "Northside",
        30,
        Need.Urgency.LATER,
    )
    _need(
        programme,
        OPEN_DOOR,
        grace,
        lead,
        Kind.GOODS_USED,
        "Warm clothes for forty people",
        40,
        "sets",
        "Vale",
        40,
        Need.Urgency.THIS_WEEK,
    )
    repaired = _accepted(
        programme,
        lead,
        "jo",
        Kind.TECHNOLOGY,
        "Laptops, repaired and wiped",
        8,
        "Southgate, Northside",
    )
    flat = _accepted(
        programme, lead, "bells", Kind.STAY, "Two rooms beside the primary school", 2, "Aldermere"
    )
    for who, headline, count in [
        ("kofi", "Coats, hats and gloves, washed", 120),
        ("helen", "Winter clothes from a council collection", 240),
        ("marguerite", "Blankets, knitted by the trustees", 60),
    ]:
        _accepted(programme, lead, who, Kind.GOODS_USED, headline, count, "Vale")
    _meet(_match(laptops, repaired, lead, 6), pat)
    _agree(_match(rooms, flat, lead, 2), grace)
    # What was mailed so far has long arrived.
    Mail.objects.filter(kind__regex="^(offer|need|match)_").delete()
    interpreters = Offer.objects.get(headline="Interpreting, Ukrainian and Russian")
    _match(desk, interpreters, lead, 6)  # fmt: skip


def _user(mailbox: str) -> User:
    return User.objects.get(email=f"{mailbox}@aldermere.example")


def _in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _need(
    programme: Programme,
    organisation: str,
    raised_by: User,
    verified_by: User | None,
    kind: str,
    headline: str,
    quantity: int,
    unit: str,
    area: str,
    days: int,
    urgency: str,
    checks: list[str] | None = None,
) -> Need:
    need = needs.raise_for(
        organisation=Organisation.objects.get(name=organisation),
        programme=programme,
        form_key=uuid4(),
        by=raised_by,
        kind=kind,
        headline=headline,
        quantity=quantity,
        unit=unit,
        area=area,
        needed_by=_in(days),
        urgency=urgency,
        checks_required=checks or [],
    )
    return needs.verify(need=need, opens=True, by=verified_by) if verified_by else need


def _accepted(
    programme: Programme, lead: User, who: str, kind: str, headline: str, quantity: int, area: str
) -> Offer:
    person = Contributor.objects.get(email=f"{who}@aldermere.example")
    words: dict[str, Any] = {"kind": kind, "headline": headline, "quantity": quantity, "area": area}
    offer = offer_intake.log(
        programme=programme, contributor=person, form_key=uuid4(), by=None, **words
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
