"""What the journal says of meetings."""

from typing import Any

from coalition.domain import action
from coalition.models import JournalEntry, User
from forums.models import Meeting

MEETING_PLANNED = "meeting.planned"
MEETING_MOVED = "meeting.moved"
MEETING_CANCELLED = "meeting.cancelled"
MEETING_OPENED = "meeting.opened"
MEETING_CLOSED = "meeting.closed"
AGENDA_CHANGED = "meeting.agenda_changed"
STANDING_ITEM_REMOVED = "meeting.standing_item_removed"
PAPER_ADDED = "meeting.paper_added"
PAPER_WITHDRAWN = "meeting.paper_withdrawn"
PAPERS_SENT = "meeting.papers_sent"
ATTENDANCE_NOTED = "meeting.attendance_noted"
DEPUTY_ACKNOWLEDGED = "meeting.deputy_acknowledged"
RECUSAL_NOTED = "meeting.recusal_noted"
ITEM_MINUTED = "meeting.item_minuted"
MINUTES_DRAFTED = "meeting.minutes_drafted"
MINUTES_CIRCULATED = "meeting.minutes_circulated"
MINUTES_AGREED = "meeting.minutes_agreed"
MINUTES_PUBLISHED = "meeting.minutes_published"
CORRECTION_ASKED = "meeting.correction_asked"
CORRECTION_ANSWERED = "meeting.correction_answered"
CORRECTION_APPENDED = "meeting.correction_appended"
ACTION_AGREED = "meeting.action_agreed"
ACTION_HANDED_ON = "meeting.action_handed_on"
ACTION_ENDED = "meeting.action_ended"
THANKS_LISTED = "meeting.thanks_listed"
# Recognition writes an event for each: who chaired, who took part, and who was thanked aloud.
CHAIRED = "meeting.chaired"
ATTENDED = "meeting.attended"
THANKED = "meeting.thanked"


@action
def record(*, kind: str, meeting: Meeting, by: User | None, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=meeting, programme=meeting.forum.programme, **facts
    )
