"""The pages on which offers are logged: by anyone, by partners, by staff (story 1)."""

import logging
import uuid
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from coalition.forms.offers import PublicOfferForm, headline_of
from coalition.models import Contributor, Mail, Offer
from coalition.templatetags.words import weekday
from tests import make


def today():
    return timezone.localdate()


def boxes(name, day):
    """A date as its three boxes are posted."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@pytest.fixture
def typed():
    """What somebody types into the public form."""
    return {
        "kind": "stay",
        "what": "Two rooms for a family. There is a garden and a step-free bathroom.",
        "quantity": "2",
        "hard_to_keep_up": "Our lease ends next summer.",
        "who_else_says_yes": "Our landlord.",
        "letter_name": "Nadia Haddad",
        "email": "nadia@example.org",
        "form_key": str(uuid.uuid4()),
    }


@pytest.fixture
def send(as_, programme, lena):
    def post(data, by=None, **query):
        return as_(by).post(reverse("offer_new", query=query), data)

    return post


def errors(response, field):
    return " ".join(response.context["form"].errors.get(field, []))


# --- Story 1: an offer in two minutes ---------------------------------------------------------


def test_the_public_form_has_at_most_nine_fields(as_, programme):
    response = as_(None).get(reverse("offer_new"))

    assert len(response.context["form"].visible_fields()) <= 9
    assert "What would make this hard to keep up?" in response.text
    assert "Who else needs to say yes?" in response.text


def test_with_one_programme_it_is_never_asked_which(as_, programme):
    assert "Offer your help" in as_(None).get(reverse("offer_new")).text


def test_with_several_programmes_one_chooses_first(as_, programme):
    other = make.programme("Home from Hospital")

    response = as_(None).get(reverse("offer_new"))

    assert reverse("offer_new_in", args=[other.slug]) in response.text
    assert "<form" not in response.text.split("<main")[1]


def test_a_programme_that_is_not_there_takes_no_offers(as_, programme):
    assert as_(None).get(reverse("offer_new_in", args=["nowhere"])).status_code == 404


def test_anyone_logs_an_offer_and_gets_a_receipt_with_a_named_date(send, typed, client):
    """OFR-1, OFR-6."""
    response = send(typed)

    offer = Offer.objects.get()
    receipt = client.get(response.url).text
    assert (offer.headline, offer.quantity, offer.source) == ("Two rooms for a family", 2, "web")
    assert offer.what_exactly.endswith("step-free bathroom.")
    assert offer.ref in receipt
    assert weekday(offer.next_contact_due) in receipt
    assert offer.private_path in receipt
    assert "This is an automatic message; a person follows." in receipt


def test_after_an_hour_the_receipt_page_no_longer_shows_the_private_link(send, typed, client):
    response = send(typed)
    Offer.objects.update(submitted_at=timezone.now() - timedelta(hours=2))

    receipt = client.get(response.url).text

    assert Offer.objects.get().private_path not in receipt
    assert reverse("offer_links") in receipt


def test_a_double_click_makes_one_offer_and_shows_the_same_receipt(send, typed):
    first = send(typed)
    second = send(typed)

    assert first.url == second.url
    assert Offer.objects.count() == 1
    assert Mail.objects.count() == 1


def test_without_a_form_key_an_offer_still_comes_in(send, typed):
    send({**typed, "form_key": ""})

    assert Offer.objects.count() == 1


@pytest.mark.parametrize(
    ("quantity", "says"),
    [
        ("0", "Enter 1 or more"),
        ("-3", "Enter 1 or more"),
        ("1000000000000", "Enter 1,000,000 or less"),
        ("1e12", "Enter a whole number, like 2"),
        ("lots", "Enter a whole number, like 2"),
        ("1.5", "Enter a whole number, like 2"),
        ("", "Enter how many, or 1 if this does not fit"),
    ],
)
def test_a_number_that_cannot_be_is_explained(send, typed, quantity, says):
    """OFR-5."""
    response = send({**typed, "quantity": quantity})

    assert response.status_code == 422
    assert errors(response, "quantity") == says
    assert "Nadia Haddad" in response.text


@pytest.mark.parametrize(
    ("name", "most"), [("what", 1000), ("hard_to_keep_up", 300), ("letter_name", 250)]
)
def test_twenty_thousand_characters_are_too_many_and_stay_to_be_cut(send, typed, name, most):
    """Story 1."""
    text = "bread " * 3333 + "ab"

    response = send({**typed, name: text})

    assert response.status_code == 422
    assert f"Use {most} characters or fewer" in errors(response, name)
    assert text in response.text
    assert not Offer.objects.exists()


def test_a_number_may_have_a_comma(send, typed):
    send({**typed, "quantity": "1,200"})

    assert Offer.objects.get().quantity == 1200


def test_an_end_before_the_start_is_refused(send, typed):
    """OFR-5."""
    begin = today() + timedelta(days=20)
    end = today() + timedelta(days=10)

    response = send({**typed, **boxes("available_from", begin), **boxes("available_to", end)})

    assert errors(response, "available_to") == "Choose an end that is not before the start"


@pytest.mark.parametrize("name", ["available_from", "available_to"])
def test_a_date_that_has_passed_is_refused(send, typed, name):
    """OFR-5."""
    response = send({**typed, **boxes(name, today() - timedelta(days=1))})

    assert errors(response, name) == "This date has passed. Choose today or a later date."


@pytest.mark.parametrize("name", ["available_from", "available_to"])
@pytest.mark.parametrize("day", [lambda: today() + timedelta(days=366), lambda: date.max])
def test_an_offer_begins_and_ends_within_a_year(send, typed, name, day):
    """OFR-5."""
    response = send({**typed, **boxes(name, day())})

    assert response.status_code == 422
    assert "Choose a date within a year" in errors(response, name)


def test_an_offer_that_begins_late_still_ends_within_a_year(send, typed):
    """OFR-5, where no end is given."""
    begins = today() + timedelta(days=300)

    send({**typed, **boxes("available_from", begins)})

    assert Offer.objects.get().available_to == today() + timedelta(days=365)


def test_a_date_that_does_not_exist_is_refused(send, typed):
    day = {"available_to_day": "31", "available_to_month": "2", "available_to_year": "2027"}

    assert "Enter a real date" in errors(send({**typed, **day}), "available_to")


def test_twenty_thousand_characters_are_too_many_and_are_kept(send, typed):
    novel = "word " * 4000

    response = send({**typed, "what": novel})

    assert "Use 1000 characters or fewer" in errors(response, "what")
    assert novel.strip() in response.text


def test_script_tags_are_shown_as_text(send, typed, as_, lena):
    send({**typed, "what": "<script>alert(1)</script>", "letter_name": "<b>Nadia</b>"})

    page = as_(lena).get(Offer.objects.get().get_absolute_url()).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>Nadia" not in page


def test_a_null_byte_is_refused(send, typed):
    assert send({**typed, "what": "Two rooms\x00"}).status_code == 422


@pytest.mark.parametrize("email", ["na dia@example.org", "nadia", "nadia@", "nadia@example"])
def test_an_address_that_cannot_be_is_refused(send, typed, email):
    says = "Enter an email address in the correct format, like name@example.org"

    assert errors(send({**typed, "email": email}), "email").startswith(says)


def test_spaces_around_an_address_are_dropped(send, typed):
    send({**typed, "email": "  Nadia@Example.org "})

    assert Contributor.objects.get().email == "nadia@example.org"


def test_a_mistyped_domain_is_asked_about(send, typed):
    response = send({**typed, "email": "nadia@gmial.com"})

    assert errors(response, "email") == "Check the address. Did you mean nadia@gmail.com?"


def test_an_empty_form_says_what_to_do_and_links_there(send):
    response = send({})

    assert response.status_code == 422
    assert "Error: Offer your help" in response.text
    assert '<a href="#id_what">Say what you are offering</a>' in response.text


def test_an_error_keeps_the_key_of_the_form(send, typed):
    response = send({**typed, "quantity": "lots"})

    assert typed["form_key"] in response.text


def test_a_filled_trap_drops_the_offer_quietly_and_logs_it(send, typed, caplog):
    with caplog.at_level(logging.WARNING, "coalition"):
        response = send({**typed, "website": "https://spam.example"})

    assert response.status_code == 200
    assert "We have your offer" in response.text
    assert not Offer.objects.exists()
    assert not Mail.objects.exists()
    assert "Dropped an offer" in caplog.text
    assert "nadia" not in caplog.text


def test_when_the_page_was_open_too_long_the_text_is_kept(programme, typed, client):
    client.handler.enforce_csrf_checks = True

    response = client.post(reverse("offer_new"), typed)

    assert response.status_code == 403
    assert typed["what"] in response.text
    assert typed["letter_name"] in response.text
    assert typed["form_key"] not in response.text


def test_too_many_offers_from_one_address_are_asked_to_wait(send, typed, settings):
    settings.ACCOUNT_RATE_LIMITS = {"log_offer": "2/h/ip"}
    cache.clear()
    for _ in range(2):
        send({**typed, "form_key": str(uuid.uuid4())})

    response = send({**typed, "form_key": str(uuid.uuid4())})

    assert response.status_code == 429
    assert "try again in an hour, or write to office@aldermere.example" in response.text
    assert "Two rooms for a family" in response.text
    assert Offer.objects.count() == 2


# --- OFR-8: other people's details ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "noticed"),
    [
        ("Two rooms. Ring my tenant on 07700 900123.", "a phone number (“07700 900123”)"),
        ("Two rooms. Ask +44 20 7946 0018 first.", "a phone number"),
        ("A room; write to sam@example.org", "an email address (“sam@example.org”)"),
        ("A lift for Mrs Smith to clinic", "a person’s name (“Mrs Smith”)"),
        ("A room beside my daughter Amina", "a person’s name (“my daughter Amina”)"),
        ("A room; my uncle has dementia", "somebody’s health"),
        ("A room; she was diagnosed with something", "somebody’s health"),
        ("A room for one who was refused asylum", "somebody’s right to be in the country"),
    ],
)
def test_other_peoples_details_are_noticed(send, typed, text, noticed):
    response = send({**typed, "what": text})

    assert response.status_code == 422
    assert "Please remove other people’s details." in errors(response, "what")
    assert noticed in errors(response, "what")
    assert "I have checked: these details may stay" in response.text


@pytest.mark.parametrize(
    "text",
    [
        "A step-free flat with disabled access",
        "A mental health nurse, two evenings a week, from 01-02-2027",
        "Interpreting in Farsi, at 10 or 14 o’clock",
        "20 beds, 30 mattresses, £1,000 a month",
        "Legal advice on asylum and housing",
    ],
)
def test_what_is_about_nobody_is_left_alone(send, typed, text):
    send({**typed, "what": text})

    assert Offer.objects.count() == 1


def test_details_may_stay_when_the_person_says_so(send, typed):
    text = "A room. Our office is on 0300 555 0142."

    send({**typed, "what": text, "keep_details": "on"})

    assert Offer.objects.get().what_exactly == text


def test_the_box_for_details_is_not_there_unless_it_is_needed(as_, programme):
    assert "these details may stay" not in as_(None).get(reverse("offer_new")).text


# --- Headlines --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Two rooms. With a garden.", "Two rooms"),
        ("Two rooms\nWith a garden", "Two rooms"),
        ("Two rooms", "Two rooms"),
        ("x" * 300, "x" * 120),
    ],
)
def test_the_first_words_are_the_headline(text, headline):
    assert headline_of(text) == headline


def test_a_long_headline_is_cut_between_words():
    headline = headline_of("A room " * 40)

    assert len(headline) <= 120
    assert headline.endswith("room …")


def test_the_whole_text_is_kept_where_the_headline_is_not_all():
    form = PublicOfferForm({"what": "Two rooms. With a garden."})
    form.full_clean()

    assert form.cleaned_data["what_exactly"] == "Two rooms. With a garden."


# --- By those who are signed in ---------------------------------------------------------------


@pytest.fixture
def own(typed):
    known = {k: v for k, v in typed.items() if k not in {"letter_name", "email"}}
    return {**known, "per": "week", "area": "Northside"}


def test_a_contributor_is_not_asked_who_they_are(as_, send, own, ben):
    assert "Your name" not in as_(ben).get(reverse("offer_new")).text

    response = send(own, by=ben)

    offer = Offer.objects.get()
    assert response.url == offer.get_absolute_url()
    assert offer.contributor == ben.contributor
    assert offer.organisation is None


def test_a_partner_of_one_organisation_is_not_asked_which(as_, send, own, pat, kitchen):
    assert "Which organisation" not in as_(pat).get(reverse("offer_new")).text

    send(own, by=pat)

    assert Offer.objects.get().organisation == kitchen


def test_a_partner_of_several_organisations_chooses_among_theirs(as_, send, own, pat):
    second, foreign = make.organisation("Second"), make.organisation("Foreign")
    pat.contributor.affiliations.create(organisation=second, coordinates=True)

    page = as_(pat).get(reverse("offer_new")).text
    refused = send({**own, "organisation": foreign.pk}, by=pat)
    send({**own, "organisation": second.pk}, by=pat)

    assert "Second" in page
    assert "Foreign" not in page
    assert refused.status_code == 422
    assert Offer.objects.get().organisation == second


def test_a_partner_may_offer_something_of_their_own(send, own, pat):
    send(own, by=pat, **{"for": "me"})

    assert Offer.objects.get().organisation is None


@pytest.fixture
def told(typed):
    return {**typed, "source": "phone", "per": "once", "area": ""}


def test_staff_log_an_offer_on_somebodys_behalf(send, told, lena):
    send(told, by=lena)

    offer = Offer.objects.get()
    assert (offer.source, offer.logged_by) == ("phone", lena)
    assert offer.contributor.letter_name == "Nadia Haddad"
    assert offer.contributor.name_confirmed_by == "staff"


def test_staff_say_how_the_offer_reached_them(send, told, lena):
    response = send({**told, "source": "web"}, by=lena)

    assert "Choose one of the options listed" in errors(response, "source")


def test_staff_find_the_organisation_by_a_part_of_its_name(send, told, lena, kitchen):
    send({**told, "organisation_name": "community kit"}, by=lena)

    assert Offer.objects.get().organisation == kitchen


def test_an_organisation_that_nobody_knows_is_explained(send, told, lena):
    response = send({**told, "organisation_name": "zebra"}, by=lena)

    assert "We know no organisation by these words" in errors(response, "organisation_name")


def test_where_several_organisations_match_staff_choose(send, told, lena, kitchen):
    other = make.organisation("Vale Community Kitchen")

    asked = send({**told, "organisation_name": "kitchen"}, by=lena)
    send({**told, "organisation_name": "kitchen", "organisation": other.pk}, by=lena)

    assert "Several organisations match. Choose one." in errors(asked, "organisation")
    assert "Aldermere Community Kitchen" in asked.text
    assert Offer.objects.get().organisation == other


def test_the_organisation_of_exactly_that_name_is_meant(send, told, lena, kitchen):
    make.organisation("Friends of Aldermere Community Kitchen")

    send({**told, "organisation_name": "aldermere community kitchen"}, by=lena)

    assert Offer.objects.get().organisation == kitchen


def test_too_many_matches_ask_for_more_words(send, told, lena):
    for _ in range(11):
        make.organisation()

    response = send({**told, "organisation_name": "Group"}, by=lena)

    assert "Type more of the name" in errors(response, "organisation_name")


def test_a_lead_logs_offers_only_where_they_lead(as_, programme, lena):
    other = make.programme("Home from Hospital")

    assert as_(lena).get(reverse("offer_new_in", args=[other.slug])).status_code == 404
    assert "Log an offer for somebody" in as_(lena).get(reverse("offer_new")).text
