"""Two at once, on one difference; as in test_forums_concurrently."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions import differences, positions
from forums.models import Difference
from tests import make
from tests.forums.test_forums_concurrently import Held, both, table  # noqa: F401


@pytest.fixture
def worded(table):  # noqa: F811
    """Grace in the chair, and a difference that Nell raised and can reword."""
    forum, lena, leo, grace = table
    make.scope(forum, drafted_by=leo, approved_by=lena)
    make.member(forum.seats.get(), grace)
    nell, kitchen = make.user("Nell"), make.organisation()
    make.contributor("Nell Iqbal", user=nell, organisation=kitchen, can_speak_for=True)
    seat = make.member(make.seat(forum, by=lena), nell, organisation=kitchen)
    return make.difference(seat, organisation=kitchen, status="wording"), grace, nell


def test_dif_2_words_are_not_changed_while_they_are_acknowledged(worded, monkeypatch):
    difference, grace, nell = worded
    position = difference.positions.get()
    held = Held(monkeypatch, Difference)

    known, refused = both(
        held,
        lambda: differences.acknowledge(
            difference=difference, review_on=timezone.localdate() + timedelta(days=9), by=grace
        ),
        lambda: positions.say(position=position, wording="Other words.", by=nell),
    )

    assert known.status == "acknowledged"
    assert "positions in it stay as they are" in refused
    assert position.wording == difference.positions.get().wording


def test_a_difference_is_withdrawn_or_acknowledged(worded, monkeypatch):
    difference, grace, nell = worded
    held = Held(monkeypatch, Difference)

    _, refused = both(
        held,
        lambda: differences.withdraw(difference=difference, by=nell),
        lambda: differences.acknowledge(
            difference=difference, review_on=timezone.localdate() + timedelta(days=9), by=grace
        ),
    )

    assert "withdrawn now" in refused
    difference.refresh_from_db()
    assert difference.status == "withdrawn"
