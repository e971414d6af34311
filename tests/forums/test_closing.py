"""A forum closes: nothing in it is left open, everyone is thanked, and it is read only (FRM-3)."""

import pytest

from coalition.domain import DomainError
from coalition.models import Affiliation, JournalEntry
from coalition.ties import ties_of
from forums.actions import closing, conversation, forums, invitations, life, lottery, seats
from forums.models import Forum, Membership
from recognition.actions import contributions
from recognition.models import ContributionEvent
from tests import make


@pytest.fixture
def ending(forum, member, lena):
    """Closing, with Grace and Nell in it."""
    return closing.begin(forum=life.review(forum=forum, by=lena), by=lena)


def test_frm_3_an_active_forum_is_not_closed_out_of_hand(forum, lena):
    with pytest.raises(DomainError, match="active now, so it cannot become closing"):
        closing.begin(forum=forum, by=lena)


def test_frm_3_everyone_is_thanked_once(ending, nell, member, lena):
    seats.resign(membership=member, by=nell)
    back = make.member(make.seat(ending, by=lena), nell)

    closing.finish(forum=ending, by=lena)
    contributions.record_new()

    events = ContributionEvent.objects.all()
    assert {event.contributor.letter_name for event in events} == {"Grace", "Nell"}
    assert {event.what_they_did for event in events} == {f"served in the forum “{ending}”"}
    served = JournalEntry.objects.get(kind="membership.served", concerns=member.contributor)
    assert served.subject == back


def test_frm_3_who_left_before_the_end_is_thanked_too(ending, nell, member, lena):
    seats.resign(membership=member, by=nell)

    closing.finish(forum=ending, by=lena)

    assert JournalEntry.objects.filter(kind="membership.served").count() == 2


def test_frm_3_open_invitations_come_first(ending, lena):
    asked = make.invitation(make.seat(ending, by=lena), by=lena)
    with pytest.raises(DomainError, match="an invitation must be answered or withdrawn"):
        closing.finish(forum=ending, by=lena)

    invitations.revoke(invitation=asked, by=lena)

    assert closing.finish(forum=ending, by=lena).status == Forum.Status.CLOSED


def test_frm_3_an_open_call_comes_first(ending, lena):
    call = make.seat_call(ending, by=lena)
    with pytest.raises(DomainError, match="open call for a seat must be drawn or withdrawn"):
        closing.finish(forum=ending, by=lena)

    lottery.withdraw(call=call, by=lena)

    assert closing.finish(forum=ending, by=lena).is_closed


def test_frm_3_open_differences_come_first(ending, member, kitchen, lena):
    make.difference(member, organisation=kitchen)

    with pytest.raises(DomainError, match="a difference must be settled"):
        closing.finish(forum=ending, by=lena)


def test_frm_3_a_difference_that_goes_elsewhere_may_stay(ending, member, kitchen, lena):
    Affiliation.objects.create(
        contributor=member.contributor, organisation=kitchen, can_speak_for=True
    )
    elsewhere = {"is_in_scope": False, "signpost": "The council"}
    make.difference(member, organisation=kitchen, status="acknowledged", **elsewhere)

    assert closing.finish(forum=ending, by=lena).is_closed


def test_frm_3_a_forum_is_closed_once(ending, lena):
    closing.finish(forum=ending, by=lena)

    with pytest.raises(DomainError, match="closed now"):
        closing.finish(forum=ending, by=lena)
    assert JournalEntry.objects.filter(kind="membership.served").count() == 2


def test_frm_3_a_closed_forum_is_read_and_not_changed(ending, member, nell, lena, grace, as_):
    closing.finish(forum=ending, by=lena)

    at = ending.get_absolute_url()
    for person in (nell, grace, lena):
        assert "This forum is closed" in as_(person).get(f"{at}topics/").content.decode()
    for person in (grace, lena):
        for page in ("seats/new/", "scope/draft/", "mix/new/"):
            assert as_(person).get(at + page).status_code == 403
    assert as_(lena).get(f"{at}edit/").status_code == 403
    with pytest.raises(DomainError, match="stays as it is"):
        forums.change(forum=ending, name="Another", by=lena)
    with pytest.raises(DomainError, match="forum is closed"):
        conversation.start_topic(membership=member, title="A", tag="question", body="B", by=nell)


def test_frm_3_nobody_joins_a_closed_forum(ending, lena):
    seat = make.seat(ending, by=lena)
    closing.finish(forum=ending, by=lena)

    with pytest.raises(DomainError, match="is closed. Nobody joins it"):
        make.invitation(seat, by=lena)


def test_frm_3_a_seat_in_a_closed_forum_ties_no_organisation(ending, member, kitchen, lena):
    assert any("holds a seat" in tie.sentence for tie in ties_of(kitchen))

    closing.finish(forum=ending, by=lena)

    assert not any("holds a seat" in tie.sentence for tie in ties_of(kitchen))
    assert Membership.objects.live().filter(organisation=kitchen).exists()


def test_frm_3_a_lead_sees_what_is_open_and_closes_it(ending, lena, as_):
    asked = make.invitation(make.seat(ending, by=lena), by=lena)
    at = f"{ending.get_absolute_url()}finish/"

    assert "An invitation must be answered or withdrawn" in as_(lena).get(at).content.decode()
    invitations.revoke(invitation=asked, by=lena)
    assert "Nothing in it is open" in as_(lena).get(at).content.decode()
    as_(lena).post(at)

    ending.refresh_from_db()
    assert ending.is_closed
