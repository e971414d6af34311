"""A seat that is held for a term: who decides is told in time, and it ends by itself (P3)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry, Mail
from forums import tasks
from forums.actions import seats, terms
from forums.leaving_panels import terms_to_decide
from forums.models import Forum, Membership, Seat
from forums.months import months_after
from tests import make

TODAY = timezone.localdate


@pytest.fixture
def termed(forum, nell, lena):
    """Nell, in a seat that one person may hold for two terms of six months."""
    seat = make.seat(forum, by=lena, title="Ward lead", term_months=6, max_terms=2)
    return make.member(seat, nell)


@pytest.fixture
def ends_in(termed):
    def in_days(days):
        termed.term_ends_on = TODAY() + timedelta(days=days)
        termed.save()
        return termed

    return in_days


def told(kind):
    return sorted(Mail.objects.filter(kind=kind).values_list("to", flat=True))


def at(member, page="term"):
    return f"/forums/{member.forum_id}/members/{member.pk}/{page}/"


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 30), 60, date(2031, 11, 30)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, after):
    assert months_after(day, months) == after


def test_a_term_is_agreed_when_the_seat_is_taken(termed, lena):
    assert termed.term_ends_on == months_after(TODAY(), 6) - timedelta(days=1)

    seats.change(
        seat=termed.seat, title="Ward lead", kind="member", voting=True, term_months=12, by=lena
    )

    termed.refresh_from_db()
    assert termed.term_ends_on == months_after(TODAY(), 6) - timedelta(days=1)


@pytest.mark.parametrize(("days", "is_told"), [(61, False), (60, True), (30, True), (0, True)])
def test_the_member_and_the_chair_are_told_60_days_before(ends_in, nell, grace, days, is_told):
    ends_in(days)

    tasks.tell_of_terms()

    assert told("forum_term_near") == [nell.email] * is_told
    assert told("forum_term_to_decide") == [grace.email] * is_told


def test_each_is_told_once_for_each_mark(ends_in, nell, grace):
    ends_in(60)

    tasks.tell_of_terms()
    tasks.tell_of_terms()
    terms.tell_before(now=timezone.now() + timedelta(days=30))
    terms.tell_before(now=timezone.now() + timedelta(days=45))

    assert told("forum_term_near") == [nell.email] * 2
    assert told("forum_term_to_decide") == [grace.email] * 2


def test_leads_decide_about_the_chair(chair, forum, grace, lena, leo):
    Membership.objects.filter(pk=chair.pk).update(term_ends_on=TODAY() + timedelta(days=20))

    tasks.tell_of_terms()

    assert told("forum_term_to_decide") == sorted([lena.email, leo.email])
    assert terms_to_decide(lena).tasks
    assert terms_to_decide(grace) is None


def test_nobody_is_asked_about_a_term_that_cannot_be_renewed(ends_in, nell, grace):
    member = ends_in(20)
    Membership.objects.filter(pk=member.pk).update(terms=2)

    tasks.tell_of_terms()

    assert told("forum_term_near") == [nell.email]
    assert not told("forum_term_to_decide")
    assert terms_to_decide(grace) is None


@pytest.mark.parametrize(("days", "reason"), [(0, ""), (-1, "term")])
def test_a_term_ends_after_its_last_day(ends_in, nell, as_, days, reason):
    member = ends_in(days)
    status = as_(nell).get(member.forum.get_absolute_url()).status_code

    tasks.vacate_seats()
    tasks.vacate_seats()

    member.refresh_from_db()
    assert member.ended_reason == reason
    assert status == (404 if reason else 200)
    assert Seat.objects.empty().filter(pk=member.seat_id).exists() == bool(reason)
    assert JournalEntry.objects.filter(kind="membership.ended").count() == bool(reason)
    assert told("forum_seat_ended") == [nell.email] * bool(reason)


def test_a_term_of_a_closed_forum_stays_as_it_was(ends_in):
    member = ends_in(-1)
    Forum.objects.filter(pk=member.forum_id).update(status="closed")

    tasks.vacate_seats()

    member.refresh_from_db()
    assert member.ended_at is None


def test_a_chair_renews_a_term_from_its_end(ends_in, nell, grace, as_):
    member = ends_in(10)
    last = member.term_ends_on

    answer = as_(grace).post(at(member), {"renew": "yes"})

    assert answer.status_code == 302
    member.refresh_from_db()
    assert member.terms == 2
    assert member.term_ends_on == months_after(last + timedelta(days=1), 6) - timedelta(days=1)
    assert told("forum_term_renewed") == [nell.email]


def test_a_last_term_is_not_renewed(ends_in, grace, as_):
    member = ends_in(10)
    Membership.objects.filter(pk=member.pk).update(terms=2)
    member.refresh_from_db()

    with pytest.raises(DomainError, match="2 terms in a row"):
        terms.renew(membership=member, by=grace)
    page = as_(grace).get(at(member)).content.decode()

    assert "Renew it for" not in page
    assert as_(grace).post(at(member), {"renew": "yes"}).status_code == 422


def test_what_was_decided_is_not_asked_again_and_can_change(ends_in, grace, nell):
    member = ends_in(40)

    terms.let_end(membership=member, by=grace)
    tasks.tell_of_terms()

    assert terms_to_decide(grace) is None
    assert not told("forum_term_to_decide")
    assert "It will not be renewed" in Mail.objects.get(kind="forum_term_near").body
    assert terms.renew(membership=member, by=grace).not_renewed_at is None


def test_nobody_decides_about_their_own_term(chair, forum, grace, as_):
    Membership.objects.filter(pk=chair.pk).update(term_ends_on=TODAY())
    chair.refresh_from_db()

    with pytest.raises(DomainError, match="your own term"):
        terms.renew(membership=chair, by=grace)

    assert as_(grace).get(at(chair)).status_code == 403


def test_a_seat_without_a_term_or_one_that_ended_is_not_renewed(member, nell, grace):
    with pytest.raises(DomainError, match="has no term"):
        terms.renew(membership=member, by=grace)
    seats.resign(membership=member, by=nell)

    with pytest.raises(DomainError, match="ended in the meantime"):
        terms.let_end(membership=member, by=grace)


def test_terms_are_limited_only_where_there_are_some(forum, grace, as_, lena):
    form = {"title": "Any", "kind": "member", "voting": "on", "max_terms": "2"}

    answer = as_(grace).post(f"/forums/{forum.pk}/seats/new/", form)

    assert answer.status_code == 422
    assert "Say how long a term is" in answer.content.decode()
    with pytest.raises(DomainError, match="Say how long a term is"):
        make.seat(forum, by=lena, max_terms=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(forum=forum).update(max_terms=2)


def test_con_2_the_seat_of_somebody_who_died_is_free(member, nell, as_):
    member.contributor.deceased_on = TODAY()
    member.contributor.deceased_source = "family"
    member.contributor.save()

    tasks.vacate_seats()

    member.refresh_from_db()
    assert member.ended_reason == "deceased"
    assert not told("forum_seat_ended")
