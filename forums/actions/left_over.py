"""What a meeting left for another one comes back, until a meeting has dealt with it."""

from coalition.domain import action
from forums.models import AgendaItem, Forum, Meeting


@action
def bring_back(*, forum: Forum) -> None:
    """Put at the end of the next agenda whatever was left over; its papers stay where they are.
    Whoever runs that meeting shortens it, or takes it off: then it does not come back again. It may
    take more time than there is, which the agenda says."""
    waiting = list(AgendaItem.objects.left_over(forum))
    ahead = forum.meetings.ahead().order_by("starts_at", "pk").first()
    if not waiting or ahead is None:
        return
    meeting = Meeting.objects.lock(ahead)
    if not meeting.is_ahead:
        return

    last = meeting.items.in_order().last()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            position=place,
            kind=left.kind,
            title=left.title,
            length=left.length,
            proposer_seat_id=left.proposer_seat_id,
            proposer_sector=left.proposer_sector,
            carried_from=left,
        )
        for place, left in enumerate(waiting, (last.position if last else 0) + 1)
    )
