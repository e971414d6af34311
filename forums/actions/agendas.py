"""What a meeting is about: items come, change, move and go, while there is time for them."""

from typing import Any

from django.db.models import Sum
from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import User
from forums.actions import rounds
from forums.actions.agenda_lock import lock_agenda
from forums.actions.meeting_journal import (
    AGENDA_CHANGED,
    STANDING_ITEM_REMOVED,
    record,
)
from forums.models import AgendaItem, Meeting, Seat
from forums.models.forum import sector_of


@action
def add(*, meeting: Meeting, by: User, **fields: Any) -> AgendaItem:
    """At the end. Raises DomainError where it does not fit in, naming by how much."""
    meeting = lock_agenda(meeting=meeting)
    last = meeting.items.in_order().last()
    item = AgendaItem(meeting=meeting, position=(last.position if last else 0) + 1)

    return _save(item, meeting, by, fields)


@action
def change(*, item: AgendaItem, by: User, **fields: Any) -> AgendaItem:
    meeting = lock_agenda(meeting=item.meeting)
    return _save(_lock_kept(item), meeting, by, fields)


@action
def shift(*, item: AgendaItem, up: bool, by: User) -> AgendaItem:
    """One place up, or down. At the end of the list nothing happens."""
    meeting = lock_agenda(meeting=item.meeting)
    item = _lock_kept(item)
    others = meeting.items.kept().in_order()
    beside = (
        others.filter(position__lt=item.position).last()
        if up
        else others.filter(position__gt=item.position).first()
    )
    if beside is None:
        return item
    if item.tells_of_override != beside.tells_of_override:
        raise DomainError("What was not done as decided comes first, so it stays there.")

    item.position, beside.position = beside.position, item.position
    AgendaItem.objects.bulk_update([item, beside], ["position"])

    record(kind=AGENDA_CHANGED, meeting=meeting, by=by, moved=item.pk)
    return item


@action
def remove(*, item: AgendaItem, because: str = "", by: User) -> AgendaItem:
    """Leave it out. One of those with which every meeting begins asks why, and the record keeps
    the answer (MTG-1)."""
    meeting = lock_agenda(meeting=item.meeting)
    item = _lock_kept(item)
    if item.tells_of_override:
        raise DomainError(
            "This tells members what was not done as they decided, so it stays first on the agenda."
        )
    if item.record or item.outcome:
        raise DomainError("Something is minuted of this item, so it stays on the agenda.")
    rounds.release(meeting=meeting, item=item, by=by)

    item.removed_at, item.removed_because = timezone.now(), because
    item.save(update_fields=["removed_at", "removed_because"])

    kind = STANDING_ITEM_REMOVED if item.is_standing else AGENDA_CHANGED
    record(kind=kind, meeting=meeting, by=by, item=item.pk)
    return item


@action
def put_back(*, item: AgendaItem, by: User) -> AgendaItem:
    meeting = lock_agenda(meeting=item.meeting)
    item = AgendaItem.objects.lock(item)
    _require_fits(meeting, item, item.length)

    item.removed_at, item.removed_because = None, ""
    item.save(update_fields=["removed_at", "removed_because"])

    record(kind=AGENDA_CHANGED, meeting=meeting, by=by, item=item.pk)
    return item


def _save(item: AgendaItem, meeting: Meeting, by: User, fields: dict[str, Any]) -> AgendaItem:
    _require_fits(meeting, item, fields["length"])
    seat: Seat | None = fields.get("proposer_seat")
    if seat is not None and seat != item.proposer_seat:
        member = seat.memberships.live().select_related("organisation").first()
        if member is None:
            raise DomainError(f"Nobody has the seat ‘{seat}’ now. Choose whose matter this is.")
        item.proposer_sector = sector_of(member.organisation)

    for name, value in fields.items():
        setattr(item, name, value)
    item.save()

    record(kind=AGENDA_CHANGED, meeting=meeting, by=by, item=item.pk)
    return item


def _require_fits(meeting: Meeting, item: AgendaItem, length: int) -> None:
    """Before it begins; in the room people see for themselves that time runs out."""
    others = meeting.items.kept().exclude(pk=item.pk)
    needed = (others.aggregate(all=Sum("length"))["all"] or 0) + length
    if meeting.is_ahead and needed > meeting.length:
        raise DomainError(
            f"With this the agenda takes {needed} minutes, and the meeting lasts"
            f" {meeting.length}: {needed - meeting.length} too many. Shorten an item, or make the"
            " meeting longer."
        )


def _lock_kept(item: AgendaItem) -> AgendaItem:
    item = (
        AgendaItem.objects.select_related("proposer_seat")
        .select_for_update(of=("self",))
        .get(pk=item.pk)
    )
    if item.removed_at:
        raise DomainError("This item was taken off the agenda in the meantime.")
    return item
