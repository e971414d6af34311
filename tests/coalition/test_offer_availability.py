"""Does it still stand? Paused and taken up again, asked about, and run out (OFR-5)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from coalition.actions import offer_availability, offer_clock, offers
from coalition.domain import DomainError
from coalition.models import Mail, Offer
from tests import make
from tests.coalition.offer_steps import accept, kinds, today


@pytest.fixture
def later(monkeypatch):
    """Set the clock so many days ahead."""
    start = timezone.now()

    def move(days):
        monkeypatch.setattr(timezone, "now", lambda: start + timedelta(days=days))
        return timezone.now()

    return move


@pytest.fixture
def accepted(answered, lena):
    return accept(answered, lena)


def stroke(later, day):
    offer_clock.tend(now=later(day))


def test_whoever_offered_pauses_what_was_accepted_and_takes_it_up_again(accepted):
    paused = offer_availability.pause(offer=accepted, by=None)
    assert paused.status == Offer.Status.PAUSED
    assert paused.is_open

    resumed = offer_availability.unpause(offer=accepted, by=None)

    assert resumed.status == Offer.Status.ACCEPTED
    assert kinds(accepted)[-2:] == ["offer.paused", "offer.unpaused"]


def test_a_paused_offer_is_still_owed_news(accepted):
    paused = offer_availability.pause(offer=accepted, by=None)

    assert Offer.objects.needing_news(paused.next_contact_due).get() == paused


def test_only_what_was_accepted_is_paused(answered):
    with pytest.raises(DomainError, match="answered now, so it cannot become paused"):
        offer_availability.pause(offer=answered, by=None)


def test_only_what_is_paused_is_taken_up_again(accepted):
    with pytest.raises(DomainError, match="accepted now, so there is nothing to take up again"):
        offer_availability.unpause(offer=accepted, by=None)


def test_a_paused_offer_is_not_completed(accepted, lena):
    offer_availability.pause(offer=accepted, by=None)

    with pytest.raises(DomainError, match="paused now, so it cannot become completed"):
        offers.complete(offer=accepted, impact="Three families moved in.", by=lena)


def test_ofr5_two_weeks_before_its_end_they_are_asked(answered, later):
    stroke(later, 75)
    assert not Mail.objects.filter(kind="offer_still_available").exists()

    stroke(later, 76)

    mail = Mail.objects.get(kind="offer_still_available")
    assert "Is it still there" in mail.body
    assert kinds(answered)[-1] != "offer.expired"


def test_ofr5_where_the_end_is_far_away_they_are_asked_every_90_days(answered, later):
    Offer.objects.update(available_to=today() + timedelta(days=360))

    stroke(later, 89)
    assert not Mail.objects.filter(kind="offer_still_available").exists()
    stroke(later, 90)

    assert Mail.objects.filter(kind="offer_still_available").count() == 1


def test_the_clock_that_strikes_twice_asks_once(answered, later):
    stroke(later, 76)
    stroke(later, 76)

    assert Mail.objects.filter(kind="offer_still_available").count() == 1


def test_ofr5_two_questions_without_an_answer_and_it_runs_out(answered, later):
    for day in (76, 83, 90):
        stroke(later, day)

    answered.refresh_from_db()
    assert answered.status == Offer.Status.EXPIRED
    assert answered.next_contact_due is None
    assert Mail.objects.filter(kind="offer_still_available").count() == 2
    assert "It was good of you to offer" in Mail.objects.get(kind="offer_expired").body


def test_a_clock_that_stood_still_for_a_month_still_asks_twice(answered, later):
    stroke(later, 120)
    answered.refresh_from_db()
    assert answered.is_open

    stroke(later, 127)
    stroke(later, 134)

    answered.refresh_from_db()
    assert answered.status == Offer.Status.EXPIRED


def test_the_second_question_says_that_it_is_the_last(answered, later):
    stroke(later, 76)
    stroke(later, 83)

    first, second = Mail.objects.filter(kind="offer_still_available").order_by("pk")
    assert "second time" not in first.body
    assert "This is the second time that we ask" in second.body


def test_ofr5_yes_keeps_it_for_90_days_more(answered, later):
    stroke(later, 76)

    kept = offer_availability.confirm(offer=answered, by=None)

    assert kept.available_to == today() + timedelta(days=90)
    assert kept.still_asked_times == 0
    stroke(later, 140)
    assert Mail.objects.filter(kind="offer_still_available").count() == 1


def test_ofr5_yes_never_keeps_it_longer_than_a_year(answered):
    Offer.objects.update(available_to=today() + timedelta(days=900))

    kept = offer_availability.confirm(offer=answered, by=None)

    assert kept.available_to == today() + timedelta(days=365)


def test_yes_comes_too_late_when_it_has_run_out(answered, later):
    for day in (76, 83, 90):
        stroke(later, day)

    with pytest.raises(DomainError, match="run out now. You are welcome to make a new one"):
        offer_availability.confirm(offer=answered, by=None)


def test_l1_an_offer_that_nobody_answered_is_never_asked_about_nor_runs_out(offer, later):
    stroke(later, 200)

    offer.refresh_from_db()
    assert offer.status == Offer.Status.SUBMITTED
    assert not Mail.objects.filter(kind="offer_still_available").exists()


def test_somebody_without_an_address_is_rung_and_does_not_run_out(programme, lena, later):
    person = make.contributor(email="", phone="01632 960123")
    offer = make.offer(programme=programme, contributor=person, answered_by=lena)

    for day in (76, 83, 90, 97):
        stroke(later, day)

    offer.refresh_from_db()
    assert offer.is_open
    assert offer.next_contact_due <= today()
    assert "offer.to_be_rung" in kinds(offer)


def test_the_database_refuses_to_let_an_offer_run_out_unasked(answered):
    with pytest.raises(IntegrityError, match="offer_expired_after_two_questions"):
        Offer.objects.update(status="expired", next_contact_due=None)


def test_ofr3_the_database_refuses_a_promise_beyond_28_days(answered):
    Offer.objects.update(next_contact_due=today() + timedelta(days=28))

    with pytest.raises(IntegrityError, match="within_28_days"), transaction.atomic():
        Offer.objects.update(next_contact_due=today() + timedelta(days=29))
