from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import Contributor, JournalEntry, Mail
from forums.actions import invitations, seats
from forums.models import Invitation
from forums.models.forum import Seat
from tests import make

Status = Invitation.Status


@pytest.fixture
def seat(recruiting):
    return recruiting.seats.get()


@pytest.fixture
def asked(seat, grace, lena):
    return invitations.invite(seat=seat, email=grace.email, by=lena, **make.asking())


def test_an_invitation_goes_out_by_mail_with_its_words_and_a_link(asked, lena):
    mail = Mail.objects.get(kind="forum_invitation")

    assert mail.to == "grace@example.org"
    assert asked.personal_message in mail.body
    assert f"http://testserver{asked.path}" in mail.body
    assert "&#x27;" not in mail.subject + mail.body


def test_nothing_in_the_database_opens_the_link(asked):
    """INV-1"""
    kept = " ".join(str(value) for value in Invitation.objects.filter(pk=asked.pk).values()[0])

    assert asked.link_key not in kept
    assert not asked.is_named_by(asked.link_nonce)


def test_accepting_takes_the_seat(asked, seat, grace):
    """INV-1"""
    membership = invitations.accept(invitation=asked, by=grace)

    asked.refresh_from_db()
    assert (membership.seat, membership.contributor.user) == (seat, grace)
    assert asked.status == Status.ACCEPTED
    assert JournalEntry.objects.of_kinds(["membership.accepted"]).get().concerns.user == grace


def test_accepting_joins_the_account_to_the_person_we_know(seat, grace, lena):
    known = make.contributor("Grace Adeyemi", email=grace.email)
    asked = invitations.invite(seat=seat, email=grace.email.upper(), by=lena, **make.asking())

    assert invitations.accept(invitation=asked, by=grace).contributor == known


def test_whoever_asked_hears_the_answer(asked, grace, lena):
    invitations.accept(invitation=asked, by=grace)

    answer = Mail.objects.get(kind="forum_invitation_answered")
    assert answer.to == lena.email
    assert "takes the seat" in answer.subject


def test_an_invitation_is_accepted_once(asked, grace):
    """INV-1"""
    invitations.accept(invitation=asked, by=grace)

    with pytest.raises(DomainError, match="it is accepted"):
        invitations.accept(invitation=asked, by=grace)


def test_only_the_person_who_was_asked_accepts(asked, nell):
    """INV-1"""
    with pytest.raises(DomainError, match="for g…@example.org"):
        invitations.accept(invitation=asked, by=nell)


def test_an_invitation_runs_out_after_fourteen_days(asked, grace):
    """INV-1"""
    assert timedelta(days=13) < asked.link_until - timezone.now() <= timedelta(days=14)
    _let_time_pass(asked)

    with pytest.raises(DomainError, match="has run out"):
        invitations.accept(invitation=asked, by=grace)
    with pytest.raises(DomainError, match="has run out"):
        invitations.decline(invitation=asked)


def test_asking_again_gives_another_fortnight_and_a_second_mail(asked, lena):
    again = invitations.resend(invitation=asked, by=lena)

    assert (again.times_sent, again.link_key) == (2, asked.link_key)
    assert Mail.objects.filter(kind="forum_invitation").count() == 2


@pytest.mark.parametrize("news", ["deceased_on", "gone_away_on", "objected_at"])
def test_con_2_whoever_may_not_be_written_to_is_not_asked_again(asked, lena, grace, news):
    make.contributor("Grace Adeyemi", email=grace.email, **{news: timezone.now()})

    with pytest.raises(DomainError, match="must not write to this person"):
        invitations.resend(invitation=asked, by=lena)


def test_con_2_an_invitation_knows_whom_it_is_for(seat, grace, lena):
    known = make.contributor("Grace Adeyemi", email=grace.email)

    invitations.invite(seat=seat, email=grace.email, by=lena, **make.asking())

    assert Mail.objects.get(kind="forum_invitation").concerns == known


def test_a_link_that_ran_out_stays_dead(asked, grace, lena):
    old_key = asked.link_key
    _let_time_pass(asked)

    again = invitations.resend(invitation=asked, by=lena)

    assert not again.is_named_by(old_key)
    assert invitations.accept(invitation=again, by=grace)


def test_a_withdrawn_invitation_is_not_accepted(asked, grace, lena):
    invitations.revoke(invitation=asked, by=lena)

    with pytest.raises(DomainError, match="it is withdrawn"):
        invitations.accept(invitation=asked, by=grace)
    with pytest.raises(DomainError, match="withdrawn now"):
        invitations.revoke(invitation=asked, by=lena)
    with pytest.raises(DomainError, match="it is withdrawn"):
        invitations.resend(invitation=asked, by=lena)


