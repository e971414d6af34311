"""Small rooms of the demo world that rest, end or have ended. Jo chairs them."""

from coalition.models import User
from forums.actions import closing, life
from forums.demo_world import COUNCIL, DemoForum, DemoSeat
from forums.models import Forum, Seat
from forums.wording import Line, Wording


def _room(name: str, purpose: str, reads: str, work: str, elsewhere: Line) -> DemoForum:
    return DemoForum(
        name=name,
        purpose=purpose,
        kind=Forum.Kind.TASK,
        convened_by=COUNCIL,
        ends_in=120,
        seats=[DemoSeat("Chair", "jo", "Wheelwrights Repair Co-operative", Seat.Kind.CHAIR)],
        wording=Wording(
            read_aloud=f"{reads} Once that works, we stop. What does not belong here has a place,"
            " and the scope names it.",
            purpose=purpose,
            included=(Line(work),),
            excluded=(elsewhere,),
            differences_line="No difference is on record. Who sees one tells the chair, early.",
        ),
    )


BIKES = _room(
    "Bikes for the first week",
    "Everyone can get to work.",
    "We find, mend and lend bicycles to people who have just arrived.",
    "Who mends, who lends, and where a bicycle is picked up",
    Line("Cycle lanes and bus fares", "The council’s transport committee"),
)
PRAMS = _room(
    "Prams and cots",
    "No family waits for a cot.",
    "We see to it that a family with a baby has a cot and a pram on the day it arrives.",
    "What is checked before it is handed on, by whom, and where it is stored",
    Line("A baby’s health", "The family’s health visitor"),
)
TOOLS = _room(
    "A library of tools",
    "Nobody buys a drill for one hole.",
    "We set up a place where anyone who has just moved in can borrow tools.",
    "What is lent, for how long, and who shows how to use it",
    Line("Repairs that the landlord owes", "The landlord, then the council’s housing team"),
)
SUMMER = _room(
    "Summer play days",
    "Every child has somewhere to be in August.",
    "We plan six days of play in August for children who have just arrived.",
    "Where, on which days, and who opens up",
    Line("School places", "The district council’s admissions team"),
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
