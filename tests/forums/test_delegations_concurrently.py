"""Two at once: the first is held between looking and writing, where the second could slip in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from coalition.verifying import faults
from forums.actions import delegation_course, delegations, forums
from forums.authority.record import fingerprint
from forums.models import Delegation, Forum
from tests import make
from tests.forums.test_forums_concurrently import Held, both


@pytest.fixture
def room(transactional_db):
    programme = make.programme()
    lena = make.user("Lena", role="programme_lead", programme=programme)
    return make.active_forum(programme=programme, by=lena), lena


def approve(row):
    row = Delegation.objects.get(pk=row.pk)
    return delegation_course.approve(delegation=row, seen=fingerprint(row), by=row.role_holder)


def revoke(row):
    return delegation_course.revoke(
        delegation=Delegation.objects.get(pk=row.pk),
        reason="The money is gone.",
        by=row.role_holder,
    )


def child_of(held, room, lena):
    grace = make.chair_of(room)
    beside = make.forum(programme=room.programme, by=lena)
    return make.delegation(
        beside, drafted_by=lena, sent=True, parent=held, role_holder=grace,
        office_title="Chair", expires_on=held.last_day,
    )  # fmt: skip


def test_del_1_two_clicks_hand_it_over_once(room, monkeypatch):
    forum, lena = room
    sent = make.delegation(forum, drafted_by=lena, sent=True)

    first, second = both(
        Held(monkeypatch, Delegation), lambda: approve(sent), lambda: approve(sent)
    )

    assert first.status == "live"
    assert "is in force now" in second


def test_what_is_approved_is_what_was_read_though_somebody_takes_it_back(room, monkeypatch):
    forum, lena = room
    sent = make.delegation(forum, drafted_by=lena, sent=True)

    first, second = both(
        Held(monkeypatch, Delegation),
        lambda: delegations.send_back(delegation=sent, because="Not yet.", by=sent.role_holder),
        lambda: approve(sent),
    )

    assert first.status == "draft"
    assert "is draft now" in second


def test_del_6_nothing_is_handed_on_from_what_ends_in_this_moment(room, monkeypatch):
    forum, lena = room
    held = make.delegation(forum, drafted_by=lena, granted=True, sub_delegation=True)
    child = child_of(held, forum, lena)

    _, second = both(Held(monkeypatch, Delegation), lambda: revoke(held), lambda: approve(child))

    assert "is not in force" in second


def test_del_6_what_is_handed_on_in_this_moment_ends_with_its_parent(room, monkeypatch):
    forum, lena = room
    held = make.delegation(forum, drafted_by=lena, granted=True, sub_delegation=True)
    child = child_of(held, forum, lena)

    both(Held(monkeypatch, Delegation), lambda: approve(child), lambda: revoke(held))

    assert not Delegation.objects.in_force().exists()
    assert Delegation.objects.get(pk=child.pk).status == "revoked"


@pytest.mark.parametrize("ends_first", [True, False])
def test_frm_4_a_forum_never_promises_to_decide_what_ends_in_this_moment(
    room, monkeypatch, ends_first
):
    forum, lena = room
    held = make.delegation(forum, drafted_by=lena, granted=True)

    def promise():
        return forums.change(forum=forum, promise="decide", by=lena)

    if ends_first:
        both(Held(monkeypatch, Delegation), lambda: revoke(held), promise)
    else:
        both(Held(monkeypatch, Forum), promise, lambda: revoke(held))

    assert Forum.objects.get(pk=forum.pk).promise != "decide"


def test_only_one_of_two_takes_the_place_of_another(room, monkeypatch):
    forum, lena = room
    old = make.delegation(forum, drafted_by=lena, granted=True)
    new, newer = (
        make.delegation(forum, drafted_by=lena, sent=True, replaces=old) for _ in range(2)
    )

    _, second = both(Held(monkeypatch, Delegation), lambda: approve(new), lambda: approve(newer))

    assert "taken its place already" in second
    assert Delegation.objects.in_force().get() == Delegation.objects.get(pk=new.pk)


def test_it_expires_once_though_two_workers_see_it(room, monkeypatch):
    forum, lena = room
    held = make.delegation(forum, drafted_by=lena, granted=True)
    day = held.last_day + timedelta(days=1)

    def expire():
        return delegation_course.expire(delegation=held, today=day)

    first, second = both(Held(monkeypatch, Delegation), expire, expire)

    assert (first.status, second.status) == ("expired", "expired")
    assert list(faults()) == []


def test_whoever_spends_waits_for_who_spends_from_the_same_source(room):
    """lock_chain: two that were handed on from one wait for each other (DEC-5)."""
    forum, lena = room
    held = make.delegation(forum, drafted_by=lena, granted=True, sub_delegation=True)
    one, other = (make.grant(child_of(held, forum, lena)) for _ in range(2))

    def held_up():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
        try:
            with transaction.atomic():
                return Delegation.objects.lock_chain(other)
        finally:
            connection.close()

    with transaction.atomic():
        chain = Delegation.objects.lock_chain(one)
        with ThreadPoolExecutor(1) as pool, pytest.raises(OperationalError, match="lock timeout"):
            pool.submit(held_up).result(10)

    assert chain == [held, one]
    assert timezone.localdate() in one.life
