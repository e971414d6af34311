"""The page of a call, for whoever offers and for whoever calls."""

from uuid import uuid4

import pytest
from django.urls import reverse

from coalition.actions import calls
from coalition.models import CallForOffers, Offer
from tests import make


@pytest.fixture
def call(programme, lena):
    return make.call(programme=programme, by=lena, title="Rooms for a warm winter")


@pytest.fixture
def typed():
    return {
        "kind": "",
        "what": "Two rooms for a family, from January",
        "quantity": "2",
        "letter_name": "Nadia Haddad",
        "email": "nadia@example.org",
        "form_key": str(uuid4()),
    }


@pytest.fixture
def written():
    return {
        "title": "Drivers",
        "kind": "transport",
        "what_good_looks_like": "A weekday morning each week.",
        "target_quantity": "20",
        "unit": "mornings",
        "full_message": "All mornings have a driver.",
        "waitlist_percent": "120",
    }


def offered(call, quantity, **more):
    who = make.contributor()
    return make.offer(
        programme=call.programme, contributor=who, call=call, quantity=quantity, **more
    )


def test_the_form_of_a_call_asks_eight_questions_at_most(client, call):
    page = client.get(call.public_path)

    form = page.context["form"]
    assert len([field for field in form.visible_fields() if field.name != "keep_details"]) <= 8
    assert "How many rooms?" in page.text


def test_anyone_answers_a_call(client, call, typed):
    page = client.post(call.public_path, typed, follow=True)

    offer = Offer.objects.get()
    assert "We have your offer" in page.text
    assert (offer.call, offer.kind, offer.unit) == (call, "stay", "rooms")


def test_nobody_answers_a_call_with_another_kind_of_help(client, call, typed):
    client.post(call.public_path, {**typed, "kind": "food"})

    assert Offer.objects.get().kind == "stay"


def test_cal1_l10_a_full_call_says_so_before_the_form(client, call):
    offered(call, 10)

    page = client.get(call.public_path).text

    assert 0 < page.index("We have found ten rooms") < page.index("What are you offering?")
    assert "waiting list" in page


def test_cal1_when_the_waiting_list_is_full_there_is_no_form(client, call):
    offered(call, 12)

    page = client.get(call.public_path)

    assert page.status_code == 200
    assert "the waiting list is full as well" in page.text
    assert "What are you offering?" not in page.text
    assert "Offer something else" in page.text


def test_cal1_on_the_waiting_list_the_receipt_says_so(client, call, typed):
    offered(call, 10)

    page = client.post(call.public_path, typed, follow=True)

    assert "your offer is on the waiting list" in page.text


def test_a_call_that_closed_meanwhile_keeps_the_words_and_takes_the_offer_without_it(
    client, call, typed, lena
):
    calls.close(call=call, dispositions={}, by=lena)

    page = client.post(call.public_path, typed)
    assert page.status_code == 422
    assert "stopped taking offers while this page was open" in page.text
    assert "Two rooms for a family, from January" in page.text
    assert 'name="without_call"' in page.text
    client.post(call.public_path, {**typed, "kind": "stay", "without_call": "1"})

    assert Offer.objects.get().call is None


@pytest.mark.parametrize("status", ["paused", "closed"])
def test_the_page_of_a_call_that_is_over_explains_itself(client, call, lena, status):
    if status == "paused":
        calls.pause(call=call, by=lena)
    else:
        calls.close(call=call, dispositions={}, by=lena)

    page = client.get(call.public_path)

    assert page.status_code == 200
    assert "Offer something else" in page.text


def test_a_draft_is_not_there_for_the_public(client, programme, lena):
    draft = make.call(programme=programme, by=lena, opened=False)

    assert client.get(draft.public_path).status_code == 404


def test_open_calls_are_listed_where_one_begins_to_offer(client, call, programme, lena):
    make.call(programme=programme, by=lena, opened=False, title="Secret")

    page = client.get(reverse("offer_new")).text

    assert "Rooms for a warm winter" in page
    assert "Secret" not in page


# --- For leads ------------------------------------------------------------------------------------


