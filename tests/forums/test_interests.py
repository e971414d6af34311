"""Interests are declared, and confirmed at joining and once a year (INT-1); one that comes after a
decision flags it and alters nothing (INT-2). Bad input of story 22."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from coalition.actions import anonymising
from coalition.domain import DomainError
from coalition.models import JournalEntry, Mail
from forums import tasks
from forums.actions import interests, seats
from forums.interest_panels import decisions_to_review, interests_to_confirm
from forums.models import Forum, Interest, InterestsConfirmed, LateInterest, Membership
from tests import make


def at(forum, page=""):
    return f"/forums/{forum.pk}/interests/{page}"


def dates(**named):
    return {
        f"{name}_{box}": str(part)
        for name, value in named.items()
        for box, part in zip(("day", "month", "year"), value, strict=True)
    }


def form(*, from_on=(1, 4, 2024), to_on=("", "", ""), **fields):
    return {
        "kind": "professional",
        "organisation": "Harbour Homes",
        "description": "I am a trustee there.",
        **dates(from_on=from_on, to_on=to_on),
        **fields,
    }


def test_int_1_a_member_declares_and_the_room_reads_it(member, forum, nell, grace, lena, as_):
    answer = as_(nell).post(at(forum, "new/"), form(mitigation="I leave the room."))

    assert answer.status_code == 302
    for reader in (grace, lena, nell):
        page = as_(reader).get(at(forum)).content.decode()
        assert "I am a trustee there." in page
        assert "I leave the room." in page


def test_int_1_a_person_with_no_affiliation_declares_too(forum, lena, cleo, as_):
    make.member(make.seat(forum, by=lena), cleo)

    answer = as_(cleo).post(at(forum, "new/"), form(organisation=""))

    assert answer.status_code == 302
    assert Interest.objects.get().organisation == ""


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": ""}, "Choose an answer"),
        ({"description": ""}, "Enter an answer"),
        ({"description": "x" * 501}, "500 characters or fewer"),
        ({"from_on": ("", "", "")}, "Enter an answer to"),
        ({"from_on": (1, 4, 2999)}, "Enter a day that has come"),
        ({"from_on": (1, 4, 2024), "to_on": (1, 3, 2024)}, "not before it began"),
        ({"from_on": (31, 2, 2024)}, "real date"),
        ({"description": "John Smith is my neighbour."}, "‘John Smith’, or tick below"),
        ({"description": "My sister has cancer and uses it."}, "private matter"),
        ({"mitigation": "I ask Dr Patel first."}, "‘Dr Patel’"),
    ],
)
def test_int_1_what_needs_changing_is_said_and_kept(member, forum, nell, as_, fields, says):
    answer = as_(nell).post(at(forum, "new/"), form(**fields))

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Interest.objects.exists()


def test_int_1_who_thought_about_it_keeps_their_words(member, forum, nell, as_):
    words = {"description": "I stood for election with John Smith.", "keep": "on"}

    assert as_(nell).post(at(forum, "new/"), form(**words)).status_code == 302


def test_int_1_the_database_wants_an_order_of_days_and_words(member):
    interest = make.interest(member)

    with pytest.raises(IntegrityError), transaction.atomic():
        Interest.objects.update(to_on=interest.from_on - timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Interest.objects.update(description="")


def test_int_1_one_changes_and_ends_ones_own_only(member, forum, nell, grace, as_):
    interest = make.interest(member)
    today = timezone.localdate()
    over = today - timedelta(days=1)

    assert as_(grace).get(at(forum, f"{interest.pk}/")).status_code == 404
    ending = form(to_on=(over.day, over.month, over.year))
    assert as_(nell).post(at(forum, f"{interest.pk}/"), ending).status_code == 302

    assert "I am a trustee" not in as_(nell).get(at(forum)).content.decode()
    (entry,) = JournalEntry.objects.filter(kind="interest.changed")
    assert "to_on" in entry.facts["changed"]


def test_int_1_it_stands_in_each_forum_of_the_person(member, programme, nell, lena, grace, as_):
    other = make.forum(programme=programme, by=lena, recruiting=True)
    make.member(other.seats.get(), nell)
    make.interest(member)

    assert "I am a trustee." in as_(lena).get(at(other)).content.decode()
    assert as_(grace).get(at(other)).status_code == 404


def test_int_1_who_has_left_is_not_in_the_register(member, forum, nell, lena, as_):
    make.interest(member)
    seats.resign(membership=member, by=nell)

    assert "I am a trustee." not in as_(lena).get(at(forum)).content.decode()


@pytest.mark.parametrize("declares", [True, False])
def test_int_1_nil_and_all_are_confirmed(member, forum, nell, grace, as_, declares):
    if declares:
        make.interest(member)

    answer = as_(nell).post(at(forum, "confirm/"), {"seen": str(int(declares))})

    assert answer.status_code == 302
    assert InterestsConfirmed.objects.get().number == declares
    page = as_(grace).get(at(forum)).content.decode()
    assert ("Nothing to declare." in page) != declares
    assert "1 of 2 has yet to say" in page


def test_int_1_a_list_that_changed_meanwhile_is_read_again(member, forum, nell, as_):
    make.interest(member)

    with pytest.raises(DomainError, match="Look once more"):
        interests.confirm(membership=member, seen=0, by=nell)

    assert not InterestsConfirmed.objects.exists()


def test_int_1_members_do_not_see_who_is_late(member, forum, nell, as_):
    joined(member, 40)

    page = as_(nell).get(at(forum)).content.decode()

    assert "Overdue" not in page
    assert "yet to say" not in page


def joined(member, days):
    """They acknowledged the scope so many days ago; a trigger forbids to say so later."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE forums_acknowledgement DISABLE TRIGGER USER")
        then = timezone.now() - timedelta(days=days)
        member.acknowledgements.update(at=then)
        Membership.objects.filter(pk=member.pk).update(accepted_at=then)
        cursor.execute("ALTER TABLE forums_acknowledgement ENABLE TRIGGER USER")


