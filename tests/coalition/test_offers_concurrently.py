"""Two at once: the first is held between looking and writing, where the second could slip in."""

import uuid
from concurrent.futures import ThreadPoolExecutor, TimeoutError

import pytest
from django.db import connection
from django.utils import timezone

from coalition.actions import offer_intake, offers
from coalition.domain import DomainError
from coalition.models import Contributor, JournalEntry, Mail, Offer
from tests import make


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
def test_of_two_who_acknowledge_at_once_one_wins_and_the_other_is_told(held):
    programme = make.programme()
    lena = make.user("Lena", role="programme_lead", programme=programme)
    zoe = make.user("Zoe", role="programme_lead", programme=programme)
    offer = make.offer(programme=programme, contributor=make.contributor())
    is_held, let_go = held(Offer)
    answer = {"offer": offer, "how": "call", "next_contact_on": timezone.localdate()}

    with ThreadPoolExecutor(2) as pool:
        first = in_thread(pool, offers.acknowledge, **answer, by=lena)
        assert is_held.wait(5)
        second = in_thread(pool, offers.acknowledge, **answer, by=zoe)
        with pytest.raises(TimeoutError):
            second.result(0.3)  # waits for the row
        let_go.set()
        first.result(5)
        told = second.result(5)

    offer.refresh_from_db()
    assert offer.acknowledged_by == lena
    assert str(told).startswith("Lena has answered this offer already")
    assert JournalEntry.objects.filter(kind=offers.OFFER_ACKNOWLEDGED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_person_one_offer_and_one_receipt(held):
    """Story 1: even when the second arrives before the first has written anything."""
    programme = make.programme()
    is_held, let_go = held(Contributor)
    same = {
        "programme": programme,
        "letter_name": "Nadia Haddad",
        "email": "nadia@example.org",
        "kind": "stay",
        "headline": "Two rooms",
        "form_key": uuid.uuid4(),
        "by": None,
    }

    with ThreadPoolExecutor(2) as pool:
        first = in_thread(pool, offer_intake.log_from, **same)
        assert is_held.wait(5)
        second = in_thread(pool, offer_intake.log_from, **same)
        second.result(5)
        let_go.set()
        assert first.result(5) == second.result(5)

    assert Contributor.objects.count() == 1
    assert Offer.objects.count() == 1
    assert Mail.objects.count() == 1
