"""A merge can be taken back for seven days (ORG-2)."""

from datetime import date, timedelta

import pytest
from django.core import serializers
from django.utils import timezone

from coalition import tasks
from coalition.actions import merges, organisations
from coalition.domain import DomainError
from coalition.merging.relations import clashes_of
from coalition.models import (
    Affiliation,
    Contributor,
    Hold,
    Merge,
    Offer,
    Organisation,
    OrganisationIdentifier,
    Preference,
    User,
)
from forums.models import Membership
from recognition.models import ContributionEvent, Letter
from tests import make

SNAPSHOT = [
    *[Affiliation, Contributor, Hold, Offer, Organisation, OrganisationIdentifier, Preference],
    *[User, Membership, ContributionEvent, Letter],
]


def world():
    """Every row of what a merge can touch, to the microsecond."""
    return {
        model: serializers.serialize("python", model._base_manager.order_by("pk"))
        for model in SNAPSHOT
    }


@pytest.fixture
def twin(kitchen):
    twin = make.organisation("Kitchen of Aldermere", org_id="GB-CHC-1147168", area="Northside")
    make.organisation("Branch", parent=twin)
    return twin


def test_org2_organisations_go_back_to_what_they_were(kitchen, twin, lena, programme):
    person = make.contributor(organisation=twin)
    person.affiliations.create(organisation=kitchen, from_on=date(2020, 1, 1))
    make.offer(programme=programme, contributor=person, organisation=twin)
    Preference.objects.create(organisation=twin, no_ministerial=True)
    before = world()

    made = merges.merge(keep=kitchen, lose=twin, by=lena)
    assert world() != before
    merges.undo(merge=made, by=lena)

    assert world() == before


def test_org2_people_go_back_to_what_they_were(ben, pat, kitchen, lena, programme):
    keep, lose = ben.contributor, pat.contributor
    keep.affiliations.create(organisation=kitchen, from_on=date(2020, 1, 1))
    Contributor.objects.filter(pk=lose.pk).update(phone="01632 960001")
    events = [make.event(who, programme=programme) for who in (keep, lose)]
    make.campaign([events[1]], released=True)
    Contributor.objects.filter(pk=lose.pk).update(objected_at=timezone.now())
    forum = make.forum(programme=programme, by=lena, recruiting=True)
    for who in (keep, lose):
        Membership.objects.create(forum=forum, seat=make.seat(forum, by=lena), contributor=who)
    for who in (keep, lose):
        Preference.objects.create(contributor=who, max_per_year=who.pk % 3)
    settled = {clash.key: clash.options[0][0] for _, clash in clashes_of(keep, lose)}
    before = world()

    made = merges.merge(keep=keep, lose=lose, account=lose.pk, settled=settled, by=lena)
    assert world() != before
    merges.undo(merge=made, by=lena)

    assert world() == before


def test_what_was_added_since_stays_and_is_said(kitchen, twin, lena, programme):
    made = merges.merge(keep=kitchen, lose=twin, chosen={"name": kitchen.pk}, by=lena)
    since = make.offer(programme=programme, contributor=make.contributor(), organisation=kitchen)
    organisations.change(organisation=kitchen, area="Southgate", by=lena)

    undone = merges.undo(merge=made, by=lena)

    since.refresh_from_db()
    kitchen.refresh_from_db()
    assert since.organisation == kitchen
    assert kitchen.area == "Southgate"
    assert "1 offer, added since" in undone.stayed
    assert "Place in words, changed since" in undone.stayed


def test_con2_what_stops_contact_since_stops_it_for_both(lena):
    keep, lose = make.contributor("Ada"), make.contributor("Ada Twin")
    Contributor.objects.filter(pk=lose.pk).update(objected_at=timezone.now())
    made = merges.merge(keep=keep, lose=lose, by=lena)
    Contributor.objects.filter(pk=keep.pk).update(deceased_on=date(2026, 1, 1))

    merges.undo(merge=made, by=lena)

    keep.refresh_from_db()
    lose.refresh_from_db()
    assert keep.objected_at is None
    assert (keep.deceased_on, lose.deceased_on) == (date(2026, 1, 1), date(2026, 1, 1))
    assert lose.objected_at is not None


