"""Two leads decide about a forum's end at once: one wins, the other is told (FRM-2, FRM-3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions import closing, forums, life
from forums.models import Forum
from tests import make
from tests.forums.test_forums_concurrently import Held, both


@pytest.fixture
def at_its_end(transactional_db):
    programme = make.programme()
    lena = make.user("Lena", role="programme_lead", programme=programme)
    leo = make.user("Leo", role="programme_lead", programme=programme)
    forum = life.review(forum=make.active_forum(programme=programme, by=lena), by=lena)
    return forum, lena, leo


def test_one_renews_a_forum_while_another_closes_it(at_its_end, monkeypatch):
    forum, lena, leo = at_its_end
    held = Held(monkeypatch, Forum)
    end = timezone.localdate() + timedelta(days=90)

    renewed, told = both(
        held,
        lambda: life.renew(forum=forum, sunset_on=end, by=lena),
        lambda: closing.begin(forum=forum, by=leo),
    )

    assert renewed.status == Forum.Status.ACTIVE
    assert told == "This forum is active now, so it cannot become closing."


def test_one_closes_a_forum_for_good_while_another_changes_it(at_its_end, monkeypatch):
    forum, lena, leo = at_its_end
    closing.begin(forum=forum, by=lena)
    held = Held(monkeypatch, Forum)

    closed, told = both(
        held,
        lambda: closing.finish(forum=forum, by=lena),
        lambda: forums.change(forum=forum, name="Another", by=leo),
    )

    assert closed.is_closed
    assert told == "This forum is closed, so it stays as it is."
