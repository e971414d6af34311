"""What needs you today: whatever the panels of settings.DASHBOARD_PANELS say, soonest first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coalition.panels import Panel, Task

HERE = "tests.coalition.test_dashboard."


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def offers(user):
    tasks = (Task("Answer Grace", "/a", due_on=in_days(3)), Task("Answer Tom", "/b", ("Kitchen",)))
    return Panel("Offers to answer", tasks, True, "/offers/", 9)


def letters(user):
    return Panel("Letters", (Task("Approve the letter", "/c", due_on=in_days(-2)),), True)


def own_forums(user):
    return Panel(
        "My forums", (Task("Leaving hospital well", "/d", ("Chair",)),), more_url="/forums/"
    )


def nothing(user):
    return None


@pytest.fixture
def today(settings, as_, ben):
    """The dashboard of somebody for whom these panels speak, as HTML."""

    def page(*panels):
        settings.DASHBOARD_PANELS = [HERE + panel.__name__ for panel in panels]
        return as_(ben).get("/").content.decode()

    return page


def test_all_that_waits_stands_in_one_list_soonest_first(today):
    html = today(offers, letters)

    sentences = ["Approve the letter", "Answer Grace", "Answer Tom"]
    assert sorted(sentences, key=html.index) == sentences
    assert "Overdue by 2 days" in html
    assert "No date set" in html


def test_what_is_counted_but_not_shown_is_a_link_away(today):
    html = today(offers, letters)

    assert "10 things are waiting on you." in html
    assert '<a href="/offers/">Offers to answer: see all 9</a>' in html


def test_one_s_own_things_stand_beside_and_do_not_count_as_waiting(today):
    html = today(letters, own_forums)

    assert "One thing is waiting on you." in html
    assert "Leaving hospital well" in html


def test_a_quiet_day_says_so(today):
    html = today(nothing)

    assert "Nothing needs you today." in html
    assert "You are up to date" in html
