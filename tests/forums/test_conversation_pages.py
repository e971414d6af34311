from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums import prose
from forums.actions import conversation
from forums.models import Forum, Post, Topic
from forums.models.conversation import POST_LENGTH, POSTS_PER_PAGE
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


def url(name, topic, *more):
    return reverse(f"forums:{name}", args=[topic.forum_id, topic.pk, *more])


def test_a_member_starts_a_topic(as_, forum, grace):
    response = as_(grace).post(
        reverse("forums:topic_new", args=[forum.pk]),
        {"title": "Key safes", "tag": "proposal", "body": "One for each home.\r\n\r\nFree."},
    )

    topic = Topic.objects.get()
    assert response.url == topic.get_absolute_url()
    assert topic.posts.get().body == "One for each home.\n\nFree."


def test_a_reply_leads_to_its_own_address(as_, topic, grace):
    response = as_(grace).post(url("topic_detail", topic), {"tag": "experience", "body": "We do."})

    assert response.url == url("post", topic, 2)
    assert as_(grace).get(response.url).url == f"{topic.get_absolute_url()}#p2"


def test_the_address_of_a_post_finds_its_page(as_, topic, member, nell):
    for number in range(POSTS_PER_PAGE):
        _add(topic, member, nell, f"Day {number}")

    response = as_(nell).get(url("post", topic, POSTS_PER_PAGE + 1))

    assert response.url == f"{topic.get_absolute_url()}?page=2#p{POSTS_PER_PAGE + 1}"


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        ({"body": ""}, "Enter your contribution"),
        ({"body": "x" * (POST_LENGTH + 1)}, "Use 5000 characters or fewer"),
        ({"tag": ""}, "Choose an answer to ‘What is it?’"),
        ({"tag": "rant"}, "Choose one of the options listed"),
        ({"body": "nul\x00"}, "Null characters are not allowed."),
    ],
)
def test_what_a_contribution_needs_is_said_plainly(as_, topic, nell, faulty, message):
    typed = {"tag": "experience", "body": "We do.", **faulty}

    response = as_(nell).post(url("topic_detail", topic), typed)

    assert response.status_code == 422
    assert message in response.content.decode().replace("5,000", "5000")
    assert topic.posts.count() == 1


def test_five_thousand_characters_with_line_ends_fit(as_, topic, nell):
    body = ("x" * 99 + "\r\n") * 50

    as_(nell).post(url("topic_detail", topic), {"tag": "experience", "body": body})

    assert len(Post.objects.get(number=2).body) == POST_LENGTH - 1


