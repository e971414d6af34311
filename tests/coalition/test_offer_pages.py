"""The inbox, the page of each offer, and what Today says of them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coalition.actions import offers
from coalition.http import PAGE_SIZE
from coalition.models import Offer
from coalition.templatetags.words import weekday
from tests import make


def today():
    return timezone.localdate()


# --- The inbox --------------------------------------------------------------------------------


@pytest.fixture
def inbox(programme, lena):
    """Three new offers, one of them overdue; one that was declined."""
    who = make.contributor("Nadia Haddad")
    rooms = make.offer(programme=programme, contributor=who, headline="Rooms")
    bread = make.offer(programme=programme, contributor=who, headline="Bread", kind="food")
    late = make.offer(programme=programme, contributor=who, headline="Lifts", kind="transport")
    Offer.objects.filter(pk=late.pk).update(next_contact_due=today() - timedelta(days=1))
    Offer.objects.filter(pk=bread.pk).update(owner=None)
    no = make.offer(programme=programme, contributor=who, headline="Coats", answered_by=lena)
    offers.decline(offer=no, reason="enough", sentence="We have enough coats.", by=lena)
    return {"rooms": rooms, "bread": bread, "late": late, "no": no}


def listed(as_, user, **query):
    response = as_(user).get(reverse("offer_list", query=query))
    return [offer["headline"] for offer in response.context["page"]]


def test_the_inbox_shows_what_is_due_first(as_, inbox, lena):
    """Story 2."""
    assert listed(as_, lena) == ["Lifts", "Rooms", "Bread", "Coats"]


def test_the_inbox_can_be_sorted_newest_first(as_, inbox, lena):
    assert listed(as_, lena, sort="newest") == ["Coats", "Lifts", "Bread", "Rooms"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "declined"}, ["Coats"]),
        ({"kind": "food"}, ["Bread"]),
        ({"only": "overdue"}, ["Lifts"]),
        ({"owner": "me"}, ["Lifts", "Rooms"]),
        ({"q": "brea"}, ["Bread"]),
        ({"q": "haddad", "status": "declined"}, ["Coats"]),
        ({"status": "nonsense"}, ["Lifts", "Rooms", "Bread", "Coats"]),
        ({"q": "zebra"}, []),
    ],
)
def test_filters_narrow_the_inbox_and_need_no_script(as_, inbox, lena, query, found):
    assert listed(as_, lena, **query) == found


def test_an_offer_is_found_by_its_reference(as_, inbox, lena):
    assert listed(as_, lena, q=inbox["bread"].ref.lower()) == ["Bread"]


def test_each_filter_says_how_many_it_would_show(as_, inbox, lena):
    page = as_(lena).get(reverse("offer_list", query={"status": "submitted"}))

    counts = {
        (group.name, value): n
        for group, choices in page.context["options"]
        for value, _, n, _ in choices
    }
    assert counts["status", "declined"] == 1  # its own group is not narrowed
    assert counts["kind", "stay"] == 1  # Coats are declined
    assert counts["only", "overdue"] == 1
    assert page.context["count"] == 3


def test_the_count_of_the_pages_is_true(as_, programme, lena):
    who = make.contributor()
    for _ in range(PAGE_SIZE + 2):
        make.offer(programme=programme, contributor=who)

    first = as_(lena).get(reverse("offer_list"))
    page = as_(lena).get(reverse("offer_list") + first.context["page"].next)

    assert f"{PAGE_SIZE + 2} offers" in page.text
    assert len(page.context["page"].object_list) == 2


def test_filters_in_use_can_be_removed_one_by_one(as_, inbox, lena):
    page = as_(lena).get(reverse("offer_list", query={"status": "submitted", "kind": "food"})).text

    assert 'href="?kind=food"' in page
    assert 'href="?status=submitted"' in page


def test_htmx_gets_only_the_list(as_, inbox, lena):
    response = as_(lena).get(reverse("offer_list"), headers={"HX-Request": "true"})

    assert response.text.lstrip().startswith('<div id="results"')
    assert "data-hx-swap-oob" in response.text


def test_a_lead_sees_only_the_programmes_that_they_lead(as_, inbox, lena):
    make.offer(
        programme=make.programme("Other"), contributor=make.contributor(), headline="Elsewhere"
    )

    assert "Elsewhere" not in listed(as_, lena)


def test_a_contributor_sees_their_own(as_, inbox, ben, programme):
    make.offer(programme=programme, contributor=ben.contributor, headline="Mine")

    assert listed(as_, ben) == ["Mine"]
    assert "My offers" in as_(ben).get(reverse("offer_list")).text


def test_a_partner_sees_those_of_the_organisation(as_, inbox, pat, kitchen, programme):
    make.offer(
        programme=programme,
        contributor=make.contributor(),
        organisation=kitchen,
        headline="Soup",
    )

    assert listed(as_, pat) == ["Soup"]


def test_an_empty_inbox_says_what_to_do(as_, lena, cleo):
    assert "Log the first offer" in as_(lena).get(reverse("offer_list")).text
    assert "Make an offer" in as_(cleo).get(reverse("offer_list")).text


@pytest.mark.parametrize("role", ["lena", "pat", "ben"])
def test_the_list_takes_the_same_queries_however_long_it_is(
    as_, request, programme, kitchen, role, django_assert_max_num_queries
):
    user = request.getfixturevalue(role)
    for _ in range(12):
        make.offer(
            programme=programme,
            contributor=getattr(user, "contributor", None) or make.contributor(),
            organisation=kitchen,
        )
    browser = as_(user)
    browser.get(reverse("offer_list"))

    with django_assert_max_num_queries(9):
        browser.get(reverse("offer_list"))


# --- An offer's own page ----------------------------------------------------------------------


def test_the_page_shows_what_happened_newest_first(as_, inbox, lena):
    page = as_(lena).get(inbox["no"].get_absolute_url()).text

    assert re.search(r"Declined with thanks.*Answered by a person, by phone.*Offered", page, re.S)


def test_the_page_flags_what_may_be_the_same_offer(as_, inbox, lena, programme):
    """OFR-7."""
    twin = make.offer(programme=programme, contributor=inbox["bread"].contributor, kind="food")

    page = as_(lena).get(twin.get_absolute_url()).text

    assert "This may be the same as another offer" in page
    assert inbox["bread"].ref in page
    assert Offer.objects.filter(kind="food").count() == 2


def test_the_person_who_offered_sees_what_comes_next(as_, programme, lena, ben):
    offer = make.offer(programme=programme, contributor=ben.contributor)

    page = as_(ben).get(offer.get_absolute_url()).text

    assert f"Lena or a colleague will reply by <strong>{weekday(offer.next_contact_due)}" in page
    assert reverse("offer_edit", args=[offer.ref]) in page
    assert reverse("offer_acknowledge", args=[offer.ref]) not in page


def test_the_page_takes_few_queries(as_, inbox, lena, django_assert_max_num_queries):
    browser = as_(lena)

    with django_assert_max_num_queries(9):
        browser.get(inbox["no"].get_absolute_url())


def test_the_person_changes_their_offer(as_, programme, ben):
    offer = make.offer(programme=programme, contributor=ben.contributor)
    data = {"kind": "food", "what": "Bread", "quantity": "3", "per": "week", "area": ""}

    response = as_(ben).post(reverse("offer_edit", args=[offer.ref]), data)

    offer.refresh_from_db()
    assert response.url == offer.get_absolute_url()
    assert (offer.headline, offer.kind, offer.quantity) == ("Bread", "food", 3)


def test_changing_starts_from_what_is_there(as_, programme, ben):
    text = "Two rooms. With a garden."
    offer = make.offer(
        programme=programme,
        contributor=ben.contributor,
        headline="Two rooms",
        what_exactly=text,
    )

    form = as_(ben).get(reverse("offer_edit", args=[offer.ref])).context["form"]

    assert form["what"].value() == text
    assert form["available_to"].value() == offer.available_to


def test_a_decided_offer_explains_why_it_cannot_be_changed(as_, programme, lena, ben):
    offer = make.offer(programme=programme, contributor=ben.contributor, accepted_by=lena)

    response = as_(ben).get(reverse("offer_edit", args=[offer.ref]))

    assert response.status_code == 409
    assert "so its words stay" in response.text


def test_withdrawing_asks_first(as_, programme, ben):
    offer = make.offer(programme=programme, contributor=ben.contributor)
    url = reverse("offer_withdraw", args=[offer.ref])
    assert "Withdraw this offer?" in as_(ben).get(url).text

    as_(ben).post(url)

    offer.refresh_from_db()
    assert offer.status == Offer.Status.WITHDRAWN


def test_an_offer_that_was_withdrawn_explains_itself(as_, programme, ben):
    offer = make.offer(programme=programme, contributor=ben.contributor)
    offers.withdraw(offer=offer, by=None)

    assert as_(ben).get(reverse("offer_withdraw", args=[offer.ref])).status_code == 409


# --- Today ------------------------------------------------------------------------------------


def test_today_shows_offers_to_answer_and_news_that_is_due(as_, inbox, programme, lena):
    who = make.contributor("Ines")
    due = make.offer(programme=programme, contributor=who, headline="Desks", answered_by=lena)
    Offer.objects.filter(pk=due.pk).update(next_contact_due=today())

    page = as_(lena).get(reverse("dashboard")).text

    assert "Answer Nadia Haddad’s offer: Lifts" in page
    assert "Tell Ines where their offer stands: Desks" in page
    assert "Coats" not in page


def test_today_shows_ones_own_open_offers(as_, programme, ben):
    offer = make.offer(programme=programme, contributor=ben.contributor, headline="Lifts")

    page = as_(ben).get(reverse("dashboard")).text

    assert offer.get_absolute_url() in page
    assert "Answer" not in page
