"""A person's identity is removed: their seats end, and nothing in forums says who they were
(CON-5). An organisation with somebody in an open call cannot leave yet (ORG-4)."""

import pytest

from coalition.actions import anonymising
from coalition.ties import ties_of
from forums.actions import lottery
from forums.models import Candidate, Invitation
from tests import make


@pytest.fixture
def forget(iris):
    def forget(user):
        return anonymising.anonymise(contributor=user.contributor, by=iris)

    return forget


def test_con_5_their_seat_ends_and_what_they_said_stays(member, nell, forget):
    forget(nell)

    member.refresh_from_db()
    assert member.ended_reason == "forgotten"
    assert "Nell" not in str(member)


def test_con_5_the_forum_pauses_without_its_chair(chair, forum, grace, forget):
    forget(grace)

    forum.refresh_from_db()
    assert forum.status == "paused"


def test_con_5_invitations_do_not_say_whom_they_were_for(forum, member, nell, lena, forget):
    other = make.invitation(make.seat(forum, by=lena), by=lena)
    waiting = make.invitation(
        make.forum(programme=forum.programme, by=lena, recruiting=True).seats.get(),
        by=lena,
        email=nell.email,
        name="Nell Nowak",
    )

    forget(nell)

    waiting.refresh_from_db()
    assert waiting.status == "revoked"
    assert not Invitation.objects.filter(email=nell.email).exists()
    assert not Invitation.objects.filter(name__contains="Nell").exists()
    other.refresh_from_db()
    assert other.status == "sent"


def test_con_5_of_a_shared_address_only_theirs(forum, lena, iris):
    address = {"email": "home@example.org", "email_is_shared": True}
    tom = make.contributor("Tom Bell", **address)
    make.contributor("Ifeoma Bell", **address)
    other = make.forum(
        programme=forum.programme, by=lena, convened_by=forum.convened_by, recruiting=True
    )
    for place, name in ((forum, "Tom Bell"), (other, "Ifeoma Bell")):
        make.invitation(make.seat(place, by=lena), by=lena, email=tom.email, name=name)

    anonymising.anonymise(contributor=tom, by=iris)

    assert Invitation.objects.get(email=tom.email).name == "Ifeoma Bell"


def test_con_5_they_step_back_from_an_open_call(forum, ben, cleo, lena, forget):
    call = make.seat_call(forum, by=lena, candidates=[ben, cleo])

    forget(ben)

    assert [one.user for one in call.candidates.standing()] == [cleo]
    assert "Ben" not in str(Candidate.objects.get(user=ben))


def test_org_4_who_came_forward_for_it_ties_an_organisation(forum, kitchen, pat, lena):
    call = make.seat_call(forum, by=lena)
    lottery.come_forward(call=call, organisation=kitchen, by=pat)

    (tie,) = ties_of(kitchen)

    assert "Pat came forward for it" in tie.sentence
    lottery.step_back(call=call, by=pat)
    assert not ties_of(kitchen)


def test_the_admin_shows_open_calls_and_draws(forum, lena, ben, cleo, client):
    make.seat_call(forum, by=lena, candidates=[ben, cleo], drawn=True)
    lena.is_staff = lena.is_superuser = True
    lena.save()
    client.force_login(lena, backend="allauth.account.auth_backends.AuthenticationBackend")

    for model in ("candidate", "seatcall", "draw", "removal"):
        page = client.get(f"/admin/forums/{model}/")
        assert page.status_code == 200
        assert client.get(f"/admin/forums/{model}/add/").status_code == 403
