"""Items that a meeting leaves for another one come back on the next agenda."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from coalition.domain import DomainError
from forums.actions import agendas, left_over, meetings, minutes, sessions
from forums.models import AgendaItem
from tests import make


@pytest.fixture
def session(forum, member, grace):
    return make.session(
        forum, by=grace, here=[member], items=[("Key safes", "decide"), ("The box", "inform")]
    )


@pytest.fixture
def deferred(session, grace):
    """“Key safes” is left for another meeting; “The box” is noted."""
    minuted(session, "The box", "noted", grace)
    return minuted(session, "Key safes", "deferred", grace)


def minuted(meeting, title, outcome, by):
    item = meeting.items.get(title=title)
    return minutes.minute(item=item, text="Said.", outcome=outcome, edition=item.edition, by=by)


def close(session, grace):
    chair = session.forum.seats.get(kind="chair")
    return sessions.close(meeting=session, chair_seat=chair, everyone_thanked=False, by=grace)


def titles(meeting):
    return [item.title for item in meeting.items.kept().in_order()][3:]


def later(forum, grace, days=30):
    when = timezone.now() + timedelta(days=days)
    return make.meeting(forum, by=grace, starts_at=when)


def test_what_was_left_over_is_on_the_next_agenda_when_it_is_made(deferred, session, forum, grace):
    close(session, grace)

    following = later(forum, grace)

    assert titles(following) == ["Key safes"]
    back = following.items.get(title="Key safes")
    assert (back.carried_from, back.kind, back.length) == (deferred, "decide", deferred.length)
    assert (back.proposer_seat, back.proposer_sector) == (
        deferred.proposer_seat,
        deferred.proposer_sector,
    )
    assert (back.outcome, back.record) == ("", "")


def test_it_comes_to_a_meeting_that_is_planned_already_once_this_one_closes(
    deferred, session, forum, grace
):
    following = later(forum, grace)
    assert titles(following) == []

    close(session, grace)

    assert titles(following) == ["Key safes"]


def test_it_comes_when_it_is_minuted_after_the_meeting(session, forum, grace):
    following = later(forum, grace)
    minuted(close(session, grace), "The box", "deferred", grace)

    assert titles(following) == ["The box"]


def test_it_comes_once(deferred, session, forum, grace):
    close(session, grace)
    following, another = later(forum, grace), later(forum, grace, days=60)
    left_over.bring_back(forum=forum)

    assert titles(following) == ["Key safes"]
    assert titles(another) == []


def test_what_is_taken_off_does_not_come_back(deferred, session, forum, grace):
    close(session, grace)
    following = later(forum, grace)
    agendas.remove(item=following.items.get(title="Key safes"), by=grace)

    another = later(forum, grace, days=60)

    assert titles(following) == titles(another) == []


def test_what_comes_back_and_is_left_over_again_comes_again(deferred, session, forum, grace):
    close(session, grace)
    second = make.session(forum, by=grace, here=[forum.memberships.last()])
    again = minuted(second, "Key safes", "deferred", grace)
    close(second, grace)

    third = later(forum, grace)

    assert third.items.get(title="Key safes").carried_from == again


def test_what_a_cancelled_meeting_would_have_taken_up_goes_to_the_next(
    deferred, session, forum, grace
):
    close(session, grace)
    following, another = later(forum, grace), later(forum, grace, days=60)

    meetings.cancel(meeting=following, because="Snow", by=grace)

    assert titles(another) == ["Key safes"]


def test_it_may_take_more_time_than_there_is_and_nothing_else_is_added_then(
    deferred, session, forum, grace
):
    close(session, grace)
    short = make.meeting(forum, by=grace, length=15)

    assert titles(short) == ["Key safes"]
    with pytest.raises(DomainError, match="too many"):
        make.agenda_item(short, by=grace)


def test_other_forums_and_the_items_of_every_meeting_are_left_alone(
    deferred, session, forum, grace, programme, lena
):
    for item in session.items.filter(kind="thanks"):
        minutes.minute(item=item, text="x", outcome="deferred", edition=item.edition, by=grace)
    close(session, grace)

    assert [item.kind for item in later(forum, grace).items.all()].count("thanks") == 1
    other = make.forum(programme=programme, by=lena, name="Another")
    assert not AgendaItem.objects.left_over(other).exists()


def test_the_agenda_says_where_it_comes_from(deferred, session, forum, grace, nell, as_):
    close(session, grace)
    following = later(forum, grace)

    page = as_(nell).get(following.get_absolute_url()).content.decode()

    assert "Left over from" in page
    assert f'href="{session.get_absolute_url()}#i{deferred.pk}"' in page


def test_the_database_takes_an_item_up_once(deferred, session, forum, grace):
    close(session, grace)
    back = later(forum, grace).items.get(title="Key safes")

    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(
            meeting=back.meeting,
            position=99,
            kind="decide",
            title="Twice",
            length=5,
            proposer_seat=back.proposer_seat,
            proposer_sector="VC",
            carried_from=deferred,
        )
