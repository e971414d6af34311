"""Small rooms of the demo world that rest, end or have ended. Jo chairs them."""

from dataclasses import replace

from coalition.models import User
from forums.actions import closing, life
from forums.demo_world import COUNCIL, HOME_WELL, DemoForum, DemoSeat
from forums.models import Forum, Seat

_CHAIR = DemoSeat("Chair", "jo", "Wheelwrights Repair Co-operative", Seat.Kind.CHAIR)
_ROOM = DemoForum(
    name="",
    purpose="",
    kind=Forum.Kind.TASK,
    convened_by=COUNCIL,
    ends_in=120,
    seats=[_CHAIR],
    wording=HOME_WELL.wording,
)
BIKES = replace(_ROOM, name="Bikes for the first week", purpose="Everyone can get to work.")
PRAMS = replace(_ROOM, name="Prams and cots", purpose="No family waits for a cot.")
TOOLS = replace(_ROOM, name="A library of tools", purpose="Nobody buys a drill for one hole.")
SUMMER = replace(
    _ROOM, name="Summer play days", purpose="Every child has somewhere to be in August."
)
ROOMS = (BIKES, PRAMS, TOOLS, SUMMER)


def carry_on(forum: Forum, told: DemoForum, lena: User) -> None:
    """From active to where each is today."""
    if told is BIKES:
        life.pause(forum=forum, by=lena)
        return
    forum = life.review(forum=forum, by=lena)
    if told is not PRAMS:
        forum = closing.begin(forum=forum, by=lena)
    if told is SUMMER:
        closing.finish(forum=forum, by=lena)
