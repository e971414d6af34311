"""What is said of a meeting: minuted, sent round, agreed, published; then it stays (MTG-5)."""

from datetime import date

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import User
from forums import skeleton
from forums.actions import attendances, left_over, meeting_mail
from forums.actions.meeting_journal import (
    ITEM_MINUTED,
    MINUTES_AGREED,
    MINUTES_CIRCULATED,
    MINUTES_DRAFTED,
    MINUTES_PUBLISHED,
    RECUSAL_NOTED,
    record,
)
from forums.models import AgendaItem, Meeting, Recusal, Seat
from forums.room import recused_from, room_of

Status = Meeting.Status


class WrittenMeanwhile(DomainError):
    """Somebody else wrote on this item since the page was loaded. `item` is as it is now."""

    def __init__(self, item: AgendaItem) -> None:
        self.item = item
        super().__init__(
            f"{item.minuted_by} wrote on this item while your page was open. What it says now is"
            " shown below. Bring both together, then save."
        )


@action
def minute(*, item: AgendaItem, text: str, outcome: str, edition: int, by: User) -> AgendaItem:
    """Write down what was said, and what came of it. A decision needs a quorum, net of whoever is
    recused (MTG-3). Raises WrittenMeanwhile where `edition` is not the latest."""
    meeting = attendances.lock_being_minuted(meeting=item.meeting)
    item = (
        AgendaItem.objects.select_related("minuted_by")
        .select_for_update(of=("self",))
        .get(pk=item.pk)
    )
    if item.edition != edition:
        raise WrittenMeanwhile(item)
    if outcome in AgendaItem.DECIDED and item.rounds.filter(closed_at=None).exists():
        raise DomainError("A round on this item has yet to close. What comes of it is noted then.")
    if item.tells_of_override and outcome == AgendaItem.Outcome.DEFERRED:
        raise DomainError("Members hear this first, so it is not left for another meeting.")
    if outcome in AgendaItem.DECIDED and outcome != item.outcome:
        _decide(meeting, item)

    item.record, item.outcome = text, outcome
    if outcome not in AgendaItem.DECIDED:
        item.quorum_snapshot = None
    _sign(item, by)
    if meeting.is_over:
        left_over.bring_back(forum=meeting.forum)

    record(kind=ITEM_MINUTED, meeting=meeting, by=by, item=item.pk, outcome=outcome)
    return item


@action
def step_back(*, item: AgendaItem, seat: Seat, handling: str, by: User) -> Recusal:
    """How an interest of whoever has this seat is handled at this item (INT-2); again replaces
    what was said before, until it is decided."""
    meeting = Meeting.objects.lock(item.meeting)
    if meeting.is_over or meeting.status == Status.CANCELLED:
        raise DomainError(
            "This meeting is over. Declare the interest in the register: it can flag what was"
            " decided."
        )
    item = AgendaItem.objects.lock(item)
    if item.outcome in AgendaItem.DECIDED:
        raise DomainError(
            "This item is decided already, so who stepped back stays as it is. An interest that is"
            " declared in the register now can flag the decision for review."
        )

    recusal, _ = Recusal.objects.update_or_create(
        item=item, seat=seat, defaults={"handling": handling, "recorded_by": by}
    )

    record(kind=RECUSAL_NOTED, meeting=meeting, by=by, item=item.pk, seat=seat.pk)
    return recusal


@action
def lay_out(*, meeting: Meeting, by: User) -> Meeting:
    """Fill in what is known wherever nothing is written yet: who was thanked, which scope was read,
    what was decided. After the meeting, this begins its minutes."""
    meeting = attendances.lock_being_minuted(meeting=meeting)
    for item, words in skeleton.of(meeting).items():
        item.record = words
        _sign(item, by)
    if meeting.status == Status.CLOSED:
        meeting.status = Status.MINUTES_DRAFT
        meeting.save(update_fields=["status"])

    record(kind=MINUTES_DRAFTED, meeting=meeting, by=by)
    return meeting


@action
def circulate(*, meeting: Meeting, corrections_by: date, by: User) -> Meeting:
    """Send the draft round to members, who ask for corrections until that day. Again, after
    changes, with another day."""
    meeting = attendances.lock_being_minuted(meeting=meeting)
    if meeting.status != Status.MINUTES_DRAFT:
        raise DomainError("Close the meeting and begin its minutes first.")
    if empty := [str(item) for item in meeting.items.kept().filter(record="").in_order()]:
        raise DomainError(f"Nothing is minuted of {_quoted(empty)} yet.")

    meeting.circulated_at, meeting.corrections_by = timezone.now(), corrections_by
    meeting.save(update_fields=["circulated_at", "corrections_by"])

    record(kind=MINUTES_CIRCULATED, meeting=meeting, by=by)
    meeting_mail.tell_members(
        kind="forum_meeting_minutes",
        meeting=meeting,
        about=str(meeting.circulated_at),
        only_readers=True,
    )
    return meeting


@action
def agree(*, meeting: Meeting, by: User) -> Meeting:
    """In the next meeting that is in session; of a forum that is closing, without one. From then
    on nothing in it changes (MTG-5)."""
    meeting = attendances.lock_being_minuted(meeting=meeting)
    if meeting.circulated_at is None or meeting.corrections_by is None:
        raise DomainError("Send the minutes round first, so that members can ask for corrections.")
    if meeting.corrections_by >= timezone.localdate():
        raise DomainError(
            f"Members can ask for corrections until {meeting.corrections_by:%-d %B}. Agree on the"
            " minutes after that."
        )
    if meeting.corrections.waiting().exists():
        raise DomainError("Somebody asked for a correction. Answer that first.")
    meeting.require_can_become(Status.MINUTES_AGREED)
    there = _agreed_in(meeting)

    meeting.status, meeting.agreed_in, meeting.agreed_at = (
        Status.MINUTES_AGREED,
        there,
        timezone.now(),
    )
    meeting.save(update_fields=["status", "agreed_in", "agreed_at"])

    record(kind=MINUTES_AGREED, meeting=meeting, by=by)
    return meeting


@action
def publish(*, meeting: Meeting, by: User) -> Meeting:
    """Whoever sees the forum reads them from now on."""
    meeting = Meeting.objects.lock(meeting).require_can_become(Status.PUBLISHED)

    meeting.status, meeting.published_at = Status.PUBLISHED, timezone.now()
    meeting.save(update_fields=["status", "published_at"])

    record(kind=MINUTES_PUBLISHED, meeting=meeting, by=by)
    return meeting


def _decide(meeting: Meeting, item: AgendaItem) -> None:
    if not item.is_to_decide:
        raise DomainError("This item is not there to decide on. Note it, or make it one.")
    count = room_of(meeting).count(recused_from(item.recusals.all()))
    if not count.has_quorum:
        raise DomainError(
            f"There is no quorum for this item: {'; '.join(count.lacks)}. It can be discussed, and"
            " not decided."
        )
    item.quorum_snapshot = count.as_json


def _agreed_in(meeting: Meeting) -> Meeting | None:
    later = meeting.forum.meetings.filter(starts_at__gt=meeting.starts_at)
    there = later.filter(status=Status.IN_SESSION).first()
    if there is None and meeting.forum.status != meeting.forum.Status.CLOSING:
        raise DomainError("Minutes are agreed at the next meeting. Open that one first.")
    return there


def _sign(item: AgendaItem, by: User) -> None:
    item.edition += 1
    item.minuted_by, item.minuted_at = by, timezone.now()
    item.save()


def _quoted(words: list[str]) -> str:
    return " and ".join(f"‘{word}’" for word in words)
