"""Pages that follow a key: each row once, however rows come and go, and nothing to break."""

import base64
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from coalition.http import PAGE_SIZE
from coalition.models import Contributor, Offer, Organisation
from coalition.paging import Ring, page_of
from tests import make

RINGS = ["A", "B", "C"]


def rings(order=("name", "pk")):
    """Organisations by sector: three rings, each by name."""
    return [
        Ring(
            Organisation.objects.filter(area=area).values_list("pk", "name", named=True),
            order,
        )
        for area in RINGS
    ]


def add(area, name):
    return Organisation.objects.create(name=name, area=area, sector="VC").pk


def walk(size, *, direction="next", query="", between=lambda: None, order=("name", "pk")):
    """All rows, page by page, from where `query` points."""
    seen, query = [], QueryDict(query)
    for _ in range(200):
        page = page_of(rings(order), query, size)
        rows = [row.pk for row in page]
        seen = rows + seen if direction == "previous" else seen + rows
        following = getattr(page, direction)
        if not following:
            return seen, query
        between()
        query = QueryDict(following.lstrip("?"))
    raise AssertionError("the pages do not end")


NAMES = st.text("ab'\\ é王", min_size=1, max_size=2)
ROWS = st.lists(st.tuples(st.sampled_from(RINGS), NAMES), max_size=25)


class EveryRowOnce(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        rows=ROWS,
        later=ROWS,
        size=st.integers(1, 7),
        order=st.sampled_from([("name", "pk"), ("-name", "-pk"), ("pk",), ("-pk",)]),
    )
    def test_walking_all_pages_gives_each_row_once_while_rows_come(self, rows, later, size, order):
        """And walking back gives the same rows in the same order."""
        there = [add(*row) for row in rows]
        coming = iter(later)

        forward, last = walk(
            size, between=lambda: [add(*row) for row in [next(coming, None)] if row], order=order
        )

        assert len(forward) == len(set(forward))
        assert set(there) <= set(forward)
        calm, last = walk(size, order=order)
        back, _ = walk(size, direction="previous", query=last.urlencode(), order=order)
        assert calm == [r.pk for ring in rings(order) for r in ring.walk(back=False)]
        assert list(dict.fromkeys(back)) == calm[: len(set(back))]
        assert set(back) == set(calm)

    @settings(max_examples=30, deadline=None)
    @given(key=st.one_of(st.text(max_size=60), st.binary(max_size=60).map(str)))
    def test_a_key_that_is_none_of_ours_begins_the_list_anew(self, key):
        query = QueryDict(mutable=True)
        query["after"] = key

        assert page_of(rings(), query, 5).object_list == []

    @settings(max_examples=50, deadline=None)
    @given(
        key=st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
            lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
            max_leaves=6,
        )
    )
    def test_whatever_a_key_says_nothing_breaks(self, key):
        said = base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")
        query = QueryDict(mutable=True)
        query["before"] = said

        page_of(rings(), query, 5)


@pytest.mark.parametrize(
    "key",
    [
        [0, "a\0b", "1"],
        [0, "\ud800", "1"],
        [0, "a", str(2**70)],
        [0, "a", "one"],
        [0, "a"],
        [9, "a", "1"],
        [-1, "a", "1"],
        [True, "a", "1"],
        {"a": 1},
    ],
)
def test_a_key_with_nonsense_shows_the_first_page(as_, lena, key):
    make.organisation("Mosque")
    said = base64.urlsafe_b64encode(json.dumps(key).encode()).decode()

    response = as_(lena).get(reverse("organisation_list"), {"after": said})

    assert "Mosque" in response.text


@pytest.mark.parametrize("when", ["2026-13-45", "2026-01-01T00:00:00", "", "now", "0"])
def test_a_key_with_a_time_that_is_none_shows_the_first_page(db, when):
    offers = Offer.objects.annotate(ended=Coalesce("closed_at", "submitted_at"))
    key = base64.urlsafe_b64encode(json.dumps([0, when, "1"]).encode()).decode()

    page = page_of([Ring(offers, ("-ended", "-pk"))], QueryDict(f"after={key}"), 5)

    assert page.object_list == []


def test_a_deep_page_touches_no_more_rows_than_the_first(db, django_assert_num_queries):
    """Keyset: the database begins at the key, so it neither counts nor skips."""
    Contributor.objects.bulk_create(Contributor(letter_name=f"N{n:04}") for n in range(400))
    people = [Ring(Contributor.objects.values_list("pk", "letter_name", named=True),
                   ("letter_name", "pk"))]  # fmt: skip
    page = page_of(people, QueryDict(), 150)
    with django_assert_num_queries(1):
        deep = page_of(people, QueryDict(page.next.lstrip("?")), 150)

    assert [row.letter_name for row in deep][:2] == ["N0150", "N0151"]
    plan = people[0].walk(back=False, start=["N0300", 1])[:5].explain()
    assert "ROW(" in plan


