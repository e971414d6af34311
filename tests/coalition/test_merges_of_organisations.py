"""Two organisations on the register turn out to be one (ORG-1, ORG-2)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from coalition import tasks
from coalition.actions import contributors, merges, organisations
from coalition.domain import DomainError
from coalition.merging.preview import preview
from coalition.models import Affiliation, JournalEntry, Organisation
from tests import make


@pytest.fixture
def twin(kitchen):
    return make.organisation("Aldermere Community Kitchen Ltd", org_id="GB-CHC-1147168")


def test_org2_a_merge_brings_affiliations_offers_and_the_ledger(kitchen, twin, lena, programme):
    person = make.contributor(organisation=twin)
    offer = make.offer(programme=programme, contributor=person, organisation=twin)
    event = make.event(person, programme=programme, organisation=twin)
    forum = make.forum(programme=programme, by=lena, convened_by=twin)

    made = merges.merge(keep=kitchen, lose=twin, by=lena)

    for row in (person.affiliations.get(), offer, event):
        row.refresh_from_db()
        assert row.organisation == kitchen
    forum.refresh_from_db()
    assert forum.convened_by == kitchen
    assert "1 offer" in made.moved
    twin.refresh_from_db()
    assert (twin.status, twin.merged_into) == ("merged", kitchen)


def test_org1_all_register_numbers_are_kept(kitchen, twin, lena):
    kitchen.identifiers.create(scheme="GB-COH", value="01234567")

    merges.merge(keep=kitchen, lose=twin, by=lena)

    assert {str(i) for i in kitchen.identifiers.all()} == {"GB-COH-01234567", "GB-CHC-1147168"}
    with pytest.raises(DomainError, match="already has this register number"):
        organisations.add(name="Another", sector="VC", scheme="GB-CHC", value="1147168", by=lena)


def test_both_histories_tell_of_the_merge(kitchen, twin, lena):
    made = merges.merge(keep=kitchen, lose=twin, by=lena)

    entries = JournalEntry.objects.filter(kind="organisation.merged")
    assert {entry.subject_id for entry in entries} == {kitchen.pk, twin.pk}
    assert {entry.facts["merge"] for entry in entries} == {made.pk}


def test_the_better_value_stays_unless_a_person_chose(kitchen, twin, lena):
    Organisation.objects.filter(pk=kitchen.pk).update(area="Aldermere", website="")
    Organisation.objects.filter(pk=twin.pk).update(
        area="Aldermere, Northside", website="https://kitchen.example"
    )

    merges.merge(keep=kitchen, lose=twin, by=lena, chosen={"name": kitchen.pk})

    kitchen.refresh_from_db()
    assert kitchen.name == "Aldermere Community Kitchen"
    assert kitchen.area == "Aldermere, Northside"
    assert kitchen.website == "https://kitchen.example"


def test_org2_nothing_merges_with_itself(kitchen, lena):
    with pytest.raises(DomainError, match="one and the same"):
        merges.merge(keep=kitchen, lose=kitchen, by=lena)


def test_org2_what_is_merged_takes_no_further_part(kitchen, twin, lena):
    other = make.organisation("Other")
    merges.merge(keep=kitchen, lose=twin, by=lena)

    for keep, lose in ((twin, other), (other, twin)):
        with pytest.raises(DomainError, match="was merged into Aldermere Community Kitchen"):
            merges.merge(keep=keep, lose=lose, by=lena)


def changed(organisation, by):
    organisations.change(organisation=organisation, area="Elsewhere", by=by)


def numbered(organisation, by):
    organisations.add_identifier(
        organisation=organisation, scheme="GB-COH", value="07654321", by=by
    )


def joined(organisation, by):
    contributors.affiliate(contributor=make.contributor(), organisation=organisation, by=by)


@pytest.mark.parametrize("act", [changed, numbered, joined])
def test_org2_what_is_merged_cannot_be_changed(kitchen, twin, lena, act):
    merges.merge(keep=kitchen, lose=twin, by=lena)
    twin.refresh_from_db()

    with pytest.raises(DomainError, match="Open that one"):
        act(twin, lena)


def test_merged_is_reached_only_by_a_merge(kitchen, lena):
    with pytest.raises(DomainError, match="cannot become merged"):
        organisations.change(organisation=kitchen, status="merged", by=lena)


def test_org2_a_chain_is_made_short(kitchen, twin, lena):
    umbrella = make.organisation("Kitchens of Aldermere")
    merges.merge(keep=kitchen, lose=twin, by=lena)

    merges.merge(keep=umbrella, lose=kitchen, by=lena)

    assert set(umbrella.absorbed.all()) == {kitchen, twin}


def test_org2_the_database_refuses_self_chain_and_circle(kitchen, twin, lena):
    merges.merge(keep=kitchen, lose=twin, by=lena)
    other = make.organisation("Other")
    merged = {"merged_at": timezone.now(), "status": "merged"}

    for pk, into in ((other.pk, other.pk), (other.pk, twin.pk), (kitchen.pk, other.pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.filter(pk=pk).update(merged_into=into, **merged)


@pytest.mark.parametrize(
    "fields",
    [{"status": "merged"}, {"merged_at": timezone.now()}],
    ids=["status-alone", "time-alone"],
)
def test_the_database_refuses_half_a_merge(kitchen, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=kitchen.pk).update(**fields)


def test_merged_rows_are_seen_by_nobody(kitchen, twin, lena, pat):
    merges.merge(keep=twin, lose=kitchen, by=lena)

    assert list(Organisation.objects.visible_to(lena)) == [twin]
    assert list(Organisation.objects.visible_to(pat)) == [twin]


def test_aff1_two_places_at_the_same_time_become_one(kitchen, twin, lena):
    person = make.contributor()
    Affiliation.objects.create(
        contributor=person, organisation=kitchen, from_on=date(2020, 1, 1), to_on=date(2022, 1, 1)
    )
    Affiliation.objects.create(
        contributor=person, organisation=twin, from_on=date(2021, 1, 1), role_title="Cook"
    )
    Affiliation.objects.create(
        contributor=person, organisation=twin, from_on=date(2018, 1, 1), to_on=date(2018, 6, 1)
    )

    merges.merge(keep=kitchen, lose=twin, by=lena)

    places = kitchen.affiliations.order_by("from_on").values_list("from_on", "to_on", "role_title")
    assert list(places) == [
        (date(2018, 1, 1), date(2018, 6, 1), ""),
        (date(2020, 1, 1), None, "Cook"),
    ]


def test_aff2_a_right_of_the_past_is_not_given_anew(kitchen, twin, lena):
    """Who could speak for one of the two last year, cannot speak for both today."""
    person, yesterday = make.contributor(), timezone.localdate() - timedelta(days=1)
    Affiliation.objects.create(
        contributor=person,
        organisation=twin,
        from_on=date(2020, 1, 1),
        to_on=yesterday,
        can_speak_for=True,
        coordinates=True,
    )
    Affiliation.objects.create(contributor=person, organisation=kitchen, from_on=date(2019, 1, 1))

    merges.merge(keep=kitchen, lose=twin, by=lena)

    place = person.affiliations.get()
    assert (place.from_on, place.to_on) == (date(2019, 1, 1), None)
    assert not place.can_speak_for
    assert not place.coordinates


def test_what_changed_since_the_page_was_drawn_is_looked_at_again(kitchen, twin, lena):
    seen = preview(kitchen, twin).fingerprint
    organisations.change(organisation=twin, area="Southgate", by=lena)

    with pytest.raises(DomainError, match="Look at both again"):
        merges.merge(keep=kitchen, lose=twin, seen=seen, by=lena)


def test_the_preview_says_what_moves_and_what_stays(kitchen, twin, lena, programme):
    person = make.contributor(organisation=twin)
    for _ in range(2):
        make.offer(programme=programme, contributor=person, organisation=twin)

    shown = preview(kitchen, twin)

    assert "2 offers" in shown.moves
    assert "1 register number" in shown.moves
    assert shown.moves[-1].startswith("1 person’s place there: ")
    assert [choice.name for choice in shown.choices] == ["name"]
    assert shown.fingerprint == preview(twin, kitchen).fingerprint


def test_the_preview_asks_as_much_for_many_rows_as_for_few(
    kitchen, twin, programme, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40) as few:
        preview(kitchen, twin)
    for _ in range(20):
        person = make.contributor(organisation=twin)
        make.offer(programme=programme, contributor=person, organisation=twin)

    with django_assert_num_queries(len(few)):
        preview(kitchen, twin)


def test_what_reaches_a_merged_row_later_follows(kitchen, twin, lena, programme):
    """An import was at it when the two were merged."""
    merges.merge(keep=kitchen, lose=twin, by=lena)
    late = make.offer(programme=programme, contributor=make.contributor(), organisation=twin)

    for _ in range(2):
        tasks.follow_merges()

    late.refresh_from_db()
    assert late.organisation == kitchen
