"""What components say: page numbers, how urgent a date is, who a pair of letters is."""

from datetime import timedelta

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from coalition.templatetags.ui import due_kind, due_words, initials, numbers


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        (1, [1, 2, None, 20]),
        (7, [1, None, 6, 7, 8, None, 20]),
        (20, [1, None, 19, 20]),
    ],
)
def test_a_long_list_shows_the_ends_and_the_neighbours(page, shown):
    assert numbers(Paginator(range(500), 25).page(page)) == shown


def test_pages_keep_the_rest_of_the_query():
    request = RequestFactory().get("/", {"q": "kitchen", "page": "2"})
    page = Paginator(range(100), 25).page(2)

    html = render_to_string("components/_pagination.html", {"page": page}, request)

    assert 'href="?q=kitchen&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1


def test_a_list_of_one_page_shows_no_pages():
    page = Paginator(range(3), 25).page(1)

    assert render_to_string("components/_pagination.html", {"page": page}).strip() == ""


@pytest.mark.parametrize(
    ("days", "words", "kind"),
    [
        (-2, "Overdue by 2 days", "warn"),
        (-1, "Overdue by 1 day", "warn"),
        (0, "Due today", "talk"),
        (1, "Due tomorrow", "talk"),
    ],
)
def test_a_date_says_how_urgent_it_is(days, words, kind):
    on = timezone.localdate() + timedelta(days=days)

    assert due_words(on) == words
    assert due_kind(on) == kind


def test_within_a_week_a_date_is_a_weekday_and_later_a_day_of_the_month():
    today = timezone.localdate()
    soon, later = today + timedelta(days=6), today + timedelta(days=7)

    assert due_words(soon) == f"Due {soon:%A}"
    assert due_words(later) == f"Due {later.day} {later:%B}"
    assert due_kind(later) == ""
    assert due_words(None) == "No date set"


@pytest.mark.parametrize(
    ("name", "letters"), [("Priya Shah", "PS"), ("Ada", "A"), ("Ana Maria de Sá", "AS"), ("", "")]
)
def test_initials_are_of_the_first_and_the_last_name(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 offer"), (0, "0 offers"), (1204, "1,204 offers")]
)
def test_a_count_agrees_with_its_noun(count, words):
    html = render_to_string(
        "components/_count.html", {"count": count, "noun": "offer", "plural": "offers"}
    )

    assert f"<strong>{words}</strong>" in html
    assert 'role="status"' in html
