"""A hold with the scope of seats: whoever sits keeps the seat, and it rests (story 13, HLD-2)."""

import pytest
from django.urls import reverse

from coalition.actions import holds
from coalition.domain import DomainError
from coalition.models import Hold
from forums.actions import conversation, invitations
from tests import make

BEDS = {"title": "Beds", "tag": "question", "body": "How many are there?"}


def page(name, forum):
    return reverse(f"forums:{name}", args=[forum.pk])


@pytest.fixture
def topic(member, nell):
    return conversation.start_topic(membership=member, **BEDS, by=nell)


def test_hld_2_the_conversation_closes_and_the_page_says_whom_to_speak_to(topic, member, nell, as_):
    make.hold(member.contributor, Hold.Scope.SEATS)

    overview = as_(nell).get(page("forum_detail", member.forum))

    assert "On hold: speak to the safeguarding lead" in overview.content.decode()
    assert as_(nell).get(page("topic_list", member.forum)).status_code == 403
    assert as_(nell).get(topic.get_absolute_url()).status_code == 403
    assert as_(nell).post(page("topic_new", member.forum), BEDS).status_code == 403


def test_hld_1_others_in_the_forum_learn_nothing_of_it(topic, member, grace, as_):
    make.hold(member.contributor, Hold.Scope.SEATS)

    for name in ("forum_detail", "seat_list", "topic_list"):
        assert "hold" not in as_(grace).get(page(name, member.forum)).content.decode().lower()


def test_hld_2_whoever_steers_does_not_while_their_seat_rests(forum, chair, grace, as_):
    make.hold(chair.contributor, Hold.Scope.SEATS)

    assert as_(grace).get(page("seat_new", forum)).status_code == 403


def test_hld_5_a_hold_that_comes_while_they_write_stops_what_they_wrote(member, nell):
    make.hold(member.contributor, Hold.Scope.SEATS)

    with pytest.raises(DomainError, match="On hold: speak to the safeguarding lead"):
        conversation.start_topic(membership=member, **BEDS, by=nell)


def test_hld_2_nobody_takes_a_seat_while_it_stands(forum, lena):
    hugo = make.user("Hugo")
    asked = invitations.invite(
        seat=make.seat(forum, by=lena), email=hugo.email, by=lena, **make.asking(name="Hugo")
    )
    make.hold(make.contributor("Hugo", user=hugo, email=hugo.email), Hold.Scope.SEATS)

    with pytest.raises(DomainError, match="On hold"):
        invitations.accept(invitation=asked, by=hugo)


@pytest.mark.parametrize("scope", [Hold.Scope.CONTACT, Hold.Scope.MATCHING])
def test_hld_2_a_hold_on_other_things_leaves_the_seat(topic, member, nell, as_, scope):
    make.hold(member.contributor, scope)

    assert as_(nell).get(page("topic_list", member.forum)).status_code == 200


def test_hld_2_a_lifted_hold_opens_it_again(topic, member, nell, sam, as_):
    holds.lift(hold=make.hold(member.contributor, Hold.Scope.SEATS), by=sam)

    assert as_(nell).get(page("topic_list", member.forum)).status_code == 200
