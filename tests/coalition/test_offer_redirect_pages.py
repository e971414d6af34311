"""Leads pass an offer on, and write down what they were told."""

import pytest
from django.urls import reverse

from coalition.actions import offer_availability, offers
from coalition.models import Mail, Offer, Redirect
from tests import make
from tests.coalition.offer_steps import today


@pytest.fixture
def typed():
    return {
        "goes_to": "Vale Befrienders",
        "email": "hello@vale.example",
        "reason": "elsewhere",
        "sentence": "They look for rooms in your street.",
    }


def test_ofr4_a_lead_asks_whether_it_may_be_passed_on(as_, lena, answered, typed):
    page = as_(lena).post(reverse("offer_redirect", args=[answered.ref]), typed, follow=True)

    assert "They are asked. Nothing moves until they say yes." in page.text
    assert "may have their details" in page.text
    assert Redirect.objects.get().body == "Vale Befrienders"


def test_an_organisation_of_the_register_is_known_by_its_name(as_, lena, answered, typed, kitchen):
    typed["goes_to"] = "aldermere community kitchen"

    as_(lena).post(reverse("offer_redirect", args=[answered.ref]), typed)

    assert Redirect.objects.get().organisation == kitchen


@pytest.mark.parametrize("sentence", ["", "thanks", "n/a"])
def test_ofr4_nobody_is_asked_without_a_sentence(as_, lena, answered, typed, sentence):
    typed["sentence"] = sentence

    page = as_(lena).post(reverse("offer_redirect", args=[answered.ref]), typed)

    assert page.status_code == 422
    assert 'value="hello@vale.example"' in page.text
    assert not Redirect.objects.exists()


def test_ofr4_nobody_is_asked_without_a_reason(as_, lena, answered, typed):
    del typed["reason"]

    page = as_(lena).post(reverse("offer_redirect", args=[answered.ref]), typed)

    assert "Choose why it is not for us" in page.text


def test_nobody_is_asked_a_second_time_while_they_think(as_, lena, answered, typed):
    step = 'value="redirect"'
    assert step in as_(lena).get(answered.get_absolute_url()).text

    as_(lena).post(reverse("offer_redirect", args=[answered.ref]), typed)

    page = as_(lena).get(answered.get_absolute_url()).text
    assert step not in page
    assert 'value="decline"' in page


def test_asking_twice_keeps_the_words_and_says_so(as_, lena, answered, typed):
    make.redirect(answered, by=lena)

    page = as_(lena).post(reverse("offer_redirect", args=[answered.ref]), typed)

    assert page.status_code == 422
    assert "They have been asked already" in page.text


def test_ofr6_a_yes_by_phone_is_not_on_the_page_while_the_address_is_unproven(as_, lena, answered):
    make.redirect(answered, by=lena)
    path = reverse("offer_redirect_answer", args=[answered.ref])

    page = as_(lena).get(path)
    refused = as_(lena).post(path, {"answer": "yes"})

    assert "may have their details</label>" not in page.text
    assert refused.status_code == 422
    assert not Mail.objects.filter(kind="offer_passed_on").exists()


@pytest.mark.parametrize(
    ("answer", "status"), [("no", Redirect.Status.REFUSED), ("back", Redirect.Status.TAKEN_BACK)]
)
def test_what_they_said_on_the_phone_is_written_down(as_, lena, answered, answer, status):
    asked = make.redirect(answered, by=lena)

    as_(lena).post(reverse("offer_redirect_answer", args=[answered.ref]), {"answer": answer})

    asked.refresh_from_db()
    assert asked.status == status


def test_somebody_without_an_address_says_yes_on_the_phone(as_, lena, programme):
    person = make.contributor(email="", phone="01632 960123")
    offer = make.offer(programme=programme, contributor=person, answered_by=lena)
    make.redirect(offer, by=lena)

    path = reverse("offer_redirect_answer", args=[offer.ref])
    page = as_(lena).post(path, {"answer": "yes"}, follow=True)

    assert "passed on to Vale Befrienders, with thanks" in page.text


def test_an_answer_to_no_question_explains_itself(as_, lena, answered):
    page = as_(lena).get(reverse("offer_redirect_answer", args=[answered.ref]))

    assert page.status_code == 409


def test_a_lead_writes_down_that_it_still_stands(as_, lena, answered):
    Offer.objects.update(available_to=today())
    offer_availability.ask_if_it_stands(offer=answered)

    path = reverse("offer_still_there", args=[answered.ref])
    page = as_(lena).post(path, follow=True)

    assert "The offer stands until" in page.text


def test_story14_staff_see_what_was_offered_before_as_facts(as_, lena, answered, programme, nadia):
    offers.decline(offer=answered, reason="enough", sentence="Two schools brought more.", by=lena)
    again = make.offer(programme=programme, contributor=nadia, headline="Four chairs")

    page = as_(lena).get(again.get_absolute_url()).text

    assert "What they offered before" in page
    assert "Declined with thanks: enough offered" in page