@pytest.mark.parametrize(("days", "is_asked"), [(0, False), (6, False), (7, True), (30, True)])
def test_int_1_who_joined_is_reminded_once(member, nell, days, is_asked):
    joined(member, days)

    tasks.ask_for_interests()
    tasks.ask_for_interests()

    assert Mail.objects.filter(kind="forum_interests_due", to=nell.email).count() == is_asked


@pytest.mark.parametrize(("days", "is_asked"), [(300, False), (359, True), (400, True)])
def test_int_1_once_a_year_they_are_asked_again(member, nell, days, is_asked):
    joined(member, 500)
    interests.confirm(membership=member, seen=0, by=nell)
    InterestsConfirmed.objects.update(at=timezone.now() - timedelta(days=days))

    tasks.ask_for_interests()

    assert Mail.objects.filter(kind="forum_interests_due", to=nell.email).exists() == is_asked


def test_int_1_no_reminder_in_a_forum_that_rests(member, forum):
    joined(member, 30)
    Forum.objects.update(status="paused")

    tasks.ask_for_interests()

    assert not Mail.objects.filter(kind="forum_interests_due").exists()


def test_int_1_today_asks_and_stops_asking(member, nell):
    assert interests_to_confirm(nell).tasks

    interests.confirm(membership=member, seen=0, by=nell)

    assert interests_to_confirm(nell) is None


@pytest.mark.parametrize(("who", "status"), [("adele", 403), ("cleo", 404), (None, 302)])
def test_int_1_the_register_is_for_the_room(member, forum, request, as_, who, status):
    user = request.getfixturevalue(who) if who else None

    for page in ("", "export/"):
        assert as_(user).get(at(forum, page)).status_code == status


