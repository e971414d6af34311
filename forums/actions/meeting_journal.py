"""What the journal says of meetings."""

from typing import Any

from coalition.domain import action
from coalition.models import JournalEntry, User
from forums.models import Meeting

MEETING_PLANNED = "meeting.planned"
MEETING_MOVED = "meeting.moved"
MEETING_CANCELLED = "meeting.cancelled"


@action
def record(*, kind: str, meeting: Meeting, by: User | None, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=meeting, programme=meeting.forum.programme, **facts
    )
