"""Several people asked at once: each row says what came of it, and nobody stops the others."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry, Mail
from forums.actions import group_invitations, invitations
from forums.asking import Somebody, read_lines
from forums.models import GroupAsk, GroupAskRow, Invitation
from forums.tasks import tend_forums
from tests import make

WHY = "You see every week what we only hear about."
TERMS = {"time_asked": "2 hours a month", "expenses": "Travel, at cost"}


def one(name, organisation=None, **fields):
    email = f"{name.lower()}@example.org"
    return Somebody(name, email, organisation=organisation, **{"why": WHY, **fields})


@pytest.fixture
def room(recruiting, lena):
    """A chair's seat and two for members."""
    for title in ("First", "Second"):
        make.seat(recruiting, by=lena, title=title)
    return recruiting


@pytest.fixture
def ask(room, lena):
    def asked(*people):
        group = group_invitations.ask(forum=room, people=people, by=lena, **TERMS)
        return [(row.result, row.told) for row in group.rows.order_by("position")]

    return asked


def results(rows):
    return [result for result, _ in rows]


def test_each_is_asked_in_a_mail_of_their_own(ask, room, lena):
    rows = ask(one("Ana"), one("Ben", why="You know every road, and who waits beside it."))

    assert rows == [("asked", "Seat: Chair"), ("asked", "Seat: First")]
    assert sorted(Mail.objects.values_list("to", flat=True)) == [
        "ana@example.org",
        "ben@example.org",
    ]
    assert "every road" in Mail.objects.get(to="ben@example.org").body
    entry = JournalEntry.objects.of_kinds(["invitations.asked_together"]).get()
    assert (entry.by, entry.facts) == (lena, {"rows": 2, "asked": 2})


def test_one_row_does_not_stop_the_others(ask, room, grace, lena):
    make.member(room.seats.get(kind="chair"), grace)

    rows = ask(one("Grace"), one("Ana", problem="Check the address."), one("Ben"))

    assert results(rows) == ["here", "unclear", "asked"]
    assert rows[0][1] == "This person already has a seat in this forum."


def test_somebody_who_is_being_asked_is_not_asked_again(ask):
    assert results(ask(one("Ana"), one("Ana"))) == ["asked", "here"]


def test_hld_1_a_hold_is_told_in_the_words_that_everybody_gets(ask, sam):
    person = make.contributor("Ana", email="ana@example.org")
    make.hold(person, "seats", by=sam)

    rows = ask(one("Ana"), one("Ben"))

    assert rows[0] == ("not_now", "On hold: speak to the safeguarding lead.")
    assert results(rows) == ["not_now", "asked"]


def test_con_2_who_wants_no_contact_is_not_asked_and_nobody_learns_why(ask):
    make.contributor("Ana", email="ana@example.org", objected_at=timezone.now())

    rows = ask(one("Ana"))

    assert rows == [
        ("not_now", "We must not write to this person. Ask the programme lead about it.")
    ]


def test_when_the_seats_are_taken_the_rest_is_told(ask):
    rows = ask(one("Ana"), one("Ben"), one("Cem"), one("Dee"))

    assert results(rows) == ["asked", "asked", "asked", "no_seat"]
    assert rows[3][1] == "No empty seat is left that is open to them."


def test_somebody_gets_the_seat_that_hopes_for_them(ask, room, lena, kitchen):
    make.seat(room, by=lena, title="Charities", sector="VC")

    rows = ask(one("Ana", kitchen))

    assert rows == [("asked", "Seat: Charities")]


def test_who_comes_for_themselves_gets_a_seat_that_hopes_for_no_organisation(ask, room, lena):
    room.seats.filter(title__in=["Chair", "First"]).update(sector="NHS")

    assert ask(one("Ana")) == [("asked", "Seat: Second")]


def test_a_seat_is_not_taken_from_the_organisation_that_it_hopes_for(ask, room, kitchen):
    room.seats.update(sector="VC")

    rows = ask(one("Ana"), one("Ben", kitchen))

    assert [told for _, told in rows] == ["Seat: First", "Seat: Chair"]


def test_a_seat_that_is_kept_for_others_is_not_offered(ask, room, lena, kitchen):
    for seat in room.seats.all():
        seat.eligible_sectors = ["NHS"]
        seat.save()

    assert results(ask(one("Ana", kitchen))) == ["no_seat"]


