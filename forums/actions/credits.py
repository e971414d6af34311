"""What recognition needs to know of a meeting: who chaired, and who gave their time (CTB-1)."""

from collections.abc import Iterable

from coalition.domain import action
from coalition.models import JournalEntry, User
from forums.actions.meeting_journal import ATTENDED, CHAIRED
from forums.models import Attendance, Meeting


@action
def give(*, meeting: Meeting, rows: Iterable[Attendance], by: User, thanked: bool = False) -> None:
    """One entry for each person who was there, however often it is asked. `thanked` is for those
    whom the chair thanked aloud; the chair cannot have been among them. A deputy who did not
    acknowledge the scope gave their time all the same."""
    for row in rows:
        known = JournalEntry.objects.about(row).of_kinds([CHAIRED, ATTENDED])
        if not row.is_here or known.exists():
            continue
        chaired = row.seat_id == meeting.chair_seat_id
        verb = "chaired" if chaired else "took part in"
        JournalEntry.objects.record(
            CHAIRED if chaired else ATTENDED,
            by=by,
            subject=row,
            programme=meeting.forum.programme,
            concerns=row.deputy or row.membership.contributor,
            deed=f"{verb} meeting {meeting.number} of the forum “{meeting.forum}”",
            organisation=row.membership.organisation_id,
            thanked=thanked and not chaired,
        )
