"""Offers of the demo world in the rarer states: one
paused, one passed on, one that waits for a yes to be passed on, one that ran out."""

from datetime import timedelta

from coalition.actions import contact_codes, offer_availability, offer_redirects
from coalition.demo_offers import (
    DemoOffer,
    accepted,
    answered,
    days_pass,
    in_days,
    tell,
)
from coalition.models import Offer, Programme, User

Kind = Offer.Kind


def build(programme: Programme, lead: User) -> None:
    tell(RARER, programme, lead)


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
