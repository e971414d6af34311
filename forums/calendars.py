"""Meetings as calendars read them (RFC 5545): in a mail, and in a person's own feed."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from coalition.models import Contributor
from forums.models import Meeting

LONDON = ZoneInfo("Europe/London")
PRODUCT = "-//Common Ground//Meetings//EN"
ASK_AGAIN = timedelta(hours=1)
# How clocks have changed since 1996; tests/forums/test_calendars.py compares it with what is known.
CLOCKS = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


def for_mail(meeting: Meeting, person: Contributor) -> str:
    """An invitation, an update or a cancellation, for one member. In a forum that does not
    attribute nobody is named as attending, and so it is only published: a request must say whom
    it asks (RFC 5546)."""
    if not meeting.forum.is_attributed:
        return _written("PUBLISH", [_event(meeting)])
    event = _event(meeting)
    asked = vCalAddress(f"mailto:{person.email}")
    asked.params["PARTSTAT"] = vText("NEEDS-ACTION")
    asked.params["RSVP"] = vText("FALSE")  # an apology is sent on the meeting’s page
    event.add("attendee", asked)
    is_off = meeting.status == Meeting.Status.CANCELLED
    return _written("CANCEL" if is_off else "REQUEST", [event])


def feed(meetings: Iterable[Meeting]) -> str:
    """What a calendar subscribes to: cancelled meetings too, or they would stay where they were.
    The same as long as nothing changes."""
    return _written("PUBLISH", [_event(meeting) for meeting in meetings], is_feed=True)


def uid_of(meeting: Meeting) -> str:
    """The same for as long as there are calendars, also when the site moves to another address."""
    return str(uuid5(NAMESPACE_OID, f"meeting {meeting.pk}, {meeting.planned_at.isoformat()}"))


def _written(method: str, events: Iterable[Event], *, is_feed: bool = False) -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if is_feed:
        calendar.add("name", "Common Ground: my meetings")
        calendar.add("x-wr-calname", "Common Ground: my meetings")
        calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add_component(Timezone.from_ical(CLOCKS))
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical().decode()


def _event(meeting: Meeting) -> Event:
    forum, address = meeting.forum, f"{settings.SITE_URL}{meeting.get_absolute_url()}"
    event = Event()
    event.add("uid", uid_of(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("dtstart", meeting.starts_at.astimezone(LONDON))
    # Not by its end: once a year there are two hours of the same name.
    event.add("duration", timedelta(minutes=meeting.length))
    event.add("summary", f"{forum}, meeting {meeting.number}")
    event.add("location", meeting.place or "Online")
    event.add("description", "\n".join(filter(None, [_join(meeting), f"More: {address}"])))
    event.add("url", address)
    event.add("organizer", _organiser(meeting))
    is_off = meeting.status == Meeting.Status.CANCELLED
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    return event


def _join(meeting: Meeting) -> str:
    return f"Online: {meeting.link}" if meeting.link else ""


def _organiser(meeting: Meeting) -> vCalAddress:
    """The office, and no person."""
    programme = meeting.forum.programme
    organiser = vCalAddress(f"mailto:{programme.office_email}")
    organiser.params["CN"] = vText(str(programme))
    return organiser
