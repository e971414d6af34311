"""The pages that the private link opens (OFR-6), and new links."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from coalition.actions import offers
from coalition.models import JournalEntry, Mail, Offer
from coalition.templatetags.words import weekday
from tests import make


@pytest.fixture
def offer(programme, lena):
    nadia = make.contributor("Nadia Haddad", email="nadia@example.org")
    return make.offer(programme=programme, contributor=nadia, headline="Two rooms")


def page(name, offer, key=None):
    return reverse(name, args=[offer.ref, key or offer.link_key])


def soon():
    return timezone.localdate() + timedelta(days=7)


def test_the_link_of_the_mail_opens_the_offer(client, offer):
    response = client.get(offer.private_url)

    assert "Two rooms" in response.text
    assert f"by <strong>{weekday(offer.next_contact_due)}</strong>" in response.text
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["offer_private", "offer_private_edit", "offer_private_withdraw"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_wrong_key_opens_nothing_and_offers_a_new_link(client, offer, name, method):
    response = getattr(client, method)(page(name, offer, "0" * 64), {"what": "Mine now"})

    assert response.status_code == 410
    assert "Two rooms" not in response.text
    assert reverse("offer_links") in response.text
    assert Offer.objects.get().status == "submitted"


def test_a_link_that_ran_out_opens_nothing(client, offer):
    Offer.objects.update(link_until=timezone.now() - timedelta(minutes=1))

    assert client.get(offer.private_url).status_code == 410


def test_the_key_of_one_offer_opens_no_other(client, offer):
    other = make.offer(programme=offer.programme, contributor=offer.contributor)

    assert client.get(page("offer_private", other, offer.link_key)).status_code == 410


def test_a_reference_that_nobody_has_is_not_found(client, offer):
    url = reverse("offer_private", args=["OF-2026-000000", offer.link_key])

    assert client.get(url).status_code == 404


def test_the_offer_is_changed_without_an_account(client, offer):
    data = {"kind": "food", "what": "Bread", "quantity": "4", "per": "week", "area": "Vale"}

    response = client.post(page("offer_private_edit", offer), data)

    offer.refresh_from_db()
    assert response.url == page("offer_private", offer)
    assert (offer.headline, offer.quantity, offer.area) == ("Bread", 4, "Vale")
    assert JournalEntry.objects.get(kind="offer.changed").by is None


def test_an_error_keeps_what_was_typed(client, offer):
    data = {"kind": "food", "what": "Fresh bread", "quantity": "lots", "per": "week"}

    response = client.post(page("offer_private_edit", offer), data)

    assert response.status_code == 422
    assert "Fresh bread" in response.text


def test_our_question_is_shown_and_answered_by_the_link(client, offer, lena):
    offers.acknowledge(offer=offer, how="call", next_contact_on=soon(), by=lena)
    offers.ask_for_details(offer=offer, question="How many beds?", next_contact_on=soon(), by=lena)
    assert "How many beds?" in client.get(page("offer_private_edit", offer)).text

    data = {"kind": "stay", "what": "Two rooms. Four beds.", "quantity": "2", "per": "once"}
    client.post(page("offer_private_edit", offer), data)

    assert Offer.objects.get().status == "in_triage"


def test_an_accepted_offer_is_shown_but_not_changed(client, offer, lena):
    offers.acknowledge(offer=offer, how="call", next_contact_on=soon(), by=lena)
    offers.accept(offer=offer, next_step="I will ring.", next_contact_on=soon(), by=lena)

    response = client.get(page("offer_private_edit", offer))

    assert response.url == page("offer_private", offer)
    assert "Change my offer" not in client.get(response.url).text


def test_withdrawing_asks_first_and_needs_no_reason(client, offer):
    assert "You need not say why" in client.get(page("offer_private_withdraw", offer)).text
    assert Offer.objects.get().status == "submitted"

    response = client.post(page("offer_private_withdraw", offer), follow=True)

    assert Offer.objects.get().status == "withdrawn"
    assert "Your offer is withdrawn." in response.text


def test_a_second_click_on_withdraw_is_harmless(client, offer):
    client.post(page("offer_private_withdraw", offer))

    assert client.post(page("offer_private_withdraw", offer)).status_code == 302


@pytest.mark.parametrize("email", ["nadia@example.org", "stranger@example.org"])
def test_asking_for_a_new_link_tells_nothing(client, offer, email):
    response = client.post(reverse("offer_links"), {"email": email}, follow=True)

    assert "If we know this address, a mail with new links is on its way." in response.text
    assert Mail.objects.filter(kind="offer_links").exists() == (email == "nadia@example.org")


def test_the_new_link_works_and_the_old_one_no_longer(client, offer):
    old = offer.private_url

    client.post(reverse("offer_links"), {"email": "Nadia@Example.org"})

    new = Offer.objects.get().private_url
    assert new in Mail.objects.get(kind="offer_links").body
    assert client.get(new).status_code == 200
    assert client.get(old).status_code == 410


def test_new_links_are_not_mailed_without_end(client, offer, settings):
    settings.ACCOUNT_RATE_LIMITS = {"offer_links": "100/h/ip,1/h/key"}
    cache.clear()

    for _ in range(3):
        response = client.post(reverse("offer_links"), {"email": "nadia@example.org"}, follow=True)

    assert "If we know this address" in response.text
    assert Mail.objects.filter(kind="offer_links").count() == 1


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("accept", "Yes, please. I will ring."),
        ("standby", "We would like to keep your offer until"),
        ("decline", "We cannot use it. We have forty beds."),
        ("complete", "A family moved in on Friday."),
    ],
)
def test_the_page_says_where_the_offer_stands(client, offer, lena, step, says):
    offers.acknowledge(offer=offer, how="call", next_contact_on=soon(), by=lena)
    if step in {"accept", "complete"}:
        offers.accept(offer=offer, next_step="I will ring.", next_contact_on=soon(), by=lena)
    if step == "standby":
        offers.put_on_standby(offer=offer, until=soon(), sentence="Later.", by=lena)
    if step == "decline":
        offers.decline(offer=offer, reason="enough", sentence="We have forty beds.", by=lena)
    if step == "complete":
        offers.complete(offer=offer, impact="A family moved in on Friday.", by=lena)

    assert says in client.get(Offer.objects.get().private_url).text
