"""Whom a forum aims for, and who is missing (MIX-1 to 3)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coalition.domain import DomainError
from coalition.models import JournalEntry
from forums.actions import mix
from forums.aims import aims_of, clash_of
from forums.models import MixTarget
from tests import make


def url(name, *args):
    return reverse(f"forums:{name}", args=args)


def page(client, name, forum):
    return client.get(url(name, forum.pk)).content.decode()


@pytest.fixture
def vale(db):
    return make.council("Vale District Council", region="Middle England")


@pytest.fixture
def typed():
    return {"what": "sector:NHS", "least": "1", "most": "", "reason": "The wards decide."}


# --- What clashes (MIX-1) ---


def test_mix_1_targets_that_need_more_seats_than_there_are_name_the_clash(member, lena):
    """Story 4: mins exceed seats. The forum has two."""
    make.target(member.forum, by=lena, category="NHS", least=1)

    with pytest.raises(DomainError) as refused:
        make.target(member.forum, by=lena, category="VC", least=2)

    assert str(refused.value) == (
        "You aim for at least 1 from ‘NHS body’ and 2 from ‘Voluntary and community’, 3 together,"
        " but there are only 2 seats."
    )
    assert MixTarget.objects.count() == 1


def test_mix_1_seats_kept_for_others_do_not_count(forum, lena):
    make.seat(forum, by=lena, eligible_sectors=["FA"])

    with pytest.raises(DomainError, match="only 1 of the 2 seats can go there"):
        make.target(forum, by=lena, category="NHS", least=2)


def test_mix_1_one_organisation_may_be_in_two_places(forum, lena, vale):
    """So two places together may ask for more than there are seats."""
    make.target(forum, by=lena, attribute="area", category=vale.gss, least=1)

    assert make.target(forum, by=lena, attribute="area", category="Middle England", least=1)


def test_mix_1_a_place_cannot_ask_for_more_than_all_seats(forum, lena, vale):
    with pytest.raises(DomainError, match="at least 2 from ‘Vale District Council’, but there is"):
        make.target(forum, by=lena, attribute="area", category=vale.gss, least=2)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"attribute": "kind", "category": "vice", "least": 1}, "‘Vice-chair seats’, but no seat"),
        ({"attribute": "lived", "category": "", "least": 1}, "‘Lived-experience seats’, but no"),
        ({"attribute": "kind", "category": "chair", "most": 0, "least": 0}, "at most 0 there"),
        ({"attribute": "size", "category": "100k", "least": 2}, "but there is only 1 seat"),
    ],
)
def test_mix_1_every_attribute_is_checked(forum, lena, fields, words):
    with pytest.raises(DomainError, match=words):
        make.target(forum, by=lena, **fields)


def test_mix_1_a_change_is_checked_too(forum, lena):
    target = make.target(forum, by=lena)

    with pytest.raises(DomainError, match="there is only 1 seat"):
        mix.change(target=target, least=2, most=None, reason="", by=lena)

    target.refresh_from_db()
    assert target.least == 1


def test_mix_1_a_seat_taken_away_later_shows_the_clash(forum, lena, as_):
    seat = make.seat(forum, by=lena)
    make.target(forum, by=lena, least=2)
    as_(lena).post(url("seat_retire", forum.pk, seat.pk))

    assert "but there is only 1 seat." in page(as_(lena), "mix", forum)


def test_mix_1_targets_of_different_attributes_do_not_clash(forum, lena):
    make.target(forum, by=lena, category="NHS", least=1)
    make.target(forum, by=lena, attribute="size", category="100k", least=1)

    assert clash_of(list(forum.targets.with_places()), list(forum.seats.kept())) == ""


# --- Who is here, and who is missing (MIX-2, MIX-3) ---


def counted(forum):
    return {str(aim.target): aim.here for aim in aims_of(forum)}


def test_mix_2_who_is_here_is_counted_by_organisation_and_seat(forum, lena, nell, vale):
    small = make.organisation(sector="FA", size_band="100k", areas=[vale])
    seat = make.seat(forum, by=lena, kind="vice", lived_experience=True)
    make.member(seat, nell, organisation=small)
    for attribute, category in [
        ("sector", "FA"),
        ("sector", "NHS"),
        ("area", vale.gss),
        ("area", "Middle England"),
        ("size", "100k"),
        ("kind", "vice"),
        ("lived", ""),
    ]:
        make.target(forum, by=lena, attribute=attribute, category=category)

    assert counted(forum) == {
        "Faith group": 1,
        "NHS body": 0,
        "Vale District Council": 1,
        "Middle England": 1,
        "Groups under £100,000 a year": 1,
        "Vice-chair seats": 1,
        "Lived-experience seats": 1,
    }


def test_a_county_has_whoever_is_in_one_of_its_districts(forum, lena, nell, vale):
    county = make.council("Middleshire", tier="CTY")
    vale.county = county
    vale.save()
    make.member(make.seat(forum, by=lena), nell, organisation=make.organisation(areas=[vale]))
    make.target(forum, by=lena, attribute="area", category=county.gss)

    assert counted(forum) == {"Middleshire": 1}


def test_who_has_left_is_not_in_the_room(member, lena):
    make.target(member.forum, by=lena, category="VC")
    type(member).objects.filter(pk=member.pk).update(
        ended_at=member.accepted_at, ended_reason="resigned"
    )

    assert counted(member.forum) == {"Voluntary and community": 0}


@pytest.mark.parametrize("name", ["forum_detail", "seat_list", "mix", "forum_list"])
def test_mix_3_who_is_missing_stands_in_a_sentence(as_, lena, forum, vale, name):
    make.seat(forum, by=lena, sector="NHS")
    make.target(forum, by=lena, category="NHS")
    make.target(forum, by=lena, attribute="size", category="100k")
    make.target(forum, by=lena, attribute="area", category=vale.gss)

    address = url(name) if name == "forum_list" else url(name, forum.pk)
    words = as_(lena).get(address).content.decode()

    assert "No one yet from: NHS body, Vale District Council, Groups under £100,000 a year" in words


def test_mix_3_too_few_is_said_with_the_numbers(as_, nell, member, lena):
    make.seat(member.forum, by=lena)
    make.target(member.forum, by=lena, category="VC", least=2)

    words = page(as_(nell), "forum_detail", member.forum)

    assert "More are needed from: Voluntary and community (1 of 2)" in words
    assert "Ask someone" not in words


def test_too_many_is_said(as_, lena, member):
    make.target(member.forum, by=lena, category="VC", least=0, most=2)
    MixTarget.objects.update(most=0)

    assert "1, at most 0 (1 over)" in page(as_(lena), "mix", member.forum)


def test_fewer_than_five_in_lived_experience_seats_are_not_counted_out(as_, lena, forum, nell):
    for _ in range(2):
        seat = make.seat(forum, by=lena, lived_experience=True)
    make.target(forum, by=lena, attribute="lived", category="", least=2)
    make.member(seat, nell)

    for name in ("forum_detail", "mix"):
        words = page(as_(lena), name, forum)
        assert "fewer than 5, at least 2" in words
        assert "short" not in words
        assert 'class="f1" x="0" y="0" width="0.0"' in words


def test_five_in_lived_experience_seats_are_counted(as_, lena, forum):
    for number in range(5):
        seat = make.seat(forum, by=lena, lived_experience=True)
        make.member(seat, make.user(f"Member {number}"))
    make.target(forum, by=lena, attribute="lived", category="", least=5)

    assert "5 of 5" in page(as_(lena), "mix", forum)


def test_sea_2_an_organisation_that_a_merge_left_with_too_many_seats_is_named(
    as_, lena, member, kitchen
):
    twin = make.organisation("Aldermere Kitchen")
    make.member(make.seat(member.forum, by=lena), make.user("Omar"), organisation=twin)
    make.merge(kitchen, twin, by=lena)

    assert "Aldermere Community Kitchen has 2." in page(as_(lena), "mix", member.forum)


# --- The pages ---


def test_a_chair_sets_a_target(as_, grace, forum, typed):
    response = as_(grace).post(url("target_new", forum.pk), typed)

    assert response.url == url("mix", forum.pk)
    assert "The wards decide." in page(as_(grace), "mix", forum)
    entry = JournalEntry.objects.get(kind="target.set")
    assert (entry.subject, entry.facts["category"], entry.by) == (forum, "NHS", grace)


@pytest.mark.parametrize("place", ["Vale", "vale district council", "E07999999"])
def test_a_place_is_found_by_name_or_code(as_, grace, forum, typed, place):
    council = make.council("Vale District Council", gss="E07999999")
    council.names = ["vale", "vale district"]
    council.save()

    as_(grace).post(url("target_new", forum.pk), {**typed, "what": "area:", "place": place})

    assert MixTarget.objects.get().category == council.gss


def test_a_region_is_a_place(as_, grace, forum, typed, vale):
    region = {**typed, "what": "area:", "place": "middle england"}

    as_(grace).post(url("target_new", forum.pk), region)

    assert MixTarget.objects.get().category == "Middle England"


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        ({"what": ""}, "Choose who should be in the room"),
        ({"least": ""}, "Enter how many you aim for"),
        ({"least": "0"}, "Enter how many you aim for"),
        ({"least": "3", "most": "2"}, "Enter 3 or more: you aim for at least 3"),
        ({"least": "-1"}, "Enter 0 or more"),
        ({"least": "two"}, "Enter a whole number"),
        ({"least": "999"}, "Enter 200 or less"),
        ({"what": "area:"}, "Enter the place"),
        ({"what": "area:", "place": "Atlantis"}, "We know no council or region called Atlantis"),
        ({"place": "Vale"}, "Leave this empty, or choose"),
        ({"least": "9"}, "but there is only 1 seat"),
        ({"what": "sector:XX"}, "Choose one of the options listed"),
    ],
)
def test_what_a_target_needs_is_said_plainly(as_, grace, forum, typed, faulty, message):
    response = as_(grace).post(url("target_new", forum.pk), {**typed, **faulty})

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not MixTarget.objects.exists()


def test_a_second_target_for_the_same_is_refused(as_, grace, forum, typed, lena):
    make.target(forum, by=lena)

    response = as_(grace).post(url("target_new", forum.pk), typed)

    assert "has a target for that already" in response.content.decode()


def test_a_target_is_changed_and_taken_away(as_, grace, forum, lena):
    target = make.target(forum, by=lena)

    as_(grace).post(url("target_edit", forum.pk, target.pk), {"least": "0", "most": "3"})
    changed = page(as_(grace), "mix", forum)
    as_(grace).post(url("target_remove", forum.pk, target.pk))

    assert "0, at most 3" in changed
    assert not MixTarget.objects.exists()
    assert JournalEntry.objects.get(kind="target.removed").facts["most"] == 3


def test_of_two_who_take_a_target_away_one_is_told(forum, lena):
    target = make.target(forum, by=lena)
    mix.remove(target=MixTarget.objects.get(), by=lena)

    with pytest.raises(DomainError, match="taken away in the meantime"):
        mix.remove(target=target, by=lena)


def test_sea_2_a_chair_lets_an_organisation_have_two(as_, grace, forum):
    as_(grace).post(url("mix_limit", forum.pk), {"most": "2"})

    assert "May have 2 seats with a vote" in page(as_(grace), "mix", forum)


@pytest.mark.parametrize("most", ["0", "", "many"])
def test_sea_2_an_organisation_may_have_at_least_one(as_, grace, forum, most):
    assert as_(grace).post(url("mix_limit", forum.pk), {"most": most}).status_code == 422


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"least": 2, "most": 1}, "target_least_is_not_above_most"),
        ({"least": 0, "most": None}, "target_says_how_many"),
        ({"attribute": "lived", "category": "NHS"}, "target_has_a_category"),
        ({"attribute": "sector", "category": ""}, "target_has_a_category"),
    ],
)
def test_the_database_refuses(forum, fields, constraint):
    target = {"attribute": "sector", "category": "NHS", "least": 1, **fields}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MixTarget.objects.create(forum=forum, **target)


@pytest.mark.parametrize("name", ["forum_list", "forum_detail", "seat_list", "mix"])
def test_a_page_costs_the_same_however_many_are_aimed_for(as_, lena, forum, vale, name):
    address = url(name) if name == "forum_list" else url(name, forum.pk)
    make.target(forum, by=lena, attribute="area", category=vale.gss)
    make.member(
        make.seat(forum, by=lena), make.user(), organisation=make.organisation(areas=[vale])
    )
    before = _queries(as_(lena), address)
    for category in ("NHS", "FA", "BU"):
        make.member(
            make.seat(forum, by=lena),
            make.user(),
            organisation=make.organisation(sector=category, areas=[make.council(category)]),
        )
        make.target(forum, by=lena, category=category)

    assert _queries(as_(lena), address) == before


def _queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
