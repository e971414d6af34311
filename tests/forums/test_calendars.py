"""Meetings in calendars: what we write is read back by another parser, vobject."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.utils import timezone
from icalendar import Calendar

from coalition.actions import mail
from coalition.models import Mail
from forums import calendars
from forums.actions import feeds, meetings, seats
from forums.models import CalendarFeed, Forum
from tests import make

LONDON = ZoneInfo("Europe/London")
HTTP_MOVED = 302
NOON = time(12)


def london(*when):
    return datetime(*when, tzinfo=LONDON)


@pytest.fixture
def plan(member, grace):
    """A meeting next summer, at two in the afternoon, planned today."""

    def planned(starts_at=None, **fields):
        starts_at = starts_at or london(2038, 7, 6, 14)
        where = {"length": 90, "place": "Room 2, the Guildhall", "link": "", **fields}
        return meetings.plan(forum=member.forum, starts_at=starts_at, by=grace, **where)

    return planned


def invited(nell, kind="planned"):
    """The calendar in the newest mail of that kind to Nell."""
    mails = Mail.objects.filter(kind=f"forum_meeting_{kind}", to=nell.email)
    return vobject.readOne(mails.order_by("-pk")[0].calendar)


def test_an_invitation_says_when_and_where(plan, nell):
    meeting = plan(link="https://meet.example/x")

    calendar = invited(nell)

    assert calendar.method.value == "REQUEST"
    event = calendar.vevent
    assert event.uid.value == calendars.uid_of(meeting)
    assert event.dtstart.value == london(2038, 7, 6, 14)
    assert event.duration.value == timedelta(minutes=90)
    assert event.location.value == "Room 2, the Guildhall"
    assert "https://meet.example/x" in event.description.value
    assert event.sequence.value == "0"
    assert event.status.value == "CONFIRMED"
    assert event.organizer.value == f"mailto:{meeting.forum.programme.office_email}"
    assert event.attendee.value == f"mailto:{nell.email}"
    assert "nell" not in event.serialize().replace(nell.email, "").lower()


def test_a_change_keeps_the_uid_and_raises_the_sequence(plan, nell, grace):
    meeting = plan()
    before = invited(nell).vevent.uid.value

    for hour in (15, 16):
        meeting = meetings.change(meeting=meeting, starts_at=london(2038, 7, 6, hour), by=grace)

    event = invited(nell, "moved").vevent
    assert event.uid.value == before
    assert event.sequence.value == "2"
    assert event.dtstart.value == london(2038, 7, 6, 16)


def test_the_uid_stays_when_the_site_moves(plan, settings):
    meeting = plan()
    before = calendars.uid_of(meeting)

    settings.SITE_URL = "https://elsewhere.example"
    meeting.refresh_from_db()

    assert calendars.uid_of(meeting) == before


def test_two_meetings_have_two_uids(plan):
    assert calendars.uid_of(plan()) != calendars.uid_of(plan())


def test_a_meeting_that_is_called_off_is_cancelled_there(plan, nell, grace):
    meeting = plan()

    meetings.cancel(meeting=meeting, because="Snow.", by=grace)

    calendar = invited(nell, "cancelled")
    assert calendar.method.value == "CANCEL"
    assert calendar.vevent.status.value == "CANCELLED"
    assert calendar.vevent.sequence.value == "1"
    assert calendar.vevent.uid.value == calendars.uid_of(meeting)


@pytest.mark.parametrize(
    ("starts_at", "in_utc"),
    [
        (london(2038, 7, 6, 14), datetime(2038, 7, 6, 13, tzinfo=UTC)),
        (london(2038, 12, 7, 14), datetime(2038, 12, 7, 14, tzinfo=UTC)),
        (london(2038, 3, 28, 14), datetime(2038, 3, 28, 13, tzinfo=UTC)),
        (london(2038, 10, 31, 0, 30), datetime(2038, 10, 30, 23, 30, tzinfo=UTC)),
    ],
)
def test_the_hour_stays_whatever_the_clocks_do_until_then(plan, nell, starts_at, in_utc):
    """Read by what the file itself says of clocks, not by what this machine knows of London."""
    plan(starts_at)

    calendar = invited(nell)

    start = calendar.vevent.dtstart.value
    offset = calendar.vtimezone.tzinfo.utcoffset(start.replace(tzinfo=None))
    assert start.replace(tzinfo=None) - offset == in_utc.replace(tzinfo=None)


def test_a_meeting_over_the_night_of_a_change_lasts_as_long_as_it_lasts(plan, nell):
    plan(london(2038, 10, 31, 0, 30), length=120)

    event = invited(nell).vevent

    assert event.duration.value == timedelta(minutes=120)
    assert "dtend" not in event.contents


def test_our_clocks_change_when_those_of_london_do():
    ours = vobject.readOne(f"BEGIN:VCALENDAR\n{calendars.CLOCKS}END:VCALENDAR").vtimezone.tzinfo
    noons = [datetime.combine(date(2026, 1, 1) + timedelta(days=n), NOON) for n in range(4000)]

    assert [ours.utcoffset(noon) for noon in noons] == [LONDON.utcoffset(noon) for noon in noons]


def test_mtg_4_where_names_are_not_shown_nobody_attends(plan, member, nell, grace):
    Forum.objects.filter(pk=member.forum_id).update(attribution="non_attributed")
    member.forum.refresh_from_db()

    plan()

    calendar = invited(nell)
    assert calendar.method.value == "PUBLISH"
    text = calendar.serialize()
    assert "ATTENDEE" not in text
    for person in (nell, grace):
        assert person.email not in text
        assert person.name not in text


def test_the_mail_carries_it_as_a_calendar(plan, nell, mail_server):
    plan()

    mail.send_due()

    (sent,) = [
        message
        for message in mail_server.messages
        if message["To"] == nell.email and "meets on" in message["Subject"]
    ]
    parts = {part.get_content_type(): part for part in sent.walk()}
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    text = parts["text/calendar"].get_payload(decode=True).decode()
    assert vobject.readOne(text).vevent.dtstart.value == london(2038, 7, 6, 14)
    assert "meets on" in parts["text/plain"].get_payload(decode=True).decode()
    assert not Mail.objects.exclude(calendar="").exists()


def test_con_2_what_was_stopped_leaves_no_calendar_behind(plan, nell, member, iris):
    plan()

    mail.stop_for(people=[member.contributor_id])

    assert not Mail.objects.filter(to=nell.email).exclude(calendar="").exists()


# --- One's own feed ---


@pytest.fixture
def feed(nell):
    return feeds.begin(by=nell)


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return vobject.readOne(answer.content.decode())


def events(calendar):
    return {event.summary.value: event for event in calendar.contents.get("vevent", [])}


def test_the_feed_has_all_of_ones_meetings_and_those_called_off(plan, feed, member, grace, client):
    first, second = plan(), plan(london(2038, 9, 7, 14))
    meetings.cancel(meeting=second, because="Snow.", by=grace)

    calendar = read(client, feed.path)

    assert calendar.method.value == "PUBLISH"
    found = events(calendar)
    assert set(found) == {f"{member.forum}, meeting {number}" for number in (1, 2)}
    assert found[f"{member.forum}, meeting 2"].status.value == "CANCELLED"
    assert {event.uid.value for event in found.values()} == {
        calendars.uid_of(first),
        calendars.uid_of(second),
    }
    assert "ATTENDEE" not in calendar.serialize()


def test_an_empty_feed_is_a_calendar_too(feed, client):
    text = client.get(feed.path).content.decode()

    assert not list(Calendar.from_ical(text).walk("VEVENT"))


def test_the_feed_is_empty_after_the_seat(plan, feed, member, nell, client):
    plan()
    seats.resign(membership=member, by=nell)

    assert not list(Calendar.from_ical(client.get(feed.path).content).walk("VEVENT"))


def test_hld_2_the_feed_rests_with_the_seat(plan, feed, member, sam, client):
    plan()
    make.hold(member.contributor, "seats", by=sam)

    assert not list(Calendar.from_ical(client.get(feed.path).content).walk("VEVENT"))


def test_the_feed_answers_unchanged_until_something_changes(plan, feed, grace, client):
    meeting = plan()
    tag = client.get(feed.path)["ETag"]

    same = client.get(feed.path, headers={"If-None-Match": tag})
    meetings.change(meeting=meeting, place="Room 3", by=grace)
    other = client.get(feed.path, headers={"If-None-Match": tag})

    assert (same.status_code, same.content) == (304, b"")
    assert other.status_code == 200
    assert other["ETag"] != tag
    assert "private" in other["Cache-Control"]


def test_a_new_address_ends_the_one_before(feed, nell, as_, client):
    old = feed.path

    assert as_(nell).post("/forums/calendar/begin/").status_code == HTTP_MOVED

    client.logout()
    assert client.get(old).status_code == 404
    assert client.get(CalendarFeed.objects.get().path).status_code == 200


def test_a_stopped_feed_is_gone_and_can_be_begun_again(feed, nell, as_):
    client = as_(nell)

    assert client.post("/forums/calendar/stop/").status_code == HTTP_MOVED

    assert client.get(feed.path).status_code == 404
    assert client.get(CalendarFeed.objects.get().path).status_code == 404
    assert "Get my address" in client.get("/forums/calendar/").content.decode()
    assert "none to stop" in client.post("/forums/calendar/stop/").content.decode()


@pytest.mark.parametrize("change", ["key", "time", "account"])
def test_a_feed_is_for_its_own_key_in_its_time_of_a_living_account(feed, nell, client, change):
    path = feed.path
    if change == "key":
        path = path.replace(".ics", "0.ics")
    elif change == "time":
        CalendarFeed.objects.update(link_until=timezone.now())
    else:
        nell.is_active = False
        nell.save()

    assert client.get(path).status_code == 404
    assert client.post(path).status_code in {404, 405}


def test_a_feed_that_ran_out_says_so(feed, nell, as_):
    CalendarFeed.objects.update(link_until=timezone.now())

    page = as_(nell).get("/forums/calendar/").content.decode()

    assert "Get a new one to go on" in page
    assert feed.path not in page


def test_as_many_queries_for_twenty_meetings_as_for_two(
    plan, feed, client, django_assert_max_num_queries
):
    for month in (1, 2):
        plan(london(2038, month, 5, 14))
    with django_assert_max_num_queries(12) as few:
        client.get(feed.path)
    for day in range(1, 19):
        plan(london(2038, 5, day, 14))

    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(feed.path)
