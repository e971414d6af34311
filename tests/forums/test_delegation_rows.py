"""What the database itself keeps true of a delegation, whoever writes the row (DEL-1 to DEL-6)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from forums.models import Delegation, ReservedMatter
from tests import make

TODAY = timezone.localdate


@pytest.fixture
def row(forum, lena, leo, kitchen):
    """Writes a delegation as no action would: any fields, straight to the table."""

    def write(**fields):
        first = fields.get("effective_from") or TODAY()
        expires = fields.get("expires_on") or first + timedelta(days=365)
        return Delegation.objects.create(
            **{
                "forum": forum,
                "theme": "Small repairs",
                "power": "Agree repairs that let a family move in.",
                "delegator": kitchen,
                "role_holder": leo,
                "office_title": "Director of Housing",
                "mode": "decide",
                "legal_basis": "committee",
                "per_decision_limit": Decimal(500),
                "period_limit": Decimal(2000),
                "effective_from": first,
                "expires_on": expires,
                "last_day": expires,
                "review_on": first,
                "drafted_by": lena,
                **fields,
            }
        )

    return write


def granted(leo, **fields):
    return {
        "status": "live",
        "approved_by": leo,
        "approved_at": timezone.now(),
        "sub_delegation": True,
        **fields,
    }


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"theme": ""}, "delegation_says_what_and_who"),
        ({"office_title": ""}, "delegation_says_what_and_who"),
        ({"per_decision_limit": None}, "delegation_limits_are_of_what_is_decided"),
        ({"period_limit": None}, "delegation_limits_are_of_what_is_decided"),
        ({"per_decision_limit": Decimal(-1)}, "delegation_limits_are_not_negative"),
        ({"per_decision_limit": Decimal(2001)}, "delegation_one_decision_fits_the_period"),
        ({"legal_basis": "budget"}, "delegation_to_decide_is_lawful"),
        ({"legal_basis": "grant"}, "delegation_to_decide_is_lawful"),
        (
            {"mode": "decide_by_undertaking", "legal_basis": "none", "answer_within_days": 10},
            "delegation_to_be_bound_has_a_basis",
        ),
        ({"mode": "decide_by_undertaking"}, "delegation_is_answered_in_time"),
        ({"answer_within_days": 10}, "delegation_is_answered_in_time"),
        ({"mode": "advise"}, "delegation_limits_are_of_what_is_decided"),
        ({"call_in_days": 21}, "delegation_call_in_is_short"),
        ({"report_to": "Cabinet"}, "delegation_reports_to_somebody"),
        ({"report_every": "year"}, "delegation_reports_to_somebody"),
        (
            {"effective_from": date(2026, 12, 1), "expires_on": date(2028, 12, 2)},
            "delegation_ends_within_24_months",
        ),
        (
            {"effective_from": date(2026, 12, 1), "expires_on": date(2026, 11, 30)},
            "delegation_ends_within_24_months",
        ),
        ({"review_on": date(2020, 1, 1)}, "delegation_is_looked_at_before_its_end"),
        ({"last_day": date(2040, 1, 1)}, "delegation_is_never_extended"),
        ({"status": "live"}, "delegation_approved_before_it_counts"),
        ({"status": "expired"}, "delegation_"),
    ],
)
def test_del_2_3_4_the_database_refuses(row, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        row(**fields)


def test_del_4_an_end_is_never_missing(row):
    with pytest.raises(IntegrityError):
        row(last_day=None)


def test_del_4_two_years_to_the_day_are_allowed(row):
    assert row(effective_from=date(2028, 2, 29), expires_on=date(2030, 2, 28)).pk


def test_del_1_only_its_role_holder_approves_and_never_its_drafter(row, leo, lena):
    with pytest.raises(IntegrityError, match="approved_by_its_role_holder"), transaction.atomic():
        row(**granted(lena), drafted_by=leo)
    with pytest.raises(IntegrityError, match="approved_by_another"), transaction.atomic():
        row(**granted(leo), drafted_by=leo)

    assert row(**granted(leo)).pk


def test_del_5_a_revoked_one_says_why(row, leo):
    with pytest.raises(IntegrityError, match="delegation_revoked_says_why"):
        row(**granted(leo, status="revoked"), ended_at=timezone.now())


@pytest.mark.parametrize(
    "change",
    [
        {"period_limit": Decimal(9000)},
        {"power": "Do anything."},
        {"expires_on": date(2026, 12, 31)},
        {"mode": "advise", "per_decision_limit": None, "period_limit": None},
        {"approved_at": None, "approved_by": None, "status": "draft"},
        {"parent": None, "excludes": ["Rents"]},
    ],
)
def test_what_was_granted_never_changes(row, leo, change):
    made = row(**granted(leo))

    with pytest.raises(IntegrityError, match="never changes"):
        Delegation.objects.filter(pk=made.pk).update(**change)


def test_what_was_granted_is_never_deleted(row, leo):
    made = row(**granted(leo))

    with pytest.raises(IntegrityError, match="never changes"):
        Delegation.objects.filter(pk=made.pk).delete()


def test_what_has_ended_stays_ended(row, leo):
    made = row(**granted(leo))
    Delegation.objects.filter(pk=made.pk).update(
        status="revoked", ended_at=timezone.now(), end_reason="The money is gone."
    )

    with pytest.raises(IntegrityError, match="never changes"):
        Delegation.objects.filter(pk=made.pk).update(status="live", ended_at=None, end_reason="")


def test_its_last_day_only_comes_nearer(row, leo):
    made = row(**granted(leo), expires_on=TODAY() + timedelta(days=100))
    rows = Delegation.objects.filter(pk=made.pk)
    rows.update(last_day=TODAY() + timedelta(days=10))

    with pytest.raises(IntegrityError, match="never changes"):
        rows.update(last_day=TODAY() + timedelta(days=50))


def test_del_6_only_what_was_granted_and_may_be_handed_on_is_handed_on(row, leo):
    draft, kept = row(), row(**granted(leo, sub_delegation=False))
    held = row(**granted(leo))

    for parent in (draft, kept):
        with pytest.raises(IntegrityError, match="may be handed on"), transaction.atomic():
            row(parent=parent)
    assert row(parent=held).pk


def test_del_6_no_chain_runs_in_a_circle(row, leo):
    held = row(**granted(leo))
    child = row(parent=held)

    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.filter(pk=child.pk).update(parent=child)
    with pytest.raises(IntegrityError, match="never changes"):
        Delegation.objects.filter(pk=held.pk).update(parent=child)


def test_a_seat_is_one_of_its_forum(row, programme, lena):
    elsewhere = make.seat(make.forum(programme=programme, by=lena), by=lena)
    row(seat=elsewhere)

    with (
        pytest.raises(IntegrityError, match="delegation_to_a_seat_of_its_forum"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_only_one_takes_the_place_of_another(row, leo):
    old = row(**granted(leo))
    row(**granted(leo), replaces=old)

    with pytest.raises(IntegrityError, match="delegation_replaced_by_one"):
        row(**granted(leo), replaces=old)


@pytest.mark.parametrize(
    ("text", "touched"),
    [
        ("Evictions of families", True),
        ("Decide who is EVICTED.", True),
        ("Agree small repairs.", False),
        ("Convict nobody, revictualling", False),
        ("whether a tenancy ends", True),
    ],
)
def test_del_7_a_reserved_matter_is_known_by_its_words(programme, lena, text, touched):
    matter = ReservedMatter.objects.create(
        programme=programme, matter="Eviction", words=["evict", "tenancy ends"], added_by=lena
    )

    found = ReservedMatter.objects.touched_by(programme, text)

    assert found == ([matter] if touched else [])


def test_del_7_a_reserved_matter_stands_once_in_a_programme(programme, lena):
    ReservedMatter.objects.create(programme=programme, matter="Rents", added_by=lena)

    with pytest.raises(IntegrityError, match="reserved_matter_once_per_programme"):
        ReservedMatter.objects.create(programme=programme, matter="rents", added_by=lena)
