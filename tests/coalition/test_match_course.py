"""Matches that both sides agreed to: checks, and what came of them (MAT-3 to 5, CHK-1, CHK-2)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from coalition import need_panels, tasks
from coalition.actions import match_course, matches
from coalition.domain import DomainError
from coalition.models import Check, JournalEntry, Mail, Match, Offer
from tests import make
from tests.coalition.offer_steps import today

Status = Match.Status
WARM = "Twelve families slept in beds of their own."


@pytest.fixture
def guarded(kitchen, pat, lena):
    """It asks for a standard DBS check and references."""
    return make.need(
        raised_by=pat,
        verified_by=lena,
        organisation=kitchen,
        checks_required=["dbs_standard", "references"],
    )


@pytest.fixture
def pending(guarded, rooms, lena):
    return make.match(guarded, rooms, by=lena, agreed=True, starts_on=today() + timedelta(days=10))


def clear(match, required, by, **fields):
    check = match.checks.get(required_level=required)
    match_course.record_check(check=check, result="clear", by=by, **fields)
    match.refresh_from_db()
    return match


# --- MAT-3: checks gate ---------------------------------------------------------------------------


def test_mat3_a_match_waits_for_each_check_that_the_need_asks_for(pending):
    assert pending.status == Status.CHECKS_PENDING
    assert {check.required_level: check.result for check in pending.checks.all()} == {
        "dbs_standard": "not_started",
        "references": "not_started",
    }
    assert "DBS check, standard, References" in Mail.objects.get(kind="match_agreed_offerer").body


def test_mat3_it_begins_by_itself_when_all_are_clear(pending, lena):
    assert clear(pending, "dbs_standard", lena).status == Status.CHECKS_PENDING

    assert clear(pending, "references", lena).status == Status.ACTIVE
    assert Mail.objects.filter(kind="match_began_offerer").count() == 1
    assert Mail.objects.filter(kind="match_began_need").count() == 1


def test_mat3_a_check_that_runs_out_before_the_start_does_not_count(pending, lena):
    """Story 15: the check expires before the start."""
    clear(pending, "references", lena)

    clear(pending, "dbs_standard", lena, expires_on=today() + timedelta(days=9))
    assert pending.status == Status.CHECKS_PENDING

    clear(pending, "dbs_standard", lena, expires_on=today() + timedelta(days=10))
    assert pending.status == Status.ACTIVE


def test_mat3_after_its_first_day_a_check_must_stand_today(pending, lena):
    clear(pending, "references", lena)
    Match.objects.filter(pk=pending.pk).update(starts_on=today() - timedelta(days=5))

    clear(pending, "dbs_standard", lena, expires_on=today() - timedelta(days=1))

    assert pending.status == Status.CHECKS_PENDING


@pytest.mark.parametrize(
    ("expires_in", "look_in", "again"),
    [(15, None, False), (14, None, True), (-1, None, True), (90, 0, True), (90, 1, False)],
)
def test_mat3_a_check_that_runs_out_on_the_way_is_to_be_seen_again(
    pending, lena, expires_in, look_in, again
):
    clear(pending, "references", lena)
    clear(pending, "dbs_standard", lena, expires_on=today() + timedelta(days=30))
    look = look_in is not None and today() + timedelta(days=look_in)
    pending.checks.filter(required_level="dbs_standard").update(
        expires_on=today() + timedelta(days=expires_in), recheck_on=look or None
    )

    assert pending.status == Status.ACTIVE
    panel = need_panels.checks_to_see(lena)
    assert (panel is not None) == again
    assert not again or "See the checks again" in panel.tasks[0].sentence


def test_mat3_once_it_was_seen_again_nothing_waits(pending, lena):
    clear(pending, "references", lena)
    clear(pending, "dbs_standard", lena, expires_on=today() + timedelta(days=12))
    assert need_panels.checks_to_see(lena)

    clear(pending, "dbs_standard", lena, expires_on=today() + timedelta(days=1000))

    assert need_panels.checks_to_see(lena) is None


@pytest.mark.parametrize(
    ("seen", "status"), [("dbs_basic", "checks_pending"), ("dbs_enhanced", "active")]
)
def test_mat3_a_higher_check_stands_for_a_lower_one_but_not_the_reverse(
    pending, lena, seen, status
):
    clear(pending, "references", lena)

    assert clear(pending, "dbs_standard", lena, kind=seen).status == status


def test_mat3_references_do_not_stand_for_a_dbs_check(pending, lena):
    clear(pending, "references", lena)

    assert clear(pending, "dbs_standard", lena, kind="references").status == "checks_pending"


def test_a_check_that_is_not_required_after_all_holds_nothing_up(pending, lena, sam):
    clear(pending, "references", lena)

    match_course.record_check(
        check=pending.checks.get(required_level="dbs_standard"), result="not_required", by=sam
    )

    pending.refresh_from_db()
    assert pending.status == Status.ACTIVE


def test_what_is_under_way_keeps_its_checks_clear(pending, lena, sam):
    clear(pending, "references", lena)
    clear(pending, "dbs_standard", lena)
    check = pending.checks.get(required_level="references")

    with pytest.raises(DomainError, match="the check must be clear"):
        match_course.record_check(check=check, result="in_progress", by=lena)
    match_course.record_check(check=check, result="not_clear", by=sam)

    pending.refresh_from_db()
    assert pending.status == Status.FAILED_CHECKS


def test_nothing_is_checked_before_both_said_yes_or_after_the_end(pending, lena):
    check = pending.checks.first()
    matches.cancel(match=pending, why="plans_changed", by=lena)

    with pytest.raises(DomainError, match="ended early now"):
        match_course.record_check(check=check, result="clear", by=lena)


def test_nothing_is_checked_while_a_hold_stands(pending, nadia, lena, sam):
    make.hold(nadia, "matching", by=sam)

    with pytest.raises(DomainError, match="On hold"):
        clear(pending, "references", lena)


# --- MAT-5 and CHK-2: which check it was ----------------------------------------------------------


def test_mat5_whoever_offered_hears_only_that_we_could_not_go_ahead(pending, sam):
    match_course.record_check(
        check=pending.checks.get(required_level="references"), result="not_clear", by=sam
    )

    pending.refresh_from_db()
    assert pending.status == Status.FAILED_CHECKS
    mail = Mail.objects.get(kind="match_over_offerer")
    assert "We could not go ahead" in mail.body
    assert "office@aldermere.example" in mail.body
    for told in Mail.objects.filter(kind__startswith="match_over"):
        assert "check" not in (told.subject + told.body).lower()
        assert "reference" not in told.body.lower()


def test_chk2_the_journal_never_says_what_a_check_said(pending, sam):
    match_course.record_check(
        check=pending.checks.get(required_level="references"), result="not_clear", by=sam
    )

    entry = JournalEntry.objects.get(kind=match_course.MATCH_CHECK_RECORDED)
    assert entry.facts == {"check": "references"}


# --- CHK-1: a number, no content ------------------------------------------------------------------


def test_chk1_there_is_nowhere_to_put_a_certificate_or_a_note():
    kinds = {field.get_internal_type() for field in Check._meta.get_fields()}

    assert not kinds & {"FileField", "ImageField", "TextField", "BinaryField", "JSONField"}


def test_chk1_the_database_refuses_words_as_a_number(pending):
    with pytest.raises(IntegrityError, match="check_reference_is_a_number"):
        pending.checks.update(reference_no="convicted of theft")


@pytest.mark.parametrize(("days_ago", "kept"), [(182, 2), (183, 0)])
def test_chk1_half_a_year_after_a_match_its_checks_are_purged(pending, lena, days_ago, kept):
    matches.cancel(match=pending, why="plans_changed", by=lena)
    ended = timezone.localtime() - timedelta(days=days_ago)  # at the same hour of that day
    Match.objects.filter(pk=pending.pk).update(ended_at=ended)

    tasks.forget_checks()

    assert Check.objects.count() == kept


def test_chk1_while_a_match_goes_on_its_checks_are_kept(pending):
    tasks.forget_checks()

    assert pending.checks.count() == 2


def test_the_database_refuses_a_clear_check_that_nobody_saw(pending):
    with pytest.raises(IntegrityError, match="check_seen_by_a_person"):
        pending.checks.update(result="clear")


def test_the_database_keeps_one_row_for_each_check(pending):
    with pytest.raises(IntegrityError, match="check_once_for_each_match"):
        Check.objects.create(match=pending, required_level="references", kind="references")


# --- MAT-4: what came of it -----------------------------------------------------------------------


def test_mat4_after_the_last_day_both_sides_are_asked_once(agreed):
    yesterday = today() - timedelta(days=1)
    Match.objects.filter(pk=agreed.pk).update(starts_on=yesterday, ends_on=yesterday)

    tasks.ask_for_outcomes()
    tasks.ask_for_outcomes()

    assert Mail.objects.filter(kind="match_outcome_offerer").count() == 1
    assert Mail.objects.filter(kind="match_outcome_need").count() == 1


def test_mat4_nobody_is_asked_before_the_last_day_is_over(agreed):
    tasks.ask_for_outcomes()

    assert match_course.ask_outcome(match=agreed).outcome_asked_at is not None
    assert Mail.objects.filter(kind="match_outcome_offerer").count() == 1


def test_mat4_whoever_offered_says_how_it_went(agreed):
    match_course.say_outcome(match=agreed, outcome="part", by=None)

    agreed.refresh_from_db()
    assert (agreed.offerer_outcome, agreed.status) == ("part", Status.ACTIVE)


def test_mat4_nothing_came_of_what_has_not_begun(match, pat):
    with pytest.raises(DomainError, match="This match is both sides are asked now"):
        match_course.say_outcome(match=match, outcome="delivered", by=None)
    with pytest.raises(DomainError, match="cannot become completed"):
        match_course.complete(match=match, outcome="delivered", impact=WARM, by=pat)


def test_mat4_the_impact_sentence_reaches_whoever_helped(agreed, rooms, need, pat):
    Offer.objects.filter(pk=rooms.pk).update(per="week")

    done = match_course.complete(match=agreed, outcome="delivered", impact=WARM, by=pat)

    assert (done.status, done.delivered_quantity) == (Status.COMPLETED, 12)
    assert done.arrived_on == today()
    assert WARM in Mail.objects.get(kind="match_completed").body
    entry = JournalEntry.objects.get(kind=match_course.MATCH_COMPLETED)
    assert entry.concerns == rooms.contributor
    assert entry.facts == {
        "what": rooms.headline,
        "impact": WARM,
        "organisation": None,
        "quantity": 12,
    }


@pytest.mark.parametrize("delivered", [0, 12, 13, -1])
def test_mat4_part_of_it_is_more_than_nothing_and_less_than_all(agreed, pat, delivered):
    with pytest.raises(DomainError, match="fewer than the 12 agreed"):
        match_course.complete(
            match=agreed, outcome="part", delivered=delivered, impact=WARM, by=pat
        )


def test_what_did_not_arrive_counts_for_nothing_and_asks_for_no_sentence(agreed, need, pat):
    done = match_course.complete(match=agreed, outcome="not_delivered", by=pat)

    need.refresh_from_db()
    assert (done.status, need.status, need.fulfilled_quantity) == (Status.COMPLETED, "open", 0)
    assert done.arrived_on is None
    assert not JournalEntry.objects.filter(kind=match_course.MATCH_COMPLETED).exists()
    assert JournalEntry.objects.filter(kind=match_course.MATCH_NOT_DELIVERED).exists()


def test_mat4_the_database_refuses_help_that_arrived_without_a_sentence(agreed):
    with pytest.raises(IntegrityError, match="match_completed_says_what_came_of_it"):
        Match.objects.filter(pk=agreed.pk).update(
            status="completed", outcome="delivered", delivered_quantity=12, arrived_on=today()
        )


def test_mat4_the_database_refuses_help_that_arrived_on_no_day(agreed):
    with pytest.raises(IntegrityError, match="match_arrived_on_a_day"):
        Match.objects.filter(pk=agreed.pk).update(
            status="completed", outcome="delivered", delivered_quantity=12, impact_sentence=WARM
        )


def test_the_database_refuses_more_delivered_than_agreed(agreed):
    with pytest.raises(IntegrityError, match="match_delivers_no_more_than_it_is"):
        Match.objects.filter(pk=agreed.pk).update(
            status="completed",
            outcome="part",
            delivered_quantity=13,
            arrived_on=today(),
            impact_sentence=WARM,
        )


def test_an_offer_that_is_used_up_is_completed_with_its_last_match(agreed, rooms, pat):
    match_course.complete(match=agreed, outcome="delivered", impact=WARM, by=pat)

    rooms.refresh_from_db()
    assert (rooms.status, rooms.impact_sentence) == (Offer.Status.COMPLETED, WARM)
    told = Mail.objects.filter(body__contains=WARM)
    assert list(told.values_list("kind", flat=True)) == ["offer_completed"]


def test_an_offer_with_something_left_stays(agreed, rooms, pat):
    match_course.complete(match=agreed, outcome="part", delivered=5, impact=WARM, by=pat)

    rooms.refresh_from_db()
    assert rooms.status == Offer.Status.ACCEPTED
