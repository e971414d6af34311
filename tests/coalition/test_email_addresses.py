"""Addresses of mailboxes: what mail servers take, in one way of writing; the rest in words."""

import csv

import pytest
from django.urls import reverse

from coalition.email_addresses import NotAnAddress, read_email
from coalition.forms.addresses import EmailAddressField
from tests import make
from tests.coalition.shared_data import FOLDER, needs_shared_data

TAKEN = {"ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Pat@Kitchen.EXAMPLE ", "pat@kitchen.example"),
        ("o'neil+news@example.org", "o'neil+news@example.org"),
        ("pat@xn--bcher-kva.example", "pat@bücher.example"),
        ("pat@BÜCHER.example", "pat@bücher.example"),
    ],
)
def test_con_6_an_address_has_one_way_of_writing(typed, kept):
    assert read_email(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("pat", "like name@example.org"),
        ("@kitchen.example", "like name@example.org"),
        ("pat @kitchen.example", "without spaces"),
        ("pat@kitchen", "not a whole name"),
        ("pat@[192.0.2.1]", "not a whole name"),
        ("pät@kitchen.example", "Enter another address"),
        ("Pat Nowak <pat@kitchen.example>", "alone: pat@kitchen.example"),
        ("mailto:pat@kitchen.example", "alone: pat@kitchen.example"),
        ("pat@a.example; bo@b.example", "one address only"),
        ("pat@gmial.com", "Did you mean pat@gmail.com"),
        (f"{'p' * 250}@a.example", "254 characters or fewer"),
        ("pat..nowak@a.example", "no mail server takes"),
    ],
)
def test_an_address_that_no_server_takes_is_answered_with_what_to_do(typed, said):
    with pytest.raises(NotAnAddress, match=said.replace("[", r"\[")):
        read_email(typed)


@needs_shared_data
def test_every_address_of_the_corpus_is_taken_or_answered_with_a_sentence():
    """`io` alone is a mail domain of the corpus, and a mistake of nearly everybody else.
    Spaces and line ends around an address are ours to take away."""
    with (FOLDER / "nasty" / "email_addresses_isemail.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["address"]]

    for row in rows:
        padded = row["address"].strip() == "test@iana.org"
        if padded or (row["category"] in TAKEN and row["address"] != "test@io"):
            assert "@" in read_email(row["address"])
        else:
            with pytest.raises(NotAnAddress, match=r"\w+ \w+ \w+ \w+"):
                read_email(row["address"])


def test_every_form_that_asks_for_a_persons_address_reads_it_alike(as_, lena, kitchen):
    pages = {
        reverse("offer_links"): None,
        reverse("contributor_new"): lena,
        reverse("affiliation_new", args=[kitchen.pk]): lena,
        reverse("offer_new"): lena,
    }

    for url, user in pages.items():
        field = as_(user).get(url).context["form"].fields["email"]
        assert isinstance(field, EmailAddressField), url


def test_con_6_one_mailbox_in_two_spellings_is_one_address(as_, lena):
    make.contributor("Ann Lee", email="ann@bücher.example")
    data = {"letter_name": "Bo Lee", "email": "ANN@xn--bcher-kva.example", "language": "en"}

    response = as_(lena).post(reverse("contributor_new"), data | {"confirmed_by": "self"})

    assert response.status_code == 422
    assert "mark it as shared" in response.text
