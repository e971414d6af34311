"""Whether two records may be one organisation, or one person."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import _pairs
from coalition import alike
from coalition.alike import OrganisationFacts, PersonFacts
from tests.coalition.shared_data import FOLDER, needs_shared_data

MILL_LANE = "AL1 2AB"
CHARITY = "GB-CHC"


def organisations(one, other, **facts):
    return alike.organisations(OrganisationFacts(one, **facts), OrganisationFacts(other, **facts))


def people(one, other, **facts):
    return alike.people(PersonFacts(one, **facts), PersonFacts(other, **facts))


def numbered(name, *values, scheme=CHARITY):
    return OrganisationFacts(name, identifiers={scheme: frozenset(values)})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aldermere Kitchen Ltd", "Aldermere Kitchen Limited"),
        ("The Aldermere Kitchen", "ALDERMERE KITCHEN CIO"),
        ("Rooms & Boats", "Rooms and Boats"),
        ("St Anne’s Church, Aldermere", "Saint Annes Church Aldermere"),
        ("Age Concern - Aldermere", "Age UK Aldermere"),
        ("Aldermere CAB", "Aldermere Citizens Advice Bureau"),
        ("Aldermere Metropolitan Citizens Advice Bureaux", "Citizens Advice Aldermere"),
        ("Home-Start Aldermere", "HomeStart Aldermere Ltd"),
        ("Aldermere Young Men's Christian Association", "Aldermere YMCA"),
        ("Aldermere R F C", "Aldermere Rugby Football Club"),
        ("Aldermere WI", "Aldermere Women’s Institute"),
        ("Aldermere Kitchen", "Aldermeer Kitchen"),
        ("Notts Citizens Advice", "Nottinghamshire CAB"),
        ("National Council for Rooms", "NCR - National Council for Rooms"),
        ("Home-Start Aldermere", "Home-Start Aldermere and Barrowby"),
        ("Clwb Rygbi Aldermêr", "Clwb Rygbi Aldermer"),
        (
            "Aldermere and Northside Community Cric Ket Club",
            "Aldermere and Northside Community Cricket Club",
        ),
    ],
)
def test_a_name_written_in_two_ways_is_worth_showing(one, other):
    assert organisations(one, other).is_worth_showing


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Citizens Advice Aldermere", "Citizens Advice Barrowby"),
        ("1st Aldermere Scouts", "2nd Aldermere Scouts"),
        ("First Aldermere Scout Group", "2nd Aldermere Scout Group"),
        ("Aldermere Women's Institute", "Barrowby Women's Institute"),
        ("Rotary Club of Aldermere", "Rotary Club of Barrowby"),
        ("Aldermere Kitchen", "Aldermere Rowing Club"),
        ("Aldermere (Morning) WI", "Aldermere (Afternoon) WI"),
        (
            "Aldermere Young Farmers, Northern District",
            "Aldermere Young Farmers, Southern District",
        ),
        ("Upper Aldermere Bowling Club", "Lower Aldermere Bowling Club"),
        ("!!!", "???"),
    ],
)
def test_branches_of_one_body_are_not_duplicates_even_at_one_postcode(one, other):
    assert not organisations(one, other).is_worth_showing
    assert not organisations(one, other, postcode=MILL_LANE).is_worth_showing


def test_two_bodies_of_one_town_may_share_a_building():
    found = organisations(
        "Aldermere Community Arts Trust", "Aldermere Community Boats Trust", postcode=MILL_LANE
    )

    assert not found.is_worth_showing


def test_one_club_listed_twice_is_all_but_certain():
    found = organisations("Aldermere Rifle Club", "Aldermere Rifle Club", postcode=MILL_LANE)

    assert found.score == 1
    assert found.reasons == ("The same name", "Same postcode, AL1 2AB")


def test_one_name_in_two_towns_is_not_worth_showing():
    here = OrganisationFacts("Methodist Church", postcode=MILL_LANE)
    there = OrganisationFacts("Methodist Church", postcode="BS1 4ST")

    assert not alike.organisations(here, there).is_worth_showing


def test_a_name_that_many_have_needs_a_place_besides():
    assert not organisations("The Village Hall", "Village Hall").is_worth_showing
    assert organisations("The Village Hall", "Village Hall", postcode=MILL_LANE).is_worth_showing


def test_a_space_too_many_counts_the_same_either_way_round():
    found = organisations("Village Hall", "VillageHall")

    assert found == organisations("VillageHall", "Village Hall")
    assert not found.is_worth_showing


def test_an_acronym_counts_the_same_either_way_round():
    spelt_out, alone = "National Council for Rooms (NCR)", "NCR Boats"

    assert organisations(spelt_out, alone) == organisations(alone, spelt_out)


def test_a_former_name_counts_as_a_name():
    one = OrganisationFacts("Platfform", other_names=("Gofal Aldermere",))
    other = OrganisationFacts("Gofal Aldermere Ltd")

    assert alike.organisations(one, other).reasons == ("The names are the same but for “Ltd”",)


def test_org_1_one_number_in_one_register_is_one_organisation():
    found = alike.organisations(numbered("Raise", "1089464"), numbered("Longview", "1089464"))

    assert found == alike.Likeness(1.0, ("Same register number, GB-CHC-1089464",))


def test_two_numbers_in_one_register_are_two_organisations():
    found = alike.organisations(numbered("Raise", "1089464"), numbered("Raise", "1145800"))

    assert not found.is_worth_showing
    assert found.reasons == ("Different numbers in the same register",)


def test_numbers_in_two_registers_say_nothing():
    one, other = numbered("Raise", "1089464"), numbered("Raise", "04412345", scheme="GB-COH")
    listed, again = (
        numbered("Raise", "GB-CASC-1", scheme="OTHER"),
        numbered("Raise", "GB-X-2", scheme="OTHER"),
    )

    assert alike.organisations(one, other).is_worth_showing
    assert alike.organisations(listed, again).is_worth_showing


def test_a_place_that_only_one_name_says_is_no_difference_where_the_other_works_there():
    named = OrganisationFacts("Samaritans Aldermere")
    there = OrganisationFacts("Samaritans", place="Aldermere, Northside")
    elsewhere = OrganisationFacts("Samaritans", place="Barrowby")

    assert alike.organisations(named, there).is_worth_showing
    assert alike.organisations(there, named).is_worth_showing
    assert not alike.organisations(named, elsewhere).is_worth_showing


def test_two_branches_are_not_one_because_both_work_in_both_places():
    place = "Aldermere and Barrowby"

    assert not organisations("Aldermere WI", "Barrowby WI", place=place).is_worth_showing


def test_a_website_that_both_have_is_a_reason_but_branches_share_one():
    site = "https://www.example.org/"
    one = OrganisationFacts("Aldermere Kitchen", website=site)
    other = OrganisationFacts("Aldermere Kitchen", website="http://example.org")

    assert "Same website, example.org" in alike.organisations(one, other).reasons
    assert organisations("Kitchen", "Aldermere Kitchen", website=site).is_worth_showing
    assert not organisations("Kitchen", "Aldermere Kitchen").is_worth_showing
    assert not organisations("Aldermere WI", "Barrowby WI", website=site).is_worth_showing


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Aldermere Kitchen", "aldermere  KITCHEN", "The same name, written in two ways"),
        ("Kitchen Ltd", "Kitchen", "The names are the same but for “Ltd”"),
        ("The Kitchen", "Kitchen (Ltd)", "The names are the same but for “Ltd” and “The”"),
        ("Rooms and Boats Ltd", "Rooms & Boats UK", "The names are the same but for “UK”"),
        ("Rooms for All Families", "Room for All Family", "The same name, written in two ways"),
    ],
)
def test_the_reason_says_what_sets_two_names_apart(one, other, reason):
    assert organisations(one, other).reasons == (reason,)


def test_the_least_common_words_of_a_name_come_first():
    assert alike.significant_words("The 2nd Aldermere Scout Group")[:2] == ["aldermere", "2nd"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nadia Haddad", "NADIA  haddad"),
        ("Nadia Haddad", "Haddad, Nadia"),
        ("Dr Nadia Haddad OBE", "Nadia Haddad"),
        ("Nadia Haddad", "Nadia Salma Haddad"),
        ("Nadia Haddad", "Nadia Hadad"),
        ("Harriet Greene", "Harriet Green"),
        ("Siân O’Neill", "Sian O'Neill"),
        ("Łucja Wąż-Brzęczyk", "Lucja Waz Brzeczyk"),
        ("Катерина Коваленко", "Коваленко Катерина"),
        ("Мар'яна Стеценко", "Марʼяна Стеценко"),
        ("Nadia Haddad", "NadiaHaddad"),
        ("李小龙", "李小龙"),
        ("Sukarno", "Sukarno"),
    ],
)
@pytest.mark.parametrize(
    "shared",
    [
        {"email": "nadia@example.org"},
        {"phone": "07700 900123"},
        {"postcode": MILL_LANE},
        {"organisations": frozenset([1, 2])},
    ],
)
def test_one_name_with_one_thing_shared_is_worth_showing(one, other, shared):
    assert people(one, other, **shared).is_worth_showing


def test_a_name_alone_is_not_enough():
    assert not people("Ann Smith", "Ann Smith").is_worth_showing


def test_two_homes_do_not_set_one_name_and_email_address_apart():
    here = PersonFacts("Ann Smith", email="ann@example.org", postcode=MILL_LANE)
    there = PersonFacts("Ann Smith", email="ANN@example.org", postcode="BS1 4ST")

    assert alike.people(here, there).reasons == ("The same name", "Same email address")
    assert alike.people(there, here).is_worth_showing


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Smith", "Alan Smith"),
        ("Ann Smith", "Bob Smith"),
        ("A Smith", "Bob Smith"),
        ("Paul Smith", "Paula Smith"),
        ("Mario Rossi", "Maria Rossi"),
        ("Олександр Коваленко", "Олександра Коваленко"),
        ("Ann Smith", "Ann & Bob Smith"),
        ("Oleh Kovalenko", "Olena Kovalenko"),
        ("Коваленко Олег", "Коваленко Олена"),
        ("Smith", "Ann Smith"),
    ],
)
def test_con_6_couples_share_everything_but_their_first_names(one, other):
    home = {"email": "us@example.org", "phone": "07700 900123", "postcode": MILL_LANE}

    assert not people(one, other, organisations=frozenset([1]), **home).is_worth_showing


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("J Smith", "John Smith"),
        ("J A Smith", "J B Smith"),
        ("John Smith Jr", "John Smith Senior"),
        ("John Smith", "John Smith junior"),
    ],
)
def test_a_father_and_son_in_one_home_are_not_duplicates(one, other):
    assert not people(one, other, postcode=MILL_LANE).is_worth_showing


def test_an_initial_and_the_name_are_one_at_one_email_address():
    assert people("R. Yates", "Richard Yates", email="ry@example.org").reasons == (
        "One name has an initial for a word of the other",
        "Same email address",
    )


def test_what_somebody_is_known_as_counts_for_their_first_name():
    one = PersonFacts("Ms Kateryna Kovalenko", known_as="Katya", email="k@example.org")
    other = PersonFacts("Katya Kovalenko", email="k@example.org")

    assert alike.people(one, other).is_worth_showing


def test_a_new_surname_needs_two_things_besides():
    assert people(
        "Alison Lucas", "Alison Storey", email="a@example.org", phone="07700 900123"
    ).is_worth_showing
    assert not people("Alison Lucas", "Alison Storey", email="a@example.org").is_worth_showing


@pytest.mark.parametrize("written", ["+44 7700 900123", "+44 (0)7700 900123", "0044 7700900123"])
def test_a_phone_number_is_the_same_however_it_is_written(written):
    one, other = PersonFacts("Ann Smith", phone="07700 900123"), PersonFacts("Ann Smith")

    assert alike.people(one, PersonFacts("Ann Smith", phone=written)).is_worth_showing
    assert not alike.people(one, other).is_worth_showing


USUAL = """aldermere barrowby kitchen kitchn 1st 2nd st saint & of ltd wi cab j a smith smyth jr dr
(the) women's scouts and"""
names = st.one_of(
    st.text(max_size=40),
    st.text("'.-&()!", max_size=3),
    st.lists(st.sampled_from(USUAL.split()), max_size=6).map(" ".join),
)
postcodes = st.sampled_from(["", MILL_LANE, "AL1 9ZZ", "BS1 4ST"])
organisation_facts = st.builds(
    OrganisationFacts,
    names,
    st.lists(names, max_size=2).map(tuple),
    postcodes,
    st.dictionaries(
        st.sampled_from([CHARITY, "OTHER"]), st.frozensets(st.sampled_from("123")), max_size=2
    ),
    st.sampled_from(["", "https://example.org"]),
    names,
)
person_facts = st.builds(
    PersonFacts,
    names,
    names,
    st.sampled_from(["", "a@example.org"]),
    st.sampled_from(["", "07700 900123"]),
    postcodes,
    st.frozensets(st.sampled_from([1, 2])),
)


