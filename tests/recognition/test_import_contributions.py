"""Contributions from before come onto the ledger; thanks are owed for those nobody thanked."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from recognition.models import ContributionEvent, Letter
from tests import make

HEADINGS = "Name,Email,What they did,Impact,Date,Thanked\n"
ROWS = (
    "Ben,ben@example.org,drove people to the hospital,nobody missed a visit,01/03/2024,no\n"
    "Ben,ben@example.org,cooked supper,,2023-12-24,yes\n"
)


@pytest.fixture
def ben_gives(db):
    return make.contributor("Ben", email="ben@example.org")


def contributions_import(text, programme, **choices):
    return make.import_of(
        "contributions", HEADINGS + text, programme=str(programme.pk), outcome="open", **choices
    )


def test_ctb_1_what_somebody_did_comes_in_with_whether_it_was_thanked(rosa, programme, ben_gives):
    job = contributions_import(ROWS, programme, by=rosa, done=True)

    owed, thanked = ContributionEvent.objects.order_by("-happened_on")
    assert (owed.contributor, owed.happened_on) == (ben_gives, date(2024, 3, 1))
    assert owed.what_it_made_possible == "nobody missed a visit"
    assert (owed.outcome, thanked.outcome) == ("open", "thanked")
    assert owed.due_on > timezone.localdate()
    assert owed.came_by == job
    assert not Letter.objects.exists()


def test_ctb_1_the_same_deed_comes_in_once(rosa, programme, ben_gives):
    contributions_import(ROWS, programme, by=rosa, done=True)
    again = contributions_import(ROWS + ROWS, programme, by=rosa, done=True)
    assert (again.result["same"], again.result["repeated"]) == (2, 2)
    assert ContributionEvent.objects.count() == 2


def test_somebody_who_is_not_on_the_register_stays_out(rosa, programme, db):
    job = contributions_import(ROWS, programme, by=rosa, done=True)
    assert job.result["faulty"] == 2
    assert not ContributionEvent.objects.exists()


def test_undone_contributions_are_gone_and_a_letter_keeps_its_own(rosa, programme, ben_gives):
    job = contributions_import(ROWS, programme, by=rosa, done=True)
    owed = ContributionEvent.objects.get(outcome="open")
    make.campaign([owed], programme=programme, frozen=True)

    job = make.undone(job, by=rosa)

    assert (job.undo_result["removed"], job.undo_result["in_use"]) == (1, 1)
    assert ContributionEvent.objects.get() == owed


def test_only_recognition_admins_and_leads_bring_them_in(as_, lena, rosa, amir, adele, programme):
    url = "/imports/contributions/"
    assert [as_(one).get(url).status_code for one in (lena, rosa, amir, adele)] == [
        200,
        200,
        403,
        403,
    ]


def test_ctb_1_kind_and_hours_come_with_it_where_the_file_says_them(rosa, programme, ben_gives):
    text = (
        "Name,Email,What they did,Date,Kind,Hours\n"
        "Ben,ben@example.org,ran the desk,01/03/2024,Gave time,2.5\n"
        "Ben,ben@example.org,brought chairs,02/03/2024,Furniture,-3\n"
        "Ben,ben@example.org,opened a door,03/03/2024,,\n"
    )

    make.import_of(
        *("contributions", text), programme=str(programme.pk), outcome="open", by=rosa, done=True
    )

    found = ContributionEvent.objects.order_by("happened_on").values_list("kind", "hours")
    assert list(found) == [("hours", Decimal("2.5")), ("other", None), ("other", None)]
