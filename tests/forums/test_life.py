"""A forum pauses, comes to its end, and is renewed (FRM-1, FRM-2)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry, Mail
from forums import tasks
from forums.actions import conversation, forums, life, seats
from forums.models import Forum
from forums.panels import forums_at_their_end
from tests import make

Status = Forum.Status


def days(number):
    return timezone.localdate() + timedelta(days=number)


def ends_in(forum, number, *, agreed=-200):
    """As if it had been agreed so long ago."""
    Forum.objects.filter(pk=forum.pk).update(sunset_on=days(number), sunset_agreed_on=days(agreed))
    forum.refresh_from_db()


def status(forum):
    forum.refresh_from_db()
    return forum.status


def kinds(forum):
    return set(JournalEntry.objects.about(forum).values_list("kind", flat=True))


@pytest.fixture
def at_its_end(forum, lena):
    return life.review(forum=forum, by=lena)


def test_a_forum_pauses_and_is_taken_up_again(forum, member, nell, lena):
    life.pause(forum=forum, by=lena)

    words = {"title": "Beds", "tag": "question", "body": "How many?", "by": nell}
    with pytest.raises(DomainError, match="is paused"):
        conversation.start_topic(membership=member, **words)
    life.resume(forum=forum, by=lena)
    conversation.start_topic(membership=member, **words)
    assert {"forum.paused", "forum.resumed"} <= kinds(forum)


def test_a_forum_is_not_paused_before_it_is_active(recruiting, lena):
    with pytest.raises(DomainError, match="recruiting now"):
        life.pause(forum=recruiting, by=lena)


def test_only_a_paused_forum_is_taken_up_again(forum, lena):
    with pytest.raises(DomainError, match="active now, not paused"):
        life.resume(forum=forum, by=lena)


def test_frm_1_a_paused_forum_whose_chair_has_gone_is_not_taken_up(chair, forum, grace, lena):
    life.pause(forum=forum, by=lena)
    seats.resign(membership=chair, by=grace)

    with pytest.raises(DomainError, match="Before this forum can go on, its chair"):
        life.resume(forum=forum, by=lena)


@pytest.mark.parametrize(("left", "then"), [(0, Status.ACTIVE), (-1, Status.SUNSET_REVIEW)])
def test_frm_2_a_forum_comes_to_its_end_after_its_last_day(forum, left, then):
    ends_in(forum, left)

    tasks.tend_forums()
    tasks.tend_forums()

    assert status(forum) == then
    assert JournalEntry.objects.filter(kind="forum.in_review").count() == (left < 0)


def test_frm_2_a_paused_forum_comes_to_its_end_as_well(forum, lena):
    life.pause(forum=forum, by=lena)
    ends_in(forum, -1)

    tasks.tend_forums()

    assert status(forum) == Status.SUNSET_REVIEW


def test_frm_2_an_end_agreed_meanwhile_holds(forum, lena):
    ends_in(forum, -1)
    forums.change(forum=forum, sunset_on=days(90), by=lena)

    life.end(forum=forum, today=timezone.localdate())

    assert status(forum) == Status.ACTIVE


def test_frm_2_the_chair_and_every_lead_hear_of_the_end(forum, grace, lena, leo):
    ends_in(forum, -1)

    tasks.tend_forums()

    told = Mail.objects.filter(kind="forum_in_review").values_list("to", flat=True)
    assert set(told) == {grace.email, lena.email, leo.email}
    [task] = forums_at_their_end(lena).tasks
    assert task.sentence == f"Renew {forum}, or close it"
    assert forums_at_their_end(grace) is None


@pytest.mark.parametrize(
    ("left", "agreed", "told"),
    [
        (61, -200, 0),
        (60, -200, 3),
        (45, -200, 3),
        (30, -200, 3),
        (7, -200, 3),
        (0, -200, 3),
        # Agreed after the mark had passed: nothing to remind of.
        (20, -1, 0),
        (7, -1, 3),
    ],
)
def test_frm_2_they_are_told_before_it_comes(forum, leo, left, agreed, told):
    ends_in(forum, left, agreed=agreed)

    tasks.tell_of_ends()
    tasks.tell_of_ends()

    assert Mail.objects.filter(kind="forum_end_near").count() == told


def test_frm_2_each_mark_is_told_once(forum):
    ends_in(forum, 100, agreed=-10)
    for before in (60, 59, 30, 8, 7, 6, 0):
        life.tell_before(now=timezone.now() + timedelta(days=100 - before))

    assert Mail.objects.filter(kind="forum_end_near", to="lena@example.org").count() == 3


def test_frm_2_a_forum_is_renewed_for_a_year_at_most(at_its_end, lena):
    with pytest.raises(DomainError, match="within 12 months"):
        life.renew(forum=at_its_end, sunset_on=days(367), by=lena)

    forum = life.renew(forum=at_its_end, sunset_on=days(366), by=lena)

    assert (forum.status, forum.sunset_agreed_on) == (Status.ACTIVE, days(0))
    assert "forum.renewed" in kinds(forum)


def test_frm_2_a_forum_is_not_renewed_twice(at_its_end, lena):
    life.renew(forum=at_its_end, sunset_on=days(90), by=lena)

    with pytest.raises(DomainError, match="active now. It is renewed at its end"):
        life.renew(forum=at_its_end, sunset_on=days(91), by=lena)


def test_frm_1_a_forum_without_a_chair_is_renewed_once_it_has_one(
    at_its_end, chair, grace, nell, lena
):
    seats.resign(membership=chair, by=grace)
    with pytest.raises(DomainError, match="Before this forum can be renewed, its chair"):
        life.renew(forum=at_its_end, sunset_on=days(90), by=lena)

    make.member(chair.seat, nell)

    assert life.renew(forum=at_its_end, sunset_on=days(90), by=lena).status == Status.ACTIVE


def test_frm_2_its_end_is_not_moved_past_the_review(at_its_end, lena):
    with pytest.raises(DomainError, match="It is renewed to agree on a new one"):
        forums.change(forum=at_its_end, sunset_on=days(300), by=lena)


def test_frm_2_a_forum_past_its_end_does_not_become_active(chair, lena):
    ends_in(chair.forum, -1)

    with pytest.raises(DomainError, match="a new end must be agreed"):
        forums.activate(forum=chair.forum, by=lena)


def test_a_lead_pauses_and_renews_on_the_forums_page(forum, as_, lena, nell, member):
    at = forum.get_absolute_url()
    as_(lena).post(f"{at}pause/")
    assert "This forum is paused" in as_(nell).get(at).content.decode()

    as_(lena).post(f"{at}review/")
    assert "has come to its end" in as_(nell).get(at).content.decode()
    end = days(120)
    boxes = {"sunset_on_day": end.day, "sunset_on_month": end.month, "sunset_on_year": end.year}
    late = as_(lena).post(f"{at}renew/", {**boxes, "sunset_on_year": "2051"})
    as_(lena).post(f"{at}renew/", boxes)

    assert late.status_code == 422
    assert status(forum) == Status.ACTIVE
    assert forum.sunset_on == end


@pytest.mark.parametrize("step", ["pause", "resume", "review", "renew"])
def test_a_chair_does_not_decide_how_it_goes_on(forum, grace, as_, step):
    assert as_(grace).post(f"{forum.get_absolute_url()}{step}/").status_code == 403
