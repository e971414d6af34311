"""Two at once: the first is held between looking and writing, where the second could slip in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Event

import pytest
from django.db import connection
from django.utils import timezone

from coalition.actions import holds
from coalition.domain import DomainError
from coalition.models import Hold
from forums.actions import (
    acknowledgements,
    conversation,
    forums,
    group_invitations,
    invitations,
    lottery,
    scopes,
)
from forums.asking import Somebody
from forums.models import (
    Acknowledgement,
    Candidate,
    Draw,
    Invitation,
    Membership,
    MixTarget,
    ScopeStatement,
    Topic,
)
from forums.wording import Line
from tests import make


@pytest.fixture
def table(transactional_db):
    """A recruiting forum whose scope waits for approval, with a chair's seat."""
    programme = make.programme()
    lena = make.user("Lena", role="programme_lead", programme=programme)
    leo = make.user("Leo", role="programme_lead", programme=programme)
    grace = make.user("Grace")
    forum = make.forum(programme=programme, by=lena, recruiting=True)
    return forum, lena, leo, grace


class Held:
    """Holds one call of `model.save`, the one after so many others, until let go."""

    def __init__(self, monkeypatch, model, *, after=0):
        self.reached, self.let_go = Event(), Event()
        save, calls = model.save, count()

        def held_save(row, **kwargs):
            if next(calls) == after:
                self.reached.set()
                assert self.let_go.wait(10)
            save(row, **kwargs)

        monkeypatch.setattr(model, "save", held_save)


def both(held, one, other):
    """What came of each: one begins first; the other starts while one is held, and then waits for
    the lock that one has."""

    def attempt(action):
        try:
            return action()
        except DomainError as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(attempt, one)
        assert held.reached.wait(10)
        second = pool.submit(attempt, other)
        with pytest.raises(TimeoutError):
            second.result(0.5)  # it waits
        held.let_go.set()
        return first.result(10), second.result(10)


def test_two_approvals_at_once_make_one_version(table, monkeypatch):
    """SCO-1"""
    forum, lena, leo, grace = table
    scope = make.scope(forum, drafted_by=grace, sent=True)
    held = Held(monkeypatch, ScopeStatement)

    _, refused = both(
        held,
        lambda: scopes.approve(scope=scope, by=lena),
        lambda: scopes.approve(scope=scope, by=leo),
    )

    assert "in force now" in refused
    assert forum.scopes.get().approved_by == lena


def test_two_people_with_one_link_get_one_seat(table, monkeypatch):
    """INV-1"""
    forum, lena, _, grace = table
    asked = invitations.invite(seat=forum.seats.get(), email=grace.email, by=lena, **make.asking())
    held = Held(monkeypatch, Membership)

    _, refused = both(
        held,
        lambda: invitations.accept(invitation=asked, by=grace),
        lambda: invitations.accept(invitation=asked, by=grace),
    )

    assert "it is accepted" in refused
    assert Membership.objects.count() == 1


def test_story_4_two_who_ask_for_the_last_seat_at_once_ask_one(table, monkeypatch):
    forum, lena, leo, _ = table
    seat = forum.seats.get()

    def asks(by):
        return lambda: make.invitation(seat, by=by)

    first, refused = both(Held(monkeypatch, Invitation), asks(lena), asks(leo))

    assert "already being asked to take this seat" in refused
    assert Invitation.objects.get() == first


def test_story_4_one_and_several_are_asked_for_the_last_seat_at_once(table, monkeypatch):
    forum, lena, leo, _ = table
    ana = Somebody("Ana", "ana@example.org", why="You know every road.")
    terms = {"time_asked": "An hour", "expenses": "Travel"}

    first, group = both(
        Held(monkeypatch, Invitation),
        lambda: make.invitation(forum.seats.get(), by=lena),
        lambda: group_invitations.ask(forum=forum, people=[ana], by=leo, **terms),
    )

    assert group.rows.get().result == "no_seat"
    assert Invitation.objects.get() == first


def test_story_4_two_lists_for_the_last_seat_at_once_ask_one(table, monkeypatch):
    forum, lena, leo, _ = table
    terms = {"time_asked": "An hour", "expenses": "Travel"}

    def asks(name, by):
        who = [Somebody(name, f"{name}@example.org", why="You know every road.")]
        return lambda: group_invitations.ask(forum=forum, people=who, by=by, **terms)

    groups = both(Held(monkeypatch, Invitation), asks("ana", lena), asks("ben", leo))

    assert [group.rows.get().result for group in groups] == ["asked", "no_seat"]


def test_story_4_two_lists_at_once_share_the_seats_that_there_are(table, monkeypatch):
    """The second waits and then looks what is left, instead of wanting the same seat."""
    forum, lena, leo, _ = table
    make.seat(forum, by=lena, title="Second")
    terms = {"time_asked": "An hour", "expenses": "Travel"}

    def asks(name, by):
        who = [Somebody(name, f"{name}@example.org", why="You know every road.")]
        return lambda: group_invitations.ask(forum=forum, people=who, by=by, **terms)

    groups = both(Held(monkeypatch, Invitation), asks("ana", lena), asks("ben", leo))

    assert [group.rows.get().told for group in groups] == [
        "Seat: Chair",
        "Seat: Second",
    ]


