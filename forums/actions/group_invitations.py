"""Asking several people at once. Each is asked as if alone, and each row says what came of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, Sector, User
from forums.actions import invitations
from forums.asking import Somebody
from forums.may_be_asked import AlreadyHere, NotToBeAsked, require_may_be_asked
from forums.models import Forum, GroupAsk, GroupAskRow, Invitation, Seat
from forums.whom_to_ask import seat_for

ASKED_TOGETHER = "invitations.asked_together"
LIKED = {Sector.INDIVIDUAL: 0, "": 1}
NO_SEAT_LEFT = "No empty seat is left that is open to them."

Result = GroupAskRow.Result


@action
def ask(*, forum: Forum, people: Sequence[Somebody], by: User, **terms: Any) -> GroupAsk:
    """Ask each of them to take the seat that suits them best. Nobody stops the others: each row
    keeps what came of it. `terms` are the time that it takes and the expenses."""
    group = GroupAsk.objects.create(forum=forum, asked_by=by)

    rows = _ask_each(forum, people, by, terms)
    for position, row in enumerate(rows):
        row.group, row.position = group, position
    GroupAskRow.objects.bulk_create(rows)

    JournalEntry.objects.record(
        ASKED_TOGETHER,
        by=by,
        subject=forum,
        programme=forum.programme,
        rows=len(rows),
        asked=sum(row.result == Result.ASKED for row in rows),
    )
    return group


@action
def preview(
    *, forum: Forum, people: Sequence[Somebody], by: User, **terms: Any
) -> list[GroupAskRow]:
    """What would come of it now. Everything is done, and nothing of it stays."""
    rows = _ask_each(forum, people, by, terms)
    transaction.set_rollback(True)
    return rows


@action
def forget(*, now: datetime) -> None:
    """Results are kept for four weeks; the invitations stay."""
    past = GroupAsk.objects.past_keeping(now)
    GroupAskRow.objects.filter(group__in=past).delete()
    past.delete()


def _ask_each(
    forum: Forum, people: Sequence[Somebody], by: User, terms: dict[str, Any]
) -> list[GroupAskRow]:
    if not forum.takes_members:
        raise DomainError(f"{forum} is not recruiting, so nobody can be asked to join.")
    # Of one who asks at the same time, and for the same seats, we wait; and see what is left then.
    list(forum.seats.kept().order_by("pk").select_for_update())
    free = list(forum.seats.free().in_order())
    # Organisations first: seats hope for them, and who comes for themselves fits any.
    in_turn = sorted(range(len(people)), key=lambda number: people[number].organisation is None)
    rows = {number: _ask_one(forum, people[number], free, by, terms) for number in in_turn}
    return [rows[number] for number in range(len(people))]


def _ask_one(
    forum: Forum, somebody: Somebody, free: list[Seat], by: User, terms: dict[str, Any]
) -> GroupAskRow:
    """Takes the seat out of those that are free."""
    if somebody.problem:
        return _row(somebody, Result.UNCLEAR, somebody.problem)
    try:
        require_may_be_asked(forum, somebody.email)
        seat = _seat_for(somebody, free)
        if seat is None:
            return _row(somebody, Result.NO_SEAT, NO_SEAT_LEFT)
        asked = invitations.invite(
            seat=seat,
            name=somebody.name,
            email=somebody.email,
            organisation=somebody.organisation,
            personal_message=somebody.why,
            by=by,
            **terms,
        )
    except AlreadyHere as error:
        return _row(somebody, Result.HERE, str(error))
    except NotToBeAsked as error:
        return _row(somebody, Result.NOT_NOW, str(error))
    except DomainError as error:
        return _row(somebody, Result.NO_SEAT, str(error))
    free.remove(seat)
    return _row(somebody, Result.ASKED, f"Seat: {seat}", asked)


def _seat_for(somebody: Somebody, free: Sequence[Seat]) -> Seat | None:
    """Who comes for themselves gets a seat that hopes for individuals, or for nobody in
    particular, before one that hopes for others."""
    if somebody.organisation is not None:
        return seat_for(somebody.organisation, free)
    open_to = [seat for seat in free if seat.is_open_to(None)]
    return min(open_to, key=lambda seat: LIKED.get(seat.sector, len(LIKED)), default=None)


def _row(
    somebody: Somebody, result: Result, told: str, invitation: Invitation | None = None
) -> GroupAskRow:
    return GroupAskRow(
        name=somebody.name,
        email=somebody.email,
        organisation=str(somebody.organisation or somebody.whence),
        result=result,
        told=told,
        invitation=invitation,
    )
