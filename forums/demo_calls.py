"""The demo's open calls for seats: one that goes on, one that waits for its lots, one drawn."""

from datetime import timedelta

from django.utils import timezone

from coalition.models import Organisation, User
from forums.actions import lottery
from forums.demo_people import person
from forums.models import Forum, SeatCall

WINTER_WORDS = (
    "You let flats or rooms in Aldermere, and would rather hear of a broken boiler in November than"
    " in February. One evening every second week, until the end of March. We pay travel."
)
STRATEGY_WORDS = (
    "You rent from a private landlord, or have helped somebody who does. You need not represent"
    " anybody. Four afternoons a year; travel and childcare at cost."
)
VOICES_WORDS = (
    "You came to Aldermere from anywhere at all and remember your first week. Nobody has to tell"
    " their story. You are paid for your time."
)


def build(lena: User) -> None:
    _open("A warm first winter", ["Landlords"], WINTER_WORDS, [("pat", "")], lena)
    waiting = [("ben", ""), ("marguerite", "Vale Befrienders"), ("oksana", "")]
    _end(
        _open("Resettlement strategy panel", ["Somebody who rents"], STRATEGY_WORDS, waiting, lena)
    )
    drawn = _open(
        "Those who came before",
        ["From anywhere else", "Arrived this year"],
        VOICES_WORDS,
        [
            ("ben", ""),
            ("marguerite", "Vale Befrienders"),
            ("yusuf", "St Brannoc’s and the Northside Mosque Partnership"),
            ("jo", "Wheelwrights Repair Co-operative"),
            ("pat", "Aldermere Community Kitchen"),
            ("sian", ""),
        ],
        lena,
    )
    lottery.draw_lots(call=_end(drawn), by=lena)
    lottery.publish(call=drawn, by=lena)


def _open(
    forum: str, seats: list[str], words: str, candidates: list[tuple[str, str]], lena: User
) -> SeatCall:
    found = Forum.objects.get(name=forum)
    call = lottery.open_call(
        forum=found,
        seats=list(found.seats.filter(title__in=seats)),
        targets=list(found.targets.filter(least__gte=1)),
        words=words,
        closes_on=timezone.localdate() + timedelta(days=12),
        by=lena,
    )
    for who, comes_from in candidates:
        organisation = Organisation.objects.filter(name=comes_from).first()
        lottery.come_forward(call=call, organisation=organisation, by=person(who))
    return call


def _end(call: SeatCall) -> SeatCall:
    """Its last day was yesterday."""
    call.closes_on = timezone.localdate() - timedelta(days=1)
    call.save(update_fields=["closes_on"])
    return call
