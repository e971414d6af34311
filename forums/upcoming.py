"""The next meeting as a forum's own page shows it: when, where, what there is to read, and what
waits for whoever looks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from forums.meeting_panels import papers_due
from forums.models import Attendance, Meeting
from forums.permissions import Place, can_run_meetings, is_seated


@dataclass(frozen=True)
class Upcoming:
    """`meeting` with `papers`, how many there are to read, and `answered`: how its reader said that
    they do not come themselves."""

    meeting: Any
    papers_due: date | None  # for whoever has yet to send them round
    may_excuse: bool

    @property
    def is_on(self) -> bool:
        return self.meeting.is_in_session


def upcoming(here: Place) -> Upcoming | None:
    """The one that goes on, or the first that is planned; in one query."""
    still = [*Meeting.AHEAD, Meeting.Status.IN_SESSION]
    kept = Q(items__removed_at=None, items__papers__withdrawn_at=None)
    mine = Attendance.objects.filter(meeting=OuterRef("pk"), seat=_seat(here))
    found = here.forum.meetings.filter(status__in=still).annotate(
        papers=Count("items__papers", filter=kept), answered=Subquery(mine.values("presence")[:1])
    )
    meeting = found.order_by("starts_at").first()
    if meeting is None:
        return None
    to_send = can_run_meetings(here) and meeting.status == Meeting.Status.PLANNED
    return Upcoming(
        meeting=meeting,
        papers_due=papers_due(meeting) if to_send else None,
        may_excuse=is_seated(here) and meeting.is_ahead,
    )


def _seat(here: Place) -> int | None:
    return here.member.seat_id if here.membership else None
