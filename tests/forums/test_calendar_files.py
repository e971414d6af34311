"""Calendar files that others made, with what is wrong in them: a date, or a sentence."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coalition.domain import DomainError
from forums.calendar_files import LARGEST, UNREADABLE, Found, read
from tests.coalition.shared_data import FOLDER, needs_shared_data

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
NASTY = sorted((FOLDER / "nasty" / "icalendar").glob("*.ics"))


def ics(*lines, events=1):
    event = "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])
    return "\r\n".join(["BEGIN:VCALENDAR", *[event] * events, "END:VCALENDAR", ""]).encode()


def found(*lines):
    return read(ics(*lines), now=NOW)


def test_an_event_is_read_in_uk_time():
    assert found(
        "DTSTART;TZID=America/New_York:20270706T090000",
        "DTEND;TZID=America/New_York:20270706T103000",
        "LOCATION:Room 2\\, the Guildhall",
        "URL:https://meet.example/x",
    ) == Found(
        on=date(2027, 7, 6),
        at="14:00",
        length=90,
        place="Room 2, the Guildhall",
        link="https://meet.example/x",
    )


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("DTSTART:20270706T130000Z", "14:00"),
        ("DTSTART:20270706T140000", "14:00"),
        ("DTSTART;TZID=Nowhere/Atall:20270706T140000", "14:00"),
        ("DTSTART;VALUE=DATE:20270706", ""),
    ],
)
def test_a_time_without_a_zone_is_ours(line, at):
    assert (found(line).on, found(line).at) == (date(2027, 7, 6), at)


@pytest.mark.parametrize(
    ("line", "length"),
    [
        ("DURATION:PT1H30M", 90),
        ("DURATION:PT1M", None),
        ("DURATION:P3D", None),
        ("DURATION:soon", None),
        ("DTEND:20270706T120000Z", None),
        ("DTEND:20270706T150000Z", 120),
        ("COMMENT:no end", None),
    ],
)
def test_a_length_is_taken_where_a_meeting_can_have_it(line, length):
    assert found("DTSTART:20270706T130000Z", line).length == length


def test_the_next_event_is_taken_that_is_not_called_off():
    files = [
        ics("DTSTART:20270301T100000Z"),
        ics("DTSTART:20270201T100000Z"),
        ics("DTSTART:20270101T100000Z", "STATUS:CANCELLED"),
        ics("DTSTART:20260101T100000Z"),
    ]

    assert read(b"".join(files), now=NOW).on == date(2027, 2, 1)


def test_an_address_that_is_no_web_page_is_not_taken():
    assert found("DTSTART:20270706T130000Z", "URL:javascript:alert(1)").link == ""


@pytest.mark.parametrize(
    ("contents", "says"),
    [
        (b"", "cannot read a date"),
        (b"\x00\xff\xfe" * 50, "cannot read a date"),
        (b"Dear all, Tuesday at two?", "cannot read a date"),
        (ics("SUMMARY:No date"), "cannot read a date"),
        (ics("DTSTART:20271306T990000Z"), "cannot read a date"),
        (ics("DTSTART:20260706T130000Z"), "over already"),
        (b"x" * (LARGEST + 1), "larger than"),
        (b"BEGIN:VCALENDAR\r\n" * 5000, "cannot read a date"),
    ],
    ids=["empty", "bytes", "prose", "no date", "no such date", "past", "large", "deep"],
)
def test_what_is_no_event_to_come_is_answered_with_a_sentence(contents, says):
    with pytest.raises(DomainError, match=says):
        read(contents, now=NOW)


def attempt(contents, now):
    try:
        return read(contents, now=now).on
    except DomainError as error:
        return str(error)


@needs_shared_data
@pytest.mark.filterwarnings("ignore::icalendar.error.GloballyUniqueTZIDGuessed")
@pytest.mark.parametrize("path", NASTY, ids=lambda path: path.stem)
def test_files_of_all_kinds_give_a_date_or_a_sentence(path):
    for now in (NOW, datetime(1990, 1, 1, tzinfo=UTC)):
        said = attempt(path.read_bytes(), now)
        assert isinstance(said, date) or said == UNREADABLE or "over already" in said


@needs_shared_data
def test_a_file_with_an_event_is_read_though_others_in_it_are_broken():
    whole = FOLDER / "nasty" / "icalendar" / "calendars__issue_526_calendar_with_events.ics"

    assert read(whole.read_bytes(), now=datetime(1990, 1, 1, tzinfo=UTC))


def upload(client, forum, contents):
    at = reverse("forums:meeting_from_file", args=[forum.pk])
    return client.post(at, {"file": SimpleUploadedFile("meeting.ics", contents)}, follow=True)


def test_the_date_stands_in_the_form_and_nothing_is_planned(forum, grace, as_):
    page = upload(as_(grace), forum, ics("DTSTART:20990706T130000Z", "LOCATION:<b>Room</b> 2"))

    html = page.content.decode()
    assert 'value="14:00"' in html
    assert 'value="2099"' in html
    assert "&lt;b&gt;Room&lt;/b&gt; 2" in html
    assert not forum.meetings.exists()


def test_a_file_that_is_none_is_refused_with_a_sentence(forum, grace, as_):
    for contents in (b"", b"Tuesday?", ics("DTSTART:20200101T100000Z")):
        page = upload(as_(grace), forum, contents)
        assert page.status_code == 422


@pytest.mark.parametrize("query", ["?on=soon", "?on=2027-13-01", "?on=&at=%00", "?length=x"])
def test_an_address_that_says_no_day_is_as_if_it_said_nothing(forum, grace, as_, query):
    page = as_(grace).get(reverse("forums:meeting_new", args=[forum.pk]) + query)

    assert page.status_code == 200
