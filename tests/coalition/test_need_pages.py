"""Pages of needs: raised, confirmed and closed in the browser (NED-1 to 3)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coalition.actions import needs
from coalition.http import PAGE_SIZE
from coalition.models import Need
from tests import make
from tests.coalition.offer_steps import today


def filled(**changes):
    day = today() + timedelta(days=60)
    return {
        "kind": "stay",
        "what": "Rooms near a school for 3 families.",
        "quantity": "1,200",
        "unit": "rooms",
        "area": "Aldermere",
        "needed_by_day": str(day.day),
        "needed_by_month": str(day.month),
        "needed_by_year": str(day.year),
        "urgency": "this_week",
        "checks_required": ["references"],
        **changes,
    }


@pytest.fixture
def form(kitchen):
    return reverse("need_new_for", args=[kitchen.pk])


def test_a_partner_says_what_is_needed(programme, pat, as_, form, kitchen):
    response = as_(pat).post(form, filled())

    need = Need.objects.get()
    assert response.url == need.get_absolute_url()
    assert (need.organisation, need.raised_by, need.programme) == (kitchen, pat, programme)
    assert (need.headline, need.quantity) == ("Rooms near a school for 3 families", 1200)
    assert need.checks_required == ["references"]


@pytest.mark.parametrize("quantity", ["0", "-3", "1000000000000", "lots", ""])
def test_a_quantity_that_makes_no_sense_is_asked_for_again(programme, pat, as_, form, quantity):
    response = as_(pat).post(form, filled(quantity=quantity))

    assert response.status_code == 422
    assert "Rooms near a school" in response.content.decode()
    assert not Need.objects.exists()


@pytest.mark.parametrize(
    ("what", "noticed"),
    [
        ("A room for a 34-year-old mother", "34-year-old"),
        ("Rooms for Mrs Kovalenko", "Mrs Kovalenko"),
        ("Ring 07700 900123 about beds", "07700 900123"),
        ("She needs a bed by Friday", "She"),
        ("One refugee family, he suffers from asthma", "he"),
    ],
)
def test_ned2_a_text_about_one_person_is_noticed_and_helped_with(
    programme, pat, as_, form, what, noticed
):
    response = as_(pat).post(form, filled(what=what))

    page = response.content.decode()
    assert response.status_code == 422
    assert noticed in page
    assert what in page
    assert "I have checked: it tells of nobody in particular" in page


def test_ned2_words_may_stay_where_they_are_right(programme, pat, as_, form):
    as_(pat).post(form, filled(what="A lady chapel to meet in", keep_details="on"))

    assert Need.objects.get().headline == "A lady chapel to meet in"


def test_ned2_a_notice_stands_by_the_box(programme, pat, as_, form):
    assert "never one person" in as_(pat).get(form).content.decode()


def test_ned2_whoever_confirms_sees_what_was_noticed_and_vouches_for_it(lena, pat, as_, kitchen):
    need = make.need(raised_by=pat, organisation=kitchen, headline="Rooms, she has two boys")
    url = reverse("need_verify", args=[need.ref])

    assert "“she”" in as_(lena).get(url).content.decode()
    assert as_(lena).post(url, {"is_needed": "on"}).status_code == 422
    as_(lena).post(url, {"is_needed": "on", "tells_of_nobody": "on"})

    need.refresh_from_db()
    assert need.status == Need.Status.OPEN


def test_ned1_the_page_refuses_whoever_put_the_words_right(lena, pat, as_, kitchen):
    need = make.need(raised_by=pat, organisation=kitchen)
    edit = reverse("need_edit", args=[need.ref])
    as_(lena).post(edit, filled(what="Thirty rooms in town"))

    response = as_(lena).post(
        reverse("need_verify", args=[need.ref]), {"is_needed": "on", "tells_of_nobody": "on"}
    )

    assert response.status_code == 422
    assert "somebody else confirms it" in response.content.decode()


def test_twenty_thousand_characters_are_too_many_and_stay_to_be_cut(programme, pat, as_, form):
    text = "bread " * 3333 + "ab"

    response = as_(pat).post(form, filled(what=text))

    assert response.status_code == 422
    assert "Use 1000 characters or fewer" in response.text
    assert text in response.text
    assert not Need.objects.exists()


def test_markup_is_shown_as_it_was_typed(programme, pat, as_, form):
    as_(pat).post(form, filled(what="<script>alert(1)</script> beds"))

    page = as_(pat).get(Need.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_end_is_not_before_the_start(programme, pat, as_, form):
    begins = {"needed_from_day": "1", "needed_from_month": "1", "needed_from_year": "2030"}

    response = as_(pat).post(form, filled(**begins))

    assert "Choose a day that is not before the first" in response.content.decode()


def test_ned3_closing_asks_why(need, lena, as_):
    url = reverse("need_close", args=[need.ref])

    assert as_(lena).post(url, {}).status_code == 422
    as_(lena).post(url, {"reason": "no_offer"})

    need.refresh_from_db()
    assert need.unmet_reason == "no_offer"


def test_a_partner_sees_open_needs_of_others_but_not_what_they_draft(programme, pat, lena, as_):
    draft = make.need(raised_by=lena)
    open_one = make.need(raised_by=make.user(), verified_by=lena)

    page = as_(pat).get(reverse("need_list")).content.decode()

    assert open_one.headline in page
    assert draft.headline not in page


def test_what_is_needed_soonest_stands_first_and_what_is_closed_last(programme, pat, lena, as_):
    *_, closed, closed_since = (
        make.need(raised_by=pat, verified_by=lena, headline=words, needed_by=today() + day)
        for words, day in [
            ("Later", timedelta(days=9)),
            ("Soon", timedelta(days=2)),
            ("Closed", timedelta(days=1)),
            ("Closed since", timedelta(days=1)),
        ]
    )
    for need in (closed, closed_since):
        needs.close_unmet(need=need, reason="no_offer", by=lena)

    page = as_(lena).get(reverse("need_list"))

    shown = [need["headline"] for need in page.context["page"]]
    assert shown == ["Soon", "Later", "Closed since", "Closed"]


def test_the_list_goes_on_beyond_its_first_page(programme, pat, lena, as_):
    every = [make.need(raised_by=pat).headline for _ in range(PAGE_SIZE + 3)]

    first = as_(lena).get(reverse("need_list"))
    second = as_(lena).get(reverse("need_list") + first.context["page"].next)

    shown = [need["headline"] for page in (first, second) for need in page.context["page"]]
    assert sorted(shown) == sorted(every)


def test_a_partner_sees_suggestions_without_names_or_words(need, rooms, pat, as_):
    page = as_(pat).get(need.get_absolute_url()).content.decode()

    assert "Same kind; also in Aldermere" in page
    assert "Nadia" not in page
    assert "old bakery" not in page


def test_the_list_costs_the_same_for_any_number(programme, lena, pat, kitchen, as_):
    def count():
        with CaptureQueriesContext(connection) as queries:
            as_(lena).get(reverse("need_list"))
        return len(queries)

    for _ in range(2):
        make.need(raised_by=pat, organisation=kitchen)
    count()  # whatever is asked only once
    few = count()
    for _ in range(10):
        make.need(raised_by=pat, organisation=make.organisation())

    assert count() == few


def test_a_partner_meets_what_others_need_with_an_offer_of_their_own(
    programme, pat, kitchen, lena, as_, rooms
):
    need = make.need(raised_by=make.user(), verified_by=lena)
    ours = make.offer(
        programme=programme,
        contributor=pat.contributor,
        organisation=kitchen,
        accepted_by=lena,
        headline="Rooms behind the kitchen",
    )

    page = as_(pat).get(need.get_absolute_url()).content.decode()

    assert "Our offers that could meet it" in page
    assert reverse("match_new", args=[need.ref, ours.ref]) in page
    assert reverse("match_new", args=[need.ref, rooms.ref]) not in page
