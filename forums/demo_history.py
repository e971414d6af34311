"""The first five meetings of a forum in the demo world, two weeks apart: what was brought, by whom,
and what became of it. In one of them too few from outside government came to decide."""

from dataclasses import dataclass, field
from datetime import timedelta

from coalition.models import User
from forums.actions import minutes
from forums.demo_meetings import AWAY, CAME, ONLINE, ROOM, DemoItem, hold
from forums.models import AgendaItem, Attendance, Forum

Kind, Outcome = AgendaItem.Kind, AgendaItem.Outcome
DAYS_BETWEEN = 14
WARDS, HOUSING, FOOD = "Ward discharge", "Social housing", "Food and furniture"
LIVED, FAITH, NHS = "Somebody who has been through it", "Faith groups", "Vice-chair, for the NHS"
DISTRICT, CHAIR = "District housing", "Chair"
IN_STRIKE_WEEK = {NHS: ROOM, WARDS: ONLINE, DISTRICT: ROOM, FOOD: ONLINE, FAITH: ROOM}


@dataclass(frozen=True)
class DemoMeeting:
    items: list[DemoItem]
    chair: str = CHAIR
    came: dict[str, Attendance.Joined] = field(default_factory=lambda: CAME)
    away: tuple[str, ...] = AWAY


MEETINGS = [
    DemoMeeting([
        DemoItem(
            "What a good day of going home looks like", Kind.DISCUSS, 30, CHAIR,
            "Somebody knows the day, somebody has the key, and the room is warm. Two of three is"
            " not enough.", Outcome.DISCUSSED,
        ),
        DemoItem(
            "One sheet that goes home with each person", Kind.DECIDE, 25, WARDS,
            "One side of paper: who rings, what is in the box, whom to ask. The wards print it.",
            Outcome.AGREED,
        ),
        DemoItem(
            "Which blocks have no lift", Kind.INFORM, 15, HOUSING,
            "Two blocks at Mill Lane. The caretakers know which days the trolley is free.",
            Outcome.NOTED,
        ),
    ]),
    DemoMeeting([
        DemoItem(
            "A key safe for people who live alone", Kind.DECIDE, 30, LIVED,
            "Forty minutes in the rain because the neighbour with the key was at work. A safe by"
            " the door costs less than one lost morning.", Outcome.AGREED,
        ),
        DemoItem(
            "Whether volunteers may bring medicines", Kind.DECIDE, 25, FAITH,
            "The pharmacist answers for what leaves the shop. Volunteers do not carry it; the"
            " pharmacy’s own driver does.", Outcome.NOT_AGREED,
        ),
        DemoItem(
            "How long a prescription takes on the day", Kind.DISCUSS, 15, NHS,
            "Three hours in the middle. Nobody rings the ward when it is ready.",
            Outcome.DISCUSSED,
        ),
    ]),
    DemoMeeting([
        DemoItem(
            "Slippers and a nightlight in each box", Kind.DECIDE, 20, FOOD,
            "Half of those who fell at home in summer fell on the way to the bathroom. There was no"
            " quorum, so it comes back.", Outcome.DEFERRED,
        ),
        DemoItem(
            "Bus passes for the first week", Kind.DISCUSS, 20, DISTRICT,
            "The district can lend twelve. Who hands them out is not settled.", Outcome.DISCUSSED,
        ),
        DemoItem(
            "Who tells the school that a parent is home", Kind.DECIDE, 20, FAITH,
            "The family does, if they want to. There was no quorum to agree on the wording.",
            Outcome.DISCUSSED,
        ),
    ], chair=NHS, came=IN_STRIKE_WEEK, away=(CHAIR, HOUSING, LIVED)),
    DemoMeeting([
        DemoItem(
            "Slippers and a nightlight in each box", Kind.DECIDE, 20, FOOD,
            "Both go into each box from now on, slippers with a closed heel.", Outcome.AGREED,
        ),
        DemoItem(
            "Bedding that can be washed at 60 degrees", Kind.DECIDE, 20, FOOD,
            "Thirty sets, because of the scabies in spring. The furniture store keeps them.",
            Outcome.AGREED,
        ),
        DemoItem(
            "What interpreters hear at the door", Kind.DISCUSS, 25, LIVED,
            "That somebody said yes on the ward because it was the quickest word to say.",
            Outcome.DISCUSSED,
        ),
    ]),
    DemoMeeting([
        DemoItem(
            "A lamp for the stairwell at Mill Lane", Kind.DECIDE, 20, HOUSING,
            "The landlord owes it. Paying for it once would mean paying for it always.",
            Outcome.NOT_AGREED,
        ),
        DemoItem(
            "A second visit in the second week", Kind.DECIDE, 30, LIVED,
            "The first week is full of people. In the second somebody sits at the window. Fares for"
            " volunteers are paid.", Outcome.AGREED,
        ),
        DemoItem(
            "What nobody thinks of: tin openers, tea towels, a bin", Kind.INFORM, 10, FAITH,
            "A list of eleven things, from nineteen first nights.", Outcome.NOTED,
        ),
    ], chair=NHS),
]  # fmt: skip


def hold_one(forum: Forum, told: DemoMeeting, grace: User) -> None:
    """Held today. The minutes of the one before are agreed in it, and published."""
    before = forum.meetings.order_by("number").last()
    meeting = hold(
        forum,
        told.items,
        grace,
        agrees_on=before,
        chair=told.chair,
        came=told.came,
        away=told.away,
    )
    if before:
        minutes.publish(meeting=before, by=grace)
    within = meeting.day + timedelta(days=5)
    minutes.circulate(meeting=meeting, corrections_by=within, by=grace)
