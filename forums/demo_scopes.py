"""Scopes of the demo world: drafted by one, approved by another, read by most."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from coalition.models import User
from forums.actions import acknowledgements, scopes
from forums.demo_people import person
from forums.demo_world import STRATEGY_ADDS, STRATEGY_CHANGE, DemoForum
from forums.models import Forum, ScopeStatement, Seat
from forums.starting import starting_wording
from forums.wording import Wording


def write(
    forum: Forum, wording: Wording, by: User, note: str = "", review_in: int = 120
) -> ScopeStatement:
    """Drafted and sent for approval; what it does not say is as in our words for its kind."""
    scope = scopes.draft(
        forum=forum,
        wording=replace(
            wording.completed_from(starting_wording(forum)), attribution=forum.attribution
        ),
        change_note=note,
        review_on=timezone.localdate() + timedelta(days=review_in),
        by=by,
    )
    return scopes.send_for_approval(scope=scope, by=by)


def chair_of(forum: Forum) -> User:
    seat = forum.memberships.live().get(seat__kind=Seat.Kind.CHAIR)
    return person(seat.contributor.email.partition("@")[0])


def put_in_force(forum: Forum, told: DemoForum, lena: User) -> None:
    """The chair drafts, Lena approves, and whoever has read it acknowledges."""
    chair = chair_of(forum)
    sent = write(forum, told.wording, chair, review_in=told.review_in)
    scope = scopes.approve(scope=sent, by=lena)
    for seat in told.seats:
        if seat.in_meeting:
            _hear(forum, scope, seat.who, chair)
        elif seat.who and seat.reads:
            _read(forum, scope, seat.who, seat.reserves)


def _hear(forum: Forum, scope: ScopeStatement, who: str, chair: User) -> None:
    """Said so in a meeting, where the chair wrote it down."""
    acknowledgements.write_down(
        membership=forum.memberships.live().held_by(person(who)).get(),
        scope=scope,
        said_on=timezone.localdate(),
        by=chair,
    )


def _read(forum: Forum, scope: ScopeStatement, who: str, reserves: str = "") -> None:
    user = person(who)
    membership = forum.memberships.live().held_by(user).get()
    acknowledgements.acknowledge(
        membership=membership,
        scope=scope,
        for_organisation=bool(reserves),
        reservation=reserves,
        by=user,
    )


def reword(forum: Forum, lena: User) -> None:
    """A minor change: members get a notice (SCO-4)."""
    scope = forum.scopes.effective().with_items().get()
    wording = replace(
        scope.wording,
        purpose=scope.wording.purpose.replace("every second Tuesday", "each fortnight"),
    )
    note = "We now meet on whichever day suits the wards."
    scopes.approve(scope=write(forum, wording, chair_of(forum), note), by=lena)


def widen(forum: Forum, lena: User) -> None:
    """A major change, which two of the members have read so far; Grace has not (SCO-4)."""
    scope = forum.scopes.effective().with_items().get()
    wording = replace(scope.wording, included=(*scope.wording.included, STRATEGY_ADDS))
    sent = write(forum, wording, chair_of(forum), STRATEGY_CHANGE)
    scope = scopes.approve(scope=sent, by=lena)
    for who in ("priya", "helen"):
        _read(forum, scope, who)
