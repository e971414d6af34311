"""Who may take a seat: its sectors, one organisation's share, one vote a person (SEA-1 to 3)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coalition.domain import DomainError
from forums.actions import invitations, seats
from forums.models import Seat
from tests import make


@pytest.fixture
def seat(forum, lena):
    """Kept for the NHS and faith groups."""
    return make.seat(forum, by=lena, eligible_sectors=["NHS", "FA"])


def ask(seat, *, by, organisation=None, email="omar@example.org"):
    return invitations.invite(
        seat=seat, email=email, by=by, **make.asking(name="Omar", organisation=organisation)
    )


def edit(seat):
    return reverse("forums:seat_edit", args=[seat.forum_id, seat.pk])


def test_a_seat_kept_for_some_sectors_is_not_offered_to_others(seat, kitchen, lena):
    with pytest.raises(DomainError) as refused:
        ask(seat, organisation=kitchen, by=lena)

    assert str(refused.value) == (
        "This seat is kept for: NHS body, Faith group. Aldermere Community Kitchen would come from:"
        " Voluntary and community."
    )


def test_somebody_who_comes_for_themselves_is_an_individual(seat, lena):
    with pytest.raises(DomainError, match="would come from: Individual"):
        ask(seat, by=lena)


def test_a_seat_kept_for_a_sector_is_offered_to_it(seat, lena):
    trust = make.organisation("Aldermere Hospitals", sector="NHS")

    assert ask(seat, organisation=trust, by=lena).organisation == trust


def test_an_invitation_is_not_accepted_from_a_sector_that_the_seat_is_no_longer_for(seat, lena):
    trust = make.organisation("Aldermere Hospitals", sector="NHS")
    omar = make.user("Omar")
    asked = ask(seat, organisation=trust, by=lena)
    Seat.objects.filter(pk=seat.pk).update(eligible_sectors=["FA"])

    with pytest.raises(DomainError, match="This seat is kept for: Faith group"):
        invitations.accept(invitation=asked, by=omar)


def test_sea_2_one_organisation_has_one_seat_with_a_vote(member, kitchen, lena):
    with pytest.raises(DomainError, match="Kitchen already has 1 seat with a vote"):
        ask(make.seat(member.forum, by=lena), organisation=kitchen, by=lena)


def test_sea_2_seats_without_a_vote_do_not_count(member, kitchen, lena):
    observer = make.seat(member.forum, by=lena, kind="observer", voting=False)

    assert ask(observer, organisation=kitchen, by=lena).organisation == kitchen


def test_sea_2_a_forum_may_allow_more(member, kitchen, lena):
    type(member.forum).objects.filter(pk=member.forum.pk).update(seats_per_organisation=2)

    assert ask(make.seat(member.forum, by=lena), organisation=kitchen, by=lena)


def test_an_organisation_that_was_merged_meanwhile_is_followed(forum, kitchen, lena):
    """Story 4: a form still open on the one that is gone asks for the one that stands."""
    twin = make.organisation("Aldermere Kitchen")
    seat = make.seat(forum, by=lena)
    make.merge(kitchen, make.organisation("Kitchen"), by=lena)
    make.merge(kitchen, twin, by=lena)

    asked = ask(seat, organisation=twin, by=lena)

    assert asked.organisation == kitchen
    assert ask(make.seat(forum, by=lena), organisation=kitchen, email="ola@example.org", by=lena)


def test_an_invitation_whose_organisation_is_merged_seats_its_person_for_the_other(
    forum, kitchen, lena
):
    """Story 4"""
    twin, omar = make.organisation("Aldermere Kitchen"), make.user("Omar")
    asked = ask(make.seat(forum, by=lena), organisation=twin, by=lena)
    make.merge(kitchen, twin, by=lena)

    assert invitations.accept(invitation=asked, by=omar).organisation == kitchen


def test_sea_1_a_filled_seat_is_not_offered_again(member, lena):
    """Story 4"""
    with pytest.raises(DomainError, match="Somebody has taken this seat"):
        ask(member.seat, by=lena)


def test_sea_2_a_person_with_a_seat_is_not_asked_to_another(member, nell, lena):
    """Story 4"""
    with pytest.raises(DomainError, match="already has a seat in this forum"):
        ask(make.seat(member.forum, by=lena), email=nell.email, by=lena)


def test_a_seat_with_a_member_is_not_taken_away(member, lena):
    """Story 4"""
    with pytest.raises(DomainError, match="Somebody sits in this seat"):
        seats.retire(seat=member.seat, by=lena)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"sector": "VC", "eligible_sectors": ["NHS"]}, "seat_hopes_for_a_sector_that_may_take_it"),
        ({"term_months": 0}, "seat_term_is_up_to_five_years"),
        ({"term_months": 61}, "seat_term_is_up_to_five_years"),
    ],
)
def test_the_database_refuses(forum, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Seat.objects.create(forum=forum, title="Ward lead", **fields)


def test_a_forum_gives_an_organisation_at_least_one_seat(forum):
    forum.seats_per_organisation = 0

    with pytest.raises(IntegrityError, match="forum_gives_an"), transaction.atomic():
        forum.save()


def test_what_a_seat_is_stands_on_its_page_and_comes_back_in_the_form(as_, grace, forum, lena):
    seat = make.seat(forum, by=lena, title="Ward lead")
    typed = {
        "title": "Ward lead",
        "kind": "member",
        "voting": "on",
        "eligible_sectors": ["NHS"],
        "lived_experience": "on",
        "term_months": "18",
        "deputy_allowed": "on",
    }

    as_(grace).post(edit(seat), typed)

    page = as_(grace).get(reverse("forums:seat_list", args=[forum.pk])).content.decode()
    for words in ("Kept for: NHS body", "For lived experience", "18 months", "A deputy may come"):
        assert words in page
    assert 'value="18"' in as_(grace).get(edit(seat)).content.decode()


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        ({"sector": "VC", "eligible_sectors": ["NHS"]}, "Choose one of the sectors that may take"),
        ({"term_months": "a year"}, "Enter a whole number, like 12"),
        ({"term_months": "61"}, "Enter 60 or less"),
    ],
)
def test_what_a_seat_needs_is_said_plainly(as_, grace, forum, lena, faulty, message):
    seat = make.seat(forum, by=lena)

    response = as_(grace).post(edit(seat), {"title": "Ward lead", "kind": "member", **faulty})

    assert response.status_code == 422
    assert message in response.content.decode()


def test_nothing_says_of_a_person_that_they_sit_there_for_lived_experience(as_, nell, forum, lena):
    seat = make.seat(forum, by=lena, lived_experience=True)
    make.member(seat, nell)

    page = as_(nell).get(reverse("forums:seat_list", args=[forum.pk])).content.decode()

    assert "lived experience" not in page.lower()
