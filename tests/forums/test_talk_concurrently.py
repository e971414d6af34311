"""Two at once in a conversation: the first is held between looking and writing."""

from functools import partial

import pytest

from coalition.models import Mail
from forums.actions import conversation, parking
from forums.models import Parking, Post, PostEdit
from tests import make
from tests.forums.test_forums_concurrently import Held, both


@pytest.fixture
def post(transactional_db):
    programme = make.programme()
    lena = make.user("Lena", role="programme_lead", programme=programme)
    return make.topic(make.active_forum(programme=programme, by=lena)).posts.get()


@pytest.fixture
def edit(post):
    by = post.author.contributor.user
    return partial(conversation.edit, post=post, tag="question", body="Who rings?", by=by)


@pytest.fixture
def chairs(post):
    """Two who may move it."""
    forum = post.topic.forum
    return make.chair_of(forum), forum.opened_by


def test_two_who_park_at_once_park_it_once(post, chairs, monkeypatch):
    held = Held(monkeypatch, Parking)

    first, second = both(held, *(partial(make.parked, post, by=who) for who in chairs))

    assert first == Parking.objects.get()
    assert "just moved this contribution" in second
    assert Mail.objects.filter(kind="forum_post_parked").count() == 1


def test_what_is_parked_while_it_is_being_changed_stays_as_it_was(post, edit, chairs, monkeypatch):
    held = Held(monkeypatch, Parking)

    first, second = both(held, partial(make.parked, post, by=chairs[0]), edit)

    assert first == Parking.objects.get()
    assert "moved to the parked list, and stays as it was" in second
    assert Post.objects.get().body == post.body


def test_what_is_changed_while_it_is_being_parked_is_read_again_first(
    post, edit, chairs, monkeypatch
):
    held = Held(monkeypatch, Post)

    first, second = both(held, edit, partial(make.parked, post, by=chairs[0]))

    assert first.body == "Who rings?"
    assert "changed this contribution while this page was open" in second
    assert not Parking.objects.exists()


def test_two_who_bring_back_at_once_bring_it_back_once(post, chairs, monkeypatch):
    parked = make.parked(post, by=chairs[0])
    held = Held(monkeypatch, Parking)

    first, second = both(
        held, *(partial(parking.bring_back, parking=parked, by=who) for who in chairs)
    )

    assert not first.is_standing
    assert "brought back already" in second
    assert Mail.objects.filter(kind="forum_post_brought_back").count() == 1


def test_two_windows_that_change_it_at_once_lose_neither_version(post, edit, monkeypatch):
    said = post.body
    held = Held(monkeypatch, Post)

    both(held, edit, partial(edit, body="Who rings whom?"))

    assert Post.objects.get().body == "Who rings whom?"
    assert [*PostEdit.objects.order_by("pk").values_list("body", flat=True)] == [said, "Who rings?"]
