"""Calls of the demo world, one of them with more than enough, and offers in the rarer states: one
paused, one passed on, one that waits for a yes to be passed on, one that ran out."""

from datetime import timedelta

from django.utils import timezone

from coalition.actions import (
    calls,
    contact_codes,
    kind_nos,
    offer_availability,
    offer_redirects,
)
from coalition.demo_offers import (
    DemoOffer,
    accepted,
    answered,
    days_pass,
    in_days,
    new,
    tell,
)
from coalition.models import CallForOffers, Mail, Offer, Programme, User

Kind = Offer.Kind


def build(programme: Programme, lead: User) -> None:
    tell(RARER, programme, lead)
    in_forty_days = timezone.now() + timedelta(days=40)
    beds = _call(programme, lead, **CALLS[0])
    drivers = _call(programme, lead, closes_at=in_forty_days, **CALLS[1])
    tell(_for_beds(beds), programme, lead)
    tell(_for_drivers(drivers), programme, lead)
    calls.draft(programme=programme, by=lead, **DRAFT)
    Mail.objects.filter(kind="call_full").delete()
    _kind_no(programme, lead)


def _call(programme: Programme, lead: User, **what: object) -> CallForOffers:
    return calls.open_call(call=calls.draft(programme=programme, by=lead, **what), by=lead)


def _kind_no(programme: Programme, lead: User) -> None:
    """One kind no to all who offered coats."""
    tell(COATS, programme, lead)
    kind_no = kind_nos.ask(
        programme=programme,
        rows=Offer.objects.filter(headline__in=[told.headline for told in COATS]),
        reason=Offer.DeclineReason.ENOUGH,
        sentence="Two schools brought more coats than we have pegs for.",
        by=lead,
    )
    kind_nos.carry_out(kind_no_id=kind_no.pk)
    Mail.objects.filter(kind="offer_declined").delete()


def _paused(offer: Offer, lead: User, words: str) -> None:
    accepted(offer, lead, words)
    days_pass(offer, 4)
    offer_availability.pause(offer=offer, by=None)


def _asked_to_pass_on(offer: Offer, lead: User, words: str) -> None:
    answered(offer, lead, words)
    days_pass(offer, 1)
    body, _, sentence = words.partition(": ")
    offer_redirects.ask(
        offer=offer,
        body=body,
        email="hello@vale-meals.example",
        reason=Offer.DeclineReason.ELSEWHERE,
        sentence=sentence,
        by=lead,
    )


def _passed_on(offer: Offer, lead: User, words: str) -> None:
    _asked_to_pass_on(offer, lead, words)
    days_pass(offer, 2)
    code = contact_codes.issue(offer=offer, lives=timedelta(hours=1))
    contact_codes.use(offer=offer, code=code)
    offer_redirects.agree(redirect=offer.redirects.get(), by=None)


def _asked_if_it_stands(offer: Offer, lead: User, words: str) -> None:
    answered(offer, lead, words)
    Offer.objects.filter(pk=offer.pk).update(available_to=in_days(10))
    offer_availability.ask_if_it_stands(offer=offer)


def _run_out(offer: Offer, lead: User, words: str) -> None:
    _asked_if_it_stands(offer, lead, words)
    days_pass(offer, 7)
    offer_availability.ask_if_it_stands(offer=offer)
    days_pass(offer, 7)
    offer_availability.expire(offer=offer)


RARER = [
    DemoOffer(
        "jo", Kind.SKILL, "Mending evenings: lamps, zips and bicycles", _paused, 3,
        per=Offer.Per.WEEK, organisation="Wheelwrights Repair Co-operative", area="Southgate",
        words="I will bring the first families on Thursday.",
    ),
    DemoOffer(
        "bells", Kind.FOOD, "Sunday lunches at our table", _asked_to_pass_on, 1, quantity=4,
        per=Offer.Per.WEEK,
        words="Vale Meals Circle: They bring people together around a table each Sunday.",
    ),
    DemoOffer(
        "helen", Kind.VENUE, "A committee room on Wednesday evenings", _passed_on, 6,
        organisation="Vale District Council", area="Vale",
        words="Vale Youth Choir: They have looked for a room to rehearse in since the autumn.",
    ),
    DemoOffer(
        "kofi", Kind.TIME_REGULAR, "Help in the allotment", _asked_if_it_stands, 2,
        per=Offer.Per.WEEK, area="Northside",
    ),
    DemoOffer(
        "marguerite", Kind.GOODS_USED, "A piano, to be collected", _run_out, 9, area="Vale",
    ),
]  # fmt: skip

COATS = [
    DemoOffer("kofi", Kind.GOODS_USED, "A rail of winter coats", answered, 4, area="Northside"),
    DemoOffer("jo", Kind.GOODS_USED, "Children’s coats", answered, 3, quantity=6, area="Southgate"),
]

CALLS = [
    {
        "title": "Cots and baby things",
        "kind": Kind.GOODS_USED,
        "what_good_looks_like": "Cots to the present safety standard, with mattress, clean and"
        " complete. Prams that fold. We collect within Aldermere.",
        "target_quantity": 12,
        "unit": "cots",
        "area": "Aldermere",
        "full_message": "We have a cot for each of the twelve babies. Thank you for thinking of"
        " them.",
    },
    {
        "title": "Drivers for the first month",
        "kind": Kind.TRANSPORT,
        "what_good_looks_like": "A weekday morning each week, with your own car. We pay for the"
        " fuel, and you choose which mornings.",
        "target_quantity": 20,
        "unit": "mornings",
        "area": "Aldermere and Vale",
        "full_message": "All mornings have a driver. Thank you for being ready to go.",
    },
]
DRAFT = {
    "title": "Rooms for a warm winter",
    "kind": Kind.STAY,
    "what_good_looks_like": "A room with a door that closes and a heater that works, for three"
    " months.",
    "target_quantity": 15,
    "unit": "rooms",
    "area": "Aldermere",
    "full_message": "We have found all fifteen rooms.",
}


def _for_beds(call: CallForOffers) -> list[DemoOffer]:
    return [
        DemoOffer("dominic", Kind.GOODS_USED, "Eight cots from a nursery that moved", answered, 3,
                  quantity=8, organisation="Harbour Homes", call=call),
        DemoOffer("priya", Kind.GOODS_USED, "Four cots, hardly used", answered, 2, quantity=4,
                  call=call),
        DemoOffer("ruth", Kind.GOODS_USED, "A cot and a pram", new, 0, call=call),
    ]  # fmt: skip


def _for_drivers(call: CallForOffers) -> list[DemoOffer]:
    return [
        DemoOffer("hugh", Kind.TRANSPORT, "Three drivers on Monday mornings", answered, 2,
                  quantity=3, organisation="Fernley Coaches", call=call),
        DemoOffer("ben", Kind.TRANSPORT, "Friday mornings, with my own car", new, 0, call=call),
    ]  # fmt: skip
