"""One click stops thanks by email (RFC 8058, PRF-1)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from coalition.actions import preferences
from coalition.contact import Channel, Purpose, may_contact
from coalition.models import Contributor, JournalEntry, Preference
from recognition import stop_links
from recognition.actions import dispatch, rendering
from tests import make

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def letter(db):
    return make.letter(status="sent")


def click(letter):
    """As a mail program does: no cookie, no token."""
    return Client(enforce_csrf_checks=True).post(stop_links.path_of(letter), ONE_CLICK)


def test_rfc_8058_a_letter_carries_both_ways(db, mail_server, settings):
    campaign = make.campaign(released=True)
    rendering.typeset_chunk(campaign_id=campaign.pk)

    dispatch.send_chunk(campaign_id=campaign.pk)

    (message,) = mail_server.messages
    letter = campaign.letters.get()
    one_click, by_mail = "".join(message["List-Unsubscribe"].split()).split(",")
    assert one_click == f"<{settings.SITE_URL}{stop_links.path_of(letter)}>"
    assert by_mail == f"<mailto:office@aldermere.example?subject=Unsubscribe%20{letter.ref}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_rfc_8058_one_click_stops_thanks_by_email_and_nothing_else(letter):
    """No redirect."""
    response = click(letter)

    assert response.status_code == 200
    assert "do not thank you by email any more" in response.text
    person = letter.contributor
    assert may_contact(person, Channel.EMAIL, Purpose.THANKS).code == "preference"
    assert may_contact(person, Channel.EMAIL, Purpose.SERVICE)
    assert Channel.POST in Preference.objects.get().channels


def test_two_clicks_are_one(letter):
    click(letter)

    assert click(letter).status_code == 200

    assert JournalEntry.objects.filter(kind="preference.set").count() == 1


def test_what_else_they_chose_stays(letter):
    wishes = {"channels": ["email", "phone"], "max_per_year": 2, "thanker": "peer"}
    preferences.choose(owner=letter.contributor, by=None, **wishes)

    click(letter)

    kept = Preference.objects.get()
    assert (kept.channels, kept.max_per_year, kept.thanker) == (["phone"], 2, "peer")


def test_a_scanner_that_opens_the_link_stops_nothing(client, letter):
    for method in ("get", "head", "options"):
        getattr(client, method)(stop_links.path_of(letter))

    assert not Preference.objects.exists()


def test_a_person_presses_one_button(client, letter):
    url = stop_links.path_of(letter)

    asked = client.get(url)

    assert "Stop thanks by email?" in asked.text
    assert "do not thank you by email" in client.post(url).text


@pytest.mark.parametrize("why", ["key", "letter", "forgotten"])
def test_without_the_key_nobody_stops_anything_nor_learns_anything(client, letter, why):
    url = stop_links.path_of(letter)
    if why == "key":
        url = url[:-3] + "x/"
    elif why == "letter":
        url = url.replace(letter.ref, make.letter().ref)
    else:
        emptied = {"email": "", "salutation": "", "anonymised_at": "2026-11-01T12:00Z"}
        Contributor.objects.update(**emptied)

    assert client.post(url, ONE_CLICK).status_code == 404
    assert not Preference.objects.exists()


def test_a_letter_to_somebody_who_was_merged_stops_it_for_who_stayed(letter):
    stays = make.contributor()
    Contributor.objects.filter(pk=letter.contributor_id).update(
        merged_into=stays, merged_at="2026-11-01T12:00Z"
    )

    click(letter)

    assert Preference.objects.get().contributor == stays


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_leave_one_answer():
    letter = make.letter(status="sent")

    def press(_):
        try:
            return click(letter).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press, "12")) == [200, 200]

    assert Preference.objects.get().contributor == letter.contributor


def test_prf_1_the_next_letter_is_stopped_by_its_gate(letter):
    click(letter)

    campaign = make.campaign([make.event(letter.contributor), make.event()], frozen=True)

    assert campaign.exclusions.get().gate == "G3"
