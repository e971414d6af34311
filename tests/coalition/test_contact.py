"""One question for everything that sends: may we contact this person, in this way, for this?"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from coalition import contact
from coalition.contact import Channel, Purpose, Thanker, may_contact
from coalition.models import Hold, Household, HouseholdMember, Preference
from coalition.models.contact_words import Publicity
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
EVERY_PURPOSE = list(Purpose)


def code(person, channel=Channel.EMAIL, purpose=Purpose.THANKS, **more):
    return may_contact(person, channel, purpose, **more).code


def grown_up(**fields):
    return make.contributor("Ngozi Okafor", adult="yes", **fields)


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        ({"deceased_on": TODAY()}, "deceased"),
        ({"objected_at": timezone.now()}, "objected"),
        ({"gone_away_on": TODAY()}, "gone_away"),
    ],
)
@pytest.mark.parametrize("purpose", EVERY_PURPOSE)
@pytest.mark.parametrize("channel", list(Channel))
def test_con_2_who_died_left_or_objected_is_reached_by_no_channel(channel, purpose, fact, why):
    assert code(grown_up(address="1 Mill Lane", phone="0300", **fact), channel, purpose) == why


def test_con_5_who_was_anonymised_cannot_be_reached():
    gone = {"email": "", "salutation": "", "anonymised_at": timezone.now()}
    assert code(make.contributor("Former member", **gone)) == "anonymised"


def test_con_5_the_database_keeps_no_address_of_who_was_anonymised():
    with pytest.raises(IntegrityError, match="contributor_anonymised_has_no_identity"):
        make.contributor(anonymised_at=timezone.now())


@pytest.mark.parametrize(
    ("channel", "field"),
    [(Channel.EMAIL, "email"), (Channel.POST, "address"), (Channel.PHONE, "phone")],
)
def test_without_an_address_there_is_no_way(channel, field):
    reachable = grown_up(address="1 Mill Lane\nAldermere", phone="0300 555 0142")
    assert may_contact(reachable, channel, Purpose.THANKS)
    setattr(reachable, field, "")
    assert code(reachable, channel) == "no_address"


STOPPED_BY = {
    "contact": set(EVERY_PURPOSE),
    "recognition": {Purpose.THANKS, Purpose.PUBLICITY},
    "publicity": {Purpose.PUBLICITY},
    "matching": set(),
    "seats": set(),
}


@pytest.mark.parametrize("scope", Hold.Scope.values)
def test_hld_2_each_scope_stops_what_it_names(scope):
    person = grown_up()
    make.preference(person, publicity=Publicity.FULL_NAME)
    make.hold(person, scope)

    held = {p for p in EVERY_PURPOSE if code(person, Channel.EMAIL, p) == "hold"}

    assert held == STOPPED_BY[scope]


def test_hld_1_the_answer_tells_nothing_but_whom_to_ask():
    person = grown_up()
    make.hold(person, external_ref="SG-0142")

    answer = may_contact(person, Channel.EMAIL, Purpose.THANKS)

    assert answer.sentence == "On hold: speak to the safeguarding lead."


def test_hld_2_a_hold_on_a_household_or_an_organisation_holds_its_people(kitchen):
    tom, ifeoma = grown_up(), grown_up()
    cook, former = grown_up(organisation=kitchen), grown_up(organisation=kitchen)
    former.affiliations.update(from_on=TODAY() - timedelta(9), to_on=TODAY() - timedelta(1))
    make.hold(make.household(tom, ifeoma))
    make.hold(kitchen)

    assert [code(one) for one in (tom, ifeoma, cook, former)] == ["hold", "hold", "hold", ""]


def test_hld_3_a_hold_whose_review_is_overdue_stays_on():
    person, long_ago = grown_up(), TODAY() - timedelta(days=100)
    make.hold(person, reviewed_on=long_ago, review_by=long_ago + timedelta(days=90))

    assert code(person) == "hold"
    assert Hold.objects.overdue().count() == 1


def test_a_hold_that_was_lifted_or_only_asked_for_stops_nothing(sam, lena):
    lifted, asked = grown_up(), grown_up()
    make.hold(lifted, lifted_by=sam, lifted_at=timezone.now())
    nobody = {"opened_by": None, "opened_at": None}
    Hold.objects.create(
        contributor=asked,
        scopes=["contact"],
        review_by=TODAY(),
        asked_by=lena,
        asked_at=timezone.now(),
        **nobody,
    )

    assert [code(lifted), code(asked)] == ["", ""]


@pytest.mark.parametrize(
    ("adult", "purpose", "thanker", "allowed"),
    [
        ("yes", Purpose.THANKS, Thanker.MINISTER, True),
        ("unknown", Purpose.THANKS, Thanker.MINISTER, False),
        ("no", Purpose.THANKS, Thanker.MINISTER, False),
        ("unknown", Purpose.THANKS, Thanker.PROGRAMME_LEAD, True),
        ("no", Purpose.THANKS, Thanker.PROGRAMME_LEAD, False),
        ("unknown", Purpose.PUBLICITY, "", False),
        ("yes", Purpose.PUBLICITY, "", True),
        ("no", Purpose.ASK, "", False),
        ("no", Purpose.SERVICE, "", True),
    ],
)
def test_con_3_no_minister_and_no_public_for_who_may_be_a_child(adult, purpose, thanker, allowed):
    person = make.contributor(adult=adult)
    make.preference(person, publicity=Publicity.PHOTO)

    assert (code(person, Channel.EMAIL, purpose, thanker=thanker) == "") is allowed


@pytest.mark.parametrize(
    ("wish", "asked", "allowed"),
    [
        ({"no_ministerial": True}, {"thanker": Thanker.MINISTER}, False),
        ({"no_ministerial": True}, {"thanker": Thanker.PEER}, True),
        ({"thanker": Thanker.PEER}, {"thanker": Thanker.FORUM_CHAIR}, False),
        ({"channels": ["post"]}, {}, False),
        ({"max_per_year": 0}, {}, False),
        ({"max_per_year": 1}, {"this_year": 1}, False),
        ({"max_per_year": 2}, {"this_year": 1}, True),
    ],
)
def test_prf_1_thanks_go_as_the_person_likes(wish, asked, allowed):
    person = grown_up()
    make.preference(person, **wish)

    assert (code(person, **asked) == "") is allowed
    assert code(person, purpose=Purpose.SERVICE) == ""  # what they began themselves goes on


def test_prf_1_the_strictest_of_person_household_and_organisation_wins(kitchen):
    tom = grown_up(organisation=kitchen)
    make.preference(tom, publicity=Publicity.PHOTO)
    make.preference(make.household(tom), channels=["post", "email"], publicity="photo")
    make.preference(kitchen, publicity=Publicity.ORGANISATION, max_per_year=1)

    wishes = contact.stands([tom.pk])[tom.pk].wishes

    assert wishes.channels == {"post", "email"}
    assert (wishes.publicity, wishes.max_per_year) == (Publicity.ORGANISATION, 1)


def test_prf_2_nobody_is_named_on_the_word_of_their_organisation(kitchen):
    cook = grown_up(organisation=kitchen)
    make.preference(kitchen, publicity=Publicity.PHOTO)

    assert code(cook, purpose=Purpose.PUBLICITY) == "preference"


def test_prf_2_the_database_keeps_no_publicity_without_consent():
    with pytest.raises(IntegrityError, match="preference_publicity_is_by_consent"):
        Preference.objects.create(contributor=grown_up(), publicity="photo")


def test_what_stands_about_many_takes_as_many_queries_as_about_two(
    kitchen, django_assert_num_queries
):
    people = [grown_up(organisation=kitchen) for _ in range(12)]
    for person in people:
        make.hold(make.household(person), "seats")
        make.preference(person)

    for some in (people[:2], people):
        with django_assert_num_queries(2):
            assert len(contact.stands([person.pk for person in some])) == len(some)


def test_the_database_refuses_a_hold_on_nothing_or_on_two(sam):
    person = grown_up()
    ways = {"scopes": ["contact"], "opened_by": sam, "opened_at": timezone.now()}
    for wrong in ({}, {"contributor": person, "household": make.household()}):
        with pytest.raises(IntegrityError, match="one_subject"), transaction.atomic():
            Hold.objects.create(review_by=TODAY(), **ways, **wrong)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"scopes": []}, "hold_stops_something"),
        ({"external_ref": "Violence at home"}, "hold_reference_tells_nothing"),
        ({"external_ref": "ABUSE-12"}, "hold_reference_tells_nothing"),
        ({"review_by": TODAY() + timedelta(days=91)}, "hold_is_reviewed_within_90_days"),
        ({"review_by": TODAY() - timedelta(days=1)}, "hold_is_reviewed_within_90_days"),
        ({"opened_by": None}, "hold_is_asked_for_or_opened"),
        ({"lifted_at": timezone.now()}, "hold_lifting_is_whole"),
    ],
)
def test_the_database_refuses_a_hold_that_is_not_whole(sam, fields, rule):
    """HLD-1, HLD-3."""
    with pytest.raises(IntegrityError, match=rule):
        Hold.objects.create(
            **{
                "contributor": grown_up(),
                "scopes": ["contact"],
                "opened_by": sam,
                "opened_at": timezone.now(),
                "review_by": TODAY() + timedelta(days=90),
                **fields,
            }
        )


def test_the_database_lets_nobody_live_in_two_households():
    tom = grown_up()
    make.household(tom)
    with pytest.raises(IntegrityError, match="household_member_lives_in_one_place"):
        make.household(tom)


@pytest.mark.parametrize(
    ("model", "fields", "rule"),
    [
        (Household, {"joint_letter_name": ""}, "household_has_a_name_and_a_salutation"),
        (Household, {"to_on": TODAY() - timedelta(1)}, "household_ends_after_it_starts"),
        (
            HouseholdMember,
            {"to_on": TODAY() - timedelta(1)},
            "household_member_leaves_after_joining",
        ),
        (Preference, {}, "preference_has_one_owner"),
    ],
)
def test_the_database_refuses_households_and_preferences_that_are_not_whole(model, fields, rule):
    fill = {
        Household: lambda: {"joint_letter_name": "A", "joint_salutation": "A"},
        HouseholdMember: lambda: {"household": make.household(), "contributor": grown_up()},
        Preference: dict,
    }
    with pytest.raises(IntegrityError, match=rule):
        model.objects.create(**{**fill[model](), **fields})
