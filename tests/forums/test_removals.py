"""Ending somebody's seat takes two: the chair and a programme lead (MEM-2)."""

import pytest
from django.db import IntegrityError, transaction

from coalition.domain import DomainError, NotAuthorised
from coalition.models import JournalEntry, Mail
from forums.actions import closing, life, removals, seats
from forums.leaving_panels import removals_to_confirm
from forums.models import Forum, Membership, Removal
from tests import make


@pytest.fixture
def proposed(member, grace):
    return removals.propose(membership=member, reason="absent", by=grace)


@pytest.fixture
def vice(forum, lena):
    """Victor, who stands in for the chair."""
    return make.member(make.seat(forum, by=lena, kind="vice"), make.user("Victor"))


def ended(member):
    member.refresh_from_db()
    return member.ended_reason


def told(kind):
    return sorted(Mail.objects.filter(kind=kind).values_list("to", flat=True))


def of(removal, step=""):
    return f"{removal.get_absolute_url()}{step}"


def test_mem_2_the_chair_proposes_and_a_lead_confirms(member, proposed, nell, lena, as_):
    assert not ended(member)

    answer = as_(lena).post(of(proposed, "confirm/"))

    assert answer.status_code == 302
    assert ended(member) == "removed"
    mail = Mail.objects.get(kind="forum_seat_ended")
    assert mail.to == nell.email
    assert "because you have not taken part for a long time" in mail.body
    assert "go on reading what happened in your time" in mail.body
    kinds = JournalEntry.objects.filter(kind__startswith="removal.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["removal.proposed", "removal.confirmed"]


def test_mem_2_a_lead_proposes_and_the_chair_confirms(member, lena, grace):
    removal = removals.propose(membership=member, reason="conduct", by=lena)

    removals.confirm(removal=removal, by=grace)

    assert ended(member) == "removed"


def test_mem_2_an_organisation_that_leaves_is_its_own_reason(member, lena, grace):
    removal = removals.propose(membership=member, reason="organisation_left", by=lena)

    removals.confirm(removal=removal, by=grace)

    assert ended(member) == "organisation_left"


def test_mem_2_never_the_same_person(member, proposed, grace, programme, as_):
    grace.grants.create(programme=programme, role="programme_lead")

    with pytest.raises(NotAuthorised, match="somebody else confirms"):
        removals.confirm(removal=proposed, by=grace)
    page = as_(grace).get(of(proposed)).content.decode()

    assert "End the seat</button>" not in page
    assert "another person confirms it" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        Removal.objects.filter(pk=proposed.pk).update(
            status="confirmed", settled_by=grace, settled_at=proposed.proposed_at
        )


def test_mem_2_two_leads_are_not_chair_and_lead(member, lena, leo):
    removal = removals.propose(membership=member, reason="absent", by=lena)

    with pytest.raises(NotAuthorised, match="decide this together"):
        removals.confirm(removal=removal, by=leo)


def test_mem_2_without_another_chair_two_leads_decide(chair, forum, lena, leo):
    removal = removals.propose(membership=chair, reason="absent", by=lena)

    removals.confirm(removal=removal, by=leo)

    assert ended(chair) == "removed"
    forum.refresh_from_db()
    assert forum.status == Forum.Status.PAUSED


def test_mem_2_the_vice_chair_stands_in_where_it_is_about_the_chair(chair, vice, lena, leo):
    victor = vice.contributor.user
    removal = removals.propose(membership=chair, reason="conduct", by=lena)

    with pytest.raises(NotAuthorised):
        removals.confirm(removal=removal, by=leo)
    removals.confirm(removal=removal, by=victor)

    assert ended(chair) == "removed"


def test_mem_2_a_vice_chair_beside_a_chair_does_not(member, vice):
    with pytest.raises(NotAuthorised):
        removals.propose(membership=member, reason="absent", by=vice.contributor.user)


@pytest.mark.parametrize("who", ["nell", "adele", "cleo"])
def test_mem_2_nobody_else_proposes(member, request, as_, who):
    user = request.getfixturevalue(who)

    with pytest.raises(NotAuthorised):
        removals.propose(membership=member, reason="absent", by=user)

    answer = as_(user).get(f"/forums/{member.forum_id}/members/{member.pk}/remove/")
    assert answer.status_code in {403, 404}


def test_mem_2_a_lead_who_sits_there_does_not_act_on_themselves(forum, lena, as_):
    mine = make.member(make.seat(forum, by=lena), lena)

    with pytest.raises(NotAuthorised):
        removals.propose(membership=mine, reason="absent", by=lena)


def test_mem_2_the_member_learns_nothing_until_it_is_confirmed(member, proposed, nell, as_):
    client = as_(nell)

    assert client.get(of(proposed)).status_code == 403
    assert "Propose to end" not in client.get(f"/forums/{member.forum_id}/seats/").content.decode()
    assert nell.email not in Mail.objects.values_list("to", flat=True).filter(
        kind__startswith="forum_removal"
    )


def test_mem_2_the_others_are_asked_without_a_name(member, proposed, lena, leo, grace, nell):
    assert told("forum_removal_proposed") == sorted([lena.email, leo.email])
    for mail in Mail.objects.filter(kind="forum_removal_proposed"):
        assert nell.name not in mail.subject + mail.body
    assert removals_to_confirm(lena).tasks
    assert removals_to_confirm(grace) is None
    assert removals_to_confirm(nell) is None


def test_mem_2_it_is_withdrawn_and_can_be_proposed_anew(member, proposed, lena, grace, as_):
    assert as_(lena).post(of(proposed, "withdraw/")).status_code == 302

    with pytest.raises(DomainError, match="withdrawn now"):
        removals.confirm(removal=proposed, by=lena)
    again = removals.propose(membership=member, reason="scope", by=grace)

    assert again.status == "proposed"
    assert not ended(member)


def test_mem_2_it_is_proposed_once(member, proposed, lena, grace, as_):
    with pytest.raises(DomainError, match="Grace has proposed this already"):
        removals.propose(membership=member, reason="scope", by=lena)

    form = {"reason": "scope"}
    answer = as_(lena).post(f"/forums/{member.forum_id}/members/{member.pk}/remove/", form)
    assert answer.status_code == 422


def test_mem_2_a_reason_is_one_of_the_codes(member, grace, as_):
    at = f"/forums/{member.forum_id}/members/{member.pk}/remove/"

    for reason in ("", "I do not like them"):
        assert as_(grace).post(at, {"reason": reason}).status_code == 422


def test_mem_2_the_member_resigns_meanwhile(member, proposed, nell, lena, as_):
    seats.resign(membership=member, by=nell)

    with pytest.raises(DomainError, match="ended in the meantime"):
        removals.confirm(removal=proposed, by=lena)

    assert ended(member) == "resigned"
    proposed.refresh_from_db()
    assert proposed.status == "overtaken"
    assert "ended in another way" in as_(lena).get(of(proposed)).content.decode()


def test_mem_2_whoever_proposed_it_loses_the_chair(chair, member, proposed, grace, lena, leo):
    seats.resign(membership=chair, by=grace)

    with pytest.raises(NotAuthorised, match="Grace no longer chairs"):
        removals.confirm(removal=proposed, by=lena)

    assert not ended(member)
    assert removals.withdraw(removal=proposed, by=lena).status == "withdrawn"


def test_mem_2_whoever_proposed_it_no_longer_leads(member, lena, grace):
    removal = removals.propose(membership=member, reason="absent", by=lena)
    lena.grants.all().delete()

    with pytest.raises(NotAuthorised, match="Lena no longer"):
        removals.confirm(removal=removal, by=grace)


def test_mem_2_a_seat_that_rests_gives_no_authority(chair, member, grace, sam):
    make.hold(chair.contributor, "seats", by=sam)

    with pytest.raises(NotAuthorised):
        removals.propose(membership=member, reason="absent", by=grace)


def test_mem_2_not_in_a_closed_forum(member, grace, lena):
    closing.begin(forum=life.review(forum=member.forum, by=lena), by=lena)
    closing.finish(forum=member.forum, by=lena)
    member.refresh_from_db()

    with pytest.raises(DomainError, match="is closed"):
        removals.propose(membership=Membership.objects.get(pk=member.pk), reason="absent", by=lena)


def test_mem_2_only_the_two_sides_are_offered_it(member, vice, lena, grace, nell, as_):
    at = f"/forums/{member.forum_id}/seats/"
    link = f"/members/{member.pk}/remove/"

    assert link in as_(lena).get(at).content.decode()
    assert link in as_(grace).get(at).content.decode()
    assert link not in as_(vice.contributor.user).get(at).content.decode()
    own = f"/members/{vice.forum.memberships.get(seat__kind='chair').pk}/remove/"
    assert own in as_(vice.contributor.user).get(at).content.decode()