def test_hld2_a_hold_placed_since_holds_both(lena, sam):
    keep, lose = make.contributor("Ada"), make.contributor("Ada Twin")
    made = merges.merge(keep=keep, lose=lose, by=lena)
    Hold.objects.create(
        contributor=keep,
        scopes=["contact"],
        opened_by=sam,
        opened_at=timezone.now(),
        review_by=timezone.localdate(),
    )

    merges.undo(merge=made, by=lena)

    assert Hold.objects.in_force().on(keep).count() == 1
    assert Hold.objects.in_force().on(lose).count() == 1


def test_prf1_a_wish_told_since_counts_for_both(lena):
    keep, lose = make.contributor("Ada"), make.contributor("Ada Twin")
    Preference.objects.create(contributor=lose)
    made = merges.merge(keep=keep, lose=lose, by=lena)
    Preference.objects.filter(contributor=keep).update(max_per_year=0, changed_at=timezone.now())

    merges.undo(merge=made, by=lena)

    assert Preference.objects.get(contributor=lose).max_per_year == 0
    assert Preference.objects.get(contributor=keep).max_per_year == 0


def test_a_letter_that_went_since_stays_with_whom_it_went_to(lena, programme):
    keep, lose = make.contributor("Ada"), make.contributor("Ada Twin")
    letter = make.letter(make.campaign([make.event(lose)], released=True))
    made = merges.merge(keep=keep, lose=lose, by=lena)
    make.letter(letter.campaign, status="sent")

    undone = merges.undo(merge=made, by=lena)

    letter.refresh_from_db()
    assert letter.contributor == keep
    assert "1 letter that has not gone, gone on since" in undone.stayed


def test_an_address_that_somebody_else_took_is_said(lena):
    keep, lose = make.contributor("Ada"), make.contributor("Ada Twin", email="twin@example.org")
    made = merges.merge(keep=keep, lose=lose, chosen={"email": keep.pk}, by=lena)
    make.contributor("Zoe", email="twin@example.org")

    with pytest.raises(DomainError, match="Somebody else has this email address"):
        merges.undo(merge=made, by=lena)


def test_org2_after_seven_days_it_stays(kitchen, twin, lena):
    made = merges.merge(keep=kitchen, lose=twin, by=lena)
    Merge.objects.update(at=timezone.now() - timedelta(days=7))
    made.refresh_from_db()

    assert not made.can_be_undone
    with pytest.raises(DomainError, match="Seven days are over"):
        merges.undo(merge=made, by=lena)


def test_nothing_is_undone_twice(kitchen, twin, lena):
    made = merges.merge(keep=kitchen, lose=twin, by=lena)
    merges.undo(merge=made, by=lena)

    with pytest.raises(DomainError, match="Lena has undone this already"):
        merges.undo(merge=made, by=lena)


def test_the_later_merge_is_undone_first(kitchen, twin, lena):
    umbrella = make.organisation("Kitchens of Aldermere")
    first = merges.merge(keep=kitchen, lose=twin, by=lena)
    second = merges.merge(keep=umbrella, lose=kitchen, by=lena)

    with pytest.raises(DomainError, match="Undo the later one first"):
        merges.undo(merge=first, by=lena)

    merges.undo(merge=second, by=lena)
    twin.refresh_from_db()
    assert twin.merged_into == kitchen
    merges.undo(merge=first, by=lena)
    assert Organisation.objects.standing().filter(pk__in=[twin.pk, kitchen.pk]).count() == 2


def test_after_undoing_the_two_can_be_merged_again(kitchen, twin, lena):
    merges.undo(merge=merges.merge(keep=kitchen, lose=twin, by=lena), by=lena)

    made = merges.merge(keep=twin, lose=kitchen, by=lena)

    assert made.merged == kitchen


def test_what_was_there_before_is_forgotten_when_it_is_of_no_more_use(kitchen, twin, lena):
    old = merges.merge(keep=kitchen, lose=twin, by=lena)
    new = merges.merge(keep=make.contributor(), lose=make.contributor(), by=lena)
    Merge.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=8))

    tasks.forget_merges()

    old.refresh_from_db()
    new.refresh_from_db()
    assert old.steps == []
    assert new.steps


def test_what_follows_and_what_is_to_be_forgotten_is_looked_for(settings):
    scheduled = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]

    assert {tasks.follow_merges.name, tasks.forget_merges.name} <= set(scheduled)
