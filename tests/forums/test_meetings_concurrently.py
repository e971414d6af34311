"""Two at once, in one meeting; as in test_forums_concurrently."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coalition.actions import holds
from forums.actions import agendas, attendances, mentions, minutes, sessions
from forums.actions.attendances import Noted
from forums.models import AgendaItem, Attendance, Forum, Meeting, Mention
from tests import make
from tests.forums.test_forums_concurrently import Held, both, table  # noqa: F401


@pytest.fixture
def room(table):  # noqa: F811
    """Grace in the chair of an active forum, Nell beside her."""
    forum, lena, leo, grace = table
    make.scope(forum, drafted_by=leo, approved_by=lena)
    make.member(forum.seats.get(), grace)
    nell = make.member(make.seat(forum, by=lena), make.user("Nell"))
    Forum.objects.filter(pk=forum.pk).update(status="active")
    forum.refresh_from_db()
    return forum, grace, nell


@pytest.fixture
def session(room):
    forum, grace, nell = room
    return make.session(forum, by=grace, here=[nell], items=[("Who rings?", "decide")])


def test_two_minute_one_item_at_once_and_one_is_told(room, session, monkeypatch):
    _, grace, nell = room
    item = session.items.get(kind="decide")
    held = Held(monkeypatch, AgendaItem)

    def write(text, by):
        return lambda: minutes.minute(item=item, text=text, outcome="", edition=0, by=by)

    _, refused = both(held, write("Drivers.", grace), write("Wards.", nell.contributor.user))

    assert "wrote on this item while your page was open" in refused
    item.refresh_from_db()
    assert item.record == "Drivers."


def test_two_meetings_are_planned_at_once_and_have_two_numbers(room, monkeypatch):
    forum, grace, _ = room
    held = Held(monkeypatch, Meeting)

    def plan():
        return make.meeting(forum, by=grace)

    both(held, plan, plan)

    assert sorted(forum.meetings.values_list("number", flat=True)) == [1, 2]


def test_two_items_at_once_do_not_overrun_together(room, monkeypatch):
    forum, grace, _ = room
    meeting = make.meeting(forum, by=grace)
    held = Held(monkeypatch, AgendaItem)

    def add():
        return make.agenda_item(meeting, by=grace, length=60)

    _, refused = both(held, add, add)

    assert "10 too many" in refused


def test_a_decision_and_a_person_who_leaves_are_in_one_order(room, session, monkeypatch):
    """Whoever decides first had the quorum; the count that is kept is the one that was."""
    forum, grace, nell = room
    Forum.objects.filter(pk=forum.pk).update(quorum_people=2)
    item = session.items.get(kind="decide")
    held = Held(monkeypatch, Attendance)
    gone = {nell.seat_id: Noted("absent")}

    _, refused = both(
        held,
        lambda: attendances.note(meeting=session, seats=gone, by=grace),
        lambda: minutes.minute(item=item, text="We do.", outcome="agreed", edition=0, by=grace),
    )

    assert "There is no quorum for this item" in refused


def test_minutes_are_not_written_on_while_they_are_agreed(room, session, monkeypatch):
    forum, grace, _ = room
    draft = make.minutes(session, by=grace)
    Meeting.objects.filter(pk=draft.pk).update(
        starts_at=timezone.now() - timedelta(days=7),
        corrections_by=timezone.localdate() - timedelta(days=1),
    )
    make.session(forum, by=grace)
    item = draft.items.get(kind="decide")
    held = Held(monkeypatch, Meeting)

    _, refused = both(
        held,
        lambda: minutes.agree(meeting=draft, by=grace),
        lambda: minutes.minute(item=item, text="No.", outcome="", edition=1, by=grace),
    )

    assert "agreed, so they stay as they are" in refused


def test_a_meeting_is_closed_once(room, session, monkeypatch):
    _, grace, _ = room
    held = Held(monkeypatch, Meeting)

    def close():
        return sessions.close(
            meeting=session, chair_seat=session.chair_seat, everyone_thanked=False, by=grace
        )

    _, refused = both(held, close, close)

    assert "over now" in refused


def test_hld_5_a_hold_that_is_placed_meanwhile_waits_until_the_name_is_said(
    room, session, monkeypatch
):
    """It was allowed when it was read out. The next time it is not."""
    forum, grace, _ = room
    chair = forum.memberships.get(seat=session.chair_seat)
    person = make.contributor("Omar Yardley", adult="yes")
    make.preference(person, publicity="full_name")
    mention = make.mention(session, person, membership=chair, by=grace)
    sam = make.user("Sam", role="safeguarding_lead", programme=forum.programme)
    held = Held(monkeypatch, Mention)

    said, placed = both(
        held,
        lambda: mentions.say(mention=mention, by=grace),
        lambda: holds.place(
            subject=person,
            scopes=["publicity"],
            review_by=timezone.localdate() + timedelta(days=30),
            by=sam,
        ),
    )

    assert said.said_to == "Omar Yardley"
    assert placed.scopes == ["publicity"]
    again = make.mention(session, person, membership=chair, by=grace, what_they_did="rang")
    assert mentions.say(mention=again, by=grace).said_to == ""


def test_an_item_is_removed_once(room, monkeypatch):
    forum, grace, _ = room
    meeting = make.meeting(forum, by=grace)
    item = make.agenda_item(meeting, by=grace)
    held = Held(monkeypatch, AgendaItem)

    def remove():
        return agendas.remove(item=item, by=grace)

    _, refused = both(held, remove, remove)

    assert "taken off the agenda in the meantime" in refused