def exported(client, forum):
    text = client.get(at(forum, "export/")).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_int_1_the_file_has_what_may_be_published_and_no_formula(member, forum, nell, as_):
    make.interest(member, description="=HYPERLINK(1)", publish=True)
    make.interest(member, description="Kept here")

    (row,) = exported(as_(nell), forum)

    assert row["What it is"] == "'=HYPERLINK(1)"
    assert row["Who"] == "Nell"
    assert row["Comes from"] == "Aldermere Community Kitchen"


def test_mtg_4_the_file_of_a_forum_that_does_not_attribute_names_nobody(member, forum, lena, as_):
    make.interest(member, publish=True)
    Forum.objects.update(attribution="non_attributed")

    (row,) = exported(as_(lena), forum)

    assert "Nell" not in str(row)
    assert row["Comes from"] == ""


def test_int_2_one_that_comes_after_a_decision_flags_it(member, forum, nell, grace, as_):
    item = make.decided_item(forum)
    before = {"outcome": item.outcome, "record": item.record, "edition": item.edition}

    answer = as_(nell).post(at(forum, "new/"), form(decided=[item.pk]))

    assert answer.status_code == 302
    item.refresh_from_db()
    assert {name: getattr(item, name) for name in before} == before
    assert decisions_to_review(grace).tasks
    assert JournalEntry.objects.filter(kind="decision.flagged").count() == 1


def test_int_2_whoever_steers_says_what_follows(member, forum, grace, as_):
    late = make.late_interest(member)

    answer = as_(grace).post(at(forum, f"late/{late.pk}/"), {"outcome": "stands"})

    assert answer.status_code == 302
    late.refresh_from_db()
    assert late.reviewed_by == grace
    assert decisions_to_review(grace) is None
    with pytest.raises(DomainError, match="looked at this already"):
        interests.review(late=late, outcome="again", by=grace)


def test_int_2_nobody_reviews_their_own(chair, forum, grace, as_):
    late = make.late_interest(chair)

    assert as_(grace).get(at(forum, f"late/{late.pk}/")).status_code == 403
    with pytest.raises(DomainError, match="Somebody else"):
        interests.review(late=late, outcome="stands", by=grace)
    assert decisions_to_review(grace) is None


def test_int_2_a_decision_of_another_forum_cannot_be_flagged(member, forum, lena, nell, as_):
    other = make.forum(programme=forum.programme, by=lena, recruiting=True)
    make.decided_item(forum)
    elsewhere = make.decided_item(other)

    answer = as_(nell).post(at(forum, "new/"), form(decided=[elsewhere.pk]))

    assert answer.status_code == 422
    assert not LateInterest.objects.exists()


def test_int_2_a_review_has_an_outcome(member):
    make.late_interest(member)

    with pytest.raises(IntegrityError), transaction.atomic():
        LateInterest.objects.update(outcome="stands")


def test_int_1_nothing_is_declared_after_the_seat_ended(member, nell):
    seats.resign(membership=member, by=nell)

    with pytest.raises(DomainError, match="no longer have a seat"):
        make.interest(member)
    with pytest.raises(DomainError, match="no longer have a seat"):
        interests.confirm(membership=member, seen=0, by=nell)


def test_con_5_what_somebody_declared_is_emptied_with_them(member, nell, iris):
    make.interest(member, publish=True, mitigation="I leave.")

    anonymising.anonymise(contributor=nell.contributor, by=iris)

    (interest,) = Interest.objects.all()
    assert (interest.organisation, interest.mitigation, interest.publish) == ("", "", False)
    assert interest.description == "Removed."


def test_as_many_queries_for_ten_members_as_for_two(
    member, forum, lena, as_, django_assert_max_num_queries
):
    client = as_(lena)
    client.get(at(forum))
    with django_assert_max_num_queries(30) as few:
        client.get(at(forum))
    for _ in range(8):
        make.interest(make.member(make.seat(forum, by=lena), make.user()))

    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(at(forum))
