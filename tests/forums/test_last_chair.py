"""The last chair leaves: no forum is active without one (FRM-1; bad input of story 4)."""

from coalition.models import Mail
from forums.actions import life, seats
from forums.models import Forum
from tests import make

Status = Forum.Status


def status(forum):
    forum.refresh_from_db()
    return forum.status


def test_frm_1_a_forum_pauses_when_its_last_chair_leaves(forum, chair, grace, lena, leo):
    seats.resign(membership=chair, by=grace)

    assert status(forum) == Status.PAUSED
    told = Mail.objects.filter(kind="forum_without_chair").values_list("to", flat=True)
    assert set(told) == {lena.email, leo.email}


def test_frm_1_it_is_taken_up_again_with_a_new_chair(forum, chair, grace, nell, lena):
    seats.resign(membership=chair, by=grace)
    make.member(chair.seat, nell)

    assert life.resume(forum=forum, by=lena).status == Status.ACTIVE


def test_frm_1_with_another_chair_it_goes_on(forum, chair, grace, nell, lena):
    make.member(make.seat(forum, by=lena, kind="chair"), nell)

    seats.resign(membership=chair, by=grace)

    assert status(forum) == Status.ACTIVE
    assert not Mail.objects.filter(kind="forum_without_chair").exists()


def test_frm_1_whoever_else_leaves_changes_nothing(forum, member, nell):
    seats.resign(membership=member, by=nell)

    assert status(forum) == Status.ACTIVE


def test_frm_1_a_last_chair_is_told_what_it_means(forum, member, grace, nell, as_):
    at = f"{forum.get_absolute_url()}resign/"

    assert "You are its only chair" in as_(grace).get(at).content.decode()
    assert "You are its only chair" not in as_(nell).get(at).content.decode()
