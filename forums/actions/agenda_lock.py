"""An agenda, held while something is put on it or taken off it."""

from coalition.domain import DomainError, action
from forums.models import Meeting


@action
def lock_agenda(*, meeting: Meeting) -> Meeting:
    """The meeting, held; raises DomainError once its agenda is history."""
    meeting = Meeting.objects.lock(meeting)
    if not meeting.is_ahead and not meeting.is_in_session:
        raise DomainError(
            f"This meeting is {meeting.get_status_display().lower()} now, so its agenda stays as"
            " it is."
        )
    return meeting
