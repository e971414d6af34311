"""What is attached to a contribution: tests/coalition/test_attachments.py says what may be."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse

from coalition.attachments import SHELF
from coalition.attachments.upload import look_at
from coalition.domain import DomainError
from forums.actions import conversation
from forums.models import Forum, Post, PostFile, Topic
from tests import make

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def topic(forum):
    return make.topic(forum)


@pytest.fixture
def nell(topic):
    return topic.started_by.contributor.user


def pdf(name="plan.pdf"):
    return SimpleUploadedFile(name, PDF)


def typed(*files, **more):
    return {"tag": "evidence", "body": "See the plan.", "attachments": list(files), **more}


def url(name, topic, *more):
    return reverse(f"forums:{name}", args=[topic.forum_id, topic.pk, *more])


def test_files_go_with_what_is_said(as_, topic, nell):
    as_(nell).post(url("topic_detail", topic), typed(pdf(), pdf("map.pdf")))

    post = Post.objects.get(number=2)
    assert [file.name for file in post.files.order_by("pk")] == ["plan.pdf", "map.pdf"]
    page = as_(nell).get(topic.get_absolute_url()).content.decode()
    assert "plan.pdf" in page
    assert "PDF, 1 kB" in page


def test_a_topic_begins_with_files(as_, topic, nell):
    page = reverse("forums:topic_new", args=[topic.forum_id])

    as_(nell).post(page, typed(pdf(), title="The plan"))

    assert Topic.objects.get(title="The plan").posts.get().files.get().name == "plan.pdf"


def test_files_are_added_while_a_contribution_can_be_changed(as_, topic, nell):
    as_(nell).post(url("post_edit", topic, 1), typed(pdf(), body="Who?", tag="question"))

    post = topic.posts.get()
    assert post.files.get().name == "plan.pdf"
    assert post.edited_at is None  # its words are the same


def test_a_file_that_cannot_be_kept_is_said_and_the_words_are_kept(as_, topic, nell):
    page = SimpleUploadedFile("plan.pdf", b"<html><script>alert(1)</script>")

    response = as_(nell).post(url("topic_detail", topic), typed(page, body="See this plan."))

    shown = response.content.decode()
    assert response.status_code == 422
    assert "‘plan.pdf’ is a web page" in shown
    assert "See this plan.</textarea>" in shown
    assert "Choose your files again" in shown
    assert not PostFile.objects.exists()


def test_a_preview_says_that_files_are_chosen_again(as_, topic, nell):
    response = as_(nell).post(url("topic_detail", topic), typed(pdf(), preview="yes"))

    assert "Choose your files again" in response.content.decode()
    assert not PostFile.objects.exists()


def test_a_contribution_takes_five_files_also_when_they_come_one_by_one(as_, topic, nell):
    for number in range(4):
        make.post_file(topic.posts.get(), f"{number}.pdf")

    response = as_(nell).post(url("post_edit", topic, 1), typed(pdf(), pdf("map.pdf")))

    assert response.status_code == 422
    assert "Choose 1 or fewer" in response.content.decode()


def test_five_is_the_most_when_two_windows_add_at_once(topic, nell):
    post = topic.posts.get()
    for number in range(5):
        make.post_file(post, f"{number}.pdf")

    with pytest.raises(DomainError, match="takes 5 files"):
        conversation.edit(
            post=post, tag="question", body="Who?", attachments=[look_at(pdf())], by=nell
        )


def test_a_file_is_given_out_as_a_download_to_those_who_may_read(as_, topic, nell):
    file = make.post_file(topic.posts.get(), "plan.pdf")

    response = as_(nell).get(file.get_absolute_url())

    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "private" in response["Cache-Control"]
    assert response.content == b"%PDF-1.7 %%EOF"


def test_a_file_is_not_found_under_another_contribution_or_forum(as_, topic, nell, programme, lena):
    file = make.post_file(topic.posts.get())
    other = make.forum(programme=programme, by=lena)

    for forum, of_topic, number in [
        (other.pk, topic.pk, 1),
        (topic.forum_id, topic.pk + 1, 1),
        (topic.forum_id, topic.pk, 2),
    ]:
        page = reverse("forums:post_file", args=[forum, of_topic, number, file.pk])
        assert as_(lena).get(page).status_code == 404


def test_administrators_and_those_who_have_left_do_not_get_it(as_, topic, nell, adele):
    """P2, P3"""
    file = make.post_file(topic.posts.get())
    topic.forum.memberships.filter(contributor__user=nell).update(
        ended_at="2099-01-01T00:00Z", ended_reason="resigned"
    )

    assert as_(adele).get(file.get_absolute_url()).status_code == 403
    assert as_(nell).get(file.get_absolute_url()).status_code in {403, 404}


def test_a_file_that_is_gone_from_the_disk_is_not_found(as_, topic, nell):
    file = make.post_file(topic.posts.get())
    SHELF.drop(file.digest)

    assert as_(nell).get(file.get_absolute_url()).status_code == 404


def test_a_file_stays_what_it_was(topic):
    file = make.post_file(topic.posts.get())

    with pytest.raises(IntegrityError, match="append-only"):
        PostFile.objects.filter(pk=file.pk).update(name="other.pdf")


@pytest.mark.parametrize("fields", [{"kind": "exe"}, {"name": ""}, {"size": 0}, {"digest": "x"}])
def test_the_database_wants_a_file_that_we_know(topic, fields):
    known = {"name": "a.pdf", "kind": "pdf", "size": 1, "digest": "0" * 64}

    with pytest.raises(IntegrityError, match="postfile_is_a_file_that_we_know"):
        PostFile.objects.create(post=topic.posts.get(), **{**known, **fields})


def test_nothing_is_attached_in_a_forum_that_rests(as_, topic, nell):
    Forum.objects.update(status="paused")

    response = as_(nell).post(url("topic_detail", topic), typed(pdf()))

    assert response.status_code == 422
    assert "This forum is paused" in response.content.decode()
    assert not PostFile.objects.exists()
