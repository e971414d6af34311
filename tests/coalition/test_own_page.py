"""A person's own page by the link in a mail, and how they like to be thanked (story 12)."""

from datetime import timedelta

import pytest
from django.core import mail as outgoing
from django.urls import reverse
from django.utils import timezone

from coalition.actions import mail, own_pages, preferences
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import DomainError
from coalition.models import Contributor, JournalEntry, Mail, Preference
from tests import make

pytestmark = pytest.mark.django_db
WISHES = {"thanker": "not_minister", "channels": ["post"], "often": "1", "publicity": "none",
          "surveys": "yes"}  # fmt: skip


def own(person, page="own_page", key=""):
    return reverse(page, args=[person.pk, key or person.link_key])


def test_the_link_opens_ones_page_without_an_account(client, programme):
    person = make.contributor("Ngozi Okafor")
    make.offer(programme=programme, contributor=person, headline="A room for two")

    text = client.get(own(person)).text

    assert "Ngozi Okafor" in text
    assert "A room for two" in text
    assert "Thanks may come from anybody." in text


@pytest.mark.parametrize(
    "page", ["own_page", "own_details", "own_thanks", "own_stop", "own_name", "own_again"]
)
@pytest.mark.parametrize("why", ["wrong", "expired", "nobody", "anonymised"])
def test_a_link_that_does_not_open_leads_to_a_new_one_and_tells_nothing(client, page, why):
    person = make.contributor("Ngozi Okafor")
    url = own(person, page)
    if why == "expired":
        Contributor.objects.update(link_until=timezone.now() - timedelta(days=1))
    elif why == "nobody":
        url = reverse(page, args=[0, person.link_key])
    elif why == "anonymised":
        emptied = {"email": "", "salutation": "", "anonymised_at": timezone.now()}
        Contributor.objects.update(**emptied)
    else:
        url = own(person, page, "x")

    response = client.post(url)

    assert response.status_code == 410
    assert "Mail me a new link" in response.text
    assert "Ngozi" not in response.text


def test_a_new_link_comes_by_mail_and_the_old_one_is_void(client):
    person = make.contributor("Ngozi Okafor")
    old = own(person)

    client.post(reverse("own_links"), {"email": person.email.upper()})
    mail.send_due()

    person.refresh_from_db()
    assert person.own_url in outgoing.outbox[0].body
    assert client.get(old).status_code == 410
    assert client.get(own(person)).status_code == 200


@pytest.mark.parametrize("fact", ["objected_at", "deceased_on", "hold", "nobody"])
def test_whoever_may_not_be_written_to_gets_no_link_and_nobody_learns_why(client, fact):
    person = make.contributor(email="known@example.org")
    if fact == "hold":
        make.hold(person)
    elif fact != "nobody":
        Contributor.objects.update(**{fact: timezone.now()})
    email = "other@example.org" if fact == "nobody" else person.email

    page = client.post(reverse("own_links"), {"email": email}, follow=True)

    assert "If we know this address" in page.text
    assert not Mail.objects.exists()


def test_links_are_mailed_three_times_an_hour_at_most(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"own_links": "100/h/ip,3/h/key"}
    person = make.contributor()

    for _ in range(5):
        client.post(reverse("own_links"), {"email": person.email})

    assert Mail.objects.count() == 3


def test_con_4_one_click_confirms_a_name(client):
    person = make.contributor("Ngozi", salutation="Ngozi", name_confirmed_by="import")

    client.post(own(person, "own_name"), {"seen": "Ngozi\r\nNgozi"})

    person.refresh_from_db()
    assert person.name_is_confirmed


def test_con_4_a_name_that_changed_meanwhile_is_looked_at_again(client):
    person = make.contributor("Ngozi", name_confirmed_by="import")

    page = client.post(own(person, "own_name"), {"seen": "Somebody\nelse"}, follow=True)

    assert "Please look once more" in page.text
    with pytest.raises(DomainError, match="look once more"):
        own_pages.confirm_name(contributor=person, seen="Somebody\nelse")


def test_ones_own_details_stand_on_ones_own_word(client):
    person = make.contributor("Ngozi", name_confirmed_by="import")
    data = {"letter_name": "Dr Ngozi Okafor", "salutation": "Dr Okafor", "language": "en",
            "post_nominals": "FRCN", "format_need": "large_print"}  # fmt: skip

    client.post(own(person, "own_details"), data)

    person.refresh_from_db()
    assert (person.letter_name, person.format_need) == ("Dr Ngozi Okafor", "large_print")
    assert person.name_confirmed_by == "self"


