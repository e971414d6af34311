"""What nobody gets by typing somebody else's name and address (P2, OFR-6, INV-1)."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.urls import reverse

from coalition.actions import contributors, mail
from coalition.models import Contributor, Offer
from coalition.window import ReadOnlyAdmin
from tests import make

VICTOR = {"letter_name": "Victor Tim", "email": "vic@example.org"}


def own_details(person, **changes):
    return {"letter_name": person.letter_name, "email": person.email, "language": "en"} | changes


def test_only_a_proven_address_goes_into_ones_own_details(as_, ben):
    url = reverse("contributor_edit", args=[ben.contributor.pk])

    refused = as_(ben).post(url, own_details(ben.contributor, email="vic@example.org"))
    EmailAddress.objects.create(user=ben, email="ben@work.example", verified=True)
    as_(ben).post(url, own_details(ben.contributor, email="ben@work.example"))

    assert refused.status_code == 422
    ben.contributor.refresh_from_db()
    assert ben.contributor.email == "ben@work.example"


def test_an_offer_does_not_go_to_an_account_that_borrowed_the_address(programme, lena, ben):
    Contributor.objects.filter(user=ben).update(**VICTOR)

    person = contributors.find_or_add(**VICTOR, by=None)
    make.offer(programme=programme, contributor=person)

    assert person.user is None
    assert not Offer.objects.visible_to(ben).exists()


def test_who_proves_the_address_gets_a_person_of_their_own(ben, cleo):
    Contributor.objects.filter(user=ben).update(**VICTOR)

    linked = contributors.link_account(user=cleo, email=VICTOR["email"])

    assert linked.user == cleo
    assert linked != ben.contributor


def test_a_second_proven_address_leaves_ones_person_as_it_is(ben):
    make.contributor("Ben at work", email="ben@work.example")

    assert contributors.link_account(user=ben, email="ben@work.example") == ben.contributor


def test_a_coordinator_cannot_pull_in_somebody_whom_they_do_not_see(as_, pat, kitchen):
    victor = make.contributor(**VICTOR)
    data = {"letter_name": "victor tim", "email": VICTOR["email"]}

    response = as_(pat).post(reverse("affiliation_new", args=[kitchen.pk]), data)

    assert response.status_code == 422
    assert "Ask the programme’s office to add them." in response.text
    assert not victor.affiliations.exists()


def test_a_coordinator_does_not_change_where_letters_go(as_, pat, kitchen):
    person = make.contributor("Mo", organisation=kitchen, email="mo@example.org")
    url = reverse("contributor_edit", args=[person.pk])

    as_(pat).post(url, {"letter_name": "Mo Right", "email": "pat@evil.example", "language": "en"})

    person.refresh_from_db()
    assert (person.letter_name, person.email) == ("Mo Right", "mo@example.org")
    assert person.name_confirmed_by == Contributor.NameSource.PARTNER  # CON-4


@pytest.mark.parametrize("name", ["offer_new", "account_reset_password"])
def test_an_address_that_no_mail_server_takes_is_refused_in_words(db, programme, client, name):
    long = f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 30}.example"

    response = client.post(reverse(name), {"email": long})

    assert response.status_code in (200, 422)
    assert "254" in response.text


def test_a_subject_with_long_names_fits(db):
    row = mail.queue(kind="x", to="a@b.example", subject="N" * 250 + "\nmore", body="b")

    assert len(row.subject) == 200
    assert "\n" not in row.subject


def test_a_reference_with_nul_is_not_found(as_, lena):
    assert as_(lena).get("/offers/%00/").status_code == 404
    assert as_(None).get("/offers/mine/%00/x/").status_code == 404


def test_everything_in_the_admin_is_read_only():
    assert admin.site._registry
    assert all(isinstance(shown, ReadOnlyAdmin) for shown in admin.site._registry.values())
