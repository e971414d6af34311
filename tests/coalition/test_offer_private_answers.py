"""What whoever offered answers by their private link, without an account and without script."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coalition.actions import offer_availability
from coalition.models import Mail, Offer, Redirect
from tests import make
from tests.coalition.offer_steps import accept, today


def at(name, offer, key=None):
    return reverse(name, args=[offer.ref, key or offer.link_key])


@pytest.fixture
def asked(answered, lena):
    return make.redirect(answered, by=lena)


def mailed_link(kind):
    """The path and the query of the first link in the newest mail of that kind."""
    body = Mail.objects.filter(kind=kind).latest("pk").body
    return re.search(r"https?://[^/\s]+(/\S+)", body).group(1)


def test_an_accepted_offer_is_paused_and_taken_up_again_with_one_click_each(client, answered, lena):
    offer = accept(answered, lena)

    page = client.post(at("offer_private_pause", offer), follow=True)
    assert "You have paused it" in page.text
    page = client.post(at("offer_private_unpause", offer), follow=True)

    assert "Welcome back" in page.text
    offer.refresh_from_db()
    assert offer.status == Offer.Status.ACCEPTED


def test_a_pause_that_comes_too_late_explains_itself(client, answered):
    page = client.post(at("offer_private_pause", answered))

    assert page.status_code == 409
    assert "cannot become paused" in page.text


def still_asked(offer):
    Offer.objects.filter(pk=offer.pk).update(available_to=today() + timedelta(days=3))
    return offer_availability.ask_if_it_stands(offer=offer)


def test_ofr5_yes_is_one_click_from_the_mail(client, answered):
    still_asked(answered)
    path = mailed_link("offer_still_available")

    page = client.get(path)
    assert "Is your offer still there?" in page.text
    page = client.post(path, {"answer": "yes"}, follow=True)

    answered.refresh_from_db()
    assert "Good to know" in page.text
    assert answered.available_to == today() + timedelta(days=90)


def test_ofr5_no_is_one_click_and_needs_no_reason(client, answered):
    still_asked(answered)

    page = client.post(at("offer_private_still_there", answered), {"answer": "no"}, follow=True)

    answered.refresh_from_db()
    assert "It was good of you to offer" in page.text
    assert answered.status == Offer.Status.WITHDRAWN


def test_a_link_used_twice_says_that_it_is_settled(client, answered):
    still_asked(answered)
    for _ in range(2):
        page = client.post(at("offer_private_still_there", answered), {"answer": "no"}, follow=True)

    assert page.status_code == 200
    assert "This is settled already" in page.text


def test_looking_at_the_question_answers_nothing(client, answered):
    """Mail programs open links by themselves."""
    still_asked(answered)

    client.get(at("offer_private_still_there", answered))

    answered.refresh_from_db()
    assert answered.still_asked_times == 1


def test_ofr4_yes_from_the_mail_is_one_click_and_proves_the_address(client, asked):
    path = mailed_link("offer_redirect_question")

    page = client.get(path)
    code = re.search(r'name="code" value="(\d{6})"', page.text).group(1)
    page = client.post(path, {"answer": "yes", "code": code}, follow=True)

    asked.refresh_from_db()
    assert "will write to you themselves" in page.text
    assert asked.status == Redirect.Status.AGREED
    assert asked.offer.has_verified_contact


def test_ofr4_the_page_says_who_gets_what(client, asked):
    page = client.get(at("offer_private_redirect", asked.offer)).text

    assert "Vale Befrienders could use it better" in page
    assert "your name, your email address, and the words of your offer" in page


def test_ofr6_yes_without_the_code_moves_nothing(client, asked):
    page = client.post(at("offer_private_redirect", asked.offer), {"answer": "yes", "code": ""})

    assert page.status_code == 422
    assert "Enter the six digits" in page.text
    asked.refresh_from_db()
    assert asked.status == Redirect.Status.ASKED


def test_ofr6_a_wrong_code_says_so_and_keeps_what_was_typed(client, asked):
    page = client.post(
        at("offer_private_redirect", asked.offer), {"answer": "yes", "code": "000 000"}
    )

    assert page.status_code == 422
    assert "not the code that we mailed last" in page.text
    assert 'value="000 000"' in page.text


def test_ofr6_a_new_code_can_be_asked_for_on_the_page(client, asked):
    page = client.post(at("offer_private_redirect", asked.offer), {"answer": "code"}, follow=True)

    assert "A code is on its way" in page.text
    assert Mail.objects.filter(kind="offer_contact_code").count() == 1


def test_ofr4_no_is_one_click(client, asked):
    page = client.post(at("offer_private_redirect", asked.offer), {"answer": "no"}, follow=True)

    assert "Nothing is passed on" in page.text
    asked.refresh_from_db()
    assert asked.status == Redirect.Status.REFUSED


def test_a_question_that_was_answered_leads_to_the_offer(client, asked):
    client.post(at("offer_private_redirect", asked.offer), {"answer": "no"})

    page = client.post(at("offer_private_redirect", asked.offer), {"answer": "no"}, follow=True)

    assert page.status_code == 200
    assert "What happens next" in page.text


def test_ofr6_the_address_is_proven_on_a_page_of_its_own(client, offer):
    path = at("offer_private_verify", offer)

    client.post(path, {"answer": "code"})
    code = re.search(r"\d{6}", Mail.objects.get(kind="offer_contact_code").subject).group()
    page = client.post(path, {"code": f"{code[:3]} {code[3:]}"}, follow=True)

    assert "Your email address is confirmed" in page.text
    assert "There is nothing more to do" in client.get(path, follow=True).text


@pytest.mark.parametrize("code", ["12345", "abcdef", "1234567"])
def test_ofr6_what_is_no_code_is_explained(client, offer, code):
    page = client.post(at("offer_private_verify", offer), {"code": code})

    assert page.status_code == 422
    assert "The code has six digits" in page.text


def test_ofr6_a_code_that_ran_out_leads_to_a_new_one(client, offer, monkeypatch):
    path = at("offer_private_verify", offer)
    client.post(path, {"answer": "code"})
    code = re.search(r"\d{6}", Mail.objects.get(kind="offer_contact_code").subject).group()
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)

    page = client.post(path, {"code": code})

    assert "This code has run out" in page.text
    assert "mail me a code" in page.text


def test_ofr6_codes_are_not_mailed_without_end(client, offer):
    for _ in range(4):
        page = client.post(at("offer_private_verify", offer), {"answer": "code"}, follow=True)

    assert page.status_code == 409
    assert "Three codes went out in the last hour" in page.text


@pytest.mark.parametrize(
    "name",
    ["pause", "unpause", "still_there", "redirect", "verify"],
)
def test_a_wrong_key_opens_nothing(client, answered, name):
    response = client.post(at(f"offer_private_{name}", answered, "x" * 64), {"answer": "yes"})

    assert response.status_code == 410


def test_the_later_page_asks_what_the_first_form_did_not(client, offer):
    path = at("offer_private_edit", offer)
    page = client.get(path)
    typed = {
        "kind": "stay",
        "what": "Two rooms for a family",
        "quantity": "2",
        "unit": "rooms",
        "per": "once",
        "conditions": "No pets, please.",
        "on_behalf_of_count": "2",
        "checks_already_held": ["dbs_basic", "references"],
        "publicity_ok": "ask",
    }

    client.post(path, typed)

    assert "On what conditions?" in page.text
    offer.refresh_from_db()
    assert (offer.unit, offer.on_behalf_of_count, offer.publicity_ok) == ("rooms", 2, "ask")
    assert offer.checks_already_held == ["dbs_basic", "references"]
    shown = client.get(offer.private_path).text
    assert "2 rooms" in shown
    assert "DBS check, basic, References" in shown
    assert "No pets, please." in shown


@pytest.mark.parametrize("count", ["0", "-3", "1e12", "lots", "1000001"])
def test_a_count_of_people_that_cannot_be_is_explained(client, offer, count):
    page = client.post(
        at("offer_private_edit", offer),
        {
            "kind": "stay",
            "what": "Rooms",
            "quantity": "1",
            "per": "once",
            "on_behalf_of_count": count,
        },
    )

    assert page.status_code == 422
    assert f'value="{count}"' in page.text