def test_sea_2_a_second_seat_with_a_vote_is_refused_in_words(ask, room, grace, lena, kitchen):
    make.member(room.seats.get(kind="chair"), grace, organisation=kitchen)

    rows = ask(one("Ana", kitchen), one("Ben"))

    assert "already has 1 seat with a vote" in rows[0][1]
    assert results(rows) == ["no_seat", "asked"]


def test_a_preview_says_the_same_and_changes_nothing(ask, room, lena):
    people = [one("Ana"), one("Ana"), one("Ben", problem="Check it.")]

    seen = group_invitations.preview(forum=room, people=people, by=lena, **TERMS)

    assert not Invitation.objects.exists()
    assert not Mail.objects.exists()
    assert not GroupAsk.objects.exists()
    assert [(row.result, row.told) for row in seen] == ask(*people)


def test_nobody_is_asked_into_a_draft(programme, lena):
    draft = make.forum(programme=programme, by=lena, name="Later")

    with pytest.raises(DomainError, match="is not recruiting"):
        group_invitations.ask(forum=draft, people=[one("Ana")], by=lena, **TERMS)


def test_lists_are_forgotten_after_four_weeks_and_invitations_stay(ask, room):
    ask(one("Ana"), one("Ben", problem="Check it."))
    GroupAsk.objects.update(asked_at=timezone.now() - timedelta(days=27))
    tend_forums()
    assert GroupAskRow.objects.count() == 2
    GroupAsk.objects.update(asked_at=timezone.now() - timedelta(days=29))

    tend_forums()

    assert (GroupAsk.objects.count(), GroupAskRow.objects.count()) == (0, 0)
    assert Invitation.objects.count() == 1


def test_the_database_knows_that_who_was_asked_has_an_invitation(ask):
    ask(one("Ana"))

    with pytest.raises(IntegrityError, match="asked_has_an_invitation"):
        GroupAskRow.objects.update(invitation=None)


def test_inv_1_one_person_is_asked_for_one_seat_of_a_forum(room, lena):
    first, second = room.seats.filter(kind="member")
    make.invitation(first, by=lena, email="ana@example.org")

    with pytest.raises(DomainError, match="asked to take a seat here already: First"):
        make.invitation(second, by=lena, email="Ana@example.org")


def test_inv_1_asking_again_is_not_asking_twice(room, lena):
    asked = make.invitation(room.seats.get(title="First"), by=lena, email="ana@example.org")

    assert invitations.resend(invitation=asked, by=lena).times_sent == 2


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Ana Lim, ana@example.org, Kitchen", ("Ana Lim", "ana@example.org", "Kitchen")),
        ("Ana Lim\tana@example.org\tKitchen", ("Ana Lim", "ana@example.org", "Kitchen")),
        ("Ana Lim;ana@example.org", ("Ana Lim", "ana@example.org", "")),
        ("Ana Lim <ana@example.org>", ("Ana Lim", "ana@example.org", "")),
        ('"Lim, Ana" <ana@example.org>, Kitchen', ("Lim Ana", "ana@example.org", "Kitchen")),
        (
            "ana@example.org, Ana Lim, Kitchen, Vale",
            ("Ana Lim", "ana@example.org", "Kitchen, Vale"),
        ),
        ("ana@example.org", ("", "ana@example.org", "")),
        ("Ana Lim, Kitchen", ("Ana Lim", "", "Kitchen")),
        ("Ana @home, ana", ("ana", "Ana @home", "")),
        ("=CMD|' /C calc'!A0, ana@example.org", ("=CMD|' /C calc'!A0", "ana@example.org", "")),
        (",,;", ("", "", "")),
    ],
)
def test_a_line_is_read_as_people_write_it(line, read):
    assert read_lines(line) == [read]


def test_empty_lines_are_nobody():
    assert read_lines("\n  \r\n\t\n") == []


# --- Pages ---


@pytest.fixture
def page(room):
    return reverse("forums:invitation_group", args=[room.pk])


def typed(people, **fields):
    return {"people_typed": people, "personal_message": WHY, **TERMS, **fields}


def test_the_page_shows_what_would_come_of_it_first(as_, lena, page, kitchen):
    listed = "Ana, ana@example.org\nBen, ben@nowhere\nCem, cem@example.org, Kitchn\nDee"

    response = as_(lena).post(page, typed(listed))

    said = response.content.decode()
    assert response.status_code == 200
    assert "Ask one person?" in said
    assert "Can be asked" in said
    assert "Seat: Chair" in said
    assert "Did you mean ‘Aldermere Community Kitchen’?" in said
    assert "Add their email address." in said
    assert not Invitation.objects.exists()