def test_words_are_shown_as_words_and_links_as_links(as_, topic, member, nell):
    _add(topic, member, nell, "<script>alert(1)</script> See https://example.org/a?b=1&c=2 now")

    page = as_(nell).get(topic.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener">' in page


def test_a_contribution_can_be_looked_at_before_it_is_added(as_, topic, nell):
    typed = {"tag": "experience", "body": "We **do**.", "preview": "yes"}

    response = as_(nell).post(topic.get_absolute_url(), typed)

    page = response.content.decode()
    assert response.status_code == 200
    assert "How it will read" in page
    assert "We <strong>do</strong>." in page
    assert "We **do**.</textarea>" in page
    assert topic.posts.count() == 1


@pytest.mark.parametrize("name", ["topic_new", "post_edit"])
def test_so_can_a_topic_and_a_change(as_, topic, nell, name):
    page = reverse("forums:topic_new", args=[topic.forum_id])
    page = url("post_edit", topic, 1) if name == "post_edit" else page
    typed = {"title": "Keys", "tag": "experience", "body": "- one\n- two", "preview": "yes"}

    response = as_(nell).post(page, typed)

    assert "<li>one</li>" in response.content.decode()
    assert Topic.objects.count() == Post.objects.count() == 1
    assert Post.objects.get().body == "Does anyone?"


def test_what_cannot_be_added_has_no_preview(as_, topic, nell):
    response = as_(nell).post(topic.get_absolute_url(), {"body": "We do.", "preview": "yes"})

    assert response.status_code == 422
    assert "How it will read" not in response.content.decode()


def test_plain_text_from_before_markdown_reads_as_it_did(as_, topic, nell):
    Post.objects.update(body="1. one\n*two*", html="", renderer=prose.PLAIN)

    page = as_(nell).get(topic.get_absolute_url()).content.decode()

    assert "<p>1. one<br>*two*</p>" in page


def test_what_an_older_renderer_made_is_made_again_when_it_is_read(as_, topic, nell):
    Post.objects.update(body="**two**", html="<p>old</p>", renderer=prose.RENDERER + 1)

    page = as_(nell).get(topic.get_absolute_url()).content.decode()

    assert "<strong>two</strong>" in page


def test_what_was_typed_is_kept_when_the_scope_changed_meanwhile(as_, topic, nell, leo, lena):
    """MEM-1: they are sent to the scope first, and come back to the topic."""
    make.scope(topic.forum, drafted_by=leo, approved_by=lena, included=(Line("Key safes"),))

    response = as_(nell).post(url("topic_detail", topic), {"tag": "experience", "body": "We do."})

    assert response.url.startswith(reverse("forums:scope_acknowledge", args=[topic.forum_id]))
    assert topic.posts.count() == 1


def test_an_edit_is_marked_and_what_it_said_stays_readable(as_, topic, nell, grace):
    as_(nell).post(url("post_edit", topic, 1), {"tag": "question", "body": "Does anybody?"})

    page = as_(grace).get(topic.get_absolute_url()).content.decode()
    history = as_(grace).get(url("post_history", topic, 1)).content.decode()

    assert "Edited" in page
    assert "Does anyone?" in history
    assert "Does anybody?" in history


def test_nobody_changes_what_another_said(as_, topic, grace):
    assert as_(grace).get(url("post_edit", topic, 1)).status_code == 403


def test_after_a_quarter_of_an_hour_one_adds_instead(as_, topic, nell):
    Post.objects.update(posted_at="2026-01-01T12:00Z")

    response = as_(nell).get(url("post_edit", topic, 1), follow=True)

    assert "can be changed for 15 minutes" in response.content.decode()


def test_a_change_sent_too_late_keeps_what_was_typed(as_, topic, nell):
    """Opened at 14 minutes, sent at 15 and one second."""
    Post.objects.update(posted_at=timezone.now() - timedelta(minutes=15, seconds=1))

    response = as_(nell).post(
        url("post_edit", topic, 1), {"tag": "question", "body": "Does anybody ring?"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "The 15 minutes in which a contribution can be changed are over" in page
    assert "Does anybody ring?</textarea>" in page
    assert Post.objects.get().body == "Does anyone?"


def test_what_was_changed_in_another_window_is_not_undone(as_, topic, nell):
    page = url("post_edit", topic, 1)
    old = as_(nell).get(page).context["form"]["seen"].value()
    as_(nell).post(page, {"tag": "question", "body": "Does anybody?", "seen": old})

    again = {"tag": "question", "body": "Anyone at all?", "seen": old}
    response = as_(nell).post(page, again)
    deliberate = {**again, "seen": response.context["form"]["seen"].value()}
    saved = as_(nell).post(page, deliberate)

    assert response.status_code == 422
    assert "in another window" in response.content.decode()
    assert saved.status_code == 302
    assert Post.objects.get().body == "Anyone at all?"
    assert Post.objects.get().edits.count() == 2


QUIET = {
    "paused": "This forum is paused",
    "sunset_review": "This forum has come to its end",
    "closing": "This forum is closing",
    "closed": "This forum is closed",
}


@pytest.mark.parametrize(("status", "said"), QUIET.items())
def test_a_forum_that_rests_refuses_with_a_sentence_and_keeps_what_was_typed(
    as_, topic, nell, status, said
):
    Forum.objects.update(status=status)
    typed = {"title": "Keys", "tag": "proposal", "body": "One for each home."}
    pages = [
        reverse("forums:topic_new", args=[topic.forum_id]),
        topic.get_absolute_url(),
        url("post_edit", topic, 1),
    ]

    for page in pages:
        response = as_(nell).post(page, typed)

        assert response.status_code == 422
        summary = response.context["form"].non_field_errors()
        assert said in summary[0]
        assert "One for each home.</textarea>" in response.content.decode()
    assert Post.objects.get().body == "Does anyone?"


@pytest.mark.parametrize(("status", "said"), QUIET.items())
def test_nor_does_it_offer_to_write(as_, topic, nell, status, said):
    Forum.objects.update(status=status)

    new = as_(nell).get(reverse("forums:topic_new", args=[topic.forum_id]))
    edit = as_(nell).get(url("post_edit", topic, 1), follow=True)
    page = as_(nell).get(topic.get_absolute_url()).content.decode()

    assert new.status_code == 409
    assert said in new.content.decode()
    assert said in edit.content.decode()
    assert "Add to this" not in page


def test_leads_read_and_do_not_write(as_, topic, lena):
    page = as_(lena).get(topic.get_absolute_url())
    written = as_(lena).post(topic.get_absolute_url(), {"tag": "question", "body": "Why?"})

    assert "Does anyone?" in page.content.decode()
    assert "Add to this" not in page.content.decode()
    assert written.status_code == 403


def test_administrators_see_the_forum_and_not_what_is_said(as_, topic, adele):
    """P2"""
    overview = as_(adele).get(topic.forum.get_absolute_url())

    assert overview.status_code == 200
    assert topic.title not in overview.content.decode()
    assert as_(adele).get(topic.get_absolute_url()).status_code == 403


def test_a_topic_is_not_found_under_another_forum(as_, topic, programme, lena):
    other = make.forum(programme=programme, by=lena)

    page = reverse("forums:topic_detail", args=[other.pk, topic.pk])

    assert as_(lena).get(page).status_code == 404


def test_notices_stand_by_every_box(as_, topic, nell):
    """L9"""
    for page in (topic.get_absolute_url(), reverse("forums:topic_new", args=[topic.forum_id])):
        assert "Write as if disclosed" in as_(nell).get(page).content.decode()


def test_a_page_of_a_topic_costs_the_same_however_long_it_is(
    as_, topic, member, nell, grace, chair, lena
):
    """Issue 4: at most 8 queries whatever its length, and whoever wrote"""
    short = _queries(as_(nell), topic.get_absolute_url())
    school = make.organisation("Northside School")
    teacher = make.member(make.seat(topic.forum, by=lena), make.user(), organisation=school)
    for number in range(POSTS_PER_PAGE + 5):
        make.post_file(_add(topic, member, nell, f"Day {number}"))
    for who in (teacher, chair, teacher):
        make.parked(_add(topic, who, who.contributor.user, "And the rents?"), by=grace)
        _add(topic, who, who.contributor.user, "And the keys?")

    long = _queries(as_(nell), topic.get_absolute_url())

    assert long == short
    assert short <= 8  # the frame, roles and navigation among them


@pytest.mark.parametrize("attribution", Forum.Attribution.values)
def test_a_page_of_a_topic_costs_at_most_eight_queries_whoever_looks(
    as_, topic, member, nell, grace, lena, attribution
):
    """Issue 4. The box to reply is on it, and a member who also leads is among them."""
    Forum.objects.update(attribution=attribution)
    both = make.user(role="programme_lead", programme=topic.forum.programme)
    make.member(make.seat(topic.forum, by=lena), both)

    cost = {
        user.name: _queries(as_(user), topic.get_absolute_url())
        for user in (nell, grace, lena, both)
    }

    assert max(cost.values()) <= 8, cost


def test_a_list_of_topics_costs_the_same_however_many_there_are(
    as_, topic, member, nell, grace, chair
):
    page = reverse("forums:topic_list", args=[topic.forum_id])
    few = _queries(as_(nell), page)
    for number in range(8):
        conversation.start_topic(
            membership=member, title=f"Day {number}", tag="question", body="Well?", by=nell
        )
    conversation.start_topic(
        membership=chair, title="Week two", tag="question", body="Well?", by=grace
    )

    assert _queries(as_(nell), page) == few


def _add(topic, member, by, body):
    return conversation.reply(topic=topic, membership=member, tag="experience", body=body, by=by)


def _queries(browser, page):
    with CaptureQueriesContext(connection) as queries:
        browser.get(page)
    return len(queries)
