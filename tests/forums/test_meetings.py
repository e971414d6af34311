"""A forum meets: when, where, and how its agenda begins (MTG-1)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry, Mail
from forums.actions import closing, life, meetings
from forums.forms import MeetingForm
from forums.models import AgendaItem, Meeting
from tests import make

JUNE = {
    "on_day": "8",
    "on_month": "6",
    "on_year": "2038",
    "at": "2pm",
    "length": "90",
    "place": "Here",
}


@pytest.fixture
def meeting(forum, member, grace):
    return make.meeting(forum, by=grace)


def typed(**fields):
    return MeetingForm({**JUNE, **fields})


def test_mtg_1_every_meeting_begins_with_scope_declarations_and_thanks(meeting):
    items = meeting.items.in_order()

    assert [(item.kind, item.length) for item in items] == [
        ("scope", 2),
        ("declarations", 3),
        ("thanks", 5),
    ]


def test_a_planned_meeting_is_told_to_everyone_seated(meeting, grace, nell):
    mails = Mail.objects.filter(kind="forum_meeting_planned")

    assert {mail.to for mail in mails} == {grace.email, nell.email}
    assert all(mail.concerns for mail in mails)
    assert "The Old Library" in mails[0].body
    assert JournalEntry.objects.about(meeting).get().kind == "meeting.planned"


def test_meetings_are_numbered_one_after_the_other(meeting, forum, grace):
    meetings.cancel(meeting=meeting, because="Snow", by=grace)

    assert make.meeting(forum, by=grace).number == 2


def test_a_meeting_in_the_past_is_refused(forum, grace):
    with pytest.raises(DomainError, match="has passed"):
        make.meeting(forum, by=grace, starts_at=timezone.now() - timedelta(minutes=1))


def test_a_meeting_nowhere_is_refused(forum, grace):
    with pytest.raises(DomainError, match="Say where people meet"):
        make.meeting(forum, by=grace, place="", link="")


def test_a_paused_forum_plans_no_meeting(forum, grace, lena):
    life.pause(forum=forum, by=lena)

    with pytest.raises(DomainError, match="paused, so it does not meet"):
        make.meeting(forum, by=grace)


def test_a_forum_that_closes_still_meets(forum, grace, lena):
    life.review(forum=forum, by=lena)
    closing.begin(forum=forum, by=lena)

    assert make.meeting(forum, by=grace).is_ahead


def test_a_change_is_told_and_calendars_see_that_it_is_newer(meeting, grace):
    before = meeting.changed_at

    meeting = meetings.change(meeting=meeting, place="Room 2", link="", by=grace)

    assert (meeting.place, meeting.sequence) == ("Room 2", 1)
    assert meeting.changed_at > before
    assert Mail.objects.filter(kind="forum_meeting_moved").count() == 2
    assert JournalEntry.objects.about(meeting).get(kind="meeting.moved").facts == {
        "changed": ["place"]
    }


def test_nothing_changed_tells_nobody(meeting, grace):
    meeting = meetings.change(meeting=meeting, place=meeting.place, by=grace)

    assert meeting.sequence == 0
    assert not Mail.objects.filter(kind="forum_meeting_moved").exists()


def test_each_change_is_told_once(meeting, grace):
    meetings.change(meeting=meeting, place="Room 2", by=grace)
    meetings.change(meeting=meeting, place="Room 3", by=grace)

    assert Mail.objects.filter(kind="forum_meeting_moved").count() == 4


def test_a_meeting_is_not_moved_into_the_past(meeting, grace):
    with pytest.raises(DomainError, match="has passed"):
        meetings.change(meeting=meeting, starts_at=timezone.now(), by=grace)


def test_a_meeting_is_not_made_shorter_than_its_agenda(meeting, grace):
    AgendaItem.objects.filter(meeting=meeting, kind="thanks").update(length=40)

    with pytest.raises(DomainError, match="takes 45 minutes.*Shorten items by 15 minutes"):
        meetings.change(meeting=meeting, length=30, by=grace)


def test_a_meeting_that_is_called_off_stays_and_is_told(meeting, grace):
    meeting = meetings.cancel(meeting=meeting, because="Snow is forecast.", by=grace)

    assert (meeting.status, meeting.sequence) == ("cancelled", 1)
    mails = Mail.objects.filter(kind="forum_meeting_cancelled")
    assert mails.count() == 2
    assert "Snow is forecast." in mails[0].body


def test_a_meeting_is_called_off_once(meeting, grace):
    meetings.cancel(meeting=meeting, because="Snow", by=grace)

    with pytest.raises(DomainError, match="cancelled now"):
        meetings.cancel(meeting=meeting, because="Snow", by=grace)
    with pytest.raises(DomainError, match="cancelled now"):
        meetings.change(meeting=meeting, place="Room 2", by=grace)


@pytest.mark.parametrize(
    "fields",
    [
        {"place": ""},
        {"length": 5},
        {"length": 481},
        {"status": "cancelled"},
        {"status": "in_session"},
        {"status": "minutes_agreed"},
        {"number": 1},
    ],
)
def test_the_database_refuses_half_a_meeting(meeting, forum, grace, fields):
    other = make.meeting(forum, by=grace)

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=other.pk).update(**fields)


@pytest.mark.parametrize(
    ("words", "hour", "minute"),
    [("14:00", 14, 0), ("2pm", 14, 0), ("2.30 PM", 14, 30), ("12am", 0, 0), ("12pm", 12, 0)],
)
def test_a_time_is_read_as_people_write_it(db, words, hour, minute):
    form = typed(at=words)

    assert form.is_valid(), form.errors
    local = timezone.localtime(form.cleaned_data["starts_at"])
    assert (local.hour, local.minute) == (hour, minute)


@pytest.mark.parametrize("words", ["25:00", "14pm", "noon", "0pm", "12:60", ""])
def test_a_time_that_is_none_is_asked_for_again(db, words):
    assert "at" in typed(at=words).errors


def test_on_a_day_of_a_clock_change_time_goes_on_as_it_passes(db):
    """Summer time ends at 2am on 31 October 2038: from half past midnight, two hours later it is
    half past one for the second time."""
    form = typed(on_day="31", on_month="10", at="00:30", length="120")

    assert form.is_valid(), form.errors
    starts_at = form.cleaned_data["starts_at"]
    assert starts_at.astimezone(UTC) == datetime(2038, 10, 30, 23, 30, tzinfo=UTC)
    ends_at = timezone.localtime(Meeting(starts_at=starts_at, length=120).ends_at)
    assert (ends_at.hour, ends_at.minute, ends_at.utcoffset()) == (1, 30, timedelta(0))


def test_an_hour_that_does_not_exist_is_refused(db):
    form = typed(on_day="28", on_month="3", at="1:30am")

    assert form.errors["at"] == ["The clocks go forward over that time. Choose another"]


def test_of_an_hour_that_comes_twice_the_first_is_meant(db):
    form = typed(on_day="31", on_month="10", at="1:30am")

    assert form.is_valid()
    assert form.cleaned_data["starts_at"].astimezone(UTC).hour == 0


def test_a_day_that_has_passed_is_asked_for_again(db):
    assert typed(on_year="2020").errors["on"] == ["Choose a time to come"]


# --- Pages ---


def test_the_chair_plans_a_meeting_and_members_see_it(forum, member, grace, nell, as_):
    at = f"{forum.get_absolute_url()}meetings/"

    answer = as_(grace).post(f"{at}new/", JUNE, follow=True)

    assert "is planned, and members are told" in answer.content.decode()
    page = as_(nell).get(at).content.decode()
    assert "Tuesday 8 June 2038" in page
    assert "2:00pm to 3:30pm" in page


def test_what_was_typed_is_kept_when_something_is_missing(forum, grace, as_):
    answer = as_(grace).post(f"{forum.get_absolute_url()}meetings/new/", {**JUNE, "place": ""})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Say where people meet, or give the link to join" in page
    assert 'value="2pm"' in page


def test_the_next_meeting_is_proposed_in_the_rhythm_of_the_last_two(forum, grace, as_):
    """Two weeks on and on the same hour, over the end of summer time."""
    for day in (5, 19):
        starts_at = timezone.make_aware(datetime(2038, 10, day, 14, 0))  # noqa: DTZ001
        make.meeting(forum, by=grace, starts_at=starts_at, length=75)

    form = as_(grace).get(f"{forum.get_absolute_url()}meetings/new/").context["form"]

    assert form.initial["on"].isoformat() == "2038-11-02"
    assert (form.initial["at"], form.initial["length"]) == ("2:00pm", 75)


def test_no_sunday_and_no_bank_holiday_is_proposed(forum, grace, as_):
    """18 days on is a Sunday, and the Monday after it the early May bank holiday."""
    for month, day in ((3, 27), (4, 14)):
        starts_at = timezone.make_aware(datetime(2038, month, day, 14, 0))  # noqa: DTZ001
        make.meeting(forum, by=grace, starts_at=starts_at)

    form = as_(grace).get(f"{forum.get_absolute_url()}meetings/new/").context["form"]

    assert form.initial["on"].isoformat() == "2038-05-04"


def test_members_call_nothing_off(meeting, nell, as_):
    assert as_(nell).get(f"{meeting.get_absolute_url()}cancel/").status_code == 403


def test_the_chair_calls_it_off_with_a_reason(meeting, grace, nell, as_):
    at = f"{meeting.get_absolute_url()}cancel/"

    assert as_(grace).post(at, {"because": ""}).status_code == 422
    as_(grace).post(at, {"because": "The heating is out."})

    page = as_(nell).get(meeting.get_absolute_url()).content.decode()
    assert "The heating is out." in page


def test_mem_1_who_has_not_read_the_scope_reads_that_first(forum, meeting, lena, ben, as_):
    make.member(make.seat(forum, by=lena), ben, reads=False)

    answer = as_(ben).get(meeting.get_absolute_url())

    assert answer.status_code == 302
    assert "/scope/acknowledge/" in answer["Location"]


def test_a_meeting_of_another_forum_is_not_there(meeting, programme, lena, as_):
    other = make.forum(programme=programme, by=lena)

    at = f"{other.get_absolute_url()}meetings/{meeting.pk}/"

    assert as_(lena).get(at).status_code == 404


def test_a_longer_list_asks_as_much(forum, member, grace, as_):
    at = f"{forum.get_absolute_url()}meetings/"
    make.meeting(forum, by=grace)
    make.meeting(forum, by=grace)
    as_(grace).get(at)
    with CaptureQueriesContext(connection) as few:
        as_(grace).get(at)
    for _ in range(20):
        make.meeting(forum, by=grace)

    with CaptureQueriesContext(connection) as many:
        as_(grace).get(at)

    assert len(many) == len(few)