def test_a_lead_writes_and_opens_a_call(as_, lena, written):
    as_(lena).post(reverse("call_new"), written)
    call = CallForOffers.objects.get()
    assert call.status == "draft"

    page = as_(lena).post(reverse("call_open", args=[call.pk]), follow=True)

    assert "The call is open" in page.text
    assert call.public_path in page.text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("target_quantity", "0", "Enter 1 or more"),
        ("target_quantity", "-3", "Enter 1 or more"),
        ("target_quantity", "1e12", "Enter a whole number"),
        ("target_quantity", "lots", "Enter a whole number"),
        ("waitlist_percent", "99", "Enter 100 or more"),
        ("title", "", "Say what you call for"),
        ("full_message", "", "Write what people read when it is enough"),
        ("what_good_looks_like", "x" * 20_000, "1000 characters or fewer"),
        ("what_good_looks_like", "Ring Mrs Bell on 01632 960123", "other people’s details"),
    ],
)
def test_what_cannot_be_is_explained_and_kept(as_, lena, written, field, value, says):
    page = as_(lena).post(reverse("call_new"), {**written, field: value})

    assert page.status_code == 422
    assert says in page.text
    assert "All mornings have a driver." in page.text or field == "full_message"


def test_a_last_day_before_the_first_is_explained(as_, lena, written):
    days = {"opens_on_day": 9, "opens_on_month": 5, "opens_on_year": 2090}
    days |= {"closes_on_day": 8, "closes_on_month": 5, "closes_on_year": 2090}

    page = as_(lena).post(reverse("call_new"), {**written, **days})

    assert "Choose a last day that is not before the first" in page.text


def test_the_last_day_is_included(as_, lena, written):
    days = {"closes_on_day": 8, "closes_on_month": 7, "closes_on_year": 2090}

    as_(lena).post(reverse("call_new"), {**written, **days})

    call = CallForOffers.objects.get()
    assert str(call.last_day) == "2090-07-08"
    page = as_(lena).get(reverse("call_edit", args=[call.pk]))
    assert page.context["form"]["closes_on"].value().day == 8


def test_cal2_the_page_asks_what_becomes_of_each(as_, lena, call):
    kept = offered(call, 1, answered_by=lena, headline="One room")
    new = offered(call, 1, headline="Another room")
    path = reverse("call_close", args=[call.pk])

    page = as_(lena).get(path).text
    assert "2 offers still wait for an answer" in page
    assert "One room" in page
    assert "(optional)" not in page
    refused = as_(lena).post(path, {f"offer_{kept.pk}": "kept"})
    assert refused.status_code == 422
    assert "1 offer has no answer yet" in refused.text
    done = as_(lena).post(path, {f"offer_{kept.pk}": "kept", "others": "kept"}, follow=True)

    assert "everyone has an answer" in done.text
    new.refresh_from_db()
    assert new.call_disposition == "kept"


def test_cal2_declining_asks_for_a_reason_and_a_sentence(as_, lena, call):
    offered(call, 1, answered_by=lena)

    page = as_(lena).post(reverse("call_close", args=[call.pk]), {"others": "declined"})

    assert "Choose why they are declined" in page.text
    assert "Write a kind sentence that explains it to them" in page.text


def test_cal2_keeping_for_later_asks_until_when(as_, lena, call):
    offered(call, 1, answered_by=lena)

    page = as_(lena).post(reverse("call_close", args=[call.pk]), {"others": "standby"})

    assert "Enter the day until which you would like to keep them" in page.text


def test_a_lead_sees_only_the_calls_of_their_programmes(as_, lena):
    other = make.programme("Elsewhere")
    zoe = make.user("Zoe", role="programme_lead", programme=other)
    call = make.call(programme=other, by=zoe)

    assert as_(lena).get(call.get_absolute_url()).status_code == 404
    assert call.title not in as_(lena).get(reverse("call_list")).text


@pytest.mark.parametrize("name", ["call_list", "call_detail"])
def test_lists_take_the_same_queries_however_long_they_are(
    as_, lena, call, programme, name, django_assert_num_queries, django_assert_max_num_queries
):
    def look():
        arguments = [call.pk] if name == "call_detail" else []
        return as_(lena).get(reverse(name, args=arguments))

    def grow(times):
        for _ in range(times):
            make.call(programme=programme, by=lena)
            offered(call, 1)

    grow(2)
    look()
    with django_assert_max_num_queries(30) as few:
        look()
    grow(8)

    with django_assert_num_queries(len(few)):
        look()
