"""What becomes of positions when two organisations turn out to be one."""

import pytest

from coalition.actions import merges
from coalition.domain import DomainError
from coalition.merging.relations import clashes_of
from tests import make


@pytest.fixture
def twin(db):
    return make.organisation("Aldermere Kitchen")


@pytest.fixture
def speaker(member, kitchen):
    member.contributor.affiliations.create(organisation=kitchen, can_speak_for=True)
    return member


@pytest.fixture
def twins_speaker(forum, twin, lena):
    user = make.user("Tess")
    make.contributor("Tess Obi", user=user, organisation=twin, can_speak_for=True)
    make.member(make.seat(forum, by=lena), user, organisation=twin)
    return user


def test_a_position_that_is_open_goes_with_the_organisation(speaker, kitchen, twin, lena):
    difference = make.difference(speaker, organisation=kitchen)

    merges.merge(keep=twin, lose=kitchen, by=lena)

    assert difference.positions.get().organisation == twin


def test_dif_2_one_that_members_know_stays_as_it_was_accepted(speaker, kitchen, twin, lena):
    difference = make.difference(speaker, organisation=kitchen, status="acknowledged")

    merges.merge(keep=twin, lose=kitchen, by=lena)

    assert difference.positions.get().organisation == kitchen


def test_dif_3_of_two_positions_a_person_chooses_and_reads_neither(
    speaker, kitchen, twin, twins_speaker, lena
):
    difference = make.difference(speaker, organisation=kitchen, status="wording", invite=[twin])
    ours, theirs = difference.positions.order_by("pk")

    with pytest.raises(DomainError, match=f"Both have a position in {difference.ref}"):
        merges.merge(keep=kitchen, lose=twin, by=lena)

    [(_, clash)] = clashes_of(kitchen, twin)
    assert difference.title not in str(clash)
    assert ours.wording not in str(clash)
    merges.merge(keep=kitchen, lose=twin, settled={clash.key: str(ours.pk)}, by=lena)
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.organisation, ours.status) == (kitchen, "agreed")
    assert theirs.status == "merged"