@pytest.mark.parametrize(
    ("score", "facts"),
    [(alike.organisations, organisation_facts), (alike.people, person_facts)],
    ids=["organisations", "people"],
)
@settings(deadline=None)  # machines are busy
@given(data=st.data())
def test_a_likeness_is_the_same_either_way_round_and_from_0_to_1(score, facts, data):
    one, other = data.draw(facts), data.draw(facts)

    found = score(one, other)

    assert found == score(other, one)
    assert 0 <= found.score <= 1


@settings(deadline=None)  # machines are busy
@given(names.filter(str.strip), names)
def test_whoever_is_themselves_is_worth_showing(name, other_name):
    place = {"email": "a@example.org", "phone": "07700 900123"}
    person = PersonFacts(name, other_name, **place)
    organisation = OrganisationFacts(name, (other_name,), MILL_LANE)

    assert alike.organisations(organisation, organisation).is_worth_showing
    assert alike.people(person, person).is_worth_showing


@needs_shared_data
def test_no_text_is_too_strange_to_compare():
    strings = json.loads((FOLDER / "nasty" / "naughty_strings.json").read_text())

    for one, other in zip(strings, [*strings[1:], strings[0]], strict=True):
        for mine, like in [(one, other), (other, one), (one, one)]:
            assert 0 <= organisations(mine, like, website=like, place=like).score <= 1
            assert 0 <= people(mine, like, known_as=one, email=like, phone=like).score <= 1
            alike.significant_words(mine)


@needs_shared_data
def test_real_pairs_of_organisations_are_told_from_the_branches_of_one_body():
    """On the half of the pairs by which nothing was chosen, register numbers hidden."""
    pairs = [pair for pair in _pairs.of_organisations(FOLDER) if pair.is_held_out]

    count = _pairs.counted(
        pairs, lambda one, other: alike.organisations(one, other).is_worth_showing
    )

    assert len(pairs) > 1000
    assert count.precision >= 0.95
    assert count.recall >= 0.88


@needs_shared_data
def test_made_up_people_are_found_again_under_another_form_of_their_name():
    pairs = [pair for pair in _pairs.of_people(FOLDER) if pair.is_held_out]

    count = _pairs.counted(pairs, lambda one, other: alike.people(one, other).is_worth_showing)

    assert count.precision >= 0.99
    assert count.recall >= 0.95