def test_declining_frees_the_seat_and_asks_who_instead(asked, seat, lena):
    """INV-2"""
    declined = invitations.decline(invitation=asked)
    invitations.suggest_instead(invitation=declined, instead="Omar Haddad, Faith Forum")

    assert "cannot take" in Mail.objects.get(kind="forum_invitation_answered").subject
    assert invitations.invite(seat=seat, email="o@example.org", by=lena, **make.asking())


def test_only_who_declined_suggests_somebody(asked):
    with pytest.raises(DomainError, match="was not declined"):
        invitations.suggest_instead(invitation=asked, instead="Omar")


def test_one_person_at_a_time_is_asked_for_a_seat(asked, seat, lena):
    with pytest.raises(DomainError, match="already being asked"):
        invitations.invite(seat=seat, email="o@example.org", by=lena, **make.asking())


def test_an_unanswered_invitation_makes_room_for_the_next(asked, seat, lena):
    _let_time_pass(asked)

    invitations.invite(seat=seat, email="o@example.org", by=lena, **make.asking())

    asked.refresh_from_db()
    assert asked.status == Status.LAPSED


def test_nobody_is_asked_for_a_seat_that_is_taken(chair, lena):
    """Story 4: seat double-filled"""
    with pytest.raises(DomainError, match="has taken this seat"):
        invitations.invite(seat=chair.seat, email="o@example.org", by=lena, **make.asking())


def test_nobody_is_asked_twice_into_one_forum(chair, lena):
    """SEA-2, story 4: same person two votes"""
    second = make.seat(chair.forum, by=lena)

    with pytest.raises(DomainError, match="already has a seat"):
        invitations.invite(seat=second, email="GRACE@example.org", by=lena, **make.asking())


def test_nobody_accepts_a_second_seat_in_a_forum(recruiting, asked, grace, lena):
    """SEA-2: asked for two seats before taking the first, at two addresses of which one was hers"""
    also = make.invitation(make.seat(recruiting, by=lena), by=lena)
    Invitation.objects.filter(pk=also.pk).update(email=grace.email)
    invitations.accept(invitation=asked, by=grace)

    with pytest.raises(DomainError, match="already has a seat"):
        invitations.accept(invitation=also, by=grace)


def test_nobody_is_asked_into_a_draft(programme, lena):
    seat = make.seat(make.forum(programme=programme, by=lena), by=lena)

    with pytest.raises(DomainError, match="not recruiting yet"):
        invitations.invite(seat=seat, email="o@example.org", by=lena, **make.asking())


def test_nobody_takes_a_seat_that_went_away(asked, seat, grace):
    Seat.objects.filter(pk=seat.pk).update(retired_at=timezone.now())

    with pytest.raises(DomainError, match="taken away in the meantime"):
        invitations.accept(invitation=asked, by=grace)


def test_a_seat_that_somebody_is_asked_for_stays(asked, seat, lena):
    with pytest.raises(DomainError, match="Withdraw that first"):
        seats.retire(seat=seat, by=lena)


def test_who_asked_for_no_contact_is_not_written_to(seat, lena):
    """CON-2"""
    make.contributor(email="o@example.org", objected_at=timezone.now())

    with pytest.raises(DomainError, match="must not write"):
        invitations.invite(seat=seat, email="O@example.org", by=lena, **make.asking())
    assert not Mail.objects.exists()


def test_an_account_for_a_new_person_brings_a_contributor(asked, grace):
    assert not Contributor.objects.filter(email=grace.email).exists()

    invitations.accept(invitation=asked, by=grace)

    assert Contributor.objects.get(email=grace.email).user == grace


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"personal_message": ""}, "invitation_says_why_them"),
        ({"email": "G@EXAMPLE.ORG"}, "invitation_email_is_lower_case"),
        ({"link_until": timezone.now() - timedelta(days=99)}, "invitation_runs_out_after"),
        ({"status": "accepted"}, "invitation_answered_has_a_time"),
    ],
)
def test_the_database_keeps_invitations_whole(asked, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        Invitation.objects.filter(pk=asked.pk).update(**fields)


def test_the_database_knows_that_one_person_at_a_time_is_asked(asked, lena):
    with pytest.raises(IntegrityError, match="invitation_one_open_per_seat"):
        Invitation.objects.create(
            seat=asked.seat, email="o@example.org", invited_by=lena, **make.asking()
        )


def _let_time_pass(invitation):
    ago = timezone.now() - timedelta(days=15)
    Invitation.objects.filter(pk=invitation.pk).update(
        sent_at=ago, link_until=ago + timedelta(days=14)
    )
    invitation.refresh_from_db()
