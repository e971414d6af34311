"""Two at once about a seat, and a forum that closes meanwhile: one wins, the other is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coalition.models import RoleGrant
from forums.actions import (
    closing,
    invitations,
    leaving,
    life,
    removals,
    scopes,
    seats,
    terms,
)
from forums.models import Forum, Membership, Removal, ScopeStatement, Seat
from tests import make
from tests.forums.test_forums_concurrently import Held, both


@pytest.fixture
def room(transactional_db):
    """Grace chairs it, Nell sits there, Lena and Leo lead its programme."""
    programme = make.programme()
    lena = make.user("Lena", role="programme_lead", programme=programme)
    make.user("Leo", role="programme_lead", programme=programme)
    forum = make.active_forum(programme=programme, by=lena)
    seat = make.seat(forum, by=lena, term_months=6)
    return make.member(seat, make.user("Nell")), make.chair_of(forum), lena


@pytest.fixture
def closing_forum(room):
    member, grace, lena = room
    forum = closing.begin(forum=life.review(forum=member.forum, by=lena), by=lena)
    return forum, grace, lena


def test_mem_2_both_propose_at_once(room, monkeypatch):
    member, grace, lena = room
    held = Held(monkeypatch, Removal)

    _, told = both(
        held,
        lambda: removals.propose(membership=member, reason="absent", by=grace),
        lambda: removals.propose(membership=member, reason="scope", by=lena),
    )

    assert told == "Grace has proposed this already. Confirm it instead."
    assert Removal.objects.get().reason == "absent"


def test_mem_2_the_member_resigns_while_it_is_confirmed(room, monkeypatch):
    member, grace, lena = room
    removal = removals.propose(membership=member, reason="absent", by=grace)
    held = Held(monkeypatch, Membership)

    _, told = both(
        held,
        lambda: seats.resign(membership=member, by=member.contributor.user),
        lambda: removals.confirm(removal=removal, by=lena),
    )

    assert "ended in the meantime" in told
    member.refresh_from_db()
    assert member.ended_reason == "resigned"


def test_mem_2_it_is_withdrawn_while_it_is_confirmed(room, monkeypatch):
    member, grace, lena = room
    removal = removals.propose(membership=member, reason="absent", by=grace)
    held = Held(monkeypatch, Removal)

    _, told = both(
        held,
        lambda: removals.withdraw(removal=removal, by=grace),
        lambda: removals.confirm(removal=removal, by=lena),
    )

    assert "withdrawn now" in told
    member.refresh_from_db()
    assert member.ended_at is None


def test_mem_2_whoever_proposed_it_gives_up_the_chair_while_it_is_confirmed(room, monkeypatch):
    member, grace, lena = room
    removal = removals.propose(membership=member, reason="absent", by=grace)
    chair = member.forum.memberships.get(seat__kind="chair")
    held = Held(monkeypatch, Membership)

    _, told = both(
        held,
        lambda: seats.resign(membership=chair, by=grace),
        lambda: removals.confirm(removal=removal, by=lena),
    )

    assert "Grace no longer chairs" in told


def test_mem_2_whoever_proposed_it_loses_the_role_while_it_is_confirmed(room, monkeypatch):
    member, grace, lena = room
    removal = removals.propose(membership=member, reason="absent", by=lena)
    grant = lena.grants.get()
    held = Held(monkeypatch, Removal)

    def lose():
        return RoleGrant.objects.filter(pk=grant.pk).update(
            from_on=timezone.localdate() - timedelta(days=9),
            to_on=timezone.localdate() - timedelta(days=1),
        )

    confirmed, _ = both(held, lambda: removals.confirm(removal=removal, by=grace), lose)

    assert confirmed.status == "confirmed"  # it was decided while both could


def test_a_term_is_renewed_while_it_ends(room, monkeypatch):
    member, grace, _ = room
    member.term_ends_on = timezone.localdate() - timedelta(days=1)
    member.save()
    held = Held(monkeypatch, Membership)

    both(
        held,
        lambda: terms.renew(membership=member, by=grace),
        lambda: leaving.end_term(membership=member),
    )

    member.refresh_from_db()
    assert member.ended_at is None


def test_frm_3_no_seat_is_added_to_a_forum_that_closes(closing_forum, monkeypatch):
    forum, grace, lena = closing_forum
    held = Held(monkeypatch, Forum)

    _, told = both(
        held,
        lambda: closing.finish(forum=forum, by=lena),
        lambda: make.seat(forum, by=grace),
    )

    assert told == "This forum is closed, so it stays as it is."
    assert Seat.objects.filter(forum=forum).count() == 2


def test_frm_3_no_scope_is_drafted_in_a_forum_that_closes(closing_forum, monkeypatch):
    forum, grace, lena = closing_forum
    held = Held(monkeypatch, Forum)

    _, told = both(
        held,
        lambda: closing.finish(forum=forum, by=lena),
        lambda: make.scope(forum, drafted_by=grace, purpose="More warmth."),
    )

    assert told == "This forum is closed, so it stays as it is."
    assert ScopeStatement.objects.filter(forum=forum).count() == 1


@pytest.mark.parametrize("step", ["redraft", "send", "approve"])
def test_frm_3_a_draft_goes_no_further_in_a_closed_forum(closing_forum, step):
    forum, grace, lena = closing_forum
    scope = make.scope(forum, drafted_by=grace, sent=step == "approve", purpose="More warmth.")
    closing.finish(forum=forum, by=lena)
    text = {"wording": make.wording(), "change_note": "", "review_on": forum.sunset_on}
    acts = {
        "redraft": lambda: scopes.redraft(scope=scope, **text, by=grace),
        "send": lambda: scopes.send_for_approval(scope=scope, by=grace),
        "approve": lambda: scopes.approve(scope=scope, by=lena),
    }

    with pytest.raises(Exception, match="is closed"):
        acts[step]()


def test_frm_3_nobody_is_asked_to_join_a_forum_that_closes(closing_forum, monkeypatch):
    forum, grace, lena = closing_forum
    seat = make.seat(forum, by=lena)
    held = Held(monkeypatch, Forum)

    _, told = both(
        held,
        lambda: closing.finish(forum=forum, by=lena),
        lambda: invitations.invite(seat=seat, email="x@example.org", by=grace, **make.asking()),
    )

    assert "is closed. Nobody joins it any more." in told


def test_frm_3_no_difference_is_named_in_a_forum_that_closes(closing_forum, monkeypatch):
    forum, _, lena = closing_forum
    member = forum.memberships.exclude(seat__kind="chair").get()
    held = Held(monkeypatch, Forum)

    _, told = both(
        held,
        lambda: closing.finish(forum=forum, by=lena),
        lambda: make.difference(member, organisation=make.organisation()),
    )

    assert told == "This forum is closed, so it stays as it is."
