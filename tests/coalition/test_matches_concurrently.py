"""Two at once: the first is held between looking and writing, where the second could slip in."""

from concurrent.futures import ThreadPoolExecutor, TimeoutError

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from coalition.actions import holds, matches
from coalition.domain import DomainError
from coalition.models import Hold, JournalEntry, Mail, Match
from tests import make
from tests.coalition.offer_steps import today


def in_thread(pool, function, **arguments):
    def run():
        try:
            return function(**arguments)
        except (DomainError, IntegrityError) as error:
            return error
        finally:
            connection.close()

    return pool.submit(run)


@pytest.fixture
def world(transactional_db):
    """Twelve rooms, accepted, and two needs that could each use ten of them."""
    programme = make.programme()
    lena = make.user("Lena", role="programme_lead", programme=programme)
    offer = make.offer(
        programme=programme, contributor=make.contributor(), accepted_by=lena, quantity=12
    )
    needs = [make.need(raised_by=make.user(), verified_by=lena) for _ in "12"]
    return lena, offer, needs


def test_mat1_two_matchers_at_once_cannot_exceed_the_offer(world, held):
    lena, offer, (one, other) = world
    is_held, let_go = held(Match)
    ask = {"offer": offer, "quantity": 10, "starts_on": today(), "ends_on": today(), "by": lena}

    with ThreadPoolExecutor(2) as pool:
        first = in_thread(pool, matches.propose, need=one, **ask)
        assert is_held.wait(5)
        second = in_thread(pool, matches.propose, need=other, **ask)
        with pytest.raises(TimeoutError):
            second.result(0.3)  # waits for the offer
        let_go.set()
        first.result(5)
        told = second.result(5)

    assert str(told) == "Only 2 of this offer are free now."
    assert Match.objects.aggregate(Sum("quantity")) == {"quantity__sum": 10}


def test_mat1_without_our_locks_the_database_itself_lets_only_one_in(world):
    """The trigger holds the offer while it adds up."""
    lena, offer, (one, other) = world
    row = {"offer": offer, "quantity": 10, "starts_on": today(), "ends_on": today()}
    row |= {"proposed_by": lena, "answer_by": today()}

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Match.objects.create(need=one, **row)
            second = in_thread(pool, Match.objects.create, need=other, **row)
            with pytest.raises(TimeoutError):
                second.result(0.3)
        refused = second.result(5)

    assert "More of this offer is promised than there is" in str(refused)


def test_both_sides_that_say_yes_at_once_agree_once(world, held):
    lena, offer, (one, _) = world
    match = make.match(one, offer, by=lena)
    is_held, let_go = held(Match)

    with ThreadPoolExecutor(2) as pool:
        first = in_thread(pool, matches.agree, match=match, side="offerer", by=None)
        assert is_held.wait(5)
        second = in_thread(pool, matches.agree, match=match, side="need", by=lena)
        with pytest.raises(TimeoutError):
            second.result(0.3)
        let_go.set()
        first.result(5)
        second.result(5)

    match.refresh_from_db()
    assert match.status == Match.Status.ACTIVE
    assert JournalEntry.objects.filter(kind="match.began").count() == 1


HOLDABLE = {
    "whoever offers": lambda match: match.offer.contributor,
    "the organisation that offers": lambda match: match.offer.organisation,
    "the organisation in need": lambda match: match.need.organisation,
}


@pytest.mark.parametrize("subject", HOLDABLE.values(), ids=HOLDABLE)
def test_hld5_a_yes_waits_for_a_hold_that_is_being_placed_and_is_refused(world, held, subject):
    """Otherwise both sides would read how to reach each other a moment after the hold."""
    lena, offer, (one, _) = world
    offer.organisation = make.organisation("Riverside Kitchen")
    offer.save()
    sam = make.user("Sam", role="safeguarding_lead", programme=offer.programme)
    match = matches.agree(match=make.match(one, offer, by=lena), side="need", by=lena)
    is_held, let_go = held(Hold)
    ask = {"subject": subject(match), "scopes": ["matching"], "review_by": today(), "by": sam}

    with ThreadPoolExecutor(2) as pool:
        first = in_thread(pool, holds.place, **ask)
        assert is_held.wait(5)
        second = in_thread(pool, matches.agree, match=match, side="offerer", by=None)
        with pytest.raises(TimeoutError):
            second.result(0.3)
        let_go.set()
        first.result(5)
        told = second.result(5)

    match.refresh_from_db()
    assert "On hold: speak to the safeguarding lead" in str(told)
    assert match.status == Match.Status.NEED_AGREED
    assert not Mail.objects.filter(kind__startswith="match_agreed").exists()


@pytest.mark.parametrize("subject", HOLDABLE.values(), ids=HOLDABLE)
def test_hld5_a_hold_waits_for_a_yes_that_is_being_said(world, held, subject):
    lena, offer, (one, _) = world
    offer.organisation = make.organisation("Riverside Kitchen")
    offer.save()
    sam = make.user("Sam", role="safeguarding_lead", programme=offer.programme)
    match = make.match(one, offer, by=lena)
    is_held, let_go = held(Match)
    ask = {"subject": subject(match), "scopes": ["matching"], "review_by": today(), "by": sam}

    with ThreadPoolExecutor(2) as pool:
        first = in_thread(pool, matches.agree, match=match, side="need", by=lena)
        assert is_held.wait(5)
        second = in_thread(pool, holds.place, **ask)
        with pytest.raises(TimeoutError):
            second.result(0.3)
        let_go.set()
        first.result(5)
        placed = second.result(5)

    assert placed.is_in_force


@pytest.mark.parametrize("subject", HOLDABLE.values(), ids=HOLDABLE)
def test_hld5_nothing_is_proposed_while_a_hold_is_being_placed(world, held, subject):
    lena, offer, (one, _) = world
    offer.organisation = make.organisation("Riverside Kitchen")
    offer.save()
    sam = make.user("Sam", role="safeguarding_lead", programme=offer.programme)
    is_held, let_go = held(Hold)
    held_thing = subject(Match(need=one, offer=offer))
    hold = {"subject": held_thing, "scopes": ["matching"], "review_by": today(), "by": sam}
    ask = {"offer": offer, "quantity": 1, "starts_on": today(), "ends_on": today(), "by": lena}

    with ThreadPoolExecutor(2) as pool:
        first = in_thread(pool, holds.place, **hold)
        assert is_held.wait(5)
        second = in_thread(pool, matches.propose, need=one, **ask)
        with pytest.raises(TimeoutError):
            second.result(0.3)
        let_go.set()
        first.result(5)
        told = second.result(5)

    assert "On hold: speak to the safeguarding lead" in str(told)
    assert not Match.objects.exists()
