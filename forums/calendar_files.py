"""Calendar files that others made: when and where the event in one takes place."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from icalendar import Calendar, Component

from coalition.domain import DomainError, one_line
from forums.calendars import LONDON
from forums.models.meeting import LONGEST, SHORTEST

LARGEST = 200_000  # bytes
LONGEST_LINE = 200
UNREADABLE = (
    "We cannot read a date from this file. In your calendar, choose the event and save or export"
    " it as an .ics file, or type the date."
)
# What the library raises where a file is not as the standard has it.
BROKEN = (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError)


@dataclass(frozen=True)
class Found:
    """`at` is none for a whole day, `length` where it is none that a meeting can have."""

    on: date
    at: str
    length: int | None
    place: str
    link: str


def read(contents: bytes, *, now: datetime | None = None) -> Found:
    """The next event of a file. Raises DomainError, with what to do, where there is none."""
    if len(contents) > LARGEST:
        raise DomainError("This file is larger than a calendar’s event is. Export one event alone.")
    try:
        calendars = Calendar.from_ical(contents.decode("utf-8-sig", "replace"), multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (*BROKEN, RecursionError) as error:
        raise DomainError(UNREADABLE) from error
    found = [(start, event) for event in events if (start := _start(event)) and not _is_off(event)]
    if not found:
        raise DomainError(UNREADABLE)
    ahead = [(start, event) for start, event in found if _moment(start) > (now or timezone.now())]
    if not ahead:
        raise DomainError("What this file has is over already. Choose an event that is to come.")
    return _found(*min(ahead, key=lambda one: _moment(one[0])))


def _start(event: Component) -> date | datetime | None:
    try:
        start = event.decoded("dtstart")
        _moment(start)
    except BROKEN:
        return None
    return start if isinstance(start, date) else None


def _is_off(event: Component) -> bool:
    return str(event.get("status", "")).upper() == "CANCELLED"


def _moment(start: date | datetime) -> datetime:
    """A time without a zone, or in one that nobody knows, is taken for ours."""
    if not isinstance(start, datetime):
        start = datetime(start.year, start.month, start.day, 23, 59, tzinfo=LONDON)
    aware = start if start.tzinfo else start.replace(tzinfo=LONDON)
    return aware.astimezone(LONDON)


def _found(start: date | datetime, event: Component) -> Found:
    moment = _moment(start)
    link = str(event.get("url", ""))
    return Found(
        on=moment.date(),
        at=f"{moment:%H:%M}" if isinstance(start, datetime) else "",
        length=_length(event),
        place=one_line(str(event.get("location", "")))[:LONGEST_LINE],
        link=link if link.startswith("https://") else "",
    )


def _length(event: Component) -> int | None:
    try:
        lasts: Any = getattr(event, "duration", None)
    except (
        Exception
    ):  # it has neither an end nor a length that can be read; the library has its own
        return None
    minutes = int(lasts / timedelta(minutes=1)) if isinstance(lasts, timedelta) else 0
    return minutes if SHORTEST <= minutes <= LONGEST else None
