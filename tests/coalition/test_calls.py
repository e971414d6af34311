"""Calls for offers: enough is enough (CAL-1), and everyone gets an answer (CAL-2)."""

from concurrent.futures import ThreadPoolExecutor, TimeoutError
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from coalition.actions import calls, offer_intake, offers
from coalition.domain import DomainError
from coalition.models import CallForOffers, Mail, Offer
from tests import make
from tests.coalition.offer_steps import today

Status = CallForOffers.Status


@pytest.fixture
def call(programme, lena):
    return make.call(programme=programme, by=lena)


def offered(call, quantity, answered_by=None):
    return make.offer(
        programme=call.programme,
        contributor=make.contributor(),
        call=call,
        quantity=quantity,
        answered_by=answered_by,
    )


def test_a_call_begins_as_a_draft_that_nobody_sees(programme, lena):
    call = make.call(programme=programme, by=lena, opened=False)

    assert call.status == Status.DRAFT
    assert not CallForOffers.objects.published().exists()


def test_cal1_reaching_the_target_makes_it_full(call):
    offered(call, 4)
    call.refresh_from_db()
    assert call.status == Status.OPEN

    offered(call, 6)

    call.refresh_from_db()
    assert call.status == Status.FULL_WAITLIST
    assert "has reached its target" in Mail.objects.get(kind="call_full").subject


def test_cal1_whoever_comes_after_that_is_on_the_waiting_list_and_told_so(call):
    offered(call, 10)

    late = offered(call, 1)

    assert late.waitlisted_at
    assert "on the waiting list" in Mail.objects.filter(kind="offer_receipt").latest("pk").body


def test_cal1_the_waiting_list_ends_at_120_per_cent(call):
    offered(call, 10)
    offered(call, 2)

    with pytest.raises(DomainError, match="The waiting list is full as well. We have found ten"):
        offered(call, 1)


def test_cal1_what_was_turned_away_or_taken_back_does_not_count(call, lena):
    first = offered(call, 9, answered_by=lena)
    offers.decline(offer=first, reason="timing", sentence="It comes too late for us.", by=lena)
    offers.withdraw(offer=offered(call, 9), by=None)

    offered(call, 9)

    call.refresh_from_db()
    assert call.status == Status.OPEN


def test_cal1_an_offer_that_grows_can_fill_it(call):
    offer = offered(call, 4)

    offer_intake.change(offer=offer, by=None, quantity=10)

    call.refresh_from_db()
    assert call.status == Status.FULL_WAITLIST


def test_cal1_a_form_sent_twice_counts_once(call, programme, nadia):
    key = "3f1f8f9e-8f3b-4df5-9f2a-0f6c9a3e1a77"
    same = {"programme": programme, "contributor": nadia, "call": call, "form_key": key}

    for _ in range(2):
        make.offer(**same, quantity=6)

    call.refresh_from_db()
    assert call.status == Status.OPEN
    assert call.offers.taken_quantity() == 6


def in_thread(pool, function, **arguments):
    def run():
        try:
            return function(**arguments)
        except DomainError as error:
            return error
        finally:
            connection.close()

    return pool.submit(run)


@pytest.mark.django_db(transaction=True)
def test_cal1_of_two_who_come_for_the_last_place_one_waits_and_is_told(held):
    programme = make.programme()
    lena = make.user("Lena", role="programme_lead", programme=programme)
    call = make.call(programme=programme, by=lena, target_quantity=1, waitlist_percent=100)
    people = [make.contributor(), make.contributor()]
    is_held, let_go = held(Offer)

    with ThreadPoolExecutor(2) as pool:
        same = {"programme": programme, "call": call}
        first = in_thread(pool, make.offer, contributor=people[0], **same)
        assert is_held.wait(5)
        second = in_thread(pool, make.offer, contributor=people[1], **same)
        with pytest.raises(TimeoutError):
            second.result(0.3)  # waits for the call
        let_go.set()
        first.result(5)
        told = second.result(5)

    call.refresh_from_db()
    assert call.status == Status.FULL_WAITLIST
    assert str(told).startswith("The waiting list is full as well")
    assert Offer.objects.count() == 1


# --- Opened, paused, raised -----------------------------------------------------------------------


def test_a_paused_call_takes_nothing(call, lena):
    calls.pause(call=call, by=lena)

    with pytest.raises(DomainError, match="stopped taking offers while this page was open"):
        offered(call, 1)


def test_a_call_is_opened_again(call, lena):
    calls.pause(call=call, by=lena)

    assert calls.open_call(call=call, by=lena).status == Status.OPEN


def test_cal1_a_call_that_was_full_is_full_when_it_is_opened_again(call, lena):
    offered(call, 10)
    calls.pause(call=call, by=lena)

    assert calls.open_call(call=call, by=lena).status == Status.FULL_WAITLIST


def test_cal1_a_full_call_is_opened_only_by_raising_its_target(call, lena):
    offered(call, 10)
    with pytest.raises(DomainError, match="The target is reached. Raise it first"):
        calls.open_call(call=call, by=lena)

    assert calls.change(call=call, by=lena, target_quantity=11).status == Status.OPEN
    assert calls.change(call=call, by=lena, target_quantity=10).status == Status.FULL_WAITLIST


