"""Whoever offers may ask not to be named: only who answers knows, until both sides agree."""

import pytest
from django.urls import reverse

from coalition.actions import matches
from coalition.models import Offer
from coalition.models.offer_words import UNNAMED
from tests import make

NAME = "Nadia Haddad"


@pytest.fixture
def unnamed(rooms):
    Offer.objects.update(asks_not_to_be_named=True)
    rooms.refresh_from_db()
    return rooms


def test_whoever_offers_asks_for_it_by_their_link(client, offer):
    words = {"kind": "stay", "what": "Two rooms", "quantity": "2", "per": "once"}
    path = reverse("offer_private_edit", args=[offer.ref, offer.link_key])

    client.post(path, {**words, "asks_not_to_be_named": "on"})

    offer.refresh_from_db()
    assert offer.asks_not_to_be_named
    assert "Shown only to whoever answers" in client.get(offer.private_path).text


def test_who_answers_knows_the_name_on_the_page_and_no_list_tells_it(as_, unnamed, lena):
    page = as_(lena).get(unnamed.get_absolute_url()).text
    listed = as_(lena).get(reverse("offer_list")).text
    exported = as_(lena).get(reverse("offer_export")).getvalue().decode()

    assert f"{NAME}, offered" in page
    for text in (listed, exported):
        assert UNNAMED in text
        assert NAME not in text


def test_without_the_wish_lists_tell_the_name(as_, rooms, lena):
    assert NAME in as_(lena).get(reverse("offer_list")).text
    assert NAME in as_(lena).get(reverse("offer_export")).getvalue().decode()


def test_a_call_lists_no_name(as_, unnamed, lena):
    call = make.call(programme=unnamed.programme, by=lena)
    Offer.objects.update(call=call)

    page = as_(lena).get(reverse("call_detail", args=[call.pk])).text

    assert UNNAMED in page
    assert NAME not in page


def test_a_coordinator_reads_of_the_organisation_only(as_, unnamed, kitchen, pat):
    Offer.objects.update(organisation=kitchen)

    page = as_(pat).get(unnamed.get_absolute_url()).text

    assert f"{kitchen}, {UNNAMED}, offered" in page
    assert NAME not in page


def test_whoever_offers_reads_their_own_name(as_, unnamed, nadia):
    nadia.user = make.user("Nadia")
    nadia.save()

    assert f"{NAME}, offered" in as_(nadia.user).get(unnamed.get_absolute_url()).text


def test_mat_2_a_match_names_them_once_both_have_agreed(as_, unnamed, need, lena):
    proposing = as_(lena).get(reverse("match_new", args=[need.ref, unnamed.ref])).text
    match = make.match(need, unnamed, by=lena)
    before = as_(lena).get(need.get_absolute_url()).text
    matches.agree(match=match, side="offerer", by=None)
    matches.agree(match=match, side="need", by=lena)
    after = as_(lena).get(need.get_absolute_url()).text

    assert UNNAMED in proposing
    assert UNNAMED in before
    assert NAME not in proposing + before
    assert NAME in after
