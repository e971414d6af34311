"""The influence pulse: who is asked, who may answer, once a quarter (P8, AFF-2, ORG-3)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coalition.actions import merges
from coalition.domain import DomainError, NotAuthorised
from coalition.figures.period import quarter_before, quarter_of
from coalition.models import Affiliation, JournalEntry, Mail
from forums.actions import pulses
from forums.models import Forum, Membership, Pulse, PulseAsk
from forums.promise.pulse import influence
from forums.pulse_panels import pulses_to_answer
from tests import make
from tests.forums.test_promise import about, fact

pytestmark = pytest.mark.django_db


def since_last_year(member):
    """Sat here in the last quarter."""
    Membership.objects.filter(pk=member.pk).update(accepted_at=timezone.now() - timedelta(days=120))
    return member


def speaks(member, organisation=None):
    return Affiliation.objects.create(
        contributor=member.contributor,
        organisation=organisation or member.organisation,
        can_speak_for=True,
    )


@pytest.fixture
def seated(member):
    """Nell sits for the Kitchen since before the last quarter ended, and can speak for it."""
    speaks(member)
    return since_last_year(member)


@pytest.fixture
def asked(seated):
    pulses.tend(now=timezone.now())
    return PulseAsk.objects.get(contributor=seated.contributor)


# --- who is asked ---------------------------------------------------------------------------------


def test_p8_whoever_sits_for_an_organisation_and_can_speak_for_it_is_asked(seated):
    pulses.tend(now=timezone.now())

    pulse = Pulse.objects.get()
    assert (pulse.forum, pulse.organisation) == (seated.forum, seated.organisation)
    assert pulse.quarter == quarter_before(timezone.localdate())
    ask = pulse.asks.get()
    mail = Mail.objects.get(kind="forum_pulse")
    assert (ask.contributor, mail.concerns) == (seated.contributor, seated.contributor)
    assert ask.path in mail.body
    assert ask.told_at


def test_p8_twice_a_day_asks_once(seated):
    for _ in "12":
        pulses.tend(now=timezone.now())

    assert Pulse.objects.count() == PulseAsk.objects.count() == 1
    assert Mail.objects.filter(kind="forum_pulse").count() == 1


def test_p8_the_next_quarter_asks_again(seated):
    now = timezone.now()
    pulses.tend(now=now)

    pulses.tend(now=now + timedelta(days=92))

    assert Pulse.objects.count() == 2
    assert Mail.objects.filter(kind="forum_pulse").count() == 2


def test_aff_2_where_no_member_can_speak_for_it_those_who_can_are_asked(member):
    since_last_year(member)
    boss = make.contributor("Boss", organisation=member.organisation, can_speak_for=True)
    make.contributor("Cook", organisation=member.organisation)

    pulses.tend(now=timezone.now())

    assert PulseAsk.objects.get().contributor == boss


def test_aff_2_where_a_member_can_speak_for_it_nobody_else_is_asked(seated):
    make.contributor("Boss", organisation=seated.organisation, can_speak_for=True)

    pulses.tend(now=timezone.now())

    assert PulseAsk.objects.get().contributor == seated.contributor


def test_p8_whoever_joined_after_the_quarter_is_not_asked_about_it(member):
    speaks(member)

    pulses.tend(now=timezone.now())

    assert not Pulse.objects.exists()


def test_p8_people_who_sit_for_themselves_are_not_asked(seated):
    Membership.objects.filter(pk=seated.pk).update(organisation=None)

    pulses.tend(now=timezone.now())

    assert not Pulse.objects.exists()


@pytest.mark.parametrize("status", ["recruiting", "closed"])
def test_p8_a_forum_that_does_not_meet_asks_nobody(seated, status):
    Forum.objects.filter(pk=seated.forum_id).update(status=status)

    pulses.tend(now=timezone.now())

    assert not Pulse.objects.exists()


def test_p8_whoever_begins_to_speak_for_it_later_is_asked_then(member):
    since_last_year(member)
    pulses.tend(now=timezone.now())
    speaks(member)

    pulses.tend(now=timezone.now())

    assert PulseAsk.objects.get().contributor == member.contributor


def test_hld_2_whoever_we_must_not_write_to_gets_no_mail_and_is_told_once_we_may(seated, sam):
    hold = make.hold(seated.contributor, by=sam)
    pulses.tend(now=timezone.now())
    assert not Mail.objects.filter(kind="forum_pulse").exists()
    hold.delete()

    pulses.tend(now=timezone.now())

    assert Mail.objects.filter(kind="forum_pulse").count() == 1


def test_p8_many_organisations_are_asked_in_as_many_queries_as_two(forum, lena, seated):
    def more(count):
        for _ in range(count):
            organisation = make.organisation()
            person = make.user()
            seat = make.seat(forum, by=lena)
            speaks(since_last_year(make.member(seat, person, organisation=organisation)))

    def queries():
        with CaptureQueriesContext(connection) as found:
            pulses.ask(forum=forum, now=timezone.now())
        return len(found)

    more(1)
    few = queries()
    more(12)

    assert queries() == few


# --- the answer -----------------------------------------------------------------------------------


def test_p8_an_answer_counts_for_the_organisation(asked, nell):
    pulse = pulses.answer(ask=asked, score=4, by=nell)

    assert (pulse.score, pulse.sector, pulse.is_answered) == (4, "VC", True)
    entry = JournalEntry.objects.about(pulse).get()
    assert (entry.kind, entry.by, entry.concerns) == ("pulse.answered", nell, nell.contributor)
    assert "score" not in entry.facts


def test_p8_a_second_answer_for_the_same_organisation_is_refused(asked, nell):
    pulses.answer(ask=asked, score=4, by=nell)

    with pytest.raises(DomainError, match="answered for Aldermere Community Kitchen already"):
        pulses.answer(ask=asked, score=1, by=nell)

    assert Pulse.objects.get().score == 4


def test_aff_2_whoever_can_no_longer_speak_for_it_cannot_answer(asked, nell):
    Affiliation.objects.filter(contributor=asked.contributor).update(can_speak_for=False)

    with pytest.raises(NotAuthorised, match="can speak for Aldermere Community Kitchen"):
        pulses.answer(ask=asked, score=4, by=nell)


def test_hld_2_whoever_has_a_seat_that_rests_cannot_answer(asked, nell, sam):
    make.hold(asked.contributor, "seats", by=sam)

    with pytest.raises(NotAuthorised, match="On hold"):
        pulses.answer(ask=asked, score=4, by=nell)


def test_p8_a_question_is_over_when_its_time_is(asked, nell):
    two_ago = quarter_before(quarter_before(timezone.localdate()))
    Pulse.objects.update(quarter=two_ago)
    asked.refresh_from_db()

    with pytest.raises(DomainError, match="This question is over"):
        pulses.answer(ask=asked, score=4, by=nell)


def test_org_3_the_sector_is_that_of_the_day_of_the_answer(asked, nell):
    pulses.answer(ask=asked, score=4, by=nell)

    kitchen = asked.pulse.organisation
    kitchen.sector = "SE"
    kitchen.save()

    assert Pulse.objects.get().sector == "VC"


def test_p8_an_answer_stays_as_it_was_given(asked, nell):
    pulse = pulses.answer(ask=asked, score=1, by=nell)

    with pytest.raises(IntegrityError, match="stays as it was given"), transaction.atomic():
        Pulse.objects.filter(pk=pulse.pk).update(score=5)
    with pytest.raises(IntegrityError, match="stays as it was given"), transaction.atomic():
        Pulse.objects.filter(pk=pulse.pk).delete()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("pulse_answered_from_one_to_five", {"score": 6, "sector": "VC"}),
        ("pulse_answered_from_one_to_five", {"score": 0, "sector": "VC"}),
        ("pulse_answered_from_one_to_five", {"score": 3, "sector": ""}),
        ("pulse_is_about_a_quarter", {"quarter": "2026-02-01"}),
        ("pulse_is_about_a_quarter", {"quarter": "2026-04-02"}),
    ],
)
def test_p8_the_database_refuses_what_is_no_answer(asked, name, fields):
    answered = {"answered_at": timezone.now()} if "score" in fields else {}

    with pytest.raises(IntegrityError, match=name):
        Pulse.objects.update(**fields, **answered)


def test_p8_the_database_keeps_one_for_each_organisation_forum_and_quarter(asked):
    pulse = asked.pulse

    with pytest.raises(IntegrityError, match="pulse_once_per_organisation_and_quarter"):
        Pulse.objects.create(
            forum=pulse.forum, organisation=pulse.organisation, quarter=pulse.quarter
        )


# --- where it shows -------------------------------------------------------------------------------


def test_p8_the_question_stands_on_the_dashboard_until_it_is_answered(asked, nell):
    panel = pulses_to_answer(nell)
    assert [task.url for task in panel.tasks] == [asked.path]

    pulses.answer(ask=asked, score=4, by=nell)

    assert pulses_to_answer(nell) is None


def test_aff_2_it_does_not_stand_there_for_whoever_cannot_speak_for_it(asked, nell):
    Affiliation.objects.filter(contributor=asked.contributor).update(can_speak_for=False)

    assert pulses_to_answer(nell) is None


def test_p8_the_link_answers_without_signing_in(client, asked):
    page = client.get(asked.path)
    assert page.status_code == 200
    assert "Kitchen" in page.text

    answered = client.post(asked.path, {"score": "5"}, follow=True)

    assert "Thank you" in answered.text
    assert Pulse.objects.get().score == 5
    assert JournalEntry.objects.filter(kind="pulse.answered").get().by is None


@pytest.mark.parametrize(
    "typed",
    [{}, {"score": "0"}, {"score": "6"}, {"score": "3.5"}, {"score": "very"}, {"score": ""}],
)
def test_p8_whatever_is_no_number_from_1_to_5_is_asked_again(client, asked, typed):
    answer = client.post(asked.path, typed)

    assert answer.status_code == 422
    assert not Pulse.objects.get().is_answered


def test_p8_the_link_opens_as_long_as_the_question_and_then_says_that_it_is_over(asked):
    assert timezone.localdate(asked.link_until) == asked.pulse.last_day + timedelta(days=60)


def test_p8_another_key_opens_nothing(client, asked):
    assert client.get(asked.path.replace(asked.link_key, "0" * 64)).status_code == 404


def test_p8_a_key_of_one_person_says_what_was_refused(client, asked):
    Affiliation.objects.filter(contributor=asked.contributor).update(can_speak_for=False)

    answer = client.post(asked.path, {"score": "5"})

    assert answer.status_code == 422
    assert "Ask whoever looks after its details" in answer.text


def test_p8_the_page_says_when_it_is_over(client, asked):
    two_ago = quarter_before(quarter_before(timezone.localdate()))
    Pulse.objects.update(quarter=two_ago)

    assert "This question is over" in client.get(asked.path).text


def test_p8_the_day_until_which_it_can_be_answered():
    pulse = Pulse(quarter=quarter_of(datetime(2026, 7, 1, tzinfo=UTC).date()))

    assert pulse.last_day.isoformat() == "2026-12-31"


# --- merged ---------------------------------------------------------------------------------------


def test_org_2_what_was_asked_of_an_organisation_that_was_merged_is_asked_of_the_other(
    asked, lena, forum
):
    old = asked.pulse.organisation
    other = make.organisation("Soup Kitchen")
    merges.merge(keep=other, lose=old, by=lena)

    pulses.tend(now=timezone.now())

    assert fact(influence(about(forum)), "Answers shown") == "none of fewer than 5"
    assert set(Pulse.objects.values_list("organisation", flat=True)) == {old.pk, other.pk}
    with pytest.raises(NotAuthorised):
        pulses.answer(ask=asked, score=4, by=None)


def test_con_6_somebody_who_was_recorded_twice_answers_by_the_link_they_got(asked, lena, nell):
    twin = make.contributor("Nell again")
    merges.merge(keep=twin, lose=asked.contributor, by=lena)
    asked = PulseAsk.objects.with_matter().get(pk=asked.pk)

    assert pulses.answer(ask=asked, score=4, by=None).score == 4
