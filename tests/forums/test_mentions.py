"""Whom a contribution calls with an @: they are told once, and only where to look."""

import pytest
from django.urls import reverse

from coalition.models import Contributor, Mail
from forums import mentions
from forums.actions import conversation, digests
from forums.models import Digest, Forum, Membership, PostMention
from tests import make


@pytest.fixture
def topic(member, nell):
    return conversation.start_topic(
        membership=member, title="Who rings?", tag="question", body="Does anyone?", by=nell
    )


@pytest.fixture
def omar(forum, lena):
    """Dr Omar Haddad, in the seat for housing providers."""
    seat = make.seat(forum, by=lena, title="Housing provider")
    member = make.member(seat, make.user("Omar Haddad"))
    Contributor.objects.filter(pk=member.contributor_id).update(letter_name="Dr Omar Haddad")
    return Membership.objects.with_people().get(pk=member.pk)


def say(as_, topic, who, body, **more):
    return as_(who).post(
        topic.get_absolute_url(), {"tag": "question", "body": body, **more}, follow=True
    )


def told(kind="forum_mention"):
    return Mail.objects.filter(kind=kind)


@pytest.mark.parametrize(
    "called",
    ["@Omar Haddad", "@omar haddad", "@Dr Omar Haddad", "@Housing provider", "(@Omar Haddad)"],
)
def test_whoever_is_mentioned_is_told_where_and_not_what(as_, topic, nell, omar, called):
    page = say(as_, topic, nell, f"Does {called} know about the keys?").content.decode()

    mail = told().get()
    assert mail.to == omar.contributor.email
    assert topic.title in mail.subject
    assert reverse("forums:post", args=[topic.forum_id, topic.pk, 2]) in mail.body
    assert "keys" not in mail.body
    assert "Nell" not in mail.subject + mail.body
    assert f'<span class="mention">{called.strip("()")}</span>' in page


def test_a_name_can_be_typed_without_its_accents(as_, topic, nell, omar):
    Contributor.objects.filter(pk=omar.contributor_id).update(letter_name="Siân Ŵyn-Prosser")

    page = say(as_, topic, nell, "@Sian Wyn-Prosser?").content.decode()

    assert told().count() == 1
    assert '<span class="mention">@Sian Wyn-Prosser</span>' in page


def test_one_is_told_once_however_often_and_whenever_changed(as_, topic, nell, omar):
    body = "@Omar Haddad, @Housing provider: "
    say(as_, topic, nell, body)
    edit = reverse("forums:post_edit", args=[topic.forum_id, topic.pk, 2])
    for more in ("please", "really"):
        as_(nell).post(edit, {"tag": "question", "body": body + more})

    assert told().count() == 1
    assert PostMention.objects.count() == 1


def test_a_mention_added_by_a_change_is_told(as_, topic, nell, omar):
    edit = reverse("forums:post_edit", args=[topic.forum_id, topic.pk, 1])

    as_(nell).post(edit, {"tag": "question", "body": "@Omar Haddad?"})

    assert told().get().to == omar.contributor.email


def test_nobody_tells_themselves(as_, topic, nell, member):
    say(as_, topic, nell, f"I, @{member.contributor}, do.")

    assert not told().exists()


def test_whoever_may_not_be_written_to_is_not(as_, topic, nell, omar, sam):
    """CON-2, HLD-2"""
    make.hold(omar.contributor, by=sam)

    say(as_, topic, nell, "@Omar Haddad?")

    assert not told().exists()


@pytest.mark.parametrize("gone", ["left", "never"])
def test_who_has_no_seat_here_stays_text_and_that_is_said(as_, topic, nell, omar, gone):
    name = "Omar Haddad" if gone == "left" else "Bob Builder"
    topic.forum.memberships.filter(pk=omar.pk).update(
        ended_at="2099-01-01T00:00Z", ended_reason="resigned"
    )

    page = say(as_, topic, nell, f"@{name}?").content.decode()

    assert f"Nobody here is called ‘{name}’." in page
    assert "It stays as text, and nobody was told." in page
    assert 'class="mention"' not in page
    assert not told().exists()


def test_a_near_miss_is_suggested_before_it_is_said(as_, topic, nell, omar):
    page = say(as_, topic, nell, "@Omar Hadad?", preview="yes").content.decode()

    assert "Did you mean @Dr Omar Haddad?" in page
    assert "<code>@Dr Omar Haddad</code>" in page  # among those whom one can mention
    assert topic.posts.count() == 1


def test_a_name_that_two_go_by_means_neither(as_, topic, nell, forum, lena):
    for _ in "12":
        member = make.member(make.seat(forum, by=lena, title="Neighbour"), make.user())
        Contributor.objects.filter(pk=member.contributor_id).update(letter_name="Jo Park")

    page = say(as_, topic, nell, "@Jo Park? @Neighbour?").content.decode()

    assert "More than one seat here is called ‘Jo Park’." in page
    assert "More than one seat here is called ‘Neighbour’." in page
    assert not told().exists()


def test_an_address_is_no_mention(as_, topic, nell, omar):
    page = say(as_, topic, nell, "Write to me@example.org or a@Omar Haddad").content.decode()

    assert "Nobody here is called" not in page
    assert not told().exists()


def test_where_names_are_not_shown_seats_are_called_and_never_people(as_, topic, nell, omar):
    Forum.objects.update(attribution="non_attributed")

    by_name = say(as_, topic, nell, "@Omar Haddad?")
    by_seat = say(as_, topic, nell, "@Housing provider?")

    assert by_name.status_code == 422
    assert "Write @Housing provider instead of @Omar Haddad." in by_name.content.decode()
    assert by_seat.status_code == 200
    assert "Omar" not in by_seat.content.decode()
    mail = told().get()
    assert mail.to == omar.contributor.email
    assert "Nell" not in mail.subject + mail.body


def test_a_text_without_an_at_asks_nothing(topic, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not mentions.find("Nobody is called.", topic.forum).members


def test_the_database_keeps_one_mention_of_each(topic, omar):
    mention = {"post": topic.posts.get(), "membership": omar}
    PostMention.objects.create(**mention, called="Omar")

    with pytest.raises(Exception, match="post_mention_once_per_member"):
        PostMention.objects.create(**mention, called="Housing provider")


def test_whoever_wants_no_mail_from_the_forum_gets_none_of_a_mention(as_, topic, nell, omar):
    wanted = {omar.pk: Digest.Frequency.NONE}
    digests.choose(choices=wanted, by=omar.contributor.user)

    say(as_, topic, nell, "Does @Omar Haddad know?")

    assert PostMention.objects.count() == 1
    assert not told().exists()
