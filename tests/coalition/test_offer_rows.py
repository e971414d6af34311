"""Which offers count as overdue, due or the same; and what the database keeps true."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from coalition.models import Offer
from tests import make
from tests.coalition.offer_steps import today

# --- Which rows -------------------------------------------------------------------------------


def test_an_offer_is_overdue_the_day_after_its_date(offer):
    assert offer not in Offer.objects.overdue(offer.next_contact_due)
    assert offer in Offer.objects.overdue(offer.next_contact_due + timedelta(days=1))


def test_news_is_needed_on_the_promised_day(offer, answered):
    answered.next_contact_due = today()
    answered.save()

    assert answered in Offer.objects.needing_news()


def test_a_new_offer_waits_for_an_answer_and_not_for_news(offer):
    assert offer not in Offer.objects.needing_news(offer.next_contact_due)


def test_the_same_kind_of_help_by_the_same_contact_in_a_week_may_be_a_duplicate(
    offer, programme, nadia
):
    """OFR-7."""
    twin = make.offer(programme=programme, contributor=nadia)

    assert list(Offer.objects.perhaps_same_as(offer)) == [twin]


def test_a_shared_address_counts_as_the_same_contact(offer, programme):
    """OFR-7."""
    partner = make.contributor("Karim Haddad", email="nadia@example.org", email_is_shared=True)
    twin = make.offer(programme=programme, contributor=partner)

    assert list(Offer.objects.perhaps_same_as(offer)) == [twin]


@pytest.mark.parametrize("other", [{"kind": "food"}, {"area": "Northside"}])
def test_another_kind_or_area_is_another_offer(offer, programme, nadia, other):
    """OFR-7."""
    make.offer(programme=programme, contributor=nadia, **other)

    assert not Offer.objects.perhaps_same_as(offer)


def test_after_a_week_it_is_another_offer(offer, programme, nadia):
    """OFR-7."""
    later = make.offer(programme=programme, contributor=nadia)
    later.submitted_at = offer.submitted_at + timedelta(days=8)
    later.save()

    assert not Offer.objects.perhaps_same_as(offer)


# --- What the database keeps true -------------------------------------------------------------


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("offer_quantity_is_sensible", {"quantity": 0}),
        ("offer_quantity_is_sensible", {"quantity": 1_000_001}),
        ("offer_acknowledged_by_a_person", {"acknowledged_how": "call"}),
        ("offer_past_new_was_acknowledged", {"status": "accepted"}),
        ("offer_open_has_a_next_contact_date", {"next_contact_due": None}),
    ],
)
def test_the_database_refuses(offer, constraint, change):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(**change)


def test_the_database_refuses_an_end_before_the_start(offer):
    with pytest.raises(IntegrityError, match="offer_available_in_order"), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(available_from=today(), available_to="2020-01-01")


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("offer_declined_with_a_reason_and_a_sentence", {"status": "declined"}),
        ("offer_completed_says_what_it_made_possible", {"status": "completed"}),
    ],
)
def test_the_database_refuses_an_end_without_words(answered, constraint, change):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Offer.objects.filter(pk=answered.pk).update(**change)


def test_every_open_state_but_accepted_and_paused_is_undecided():
    assert {*Offer.OPEN} - {*Offer.UNDECIDED} == {Offer.Status.ACCEPTED, Offer.Status.PAUSED}
