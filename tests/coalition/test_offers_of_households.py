"""Offers that a household makes: asked, kept, and under all its names where it may be (HH-1)."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import Mail, Offer
from tests import make

WORDS = {"kind": "stay", "what": "Two rooms", "quantity": "2", "per": "once"}
TOGETHER = {"offered_by": "household", "on_behalf_of_count": "4"}


@pytest.fixture
def tom(db):
    return make.contributor("Tom Bell", email="tom@example.org")


@pytest.fixture
def home(tom):
    return make.household(tom, make.contributor("Ifeoma Bell"))


@pytest.fixture
def offer(programme, lena, tom, home):
    return make.offer(programme=programme, contributor=tom, offered_by="household")


def logged_by_staff(client, **typed):
    person = {"source": "phone", "letter_name": "Tom Bell", "email": "tom@example.org"}
    key = {"form_key": str(uuid.uuid4())}
    return client.post(reverse("offer_new"), {**WORDS, **person, **key, **typed})


def test_staff_log_an_offer_of_a_household(as_, programme, lena):
    logged_by_staff(as_(lena), **TOGETHER)

    offer = Offer.objects.get()
    assert (offer.offered_by, offer.on_behalf_of_count) == ("household", 4)


def test_without_an_answer_one_person_offers(as_, programme, lena):
    logged_by_staff(as_(lena))

    offer = Offer.objects.get()
    assert (offer.offered_by, offer.on_behalf_of_count) == ("person", 1)


def test_an_offer_is_of_a_household_or_for_an_organisation(as_, programme, lena, kitchen):
    page = logged_by_staff(as_(lena), **TOGETHER, organisation_name="Aldermere Community Kitchen")

    assert page.status_code == 422
    assert "Leave this box empty if their household offers it" in page.text
    assert not Offer.objects.exists()


def test_the_public_form_keeps_to_nine_questions_and_the_own_page_asks_the_rest(client, offer):
    public = client.get(reverse("offer_new"))
    own = client.get(reverse("offer_private_edit", args=[offer.ref, offer.link_key]))

    assert "Who is offering?" not in public.text
    assert "Who is offering?" in own.text


def test_whoever_offered_says_by_their_link_that_their_household_does(client, programme, lena, tom):
    offer = make.offer(programme=programme, contributor=tom)

    client.post(
        reverse("offer_private_edit", args=[offer.ref, offer.link_key]), {**WORDS, **TOGETHER}
    )

    offer.refresh_from_db()
    assert offer.is_of_a_household
    assert "A household of 4 people" in client.get(offer.private_path).text


def test_a_form_without_the_question_leaves_the_answer(client, offer):
    client.post(reverse("offer_private_edit", args=[offer.ref, offer.link_key]), WORDS)

    offer.refresh_from_db()
    assert offer.is_of_a_household


def test_nobody_asks_who_makes_the_offer_of_an_organisation(client, programme, lena, tom, kitchen):
    offer = make.offer(programme=programme, contributor=tom, organisation=kitchen)
    path = reverse("offer_private_edit", args=[offer.ref, offer.link_key])

    client.post(path, {**WORDS, **TOGETHER})

    offer.refresh_from_db()
    assert "Who is offering?" not in client.get(path).text
    assert (offer.offered_by, offer.on_behalf_of_count) == ("person", 4)


def test_the_database_keeps_households_and_organisations_apart(offer, kitchen):
    with pytest.raises(IntegrityError, match="offer_of_a_household"), transaction.atomic():
        Offer.objects.update(organisation=kitchen)


def test_an_offer_that_is_both_is_refused_in_words(programme, lena, tom, kitchen):
    with pytest.raises(DomainError, match="An organisation makes this offer"):
        make.offer(
            programme=programme, contributor=tom, organisation=kitchen, offered_by="household"
        )


def test_hh_1_mail_greets_all_of_them_and_the_page_names_them(as_, lena, offer, home):
    assert Mail.objects.get().body.startswith("Dear Tom and Ifeoma Bell,")

    page = as_(lena).get(offer.get_absolute_url()).text
    assert "Tom and Ifeoma Bell, offered" in page
    assert home.get_absolute_url() in page


@pytest.mark.parametrize(
    "apart",
    [
        lambda home, one, sam: make.hold(one, "contact", by=sam),
        lambda home, one, sam: (
            type(one).objects.filter(pk=one.pk).update(objected_at=timezone.now())
        ),
        lambda home, one, sam: home.members.update(from_on="2024-01-01", to_on="2024-06-01"),
    ],
    ids=["on hold", "objected", "separated"],
)
def test_hh_1_where_no_joint_letter_may_go_only_whoever_wrote_is_named(
    as_, programme, lena, sam, tom, home, apart
):
    apart(home, home.people.get(letter_name="Ifeoma Bell"), sam)
    offer = make.offer(programme=programme, contributor=tom, offered_by="household")

    assert Mail.objects.get().body.startswith(f"Dear {tom.salutation or 'Tom Bell'},")
    page = as_(lena).get(offer.get_absolute_url()).text
    assert "Tom Bell, offered" in page
    assert "Ifeoma" not in page
    assert "for their household" in page


def test_an_offer_of_one_person_names_nobody_else(as_, programme, lena, tom, home):
    make.offer(programme=programme, contributor=tom)

    assert "Ifeoma" not in Mail.objects.get().body
