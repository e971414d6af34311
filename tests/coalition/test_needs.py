"""Needs: raised, confirmed by a second person, met, closed with a reason (NED-1 to 3)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.utils import timezone

from coalition import tasks
from coalition.actions import match_course, matches, needs
from coalition.domain import DomainError
from coalition.models import JournalEntry, Mail, Match, Need
from tests import make
from tests.coalition.offer_steps import today

# --- NED-1: a second person ---------------------------------------------------------------------


def test_ned1_a_need_waits_until_a_second_person_confirms_it(kitchen, pat, lena):
    raised = make.need(raised_by=pat, organisation=kitchen)
    assert raised.status == Need.Status.DRAFT

    confirmed = needs.verify(need=raised, opens=True, by=lena)

    assert confirmed.status == Need.Status.OPEN
    assert confirmed.verified_by == lena
    kinds = JournalEntry.objects.about(raised).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["need.raised", "need.verified", "need.opened"]
    assert "Lena has confirmed this need" in Mail.objects.get(kind="need_verified").body


def test_ned1_a_colleague_confirms_and_a_lead_opens(kitchen, pat, lena):
    colleague = make.user("Kim")

    confirmed = needs.verify(
        need=make.need(raised_by=pat, organisation=kitchen), opens=False, by=colleague
    )

    assert confirmed.status == Need.Status.VERIFIED
    assert needs.open_up(need=confirmed, by=lena).status == Need.Status.OPEN


def test_ned1_whoever_raised_it_cannot_confirm_it(kitchen, lena):
    raised = make.need(raised_by=lena, organisation=kitchen)

    with pytest.raises(DomainError, match="somebody else confirms it"):
        needs.verify(need=raised, opens=True, by=lena)


def test_ned1_whoever_put_its_words_right_cannot_confirm_it(kitchen, pat, lena):
    raised = make.need(raised_by=pat, organisation=kitchen)
    needs.change(need=raised, headline="Thirty rooms", by=lena)

    with pytest.raises(DomainError, match="You wrote this need"):
        needs.verify(need=raised, opens=True, by=lena)


def test_ned1_the_database_refuses_whoever_raised_it(kitchen, pat):
    raised = make.need(raised_by=pat, organisation=kitchen)

    with pytest.raises(IntegrityError, match="need_verified_by_somebody_else"):
        Need.objects.filter(pk=raised.pk).update(
            status="verified", verified_by=pat, verified_at=timezone.now()
        )


def test_ned1_the_database_refuses_an_open_need_that_nobody_confirmed(kitchen, pat):
    raised = make.need(raised_by=pat, organisation=kitchen)

    with pytest.raises(IntegrityError, match="need_past_draft_was_verified"):
        Need.objects.filter(pk=raised.pk).update(status="open")


def test_ned1_nothing_is_matched_to_a_need_that_nobody_confirmed(kitchen, pat, lena, rooms):
    raised = make.need(raised_by=pat, organisation=kitchen)

    with pytest.raises(DomainError, match="once a second person has confirmed it"):
        make.match(raised, rooms, by=lena)


def test_a_need_cannot_be_confirmed_twice(need, lena):
    with pytest.raises(DomainError, match="This need is open now"):
        needs.verify(need=need, opens=True, by=lena)


# --- raising and putting right -------------------------------------------------------------------


def test_the_same_form_sent_twice_is_one_need(kitchen, pat):
    key = uuid4()

    first = make.need(raised_by=pat, organisation=kitchen, form_key=key)
    second = make.need(raised_by=pat, organisation=kitchen, form_key=key)

    assert first == second
    assert JournalEntry.objects.filter(kind=needs.NEED_RAISED).count() == 1


def test_words_stay_once_they_are_confirmed(need, pat):
    with pytest.raises(DomainError, match="its words stay"):
        needs.change(need=need, headline="Thirty rooms", by=pat)


@pytest.mark.parametrize("quantity", [0, 1_000_001])
def test_the_database_refuses_a_quantity_that_makes_no_sense(kitchen, pat, quantity):
    with pytest.raises(IntegrityError, match="need_quantity_is_sensible"):
        make.need(raised_by=pat, organisation=kitchen, quantity=quantity)


def test_the_database_refuses_an_end_before_the_start(kitchen, pat):
    with pytest.raises(IntegrityError, match="need_dates_in_order"):
        make.need(
            raised_by=pat,
            organisation=kitchen,
            needed_from=today() + timedelta(days=9),
            needed_by=today() + timedelta(days=8),
        )


# --- NED-3: closed unmet, with a reason -----------------------------------------------------------


def test_ned3_closing_unmet_says_why_and_whoever_raised_it_hears(need, lena):
    closed = needs.close_unmet(need=need, reason="no_offer", by=lena)

    assert closed.status == Need.Status.UNMET_CLOSED
    assert JournalEntry.objects.get(kind=needs.NEED_CLOSED_UNMET).facts == {"reason": "no_offer"}
    assert "Why: Nobody offered it." in Mail.objects.get(kind="need_closed").body


@pytest.mark.parametrize("reason", ["", "because"])
def test_ned3_closing_unmet_needs_a_reason(need, lena, reason):
    with pytest.raises(DomainError, match="Choose why"):
        needs.close_unmet(need=need, reason=reason, by=lena)


def test_ned3_the_database_refuses_one_without_a_reason(need):
    with pytest.raises(IntegrityError, match="need_closed_unmet_says_why"):
        Need.objects.filter(pk=need.pk).update(status="unmet_closed")


def test_a_need_that_is_met_cannot_be_closed_unmet(need, rooms, lena):
    Need.objects.filter(pk=need.pk).update(status="met", fulfilled_quantity=20)

    with pytest.raises(DomainError, match="This need is met now"):
        needs.close_unmet(need=need, reason="no_offer", by=lena)


# --- how much of it is met ------------------------------------------------------------------------


def test_what_arrived_counts_and_the_need_is_partly_met(need, agreed, pat):
    match_course.complete(
        match=agreed, outcome="delivered", impact="Twelve families slept warm.", by=pat
    )

    need.refresh_from_db()
    assert (need.status, need.fulfilled_quantity) == (Need.Status.PART_MET, 12)


def test_a_need_is_met_when_all_of_it_arrived(kitchen, pat, lena, rooms):
    need = make.need(raised_by=pat, verified_by=lena, organisation=kitchen, quantity=12)
    match = make.match(need, rooms, by=lena, agreed=True)

    match_course.complete(
        match=match, outcome="delivered", impact="Twelve families slept warm.", by=pat
    )

    need.refresh_from_db()
    assert (need.status, need.fulfilled_quantity) == (Need.Status.MET, 12)
    assert need.closed_at is not None


def test_the_database_refuses_a_need_met_beyond_itself(need):
    with pytest.raises(IntegrityError, match="need_is_not_met_beyond_itself"):
        Need.objects.filter(pk=need.pk).update(fulfilled_quantity=21)


def test_the_database_refuses_a_need_called_met_that_is_not(need):
    with pytest.raises(IntegrityError, match="need_met_is_met_in_full"):
        Need.objects.filter(pk=need.pk).update(status="met", fulfilled_quantity=19)


# --- withdrawn, and past its date -----------------------------------------------------------------


def test_a_need_that_is_withdrawn_ends_what_was_on_its_way_and_both_are_told(need, match, pat):
    """Story 15: need cancelled."""
    needs.withdraw(need=need, by=pat)

    match.refresh_from_db()
    assert (match.status, match.ended_why) == (Match.Status.CANCELLED, "need_gone")
    assert "It is not needed any more" in Mail.objects.get(kind="match_over_offerer").body
    assert Mail.objects.filter(kind="match_over_need").exists()


def test_an_overdue_need_expires_by_the_clock_and_whoever_raised_it_hears(need):
    yesterday = today() - timedelta(days=1)
    Need.objects.filter(pk=need.pk).update(needed_by=yesterday)

    tasks.expire_needs()
    tasks.expire_needs()

    need.refresh_from_db()
    assert need.status == Need.Status.EXPIRED
    assert "We have stopped looking" in Mail.objects.get(kind="need_expired").body


def test_an_overdue_need_stays_while_something_is_on_its_way(need, match):
    Need.objects.filter(pk=need.pk).update(needed_by=today() - timedelta(days=1))

    tasks.expire_needs()

    need.refresh_from_db()
    assert need.status == Need.Status.OPEN


def test_a_need_expires_only_after_its_day(need):
    Need.objects.filter(pk=need.pk).update(needed_by=today())

    assert needs.expire(need=need).status == Need.Status.OPEN


def test_nobody_proposes_an_offer_for_a_need_that_is_over(need, rooms, pat, lena):
    needs.withdraw(need=need, by=pat)

    with pytest.raises(DomainError, match="This need is withdrawn"):
        matches.propose(
            need=need, offer=rooms, quantity=1, starts_on=today(), ends_on=today(), by=lena
        )
