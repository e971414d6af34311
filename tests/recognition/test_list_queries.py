"""Lists around letters take as many queries for twenty rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recognition.demo_pictures import draw_signature
from recognition.models import Letter
from tests import make


@pytest.fixture
def queries(as_, rosa):
    """queries(url): how many it takes to show the page to Rosa, and the page."""

    def count(url):
        client = as_(rosa)
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            response = client.get(url)
        return len(found), response.text

    return count


def test_signatories_take_the_same_queries_however_many(queries, rosa):
    url = reverse("recognition:signatory_list")
    make.signatory(signature_image=draw_signature())
    few, _ = queries(url)

    for _ in range(19):
        make.signatory(signature_image=draw_signature())
    many, page = queries(url)

    assert page.count(">Eleanor Whitcombe</a>") == 20
    assert many == few


def test_letters_to_oneself_take_the_same_queries_however_many(queries, rosa):
    """Each in a campaign of its own, from another programme every time."""
    me = make.contributor("Rosa", user=rosa)
    url = reverse("recognition:my_letter_list")
    _receive(me, 1)
    few, _ = queries(url)

    _receive(me, 19)
    many, page = queries(url)

    assert page.count("A letter of thanks") == 20
    assert many == few


def test_the_choice_of_recipients_takes_the_same_queries_however_many(queries, rosa):
    campaign = make.campaign([_owed()], by=rosa)
    url = reverse("recognition:campaign_audience", args=[campaign.pk])
    few, _ = queries(url)

    for _ in range(19):
        _owed()
    many, page = queries(url)

    assert page.count('name="event"') == 20
    assert many == few


def _owed():
    return make.event(organisation=make.organisation())


def _receive(contributor, number):
    for _ in range(number):
        programme = make.programme(f"Programme {Letter.objects.count()}")
        event = make.event(contributor, programme=programme)
        make.letter(make.campaign([event], programme=programme, released=True), status="sent")
