"""Enough of the right people (FRM-1, FRM-5, MTG-3)."""

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from coalition.domain import DomainError
from coalition.models.sector import GOVERNMENT_SECTORS, Sector
from forums.actions import forums
from forums.models import Forum
from forums.quorum import Quorum, missing
from tests import make

VC, LG, NHS, FA = Sector.VOLUNTARY, Sector.LOCAL_GOVERNMENT, Sector.NHS, Sector.FAITH
ROOM = {1: VC, 2: LG, 3: NHS, 4: FA}
percents = st.integers(0, 100)
quorums = st.builds(
    Quorum,
    people=st.integers(1, 12),
    share=percents,
    nongov_share=percents,
    sectors=st.integers(1, 5),
)
rooms = st.dictionaries(st.integers(0, 20), st.sampled_from(Sector), max_size=12)


@pytest.mark.parametrize(
    ("quorum", "present", "lack"),
    [
        (Quorum(people=3), {1, 2}, "it needs 3 with a vote, and has 2"),
        (Quorum(share=75), {1, 2}, "it needs 75% of the 4 with a vote, and has 2"),
        (Quorum(nongov_share=50), {1, 2, 3}, "50% must be from outside government, and 1 of 3 are"),
        (Quorum(sectors=3), {1, 4}, "it needs people from 3 sectors, and has 2"),
    ],
)
def test_mtg_3_a_room_is_told_what_it_lacks(quorum, present, lack):
    assert missing(quorum, ROOM, present=present) == [lack]


def test_mtg_3_a_quorum_just_reached_is_reached():
    quorum = Quorum(people=2, share=50, nongov_share=50, sectors=2)

    assert missing(quorum, ROOM, present={1, 2}) == []


def test_mtg_3_whoever_is_recused_is_not_counted():
    quorum = Quorum(people=3)

    assert missing(quorum, ROOM, present=ROOM, recused={4}) == []
    assert missing(quorum, ROOM, present=ROOM, recused={3, 4}) != []


def test_sea_3_whoever_has_no_vote_is_not_counted():
    assert missing(Quorum(people=2), {1: VC}, present={1, 99}) != []


@given(quorums, rooms, st.data())
def test_mtg_3_to_recuse_is_to_stay_away(quorum, room, data):
    present = data.draw(st.sets(st.sampled_from(sorted(room)))) if room else set()
    recused = data.draw(st.sets(st.sampled_from(sorted(room)))) if room else set()

    assert missing(quorum, room, present=present, recused=recused) == missing(
        quorum, room, present=present - recused
    )


@given(quorums, rooms.filter(bool), st.data())
def test_frm_5_one_more_from_outside_government_never_breaks_a_quorum(quorum, room, data):
    present = data.draw(st.sets(st.sampled_from(sorted(room))))
    outside = [key for key in room if room[key] not in GOVERNMENT_SECTORS]

    if not missing(quorum, room, present=present):
        assert not missing(quorum, room, present=present | set(outside))


@given(quorums, rooms)
def test_frm_1_nobody_is_no_quorum(quorum, room):
    assert missing(quorum, room, present=())


def test_frm_1_a_forum_whose_quorum_is_out_of_reach_does_not_become_active(chair, lena):
    forums.change(forum=chair.forum, quorum_people=2, by=lena)

    with pytest.raises(DomainError, match="make a quorum: it needs 2 with a vote, and has 1"):
        forums.activate(forum=chair.forum, by=lena)


def test_frm_1_only_those_who_have_read_the_scope_count(chair, nell, lena):
    forums.change(forum=chair.forum, quorum_people=2, by=lena)
    make.member(make.seat(chair.forum, by=lena), nell, reads=False)

    with pytest.raises(DomainError, match="needs 2 with a vote, and has 1"):
        forums.activate(forum=chair.forum, by=lena)


def test_frm_5_a_delivery_forum_of_officials_only_has_no_quorum(recruiting, grace, leo, lena):
    make.scope(recruiting, drafted_by=leo, approved_by=lena)
    make.member(recruiting.seats.get(), grace, organisation=make.organisation(sector="LG"))

    with pytest.raises(DomainError, match="50% must be from outside government, and 0 of 1 are"):
        forums.activate(forum=recruiting, by=lena)

    forums.change(forum=recruiting, kind=Forum.Kind.NETWORK, by=lena)
    forums.activate(forum=recruiting, by=lena)


def test_a_quorum_is_of_people_and_percents(recruiting):
    with pytest.raises(IntegrityError, match="forum_quorum_is_of_people_and_percents"):
        Forum.objects.filter(pk=recruiting.pk).update(quorum_share=101)
