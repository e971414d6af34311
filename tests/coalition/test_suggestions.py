"""Which offers could meet a need, and the reverse: ranked, with the reason in words (story 15)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coalition import suggestions
from coalition.models import Need, Offer
from coalition.suggestions import needs_for, offers_for
from tests import make
from tests.coalition.offer_steps import today


@pytest.fixture
def offered(programme, lena):
    def offer(**fields):
        person = fields.pop("contributor", None) or make.contributor()
        return make.offer(programme=programme, contributor=person, accepted_by=lena, **fields)

    return offer


def test_the_reason_stands_in_words(need, rooms):
    (found,) = offers_for(need)

    assert found.offer == rooms
    assert (
        found.in_words == "Same kind; also in Aldermere; free for the whole time; covers 12 of 20"
    )
    assert found.can_be_proposed


def test_what_begins_later_says_from_when(need, offered):
    day = today() + timedelta(days=9)
    offered(available_from=day, area="Aldermere")

    (found,) = offers_for(need)

    assert f"free from {day.day} {day:%B}" in found.in_words


def test_the_best_fit_comes_first(need, offered):
    elsewhere = offered(area="Vale", quantity=20)
    similar = offered(kind="venue", area="Aldermere", quantity=20)
    small = offered(area="Aldermere", quantity=2)
    best = offered(area="Aldermere", quantity=20)

    found = [one.offer for one in offers_for(need)]

    assert found == [best, small, elsewhere, similar]


def test_what_does_not_fit_is_not_suggested(need, offered, kitchen, lena, programme):
    other_kind = offered(kind="policy")
    too_late = offered(available_from=need.needed_by + timedelta(days=1))
    own = offered(organisation=kitchen)
    used_up = offered(quantity=4)
    another = make.need(raised_by=make.user(), verified_by=lena)
    make.match(another, used_up, by=lena)
    new = make.offer(programme=programme, contributor=make.contributor())

    found = {one.offer for one in offers_for(need)}

    assert not found & {other_kind, too_late, own, used_up, new}


def test_what_is_tried_already_is_not_suggested_again(need, rooms, match):
    assert offers_for(need) == []
    assert needs_for(rooms) == []


@pytest.mark.parametrize("whom", ["person", "organisation", "offer"])
def test_nobody_on_hold_is_suggested(need, offered, sam, whom):
    """HLD-2."""
    offer = offered(organisation=make.organisation("Harbour Homes"), area="Aldermere")
    subject = {"person": offer.contributor, "organisation": offer.organisation, "offer": offer}
    assert offers_for(need)

    make.hold(subject[whom], "matching", by=sam)

    assert offers_for(need) == []


def test_an_offer_that_is_not_accepted_is_shown_but_not_proposed(need, programme, nadia, lena):
    make.offer(programme=programme, contributor=nadia, answered_by=lena)

    (found,) = offers_for(need)

    assert not found.can_be_proposed


def test_needs_for_an_offer_are_open_ones_of_its_kind_soonest_first(need, rooms, pat, lena):
    soon = make.need(
        raised_by=pat, verified_by=lena, needed_by=today() + timedelta(days=5), quantity=20
    )
    make.need(raised_by=pat)
    make.need(raised_by=pat, verified_by=lena, kind="food")

    assert [one.need for one in needs_for(rooms)] == [soon, need]


def test_suggestions_cost_the_same_for_any_number(need, offered):
    def count():
        with CaptureQueriesContext(connection) as queries:
            offers_for(need)
        return len(queries)

    for _ in range(2):
        offered(area="Aldermere")
    few = count()
    Offer.objects.update(organisation=make.organisation())
    for _ in range(12):
        offered(area="Aldermere", organisation=make.organisation())

    assert count() == few


def test_no_more_than_ten_are_shown(need, offered):
    for _ in range(12):
        offered()

    assert len(offers_for(need)) == 10


def test_what_lies_in_the_place_is_found_by_its_council(need, offered):
    """Issue 3: councils with tier, region and successor."""
    county = make.council("Vale County Council", names=["vale county", "vale"], tier="CTY")
    make.council("Port District Council", names=["port district", "port"], county=county)
    Need.objects.filter(pk=need.pk).update(area="Vale")
    need.refresh_from_db()
    elsewhere = offered(area="Aldermere", quantity=20)
    near = offered(area="Port", quantity=2)

    found = offers_for(need)

    assert [one.offer for one in found] == [near, elsewhere]
    assert "also in Vale" in found[0].in_words
    assert "elsewhere" in found[1].in_words


def test_the_likeliest_are_picked_by_council_too(need, offered, monkeypatch):
    """Also where more is offered than is looked at closely."""
    monkeypatch.setattr(suggestions, "LIKELIEST", 1)
    now = make.council("Vale Council", names=["vale"])
    make.council("Port Council", names=["port"], ends_on=date(2020, 1, 1)).successors.add(now)
    Need.objects.filter(pk=need.pk).update(area="Vale")
    need.refresh_from_db()
    offered(area="Aldermere", quantity=20)
    near = offered(area="Port", quantity=2)

    assert [one.offer for one in offers_for(need)] == [near]