def test_the_effect_is_shown_in_words_before_anything_is_saved(client):
    person = make.contributor()
    url = own(person, "own_thanks")

    page = client.post(url, WISHES)

    assert page.status_code == 200
    assert "Thanks may come from anybody but a minister." in page.text
    assert "They come by letter in the post." in page.text
    assert "They come at most once a year." in page.text
    assert not Preference.objects.exists()
    changing = client.post(url, {**WISHES, "seen": "yes", "again": "yes"})
    assert "Five questions" in changing.text
    client.post(url, {**WISHES, "seen": "yes"})
    assert Preference.objects.get(contributor=person).no_ministerial


def test_prf_1_it_says_where_the_household_asks_for_less(client):
    person = make.contributor()
    make.preference(make.household(person), channels=["in_person"])

    page = client.post(own(person, "own_thanks"), {**WISHES, "channels": ["post", "in_person"]})

    assert "the stricter wish holds" in page.text
    assert "They come in person, or at a meeting." in page.text


def test_con_3_it_says_what_waits_until_we_know_that_they_are_an_adult(client):
    page = client.post(own(make.contributor(), "own_thanks"), {**WISHES, "publicity": "full_name"})

    assert "Until we know that they are an adult" in page.text


def test_prf_3_not_from_a_minister_weighs_as_much_as_any_other_answer(client):
    text = client.get(own(make.contributor(), "own_thanks")).text

    assert text.count('name="thanker"') == 8
    assert "reason" not in text.lower()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"channels": []}, "Choose at least one way"),
        ({"thanker": ""}, "Choose who may thank you"),
        ({"often": "weekly"}, "Choose one of the options listed"),
        ({"publicity": ""}, "Choose what may be shown"),
        ({"surveys": ""}, "Choose whether we may ask"),
    ],
)
def test_what_is_missing_is_asked_for_and_the_rest_kept(client, changes, says):
    response = client.post(own(make.contributor(), "own_thanks"), {**WISHES, **changes})

    assert response.status_code == 422
    assert says in response.text


def test_exp_8_one_says_whether_letters_may_ask_something_and_takes_it_back(client):
    person = make.contributor()
    url = own(person, "own_thanks")

    page = client.post(url, {**WISHES, "surveys": "no"})
    client.post(url, {**WISHES, "surveys": "no", "seen": "yes"})

    assert "No letter asks a question." in page.text
    assert "at most once in 180 days" in client.get(url).text
    answer = may_contact(person, Channel.EMAIL, Purpose.SURVEY)
    assert answer.sentence == f"{person.letter_name} asked for no more questions."
    client.post(url, {**WISHES, "seen": "yes"})
    assert may_contact(person, Channel.EMAIL, Purpose.SURVEY)


def test_exp_8_do_not_ask_me_again_shows_where_one_says_how_one_likes_to_be_thanked(client):
    person = make.contributor()
    preferences.stop_surveys(person=person)

    form = client.get(own(person, "own_thanks")).context["form"]

    assert form["surveys"].value() == "no"


def test_whoever_wants_no_thanks_need_not_say_how(client):
    person = make.contributor()
    data = {**WISHES, "often": "0", "channels": []}

    assert "Nobody sends thanks." in client.post(own(person, "own_thanks"), data).text


def test_prf_2_consent_keeps_its_day_and_its_means_until_it_is_withdrawn():
    person = make.contributor(adult="yes")
    given = preferences.choose(owner=person, by=None, publicity="full_name")
    first_day = given.publicity_at
    assert may_contact(person, Channel.EMAIL, Purpose.PUBLICITY)

    unchanged = preferences.choose(owner=person, by=None, publicity="full_name", max_per_year=1)
    assert unchanged.publicity_at == first_day
    withdrawn = preferences.choose(owner=person, by=None, publicity="none")

    assert (withdrawn.publicity_at, withdrawn.publicity_wording) == (None, "")
    assert not may_contact(person, Channel.EMAIL, Purpose.PUBLICITY)
    kinds = JournalEntry.objects.about(person).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["preference.set", "preference.set", "preference.publicity_withdrawn"]


def test_con_2_one_stops_all_contact_without_saying_why_and_may_come_back(client):
    person = make.contributor()
    waits = mail.queue(kind="x", to=person.email, subject="x", body="x", concerns=person)

    text = client.post(own(person, "own_stop"), follow=True).text

    person.refresh_from_db()
    waits.refresh_from_db()
    assert person.objected_at
    assert waits.status == "failed"
    assert "We do not write to you" in text
    client.post(own(person, "own_again"))
    person.refresh_from_db()
    assert person.objected_at is None
