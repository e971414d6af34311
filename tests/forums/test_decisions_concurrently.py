"""Two at once: the first is held between looking and writing, where the second could slip in."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from coalition.verifying import faults
from forums.actions import (
    decision_course,
    decisions,
    delegation_course,
    dissents,
    overrides,
)
from forums.models import Decision, Delegation, Dissent, Override
from forums.spending import left
from tests import make
from tests.forums.test_forums_concurrently import Held, both

WHY = "The supplier recalled these locks on Tuesday, because their keys open other doors as well."


@pytest.fixture
def room(transactional_db):
    programme = make.programme()
    lena = make.user("Lena", role="programme_lead", programme=programme)
    return make.active_forum(programme=programme, by=lena), lena


def power(room, **fields):
    forum, lena = room
    return make.delegation(forum, drafted_by=lena, granted=True, **fields)


def test_dec_5_two_decisions_cannot_spend_the_same_money(room, monkeypatch):
    forum, lena = room
    held = power(room, per_decision_limit=Decimal(500), period_limit=Decimal(800))

    def spend():
        return make.decision(forum, by=lena, delegation=held, value=Decimal(500))

    first, second = both(Held(monkeypatch, Decision), spend, spend)

    assert (first.status, second.status) == ("decided", "recommended")
    assert "£300 is left" in second.outside[0]
    assert left(held, timezone.localdate()) == 300


def test_dec_5_nor_from_two_delegations_that_come_from_one(room, monkeypatch):
    forum, lena = room
    held = power(room, period_limit=Decimal(800), sub_delegation=True)
    grace = make.chair_of(forum)
    to_two = [make.forum(programme=forum.programme, by=lena) for _ in range(2)]
    fields = {"parent": held, "role_holder": grace, "office_title": "Chair"}
    fields |= {"expires_on": held.last_day, "period_limit": Decimal(500)}
    one, other = (
        make.delegation(beside, drafted_by=lena, granted=True, **fields) for beside in to_two
    )

    first, second = both(
        Held(monkeypatch, Decision),
        lambda: make.decision(to_two[0], by=lena, delegation=one, value=Decimal(500)),
        lambda: make.decision(to_two[1], by=lena, delegation=other, value=Decimal(500)),
    )

    assert (first.status, second.status) == ("decided", "recommended")
    assert left(held, timezone.localdate()) == 300


def test_dec_1_what_is_recorded_while_its_power_is_revoked_is_a_recommendation(room, monkeypatch):
    forum, lena = room
    held = power(room)

    _, second = both(
        Held(monkeypatch, Delegation),
        lambda: delegation_course.revoke(
            delegation=held, reason="The money is gone.", by=held.role_holder
        ),
        lambda: make.decision(forum, by=lena, delegation=held),
    )

    assert second.status == "recommended"
    assert "was revoked" in second.outside[0]


def test_it_is_published_once(room, monkeypatch):
    forum, lena = room
    made = make.decision(forum, by=lena, delegation=power(room))

    def publish():
        return decisions.publish(decision=Decision.objects.get(pk=made.pk), by=lena)

    first, second = both(Held(monkeypatch, Decision), publish, publish)

    assert first.status == "effective"
    assert "is published, so it stays" in second


def test_what_is_published_in_this_moment_is_not_put_right_any_more(room, monkeypatch):
    forum, lena = room
    held = power(room)
    made = make.decision(forum, by=lena, delegation=held)

    _, second = both(
        Held(monkeypatch, Decision),
        lambda: decisions.publish(decision=made, by=lena),
        lambda: decisions.rewrite(decision=made, delegation=held, text="Doors.", by=lena),
    )

    assert "is published, so it stays" in second


def test_ovr_1_what_is_overruled_in_this_moment_does_not_take_effect(room, monkeypatch):
    forum, lena = room
    held = power(room, call_in_days=2)
    made = make.decision(forum, by=lena, delegation=held, published=True)
    day = made.call_in_until + timedelta(days=1)

    both(
        Held(monkeypatch, Override),
        lambda: overrides.override(
            decision=made,
            kind="overruled",
            office="Director",
            body=forum.convened_by,
            decided_on=timezone.localdate(),
            reason=WHY,
            by=held.role_holder,
        ),
        lambda: decision_course.take_effect(decision=made, today=day),
    )

    assert Decision.objects.get(pk=made.pk).status == "overruled"


def test_ovr_3_an_answer_in_this_moment_is_not_noted_as_missing(room, monkeypatch):
    forum, lena = room
    made = make.decision(forum, by=lena, published=True)
    day = made.answer_due + timedelta(days=1)

    both(
        Held(monkeypatch, Decision),
        lambda: decision_course.answer(decision=made, status="adopted", words="", by=lena),
        lambda: overrides.note_unanswered(decision=made, today=day),
    )

    assert not Override.objects.exists()


def test_ovr_3_it_is_noted_once_though_two_workers_see_it(room, monkeypatch):
    forum, lena = room
    made = make.decision(forum, by=lena, published=True)
    day = made.answer_due + timedelta(days=1)

    def note():
        return overrides.note_unanswered(decision=made, today=day)

    both(Held(monkeypatch, Override), note, note)

    assert Override.objects.count() == 1
    assert list(faults()) == []


def test_dec_4_words_are_approved_once_from_two_devices(room, monkeypatch):
    forum, lena = room
    made = make.decision(forum, by=lena, delegation=power(room))
    member = forum.memberships.live().get(seat__kind="chair")
    grace = make.chair_of(forum)

    def say(words):
        return dissents.say(
            decision=made, membership=member, words=words, shown_as="seat", by=grace
        )

    _, second = both(
        Held(monkeypatch, Dissent), lambda: say("Too dear."), lambda: say("Too cheap.")
    )

    assert "approved your words already" in second
    assert Dissent.objects.get().words == "Too dear."
