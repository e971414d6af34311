from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry
from forums.actions import conversation
from forums.models import Forum, Post, PostEdit, Topic
from forums.models.conversation import POSTS_PER_PAGE
from forums.wording import Line
from tests import make


@pytest.fixture
def topic(member, nell):
    return conversation.start_topic(
        membership=member,
        title="Who rings on day two?",
        tag="question",
        body="Does anyone?",
        by=nell,
    )


def _reply(topic, member, body="We do.", tag="experience"):
    return conversation.reply(
        topic=topic, membership=member, tag=tag, body=body, by=member.contributor.user
    )


def test_a_topic_begins_with_its_first_post(topic, nell):
    assert topic.post_count == 1
    assert topic.posts.get().number == 1
    assert JournalEntry.objects.about(topic).get().concerns.user == nell


def test_posts_are_numbered_without_a_gap(topic, member, chair):
    numbers = [_reply(topic, who).number for who in (chair, member, chair)]

    assert numbers == [2, 3, 4]
    assert Topic.objects.get(pk=topic.pk).post_count == 4


def test_a_page_of_posts_is_found_by_number(topic, member):
    for _ in range(POSTS_PER_PAGE):
        last = _reply(topic, member)

    assert len(topic.posts.on_page(1)) == POSTS_PER_PAGE
    assert list(topic.posts.on_page(2)) == [last]
    assert last.page == 2


def test_nobody_speaks_before_reading_the_scope(topic, member, leo, lena):
    """MEM-1: also when the scope changed while they were writing"""
    make.scope(topic.forum, drafted_by=leo, approved_by=lena, included=(Line("Key safes"),))

    with pytest.raises(DomainError, match="scope of this forum has changed"):
        _reply(topic, member)


def test_nobody_speaks_in_a_forum_that_is_not_active(topic, member):
    Forum.objects.update(status="recruiting")

    with pytest.raises(DomainError, match="not active"):
        _reply(topic, member)


def test_a_post_is_changed_in_its_first_quarter_of_an_hour(topic, member, nell):
    post = _reply(topic, member, "We due.")

    post = conversation.edit(post=post, tag="experience", body="We do.", by=nell)

    assert post.edited_at is not None
    assert post.edits.get().body == "We due."


def test_a_post_is_not_changed_after_that(topic, member, nell):
    post = _reply(topic, member)
    Post.objects.filter(pk=post.pk).update(posted_at=timezone.now() - timedelta(minutes=15))

    with pytest.raises(DomainError, match="The 15 minutes"):
        conversation.edit(post=post, tag="experience", body="No, we do not.", by=nell)


def test_saving_the_same_words_is_no_edit(topic, nell):
    post = conversation.edit(post=topic.posts.get(), tag="question", body="Does anyone?", by=nell)

    assert post.edited_at is None
    assert not PostEdit.objects.exists()


def test_what_a_post_said_before_is_kept(topic, nell):
    edited = conversation.edit(post=topic.posts.get(), tag="question", body="Anyone?", by=nell)

    with pytest.raises(IntegrityError, match="append-only"):
        edited.edits.update(body="Nothing")


@pytest.mark.parametrize(
    ("model", "fields", "constraint"),
    [
        (Post, {"body": ""}, "post_says_something"),
        (Topic, {"title": ""}, "topic_has_a_title"),
    ],
)
def test_the_database_wants_words(topic, model, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        model.objects.update(**fields)


def test_a_number_names_one_post(topic, member):
    _reply(topic, member)

    with pytest.raises(IntegrityError, match="post_number_once_per_topic"):
        Post.objects.filter(number=2).update(number=1)