def test_sea_2_two_of_one_organisation_do_not_both_get_a_vote(table, monkeypatch):
    forum, lena, _, grace = table
    kitchen, nell = make.organisation("Kitchen"), make.user("Nell")
    first, second = (
        invitations.invite(
            seat=make.seat(forum, by=lena),
            email=person.email,
            by=lena,
            **make.asking(name=person.name, organisation=kitchen),
        )
        for person in (grace, nell)
    )

    _, refused = both(
        Held(monkeypatch, Membership),
        lambda: invitations.accept(invitation=first, by=grace),
        lambda: invitations.accept(invitation=second, by=nell),
    )

    assert "Kitchen already has 1 seat with a vote" in refused
    assert Membership.objects.get().contributor.user == grace


def test_mix_1_two_targets_that_clash_are_not_both_set(table, monkeypatch):
    forum, lena, leo, _ = table  # one seat
    held = Held(monkeypatch, MixTarget)

    def aim_for(category, by):
        return lambda: make.target(forum, by=by, category=category)

    _, refused = both(held, aim_for("NHS", lena), aim_for("FA", leo))

    assert "2 together, but there is only 1 seat" in refused
    assert forum.targets.get().category == "NHS"


def test_mix_4_two_who_draw_lots_at_once_draw_once(table, monkeypatch):
    forum, lena, leo, _ = table
    call = make.seat_call(forum, by=lena, candidates=[make.user(), make.user()], over=True)

    _, refused = both(
        Held(monkeypatch, Draw),
        lambda: lottery.draw_lots(call=call, by=lena),
        lambda: lottery.draw_lots(call=call, by=leo),
    )

    assert "is drawn now" in refused
    assert Draw.objects.get().drawn_by == lena


def test_two_who_come_forward_at_once_get_two_numbers(table, monkeypatch):
    forum, lena, leo, grace = table
    call = make.seat_call(forum, by=lena)

    one, other = both(
        Held(monkeypatch, Candidate),
        lambda: lottery.come_forward(call=call, organisation=None, by=leo),
        lambda: lottery.come_forward(call=call, organisation=None, by=grace),
    )

    assert [one.number, other.number] == [1, 2]


def test_acknowledging_while_a_new_version_comes_into_force_is_refused(table, monkeypatch):
    """Story 3"""
    forum, lena, leo, grace = table
    old = make.scope(forum, drafted_by=leo, approved_by=lena)
    membership = make.member(forum.seats.get(), grace, reads=False)
    new = make.scope(forum, drafted_by=leo, sent=True, included=(Line("Key safes"),))
    held = Held(monkeypatch, ScopeStatement, after=1)

    _, refused = both(
        held,
        lambda: scopes.approve(scope=new, by=lena),
        lambda: acknowledgements.acknowledge(membership=membership, scope=old, by=grace),
    )

    assert "has changed since" in refused
    assert not Acknowledgement.objects.exists()


def test_ack_1_what_is_recorded_and_clicked_at_once_counts_once(table, monkeypatch):
    forum, lena, leo, grace = table
    make.scope(forum, drafted_by=leo, approved_by=lena)
    make.member(forum.seats.get(), grace)
    nell, scope = make.user("Nell"), forum.scopes.get()
    member = make.member(make.seat(forum, by=lena), nell, reads=False)
    said = {"membership": member, "scope": scope}
    today = timezone.localdate()
    held = Held(monkeypatch, Acknowledgement)

    recorded, clicked = both(
        held,
        lambda: acknowledgements.write_down(
            membership=member, scope=scope, said_on=today, by=grace
        ),
        lambda: acknowledgements.acknowledge(**said, by=nell),
    )

    assert clicked == recorded
    assert member.acknowledgements.count() == 1


def test_an_item_is_not_slipped_into_a_scope_that_is_being_approved(table, monkeypatch):
    """SCO-2: the trigger waits for the approval, and then refuses."""
    forum, lena, _, grace = table
    scope = make.scope(forum, drafted_by=grace, sent=True)
    held = Held(monkeypatch, ScopeStatement)

    def slip_in():
        try:
            scope.items.create(kind="in", text="Parking", position=9)
        except Exception as error:
            raise DomainError(str(error)) from error

    _, refused = both(held, lambda: scopes.approve(scope=scope, by=lena), slip_in)

    assert "never changes" in refused


def _hold_on_grace(person, programme):
    sam = make.user("Sam", role="safeguarding_lead", programme=programme)
    soon = timezone.localdate() + timedelta(days=30)
    return lambda: holds.place(subject=person, scopes=["seats"], review_by=soon, by=sam)


def test_hld_5_nobody_takes_a_seat_while_a_hold_is_being_placed(table, monkeypatch):
    forum, lena, _, grace = table
    person = make.contributor("Grace", user=grace, email=grace.email)
    asked = invitations.invite(
        seat=forum.seats.get(), email=grace.email, by=lena, **make.asking(name="Grace")
    )

    _, told = both(
        Held(monkeypatch, Hold),
        _hold_on_grace(person, forum.programme),
        lambda: invitations.accept(invitation=asked, by=grace),
    )

    assert "On hold: speak to the safeguarding lead" in told
    assert not Membership.objects.exists()


def test_hld_5_nothing_is_added_while_a_hold_is_being_placed(table, monkeypatch):
    forum, lena, leo, grace = table
    make.scope(forum, drafted_by=leo, approved_by=lena)
    chair = make.member(forum.seats.get(), grace)
    forums.activate(forum=forum, by=lena)

    _, told = both(
        Held(monkeypatch, Hold),
        _hold_on_grace(chair.contributor, forum.programme),
        lambda: conversation.start_topic(
            membership=chair, title="Beds", tag="question", body="How many?", by=grace
        ),
    )

    assert "On hold: speak to the safeguarding lead" in told
    assert not Topic.objects.exists()