def test_no_ring_is_asked_beyond_the_last_row(db, django_assert_num_queries):
    """Where it is known how many rows there are: most who search find one or two."""
    add("A", "Mosque")

    with django_assert_num_queries(1):
        page = page_of(rings(), QueryDict(), 5, 1)
    with django_assert_num_queries(0):
        nothing = page_of(rings(), QueryDict(), 5, 0)

    assert [row.name for row in page] == ["Mosque"]
    assert nothing.object_list == []


@pytest.mark.parametrize("found", [Q(letter_name__contains="e"), None])
def test_what_words_find_is_not_looked_for_in_the_index_of_names(db, found):
    """PostgreSQL would read all 160,000 names for the few that the index of words knows."""
    people = Contributor.objects.filter(merged_into=None)
    ring = Ring(people.values_list("pk", "letter_name"), ("letter_name", "pk"), found)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")

    plan = ring.walk(back=False)[:5].explain()

    assert ("contributor_by_name" in plan) == (found is None)


def test_pages_lead_forth_and_back_and_keep_the_filters(as_, lena):
    for number in range(2 * PAGE_SIZE + 10):
        make.organisation(f"Group {number:03}", sector="FA")
    make.organisation("Council", sector="LG")
    browser, url = as_(lena), reverse("organisation_list")

    first = browser.get(url, {"sector": "FA", "q": "group"})
    second = browser.get(url + first.context["page"].next)
    third = browser.get(url + second.context["page"].next)
    again = browser.get(url + third.context["page"].previous)
    start = browser.get(url + again.context["page"].previous)

    assert [row["name"] for row in second.context["page"]][0] == f"Group {PAGE_SIZE:03}"
    assert [row["name"] for row in third.context["page"]][-1] == f"Group {2 * PAGE_SIZE + 9:03}"
    assert third.context["page"].next == ""
    assert list(again.context["page"]) == list(second.context["page"])
    assert list(start.context["page"]) == list(first.context["page"])
    assert start.context["page"].previous == ""
    assert 'rel="next"' in first.text
    assert "sector=FA" in second.context["page"].next


def test_a_page_whose_rows_went_meanwhile_says_so(as_, lena):
    for number in range(PAGE_SIZE + 1):
        make.organisation(f"Group {number:02}")
    browser, url = as_(lena), reverse("organisation_list")
    first = browser.get(url)
    Organisation.objects.get(name=f"Group {PAGE_SIZE}").delete()

    page = browser.get(url + first.context["page"].next)

    assert "The list ends here" in page.text


def test_offers_walk_from_the_open_into_the_closed(as_, lena, programme):
    who = make.contributor()
    made = [make.offer(programme=programme, contributor=who) for _ in range(55)]
    for number, offer in enumerate(made[:30]):
        Offer.objects.filter(pk=offer.pk).update(
            status="withdrawn",
            next_contact_due=None,
            closed_at=timezone.now() - timedelta(days=number % 3),
        )
    browser, url = as_(lena), reverse("offer_list")

    seen, query = [], "?"
    while query:
        page = browser.get(url + query).context["page"]
        seen += [row["url"] for row in page]
        query = page.next

    assert len(seen) == len(set(seen)) == 55
    assert seen[0] == made[30].get_absolute_url()


def test_a_long_list_is_not_counted_to_its_end(as_, lena):
    Contributor.objects.bulk_create(Contributor(letter_name=f"Ann N{n:04}") for n in range(1100))

    Contributor.objects.create(letter_name="Zoë Quill")
    everyone = as_(lena).get(reverse("contributor_list"))
    few = as_(lena).get(reverse("contributor_list"), {"q": "quil"})

    assert "1,000+ people" in everyone.text
    assert {n for _, choices in everyone.context["options"] for *_, n, _ in choices} == {None}
    assert "1 person" in few.text


@pytest.mark.parametrize("name", ["organisation_list", "contributor_list", "offer_list"])
@pytest.mark.parametrize("words", ["", "kitchen"])
def test_lists_take_the_same_queries_for_fifty_rows_as_for_two(as_, lena, programme, name, words):
    def fill(count):
        for _ in range(count):
            who = make.contributor("Kitchen", organisation=make.organisation("Kitchen"))
            make.offer(programme=programme, contributor=who)

    browser = as_(lena)
    fill(2)
    url = reverse(name, query={"q": words} if words else {})
    browser.get(url)
    with CaptureQueriesContext(connection) as two:
        browser.get(url)
    fill(48)
    with CaptureQueriesContext(connection) as fifty:
        browser.get(url)

    assert len(fifty) <= len(two)