def test_then_they_are_asked_each_in_their_own_words(as_, lena, page, room):
    listed = "Ana, ana@example.org\nBen, ben@example.org"

    response = as_(lena).post(
        page, typed(listed, ask="yes", why_1="You were there when the boiler burst, Ben.")
    )

    group = room.group_asks.get()
    assert response.url == group.get_absolute_url()
    words = dict(Invitation.objects.values_list("name", "personal_message"))
    assert words == {"Ana": WHY, "Ben": "You were there when the boiler burst, Ben."}
    assert "2 of 2 asked" in as_(lena).get(response.url).content.decode()


def test_who_gets_too_few_words_stops_it_and_nobody_is_asked(as_, lena, page):
    response = as_(lena).post(page, typed("Ana, ana@example.org", ask="yes", why_0="Hello you"))

    assert response.status_code == 422
    assert "Write them at least one sentence." in response.content.decode()
    assert not Invitation.objects.exists()


def test_the_list_can_be_changed_without_typing_it_again(as_, lena, page):
    response = as_(lena).post(page, typed("Ana, ana@example.org", change="yes"))

    assert response.status_code == 200
    assert "Ana, ana@example.org</textarea>" in response.content.decode()


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        ({"people_typed": ""}, "Name at least one person to ask"),
        ({"people_typed": "A, a@example.org\n" * 41}, "Ask 40 at a time. These are 41."),
        ({"personal_message": "Please come"}, "Write at least one sentence"),
        ({"time_asked": ""}, "Enter the time it takes"),
    ],
)
def test_what_is_missing_is_said_plainly(as_, lena, page, faulty, message):
    response = as_(lena).post(page, {**typed("Ana, ana@example.org"), **faulty})

    assert response.status_code == 422
    assert message in response.content.decode()


def test_people_of_organisations_that_would_close_a_gap_are_offered(as_, lena, grace, page, room):
    school = make.organisation("Northside School", sector="ED")
    make.target(room, by=lena, category="ED")
    person = make.contributor("Ana Lim", organisation=school, email="ana@example.org")
    place = person.affiliations.get()
    make.member(room.seats.get(kind="chair"), grace)

    shown = as_(lena).get(page).content.decode()
    as_(lena).post(page, typed("", from_register=[place.pk], ask="yes"))

    assert "Ana Lim, Northside School" in shown
    assert "Ana Lim" not in as_(grace).get(page).content.decode()
    asked = Invitation.objects.get(email="ana@example.org")
    assert asked.organisation == school


def test_what_could_not_be_asked_is_put_right(as_, lena, page, room):
    as_(lena).post(page, typed("Ana, ana@nowhere\nBen, ben@example.org", ask="yes"))
    group = room.group_asks.get()

    again = as_(lena).get(f"{page}?again={group.pk}").content.decode()

    assert "Ana; ana@nowhere" in again
    assert "ben@example.org" not in again


def test_a_list_of_another_forum_is_not_there(as_, lena, programme, ask, room):
    ask(one("Ana"))
    other = make.forum(programme=programme, by=lena, name="Other", recruiting=True)

    response = as_(lena).get(reverse("forums:group_ask", args=[other.pk, room.group_asks.get().pk]))

    assert response.status_code == 404


def test_a_member_asks_nobody(as_, nell, room, lena, page):
    make.member(room.seats.get(title="First"), nell)

    assert as_(nell).get(page).status_code == 403
    assert as_(nell).post(page, typed("Ana, ana@example.org", ask="yes")).status_code == 403


def test_the_result_costs_the_same_for_forty_rows_as_for_two(as_, lena, room):
    signed_in = as_(lena)
    signed_in.get(reverse("forums:seat_list", args=[room.pk]))

    def queries(names):
        group = group_invitations.ask(
            forum=room, people=[one(name, problem="Check it.") for name in names], by=lena, **TERMS
        )
        with CaptureQueriesContext(connection) as seen:
            signed_in.get(group.get_absolute_url())
        return len(seen)

    assert queries(["Ana", "Ben"]) == queries([f"Person{number}" for number in range(40)])
