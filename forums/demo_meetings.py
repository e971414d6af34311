"""Meetings of the demo world: one whose minutes are published, one whose minutes are with members,
and one to come, with papers."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone

from coalition.models import Contributor, User
from forums.actions import (
    action_points,
    agendas,
    attendances,
    corrections,
    meetings,
    mentions,
    minutes,
    papers,
    sessions,
)
from forums.actions.attendances import Noted
from forums.models import AgendaItem, Attendance, Forum, Meeting, Membership, Seat

Kind, Outcome = AgendaItem.Kind, AgendaItem.Outcome
PLACE = "The Old Library, Mill Lane, step-free from the car park"
LINK = "https://meet.aldermere.example/leaving-well"
ROOM, ONLINE, BOTH = Attendance.Joined.ROOM, Attendance.Joined.ONLINE, Attendance.Joined.BOTH
CAME = {
    "Chair": ROOM, "Vice-chair, for the NHS": ROOM, "Ward discharge": ONLINE,
    "Social housing": BOTH, "Somebody who has been through it": ROOM, "Faith groups": ROOM,
    "Food and furniture": ONLINE, "Regional observer": ONLINE,
}  # fmt: skip
AWAY = ("District housing",)


@dataclass(frozen=True)
class DemoItem:
    """Brought by a seat; what is minuted of it, and what came of it: (words, seat, days)."""

    title: str
    kind: str
    minutes: int
    brought_by: str
    record: str = ""
    outcome: str = ""
    action: tuple[str, str, int] | None = None
    paper: str = ""
    words: str = ""
    recused: dict[str, str] = field(default_factory=dict)


FIRST = [
    DemoItem(
        "Who rings on day two?", Kind.DECIDE, 35, "Ward discharge",
        "The wards know the day, and not who is at the other end. Neighbours ring more often than"
        " anybody has counted. Two calls from two offices on one morning help nobody.\n\nWhoever"
        " drove a person home rings on day two. The wards hand over one number for each discharge.",
        Outcome.AGREED, ("Ask each ward for one number to hand over", "Ward discharge", 12),
    ),
    DemoItem(
        "What a first-night box holds", Kind.INFORM, 20, "Food and furniture",
        "A kettle, milk, bread, a light that needs no meter, and a key ring with two numbers."
        " Forty were packed in October; three came back unopened.",
        Outcome.NOTED, ("Bring a box to the next meeting", "Food and furniture", 8),
        paper="What is in the box, and what it costs",
        words="Kettle £11, light £6, milk, bread and tea £5, key ring £2: £24 a box. The kitchen"
        " packs for nothing; the van is lent by the Faith groups until March.",
    ),
]  # fmt: skip
SECOND = [
    DemoItem(
        "Whether boxes go out on Sundays, too", Kind.DECIDE, 30, "Faith groups",
        "One discharge in nine is on a Sunday. Volunteers of three congregations can drive then;"
        " the kitchen can pack on Saturday for the day after.\n\nBoxes go out on Sundays from now"
        " until the end of March, and the forum looks at it again then.",
        Outcome.AGREED, ("Draw up the Sunday rota until Christmas", "Faith groups", 9),
        recused={"Food and furniture": "speak"},
    ),
    DemoItem(
        "How a box gets up four flights", Kind.DISCUSS, 15, "Somebody who has been through it",
        "Two blocks have no lift. Caretakers carry if they are asked the day before, and nobody"
        " asks them.",
        Outcome.DISCUSSED, ("Put ‘stairs?’ on the handover form", "Social housing", 20),
    ),
]  # fmt: skip
THIRD = [
    DemoItem(
        "Heating on the first night: who checks the meter?", Kind.DECIDE, 40, "Social housing",
        paper="Prepayment meters in 31 first nights",
        words="Of 31 homes in October, 12 had a prepayment meter without credit. In 9 of them"
        " somebody found out in the evening.\n\nWhat we ask: that whoever hands over the key reads"
        " the meter, and that £10 of credit is on it.",
    ),
    DemoItem(
        "What two months of calls on day two have shown", Kind.INFORM, 20, "Ward discharge",
        paper="Calls on day two, September to November",
        words="84 people went home. 71 were rung on day two, 9 on day three, 4 not at all. In 17"
        " calls something was missing that somebody could bring the same day.",
    ),
    DemoItem("Any other business", Kind.ANY_OTHER, 10, ""),
]  # fmt: skip


def hold_first(forum: Forum, people: dict[str, User]) -> Meeting:
    """Held today; its minutes are with members for five days, and those before it are published."""
    grace = people["grace"]
    before = forum.meetings.order_by("number").last()
    meeting = hold(forum, FIRST, grace, agrees_on=before)
    if before:
        minutes.publish(meeting=before, by=grace)
    return minutes.circulate(meeting=meeting, corrections_by=_in(5), by=grace)


def hold_second(forum: Forum, people: dict[str, User]) -> None:
    """Held today. The minutes of the first are agreed in it, and published."""
    grace = people["grace"]
    first = forum.meetings.order_by("number").last()
    assert first
    meeting = hold(forum, SECOND, grace, agrees_on=first)
    minutes.publish(meeting=first, by=grace)
    for point in forum.actions.filter(what__startswith="Bring a box"):
        action_points.finish(action_point=point, note="It stood on the table", by=grace)
    minutes.circulate(meeting=meeting, corrections_by=_in(12), by=grace)
    corrections.ask(
        meeting=meeting,
        membership=forum.memberships.live().held_by(people["dominic"]).get(),
        item=meeting.items.get(title__startswith="How a box"),
        words="Three blocks have no lift, not two: Tanner House is the third.",
        by=people["dominic"],
    )


def plan_third(forum: Forum, people: dict[str, User]) -> None:
    """On a Tuesday afternoon in two to three weeks, with its papers out."""
    grace = people["grace"]
    day = timezone.localdate() + timedelta(days=14)
    day += timedelta(days=(1 - day.weekday()) % 7)
    meeting = _plan(forum, timezone.make_aware(datetime.combine(day, time(14))), THIRD, grace)
    papers.send(meeting=meeting, by=grace)
    helen = forum.memberships.live().held_by(people["helen"]).get()
    attendances.send_apologies(meeting=meeting, membership=helen, by=people["helen"])


def _plan(forum: Forum, starts_at: datetime, told: list[DemoItem], grace: User) -> Meeting:
    chair = forum.memberships.live().held_by(grace).get()
    meeting = meetings.plan(
        forum=forum, starts_at=starts_at, length=90, place=PLACE, link=LINK, by=grace
    )
    left_over = set(meeting.items.values_list("title", flat=True))
    for item in told:
        if item.title in left_over:
            continue
        made = agendas.add(
            meeting=meeting,
            title=item.title,
            kind=item.kind,
            length=item.minutes,
            proposer_seat=_seat(forum, item.brought_by) if item.brought_by else None,
            by=grace,
        )
        if item.paper:
            papers.add(item=made, membership=chair, title=item.paper, words=item.words, by=grace)
        for title, handling in item.recused.items():
            minutes.step_back(item=made, seat=_seat(forum, title), handling=handling, by=grace)
    if told in (FIRST, SECOND, THIRD):
        _thank_hugh(meeting, chair, grace)
    return meeting


def _thank_hugh(meeting: Meeting, chair: Membership, grace: User) -> None:
    mentions.add(
        meeting=meeting,
        contributor=Contributor.objects.get(email="hugh@aldermere.example"),
        organisation=None,
        what_they_did="drove nine people home on evenings when no bus went",
        what_it_made_possible="nobody waited on a ward for the morning",
        membership=chair,
        by=grace,
    )


def hold(
    forum: Forum,
    told: list[DemoItem],
    grace: User,
    *,
    agrees_on: Meeting | None = None,
    chair: str = "Chair",
    came: dict[str, Attendance.Joined] = CAME,
    away: tuple[str, ...] = AWAY,
) -> Meeting:
    """Today, as far as its minutes are laid out."""
    now = timezone.localtime()
    soon = min(now + timedelta(hours=1), now.replace(hour=23, minute=59, second=59))
    meeting = _plan(forum, soon, told, grace)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=now.replace(hour=14, minute=0, second=0))
    meeting.refresh_from_db()
    meeting = sessions.open_meeting(meeting=meeting, chair_seat=_seat(forum, chair), by=grace)
    here = {_seat(forum, title).pk: Noted("present", how) for title, how in came.items()}
    apologies = {_seat(forum, title).pk: Noted("apology") for title in away}
    attendances.note(meeting=meeting, seats={**here, **apologies}, by=grace)
    for mention in meeting.items.get(kind=Kind.THANKS).mentions.select_related("item__meeting"):
        mentions.say(mention=mention, by=grace)
    if agrees_on is not None:
        minutes.agree(meeting=agrees_on, by=grace)
    for item in told:
        _minute(meeting, item, grace)
    meeting = sessions.close(
        meeting=meeting, chair_seat=_seat(forum, chair), everyone_thanked=True, by=grace
    )
    return minutes.lay_out(meeting=meeting, by=grace)


def _minute(meeting: Meeting, told: DemoItem, grace: User) -> None:
    row = meeting.items.select_related("meeting").get(title=told.title)
    minutes.minute(item=row, text=told.record, outcome=told.outcome, edition=0, by=grace)
    if told.action:
        what, seat, days = told.action
        action_points.agree(
            meeting=meeting,
            item=row,
            what=what,
            owner_seat=_seat(meeting.forum, seat),
            due_on=_in(days),
            by=grace,
        )


def _seat(forum: Forum, title: str) -> Seat:
    return forum.seats.get(title=title)


def _in(days: int):
    return timezone.localdate() + timedelta(days=days)