def test_a_draft_is_not_paused(programme, lena):
    call = make.call(programme=programme, by=lena, opened=False)

    with pytest.raises(DomainError, match="This call is draft now, so it cannot become paused"):
        calls.pause(call=call, by=lena)


# --- By the clock ---------------------------------------------------------------------------------


def test_a_call_opens_by_itself_once_a_lead_has_said_so(programme, lena, monkeypatch):
    opens = timezone.now() + timedelta(days=2)
    said = make.call(programme=programme, by=lena, opens_at=opens)
    unsaid = make.call(programme=programme, by=lena, opened=False, opens_at=opens)
    assert said.status == Status.DRAFT
    later = timezone.now() + timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)

    calls.tend(now=later)
    calls.tend(now=later)

    said.refresh_from_db()
    unsaid.refresh_from_db()
    assert (said.status, unsaid.status) == (Status.OPEN, Status.DRAFT)


def past_its_end(call):
    CallForOffers.objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    calls.tend(now=timezone.now())
    call.refresh_from_db()
    return call


def test_cal2_a_call_whose_last_day_is_over_closes_when_nobody_waits(call):
    assert past_its_end(call).status == Status.CLOSED


def test_cal2_where_somebody_waits_it_takes_no_more_and_asks_for_answers(call):
    offered(call, 1)

    assert past_its_end(call).status == Status.PAUSED


def test_a_call_past_its_end_is_not_opened_again(call, lena):
    past_its_end(call)
    offered_too_late = make.call(programme=call.programme, by=lena)
    offered(offered_too_late, 1)
    past_its_end(offered_too_late)

    with pytest.raises(DomainError, match="Its last day is over. Choose a later one first"):
        calls.open_call(call=offered_too_late, by=lena)


# --- Closed, with an answer for everyone ---------------------------------------------------------


def close(call, by, **dispositions):
    return calls.close(
        call=call,
        by=by,
        dispositions={int(key[1:]): what for key, what in dispositions.items()},
        reason="enough",
        sentence="We have found all the rooms.",
        standby_until=today() + timedelta(days=60),
    )


def test_cal2_closing_needs_an_answer_for_each_undecided_offer(call, lena):
    offered(call, 1, answered_by=lena)

    with pytest.raises(DomainError, match="1 undecided offer still needs an answer"):
        close(call, lena)

    call.refresh_from_db()
    assert call.status == Status.OPEN


def test_cal2_each_gets_the_answer_that_was_chosen(call, lena):
    kept, later, declined = (offered(call, 1, answered_by=lena) for _ in "abc")
    accepted = make.offer(
        programme=call.programme, contributor=make.contributor(), call=call, accepted_by=lena
    )

    close(
        call, lena,
        **{f"_{kept.pk}": "kept", f"_{later.pk}": "standby", f"_{declined.pk}": "declined"},
    )  # fmt: skip

    call.refresh_from_db()
    states = dict(Offer.objects.values_list("pk", "status"))
    assert call.status == Status.CLOSED
    assert states == {
        kept.pk: "acknowledged",
        later.pk: "standby",
        declined.pk: "declined",
        accepted.pk: "accepted",
    }
    assert Offer.objects.get(pk=kept.pk).call_disposition == "kept"
    assert Mail.objects.filter(kind="offer_declined").count() == 1


def test_cal2_an_offer_that_came_in_meanwhile_is_not_forgotten(call, lena):
    first = offered(call, 1, answered_by=lena)
    offered(call, 1)

    with pytest.raises(DomainError, match="some may have come in meanwhile"):
        close(call, lena, **{f"_{first.pk}": "kept"})


def test_ofr2_nobody_is_declined_whom_nobody_has_answered(call, lena):
    new = offered(call, 1)

    with pytest.raises(DomainError, match="never answered by a person"):
        close(call, lena, **{f"_{new.pk}": "declined"})


def test_story14_closing_does_not_decline_more_than_fifty_alone(call, lena, monkeypatch):
    monkeypatch.setattr(calls, "ALONE_AT_MOST", 1)
    both = [offered(call, 1, answered_by=lena) for _ in "ab"]

    with pytest.raises(DomainError, match="need a second person"):
        close(call, lena, **{f"_{offer.pk}": "declined" for offer in both})


def test_a_closed_call_stays_closed(call, lena):
    close(call, lena)

    with pytest.raises(DomainError, match="closed now, so it cannot become closed"):
        close(call, lena)
    with pytest.raises(DomainError, match="This call is closed, so it stays as it was"):
        calls.change(call=call, by=lena, title="Another")


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("call_target_is_sensible", {"target_quantity": 0}),
        ("call_target_is_sensible", {"target_quantity": 1_000_001}),
        ("call_waiting_list_is_sensible", {"waitlist_percent": 99}),
        ("call_says_what_it_says_when_full", {"full_message": ""}),
        ("call_closed_has_its_time", {"status": "closed"}),
        (
            "call_closes_after_it_opens",
            {"opens_at": "2027-01-02T00:00Z", "closes_at": "2027-01-01T00:00Z"},
        ),
    ],
)
def test_the_database_refuses(call, constraint, change):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CallForOffers.objects.update(**change)
