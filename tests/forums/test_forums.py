from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry
from forums.actions import forums, seats
from forums.models import Forum, Membership, Seat
from tests import make


def test_a_forum_begins_as_a_draft_and_the_journal_says_so(programme, lena):
    forum = make.forum(programme=programme, by=lena)

    assert forum.status == Forum.Status.DRAFT
    assert JournalEntry.objects.about(forum).get().kind == "forum.opened"


def test_a_forum_ends_within_twelve_months(programme, lena):
    """FRM-2"""
    with pytest.raises(DomainError, match="within 12 months"):
        make.forum(
            programme=programme, by=lena, sunset_on=timezone.localdate() + timedelta(days=367)
        )


def test_the_end_of_a_forum_lies_ahead_of_its_beginning(programme, lena):
    """FRM-2"""
    with pytest.raises(DomainError, match="within 12 months"):
        make.forum(programme=programme, by=lena, sunset_on=timezone.localdate())


def test_a_new_end_counts_from_the_day_it_is_agreed(programme, lena):
    forum = make.forum(programme=programme, by=lena)
    Forum.objects.filter(pk=forum.pk).update(
        sunset_agreed_on=timezone.localdate() - timedelta(days=100)
    )
    new_end = timezone.localdate() + timedelta(days=366)

    forum = forums.change(forum=forum, sunset_on=new_end, by=lena)

    assert forum.sunset_agreed_on == timezone.localdate()


def test_a_programme_has_one_forum_of_a_name(programme, lena):
    make.forum(programme=programme, by=lena, name="Going home well")

    with pytest.raises(DomainError, match="already has a forum of that name"):
        make.forum(programme=programme, by=lena, name="going home WELL")


def test_a_forum_has_a_name_and_a_purpose(programme, lena):
    with pytest.raises(IntegrityError, match="forum_has_a_name_and_a_purpose"):
        make.forum(programme=programme, by=lena, purpose="")


def test_a_forum_cannot_recruit_without_a_seat_for_a_chair(programme, lena):
    forum = make.forum(programme=programme, by=lena)
    make.seat(forum, by=lena)

    with pytest.raises(DomainError, match="seat for the chair"):
        forums.recruit(forum=forum, by=lena)


def test_a_forum_cannot_recruit_twice(recruiting, lena):
    with pytest.raises(DomainError, match="recruiting now"):
        forums.recruit(forum=recruiting, by=lena)


def test_a_forum_becomes_active_with_a_scope_and_a_seated_chair(chair, lena):
    """FRM-1"""
    assert forums.activate(forum=chair.forum, by=lena).status == Forum.Status.ACTIVE


def test_a_forum_without_a_scope_or_a_chair_does_not_become_active(recruiting, lena):
    """FRM-1"""
    with pytest.raises(DomainError, match="scope must be approved and its chair"):
        forums.activate(forum=recruiting, by=lena)


def test_a_chair_who_has_not_read_the_scope_is_not_seated(recruiting, grace, leo, lena):
    """FRM-1, MEM-1"""
    make.scope(recruiting, drafted_by=leo, approved_by=lena)
    make.member(recruiting.seats.get(), grace, reads=False)

    with pytest.raises(DomainError, match="chair must have acknowledged"):
        forums.activate(forum=recruiting, by=lena)


@pytest.mark.parametrize("kind", Seat.NEVER_VOTE)
def test_observers_and_the_secretary_never_vote(recruiting, lena, kind):
    """SEA-3"""
    with pytest.raises(DomainError, match="have no vote"):
        make.seat(recruiting, by=lena, kind=kind, voting=True)


def test_a_seat_has_a_title(recruiting, lena):
    with pytest.raises(IntegrityError, match="seat_has_a_title"):
        make.seat(recruiting, by=lena, title="")


def test_a_seat_is_changed_until_somebody_takes_it(recruiting, grace, lena):
    seat = recruiting.seats.get()
    as_adviser = {"title": "Chair", "kind": "adviser", "voting": False, "sector": ""}
    make.member(seat, grace)

    with pytest.raises(DomainError, match="its kind and its vote stay"):
        seats.change(seat=seat, **as_adviser, by=lena)

    seats.change(seat=seat, **{**as_adviser, "kind": "chair", "voting": True}, by=lena)


def test_an_empty_seat_can_be_taken_away_but_only_once(recruiting, lena):
    seat = make.seat(recruiting, by=lena)

    seats.retire(seat=seat, by=lena)

    assert seat not in recruiting.seats.kept()
    with pytest.raises(DomainError, match="taken away in the meantime"):
        seats.retire(seat=seat, by=lena)


def test_a_seat_with_a_member_cannot_be_taken_away(recruiting, grace, lena):
    """Story 4"""
    seat = make.member(recruiting.seats.get(), grace).seat

    with pytest.raises(DomainError, match="Somebody sits in this seat"):
        seats.retire(seat=seat, by=lena)


def test_one_seat_has_one_live_member(chair):
    """SEA-1: whatever our code does, the database refuses."""
    with pytest.raises(IntegrityError, match="membership_one_live_per_seat"):
        Membership.objects.create(
            forum=chair.forum, seat=chair.seat, contributor=make.contributor()
        )


def test_one_person_has_one_seat_in_a_forum(chair, lena):
    """SEA-2"""
    with pytest.raises(IntegrityError, match="membership_one_seat_per_person"):
        Membership.objects.create(
            forum=chair.forum,
            seat=make.seat(chair.forum, by=lena),
            contributor=chair.contributor,
        )


def test_a_member_sits_in_a_seat_of_the_forum(chair, programme, lena):
    elsewhere = make.seat(make.forum(programme=programme, by=lena), by=lena)

    membership = Membership(forum=chair.forum, seat=elsewhere, contributor=make.contributor())
    membership.save()

    with pytest.raises(IntegrityError, match="membership_in_a_seat_of_its_forum"):
        connection.check_constraints()


def test_who_gives_up_a_seat_frees_it(chair, grace, lena):
    seats.resign(membership=chair, by=grace)

    assert chair.seat in chair.forum.seats.empty()
    assert chair.forum not in Forum.objects.visible_to(grace)
    with pytest.raises(DomainError, match="given up already"):
        seats.resign(membership=chair, by=grace)


def test_a_membership_does_not_end_without_a_reason(chair):
    with pytest.raises(IntegrityError, match="membership_ends_with_a_reason"):
        Membership.objects.filter(pk=chair.pk).update(ended_at=timezone.now())


def test_leads_and_administrators_see_forums_and_members_theirs(
    forum, member, lena, adele, nell, rosa, ben
):
    seen_by = {user.name for user in (lena, adele, nell, rosa, ben) if _sees(user, forum)}

    assert seen_by == {"Lena", "Adele", "Nell"}


def test_a_lead_of_another_programme_sees_nothing(forum):
    other = make.programme("Warm Rooms")
    stranger = make.user(role="programme_lead", programme=other)

    assert not _sees(stranger, forum)


def test_how_full_the_room_is(forum, member, lena):
    make.seat(forum, by=lena, sector="NHS")

    found = Forum.objects.with_counts().get(pk=forum.pk)

    assert (found.seats_kept, found.seats_filled, found.acknowledged) == (3, 2, 2)


def test_a_sector_is_missing_while_nobody_is_here_from_it(forum, member, lena):
    """MIX-3"""
    make.seat(forum, by=lena, sector="VC")  # Nell is here from one
    faith = make.seat(forum, by=lena, sector="FA")

    assert list(Seat.objects.lacking_their_sector()) == [faith]


def _sees(user, forum):
    return Forum.objects.visible_to(user).filter(pk=forum.pk).exists()
