"""Nadia offers two rooms; Lena may have answered her. The Kitchen needs twenty."""

import pytest
from django.utils import timezone

from coalition.actions import offers
from tests import make
from tests.coalition.offer_steps import SOON, today


@pytest.fixture
def nadia(db):
    return make.contributor("Nadia Haddad", salutation="Ms Haddad", email="nadia@example.org")


@pytest.fixture
def offer(programme, nadia, lena):
    return make.offer(programme=programme, contributor=nadia, headline="Two rooms for a family")


@pytest.fixture
def answered(offer, lena):
    return offers.acknowledge(offer=offer, how="call", next_contact_on=today() + SOON, by=lena)


@pytest.fixture
def need(programme, kitchen, pat, lena):
    """Twenty rooms, raised by Pat, confirmed by Lena."""
    return make.need(raised_by=pat, verified_by=lena, organisation=kitchen, headline="Twenty rooms")


@pytest.fixture
def rooms(programme, nadia, lena):
    """Twelve of Nadia's, accepted; her address is verified."""
    return make.offer(
        programme=programme,
        contributor=nadia,
        accepted_by=lena,
        quantity=12,
        area="Aldermere, Northside",
        headline="Twelve rooms above the old bakery",
        contact_verified_at=timezone.now(),
        contact_verified_email=nadia.email,
    )


@pytest.fixture
def match(need, rooms, lena):
    return make.match(need, rooms, by=lena)


@pytest.fixture
def agreed(need, rooms, lena):
    return make.match(need, rooms, by=lena, agreed=True)
