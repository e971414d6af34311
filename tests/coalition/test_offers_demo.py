"""The offers that a visitor finds in the demo world."""

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from coalition import demo
from coalition.models import JournalEntry, Mail, Offer


@pytest.fixture
def world(db):
    demo.build()


def test_the_demo_has_offers_in_every_state_and_two_overdue(world):
    assert Offer.objects.count() >= 20
    assert set(Offer.objects.values_list("status", flat=True)) == set(Offer.Status.values)
    assert Offer.objects.overdue().count() == 2


def test_what_happened_is_as_old_as_the_offer_and_in_order(world):
    for offer in Offer.objects.all():
        times = list(JournalEntry.objects.about(offer).order_by("pk").values_list("at", flat=True))
        assert times == sorted(times)
        assert abs((times[0] - offer.submitted_at).total_seconds()) < 60


def test_the_journal_is_append_only_again_afterwards(world):
    with pytest.raises((IntegrityError, InternalError), match="append-only"), transaction.atomic():
        JournalEntry.objects.update(kind="forged")


def test_no_mail_of_the_past_goes_out(world):
    assert not Mail.objects.filter(kind__startswith="offer_").exists()
