"""Meetings of the demo world: one that is to come."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from coalition.models import User
from forums.actions import meetings
from forums.models import Forum, Meeting

PLACE = "The Old Library, Mill Lane, step-free from the car park"
LINK = "https://meet.aldermere.example/leaving-well"


def build(forum: Forum, grace: User) -> None:
    """What is to come: on a Tuesday afternoon in two to three weeks."""
    _plan(forum, _next_tuesday(timezone.localdate() + timedelta(days=14)), grace)


def _plan(forum: Forum, starts_at: datetime, grace: User) -> Meeting:
    return meetings.plan(
        forum=forum, starts_at=starts_at, length=120, place=PLACE, link=LINK, by=grace
    )


def _next_tuesday(day) -> datetime:
    day += timedelta(days=(1 - day.weekday()) % 7)
    return timezone.make_aware(datetime.combine(day, time(14)))
