"""What Today says of meetings, to whoever runs them and to members."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from forums.actions import action_points, attendances, corrections, minutes, papers
from forums.meeting_panels import actions_to_do, meetings_to_run, my_meetings, papers_due
from forums.models import Meeting
from tests import make


def sentences(panel):
    return [task.sentence for task in panel.tasks] if panel else []


def soon(forum, grace, days=10):
    at = timezone.localtime() + timedelta(days=days)
    return make.meeting(forum, by=grace, starts_at=at.replace(hour=23, minute=50))


def test_papers_press_two_weeks_before(forum, member, grace, nell):
    meeting = soon(forum, grace)

    assert sentences(meetings_to_run(grace)) == ["Send agenda and papers of Going home well round"]
    assert not meetings_to_run(nell)
    papers.send(meeting=meeting, by=grace)
    assert not meetings_to_run(grace)


def test_papers_of_a_meeting_in_a_month_do_not_press_yet(forum, grace):
    soon(forum, grace, days=30)

    assert not meetings_to_run(grace)


@pytest.mark.parametrize(
    ("meets", "due"),
    [
        ((2027, 1, 12), date(2027, 1, 5)),
        ((2027, 1, 5), date(2026, 12, 28)),  # a holiday, too: the five come after it
        ((2026, 12, 12), date(2026, 12, 6)),  # a Saturday: of the week before it all five count
    ],
)
def test_mtg_2_the_last_day_for_papers_is_the_last_on_which_they_are_not_late(
    forum, grace, meets, due
):
    meeting = make.meeting(forum, by=grace)
    meeting.starts_at = timezone.make_aware(datetime(*meets, 14))  # noqa: DTZ001

    assert papers_due(meeting) == due
    assert not meeting.is_late(timezone.make_aware(datetime(*due.timetuple()[:3], 9)))  # noqa: DTZ001
    after = due + timedelta(days=1)
    assert meeting.is_late(timezone.make_aware(datetime(*after.timetuple()[:3], 9)))  # noqa: DTZ001


def test_on_its_day_a_meeting_is_opened(forum, grace):
    Meeting.objects.filter(pk=soon(forum, grace).pk).update(starts_at=timezone.now())

    assert sentences(meetings_to_run(grace)) == ["Open the meeting of Going home well"]


def test_a_meeting_that_ran_over_is_closed(forum, member, grace):
    session = make.session(forum, by=grace, here=[member])
    assert not meetings_to_run(grace)

    Meeting.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(hours=3))

    assert sentences(meetings_to_run(grace)) == ["Close the meeting of Going home well"]


def test_minutes_are_written_sent_round_answered_and_published(forum, member, grace, nell):
    session = make.session(forum, by=grace, here=[member])
    make.minutes(session, by=grace, status="closed")
    assert sentences(meetings_to_run(grace)) == ["Write the minutes of Going home well"]

    minutes.lay_out(meeting=session, by=grace)
    assert sentences(meetings_to_run(grace)) == ["Send the minutes of Going home well round"]

    tomorrow = timezone.localdate() + timedelta(days=1)
    minutes.circulate(meeting=session, corrections_by=tomorrow, by=grace)
    assert not meetings_to_run(grace)
    assert sentences(my_meetings(nell))[0].startswith("Minutes of Going home well")

    corrections.ask(meeting=session, membership=member, item=None, words="Rain.", by=nell)
    assert sentences(meetings_to_run(grace)) == [
        "Answer what was asked of the minutes of Going home well"
    ]


def test_agreed_minutes_wait_to_be_published(forum, member, grace):
    make.minutes(make.session(forum, by=grace, here=[member]), by=grace, status="agreed")

    assert sentences(meetings_to_run(grace)) == ["Publish the minutes of Going home well"]


def test_members_see_when_they_meet_and_what_they_took_on(forum, member, grace, nell, cleo):
    session = make.session(forum, by=grace, here=[member])
    point = make.action_point(session, seat=member.seat, by=grace, what="Ask the wards")
    soon(forum, grace)

    assert sentences(actions_to_do(nell)) == ["Ask the wards"]
    assert sentences(my_meetings(nell))[0].startswith("Going home well meets on")
    assert not actions_to_do(grace)
    assert not my_meetings(cleo)
    action_points.finish(action_point=point, by=nell)
    assert not actions_to_do(nell)


def test_the_forums_own_page_shows_the_meeting_that_goes_on_and_what_is_open(
    forum, member, grace, nell, as_
):
    session = make.session(forum, by=grace, here=[member])
    make.action_point(session, seat=member.seat, by=grace)

    page = as_(nell).get(forum.get_absolute_url()).content.decode()

    assert "Meeting now" in page
    assert "1 action open" in page
    assert "I cannot come" not in page


def test_the_forums_own_page_says_when_and_where_the_next_meeting_is(
    forum, chair, member, grace, nell, lena, as_
):
    meeting = make.meeting(forum, by=grace, link="https://meet.example/room")
    make.meeting(forum, by=grace, starts_at=meeting.starts_at + timedelta(days=7), place="Later")
    item = make.agenda_item(meeting, by=grace)
    make.paper(item, membership=chair, by=grace)
    papers.withdraw(paper=make.paper(item, membership=chair, by=grace), by=grace)

    page = as_(nell).get(forum.get_absolute_url()).content.decode()
    chairs = as_(grace).get(forum.get_absolute_url()).content.decode()
    leads = as_(lena).get(forum.get_absolute_url()).content.decode()

    assert "Next meeting" in page
    assert "2:00pm to 4:00pm, The Old Library, step-free from Mill Lane" in page
    assert 'href="https://meet.example/room"' in page
    assert "1 paper to read" in page
    assert "I cannot come" in page
    assert "Later" not in page
    assert "Send agenda and papers round" in chairs
    assert "Send agenda and papers round" not in page
    assert "I cannot come" not in leads


def test_the_forums_own_page_knows_who_sent_apologies(forum, chair, member, grace, nell, as_):
    meeting = make.meeting(forum, by=grace)
    attendances.send_apologies(meeting=meeting, membership=member, by=nell)

    mine = as_(nell).get(forum.get_absolute_url()).content.decode()
    other = as_(grace).get(forum.get_absolute_url()).content.decode()

    assert "You have sent apologies." in mine
    assert "You have sent apologies." not in other


def test_a_meeting_that_is_over_shows_who_came_and_in_which_capacity(
    forum, chair, member, grace, nell, as_
):
    meeting = make.minutes(make.session(forum, by=grace, here=[member]), by=grace, status="closed")

    page = as_(nell).get(meeting.get_absolute_url()).content.decode()

    assert "Who was there" in page
    assert "In the room" in page
    assert "with a vote" in page
