"""Calls, notes and mentions on pages; and all thanks to one person or organisation."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recognition.models import Acknowledgement
from tests import make
from tests.recognition.test_ledger_pages import page

OWED = reverse("recognition:event_list")


@pytest.fixture
def event(programme):
    person = make.contributor("Ben Yardley", phone="07700 900123", adult="yes")
    return make.event(person, programme=programme)


def at(name, row):
    return reverse(f"recognition:{name}", args=[row.pk])


def test_a_call_is_planned_and_made_in_two_taps(as_, rosa, event):
    client = as_(rosa)
    data = {"kind": "call", "thanker": "programme_lead", "giver": rosa.pk}
    shown = page(client.post(at("acknowledgement_new", event), data, follow=True))
    assert "07700 900123" in shown
    assert "I am calling to thank you: you cooked supper" in shown
    given = Acknowledgement.objects.get()

    shown = page(client.post(at("acknowledgement_give", given), follow=True))

    assert "Ben Yardley has been thanked." in shown
    event.refresh_from_db()
    assert event.outcome == "thanked"


def test_akn1_what_they_do_not_like_is_not_on_offer(as_, rosa, event):
    make.preference(event.contributor, channels=["phone"])

    shown = page(as_(rosa).get(at("acknowledgement_new", event)))

    assert 'value="call"' in shown
    assert 'value="note"' not in shown
    assert 'value="mention"' not in shown


def test_a_refusal_is_said_in_the_form(as_, rosa, event):
    make.acknowledgement(event, giver=rosa)
    data = {"kind": "call", "thanker": "programme_lead", "giver": rosa.pk}

    response = as_(rosa).post(at("acknowledgement_new", event), data)

    assert response.status_code == 422
    assert "in that way already" in page(response)


def test_a_hold_takes_the_button_away(as_, rosa, event, sam):
    given = make.acknowledgement(event, giver=rosa)
    make.hold(event.contributor, "recognition", by=sam)

    shown = page(as_(rosa).get(given.get_absolute_url()))

    assert "On hold" in shown
    assert "I spoke to them" not in shown
    assert "07700 900123" not in shown


def test_nobody_answered_drop_and_come_back_are_buttons(as_, rosa, event):
    client = as_(rosa)
    call = make.acknowledgement(event, giver=rosa)
    assert "nobody answered" in page(client.post(at("acknowledgement_miss", call), follow=True))
    client.post(at("acknowledgement_drop", call))
    note = make.acknowledgement(event, giver=rosa, kind="note", given=timezone.now())
    assert "It came back" in page(client.get(note.get_absolute_url()))
    client.post(at("acknowledgement_return", note))

    states = Acknowledgement.objects.order_by("pk").values_list("status", flat=True)
    assert list(states) == ["dropped", "returned"]


def test_the_list_says_who_does_what_by_when(as_, rosa, event):
    make.acknowledgement(event, giver=rosa)

    assert "Call: Rosa, by " in page(as_(rosa).get(OWED))


def test_akn3_the_list_says_what_is_still_right(as_, rosa):
    make.event(due_on=timezone.localdate() - timedelta(days=100))
    make.event(due_on=timezone.localdate() - timedelta(days=400))

    shown = page(as_(rosa).get(OWED))

    assert "Late: the late letter, or a call" in shown
    assert "Over a year late: the lead decides" in shown


def test_what_one_has_taken_on_stands_on_the_first_page(as_, lena, event):
    make.acknowledgement(event, giver=lena)

    assert "Call: thank Ben Yardley" in page(as_(lena).get(reverse("dashboard")))


def test_all_thanks_to_a_person_and_to_an_organisation(as_, lena, kitchen, programme):
    person = make.contributor("Ann Baker", organisation=kitchen)
    event = make.event(person, organisation=kitchen, programme=programme)
    make.acknowledgement(event, giver=lena, given=timezone.now())
    hidden = make.event(person, programme=make.programme("Another"), what_they_did="hid")

    for row, name in [(person, "person_history"), (kitchen, "organisation_history")]:
        shown = page(as_(lena).get(at(name, row)))
        assert "Cooked supper" in shown
        assert "given" in shown
        assert hidden.what_they_did.capitalize() not in shown
        assert at(name, row) in page(as_(lena).get(row.get_absolute_url()))


def test_histories_ask_as_many_questions_for_many_as_for_two(as_, lena, kitchen, programme):
    person, client = make.contributor("Ann", organisation=kitchen), as_(lena)

    def asked(number):
        for _ in range(number):
            event = make.event(person, organisation=kitchen, programme=programme)
            make.acknowledgement(event, giver=lena, given=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            client.get(at("person_history", person))
        return len(queries)

    assert asked(2) == asked(5)


def test_ones_own_thanks_stand_beside_ones_letters(as_, ben, lena):
    event = make.event(ben.contributor)
    make.acknowledgement(event, giver=lena, given=timezone.now())
    make.acknowledgement(make.event(ben.contributor, what_they_did="waits"), giver=lena)

    shown = page(as_(ben).get(reverse("recognition:my_letter_list")))

    assert "Other thanks to you" in shown
    assert "Cooked supper" in shown
    assert "Waits" not in shown
