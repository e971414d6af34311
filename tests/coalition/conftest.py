"""Nadia offers two rooms; Lena may have answered her."""

import pytest

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
