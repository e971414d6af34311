"""Figures: O1 to O5 of product.md §9, their definitions, and what they do not show."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coalition.actions import match_course, needs, offers
from coalition.fields import DateInBoxes
from coalition.figures import answering, as_rows, figures, meeting, using
from coalition.figures.balance import balances
from coalition.figures.measure import count_words, share_words
from coalition.figures.period import Period, last_months
from coalition.figures.working_time import WorkingTime
from coalition.models import Match, Need, Offer
from tests import make
from tests.coalition.offer_steps import today

MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)  # 10am in London
JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))


def fact(measure, words):
    return dict(measure.facts)[words]


def answered(programme, by, *, came, waited, count=1):
    for _ in range(count):
        offer = make.offer(programme=programme, contributor=make.contributor(), answered_by=by)
        Offer.objects.filter(pk=offer.pk).update(submitted_at=came, acknowledged_at=came + waited)


# --- what is not shown ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 0, "no offers yet"),
        (1, 4, "fewer than 5"),
        (0, 10, "0%"),
        (3, 40, "under 13%"),
        (38, 40, "over 87%"),
        (30, 40, "75%"),
        (40, 40, "100%"),
    ],
)
def test_fewer_than_five_are_never_told(part, whole, words):
    assert share_words(part, whole, "no offers yet") == words


def test_counts_below_five_are_not_shown():
    assert [count_words(n) for n in (0, 1, 4, 5, 1200)] == [
        "none",
        "fewer than 5",
        "fewer than 5",
        "5",
        "1,200",
    ]


# --- working hours --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [
        ("2026-06-01 10:00", "2026-06-01 12:30", 2.5),
        ("2026-06-01 16:00", "2026-06-02 10:00", 2),
        ("2026-06-05 16:00", "2026-06-08 10:00", 2),  # over a weekend
        ("2026-06-01 06:00", "2026-06-01 22:00", 8),
        ("2026-06-06 11:00", "2026-06-07 11:00", 0),  # within a weekend
        ("2026-08-28 16:00", "2026-09-01 10:00", 2),  # August bank holiday in England
    ],
)
def test_o1_counts_working_hours_only(begin, end, hours):
    clock = WorkingTime("ENG", date(2026, 5, 1), date(2026, 9, 30))

    assert clock.hours(at(begin), at(end)) == hours


def test_o1_each_nation_has_its_own_bank_holidays():
    """The August holiday of England is an ordinary Monday in Scotland."""
    clock = WorkingTime("SCT", date(2026, 5, 1), date(2026, 9, 30))

    assert clock.hours(at("2026-08-28 16:00"), at("2026-09-01 10:00")) == 10


@pytest.mark.parametrize(
    ("end", "in_time"),
    [
        ("2026-06-09 23:30", True),
        ("2026-06-10 00:10", False),
        ("2026-06-07 12:00", True),
    ],
)
def test_o1_two_working_days_after_a_friday_end_on_tuesday_night(end, in_time):
    clock = WorkingTime("ENG", date(2026, 6, 1), date(2026, 6, 30))

    assert clock.is_within(at("2026-06-05 16:00"), at(end), 2) == in_time


def at(words):
    return timezone.make_aware(datetime.fromisoformat(words))


# --- O1 and O2 ------------------------------------------------------------------------------------


def test_o1_median_and_nine_of_ten_of_those_a_person_answered(programme, lena):
    answered(programme, lena, came=MONDAY, waited=timedelta(hours=2), count=6)
    answered(programme, lena, came=MONDAY, waited=timedelta(days=7), count=4)

    measure = answering.acknowledgement([programme], JUNE)

    assert fact(measure, "Median") == "2.0 hours"
    assert fact(measure, "Nine of ten within") == "40.0 hours"
    assert fact(measure, "That is") == "6 of 10"
    assert fact(measure, "Within two working days") == "over 50%"


def test_o1_a_receipt_is_no_answer(programme, lena):
    """L2: the receipt goes at once; the offer is still not answered."""
    for _ in range(6):
        offer = make.offer(programme=programme, contributor=make.contributor())
        Offer.objects.filter(pk=offer.pk).update(submitted_at=MONDAY)

    measure = answering.acknowledgement([programme], JUNE)

    assert fact(measure, "Median") == "no offers yet"
    assert fact(measure, "That is") == "none of 6"


def test_o1_says_no_offers_yet_rather_than_nought(programme):
    measure = answering.acknowledgement([programme], JUNE)

    assert fact(measure, "Within two working days") == "no offers yet"
    assert measure.is_empty


def test_o2_counts_open_offers_whose_word_is_overdue(programme, lena):
    for _ in range(8):
        make.offer(programme=programme, contributor=make.contributor(), answered_by=lena)
    late = Offer.objects.order_by("pk").values("pk")[:5]
    Offer.objects.filter(pk__in=late).update(next_contact_due=today() - timedelta(days=1))

    measure = answering.silent_offers([programme], last_months())

    assert fact(measure, "Silent now") == "5"
    assert fact(measure, "Out of open offers") == "8"


# --- O3 to O5 -------------------------------------------------------------------------------------


def test_o3_completed_out_of_decided_and_people_who_got_a_task(programme, lena):
    for number in range(12):
        person = make.contributor()
        if number < 2:
            offer = make.offer(programme=programme, contributor=person, answered_by=lena)
            offers.decline(offer=offer, reason="enough", sentence="We have enough.", by=lena)
            continue
        offer = make.offer(programme=programme, contributor=person, accepted_by=lena)
        if number < 7:
            offers.complete(offer=offer, impact="Forty people met.", by=lena)

    measure = using.used([programme], last_months())

    assert fact(measure, "That is") == "5 of 12"
    assert fact(measure, "Completed") == "42%"
    assert fact(measure, "That is, of people accepted") == "5 of 10"


def test_o3_what_somebody_did_elsewhere_is_not_our_task(programme, lena, kitchen, pat):
    elsewhere = make.programme("Homes for Vale")
    for _ in range(6):
        person = make.contributor()
        make.offer(programme=programme, contributor=person, accepted_by=lena)
        there = make.offer(programme=elsewhere, contributor=person, accepted_by=lena)
        need = make.need(raised_by=pat, verified_by=lena, organisation=kitchen, programme=elsewhere)
        make.match(need, there, by=lena, agreed=True)

    measure = using.used([programme], last_months())

    assert fact(measure, "That is, of people accepted") == "none of 6"


def test_o4_offered_for_each_one_needed(programme, lena, kitchen, pat):
    for _ in range(5):
        make.offer(programme=programme, contributor=make.contributor(), quantity=8)
        make.need(raised_by=pat, verified_by=lena, organisation=kitchen, quantity=4)

    measure = meeting.over_supply([programme], last_months())

    assert fact(measure, "Offered for each one needed") == "2.0"
    assert fact(measure, "Offered now") == "40"
    assert fact(measure, "Still needed now") == "20"


def test_o4_what_was_given_already_is_not_offered_any_more(programme, lena, kitchen, pat):
    for _ in range(5):
        need = make.need(raised_by=pat, verified_by=lena, organisation=kitchen, quantity=20)
        offer = make.offer(
            programme=programme,
            contributor=make.contributor(),
            accepted_by=lena,
            quantity=12,
            area="Aldermere",
        )
        match = make.match(need, offer, by=lena, agreed=True, quantity=10)
        match_course.complete(match=match, outcome="delivered", impact="They slept warm.", by=pat)

    measure = meeting.over_supply([programme], last_months())
    (row,) = balances([programme])

    assert (fact(measure, "Offered now"), fact(measure, "Still needed now")) == ("10", "50")
    assert (row.offered, row.needed) == (10, 50)


def test_o4_few_entries_are_not_shown(programme, lena, kitchen, pat):
    make.offer(programme=programme, contributor=make.contributor(), quantity=800)
    make.need(raised_by=pat, verified_by=lena, organisation=kitchen, quantity=400)

    measure = meeting.over_supply([programme], last_months())

    assert fact(measure, "Offered now") == "fewer than 5 entries"
    assert fact(measure, "Offered for each one needed") == "fewer than 5 entries"


def test_o4_no_needs_yet_is_not_nought(programme):
    measure = meeting.over_supply([programme], last_months())

    assert fact(measure, "Offered for each one needed") == "no offers yet"


def test_o4_offered_and_needed_by_kind_and_place(programme, lena, kitchen, pat):
    make.offer(programme=programme, contributor=make.contributor(), quantity=8, area="aldermere")
    make.offer(programme=programme, contributor=make.contributor(), quantity=30, area="Vale, Port")
    make.need(raised_by=pat, verified_by=lena, organisation=kitchen, area="Aldermere")

    rows = {(row.kind, row.place.title()): row for row in balances([programme])}

    short, spare = rows["Place to stay", "Aldermere"], rows["Place to stay", "Vale"]
    assert (short.offered, short.needed, short.in_words) == (8, 20, "12 short")
    assert (spare.offered, spare.needed, spare.in_words) == (30, 0, "Nobody needs it now")
    assert rows["Place to stay", "Port"].offered == 30
    assert balances([programme])[0].in_words == "12 short"


def test_o4_one_council_is_one_place_however_it_is_written(programme, lena, kitchen, pat):
    make.council("Aldermere City Council", names=["aldermere city", "aldermere"])
    make.offer(programme=programme, contributor=make.contributor(), area="Aldermere", quantity=8)
    make.need(raised_by=pat, verified_by=lena, organisation=kitchen, area="Aldermere City Council")

    (row,) = balances([programme])

    assert (row.place, row.offered, row.needed) == ("Aldermere", 8, 20)


def test_o5_counts_only_what_came_by_the_day(programme, lena, kitchen, pat):
    period = Period(today() - timedelta(days=30), today())
    for number in range(6):
        need = make.need(raised_by=pat, verified_by=lena, organisation=kitchen, quantity=10)
        offer = make.offer(
            programme=programme, contributor=make.contributor(), accepted_by=lena, quantity=10
        )
        match = make.match(need, offer, by=lena, agreed=True)
        came = today() - timedelta(days=3 if number < 4 else 1)
        match_course.complete(
            match=match, outcome="delivered", arrived_on=came, impact="They slept warm.", by=pat
        )
        Need.objects.filter(pk=need.pk).update(needed_by=today() - timedelta(days=2))

    measure = meeting.needs_met([programme], period)

    assert fact(measure, "Met in time") == "67%"
    assert fact(measure, "Arrived") == "40"
    assert fact(measure, "Needed") == "60"


def test_o5_what_came_in_time_counts_though_it_is_written_down_later(programme, lena, kitchen, pat):
    """We ask what came of it on the day after the last: the default is the last day itself."""
    yesterday = today() - timedelta(days=1)
    for _ in range(5):
        need = make.need(raised_by=pat, verified_by=lena, organisation=kitchen, quantity=10)
        offer = make.offer(
            programme=programme, contributor=make.contributor(), accepted_by=lena, quantity=10
        )
        match = make.match(need, offer, by=lena, agreed=True)
        Match.objects.filter(pk=match.pk).update(starts_on=yesterday, ends_on=yesterday)
        Need.objects.filter(pk=need.pk).update(needed_by=yesterday)
        match_course.complete(match=match, outcome="delivered", impact="They slept warm.", by=pat)

    measure = meeting.needs_met([programme], last_months())

    assert fact(measure, "Met in time") == "100%"


def test_o5_a_need_whose_day_is_not_over_is_not_missed_yet(programme, lena, kitchen, pat):
    for _ in range(5):
        make.need(raised_by=pat, verified_by=lena, organisation=kitchen, needed_by=today())

    measure = meeting.needs_met([programme], Period(today(), today() + timedelta(days=90)))

    assert fact(measure, "Met in time") == "no needs yet"


def test_ned3_needs_closed_unmet_are_counted_by_reason(programme, lena, kitchen, pat):
    for _ in range(5):
        need = make.need(raised_by=pat, verified_by=lena, organisation=kitchen)
        needs.close_unmet(need=need, reason="too_late", by=lena)

    counts = dict(meeting.unmet_by_reason([programme], last_months()))

    assert counts["It came too late"] == "5"
    assert counts["Nobody offered it"] == "none"


# --- all of them ----------------------------------------------------------------------------------


def test_as_many_queries_for_fifty_offers_as_for_two(programme, lena):
    def count():
        with CaptureQueriesContext(connection) as queries:
            figures([programme], last_months())
        return len(queries)

    make.offer(programme=programme, contributor=make.contributor(), accepted_by=lena)
    few = count()
    for _ in range(20):
        make.offer(programme=programme, contributor=make.contributor(), accepted_by=lena)

    assert count() == few <= 12


def test_another_programme_does_not_count(programme, lena):
    other = make.programme("Homes for Vale")
    answered(other, lena, came=MONDAY, waited=timedelta(hours=2), count=6)

    assert answering.acknowledgement([programme], JUNE).is_empty


def test_the_page_shows_numbers_denominators_and_definitions(programme, lena, as_):
    answered(programme, lena, came=MONDAY, waited=timedelta(hours=2), count=6)

    page = as_(lena).get(f"/figures/?{days('1/6/2026', '30/6/2026')}").content.decode()

    assert "6 of 6" in page
    assert "What this counts" in page
    assert "Automatic receipts do not count" in page
    assert "style=" not in page


def test_a_time_range_that_is_reversed_is_said_so(lena, as_):
    response = as_(lena).get(f"/figures/?{days('30/6/2026', '1/6/2026')}")

    assert response.status_code == 422
    assert "The end is before the start" in response.content.decode()


def test_a_range_beyond_two_years_is_refused(lena, as_):
    response = as_(lena).get(f"/figures/?{days('1/1/1900', '1/6/2026')}")

    assert response.status_code == 422


def test_the_spreadsheet_hides_what_the_page_hides(programme, lena, as_):
    answered(programme, lena, came=MONDAY, waited=timedelta(hours=2), count=3)

    response = as_(lena).get(f"/figures/figures.csv?{days('1/6/2026', '30/6/2026')}")

    text = response.content.decode("utf-8-sig")
    assert response["Content-Disposition"].endswith('figures-2026-06-01-2026-06-30.csv"')
    assert "O1,Answered by a person,June 2026,fewer than 5,fewer than 5,fewer than 5" in text


def test_rows_of_the_spreadsheet_are_months(programme):
    rows = as_rows(figures([programme], JUNE))

    assert [row[0] for row in rows] == ["O1", "O2", "O3", "O4", "O5"]


def days(begin, end):
    names = [f"{field}_{box}" for field in ("from_on", "to_on") for box in DateInBoxes.BOXES]
    values = [*begin.split("/"), *end.split("/")]
    return "&".join(f"{name}={value}" for name, value in zip(names, values, strict=True))
