"""A scope says when it is looked at again: who decides is told, in time and on the day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coalition.models import Mail
from forums.models import ScopeStatement
from forums.panels import scopes_to_look_at
from forums.tasks import tell_of_ends
from tests import make


@pytest.fixture
def reviewed(recruiting, leo, lena, grace):
    """In force, to be looked at again after so many days, with Grace in the chair."""

    def in_force(days):
        scope = make.scope(recruiting, drafted_by=leo, approved_by=lena, review_in=days)
        make.member(recruiting.seats.get(), grace)
        return scope

    return in_force


def told():
    return sorted(Mail.objects.filter(kind="forum_scope_review").values_list("to", flat=True))


@pytest.mark.parametrize("days", [14, 0, -40])
def test_chair_and_leads_are_told_once(reviewed, days):
    reviewed(days)

    tell_of_ends()
    tell_of_ends()

    assert told() == ["grace@example.org", "lena@example.org", "leo@example.org"]
    assert "Look again at the scope of Going home well by" in Mail.objects.last().subject


def test_they_are_told_again_on_the_day(reviewed, monkeypatch):
    reviewed(10)
    tell_of_ends()
    later = timezone.now() + timedelta(days=10)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    tell_of_ends()

    assert len(told()) == 6


def test_nobody_is_told_long_before(reviewed):
    reviewed(15)

    tell_of_ends()

    assert told() == []


def test_nobody_is_told_while_somebody_drafts(reviewed, leo):
    make.scope(reviewed(3).forum, drafted_by=leo, purpose="Warmth.")

    tell_of_ends()

    assert told() == []


def test_nobody_is_told_of_a_forum_that_closes(reviewed):
    forum = reviewed(3).forum
    forum.status = "closing"
    forum.save()

    tell_of_ends()

    assert told() == []


def test_today_shows_it_to_chair_and_lead_and_nobody_else(reviewed, grace, lena, nell, recruiting):
    reviewed(29)
    make.member(make.seat(recruiting, by=lena), nell)

    for user in (grace, lena):
        (task,) = scopes_to_look_at(user).tasks
        assert task.sentence == "Look again at the scope of Going home well"
    assert scopes_to_look_at(nell) is None


def test_a_confirmed_scope_is_looked_at_later(reviewed, leo, lena, grace):
    scope = reviewed(10)

    make.scope(scope.forum, drafted_by=leo, approved_by=lena)

    assert not ScopeStatement.objects.to_look_at(timezone.localdate() + timedelta(days=30)).exists()
    assert scopes_to_look_at(grace) is None


def test_the_page_says_how_to_confirm_it(as_, reviewed, grace):
    scope = reviewed(10)

    page = as_(grace).get(f"/forums/{scope.forum.pk}/scope/").content.decode()

    assert "If nothing does, draft one with the same words and a later day" in page
