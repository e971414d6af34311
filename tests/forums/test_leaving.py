"""Whoever leaves the organisation that they sit for: the forum closes to them at once, and their
seat waits for fourteen days (AFF-3, P3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import Affiliation, JournalEntry
from forums import tasks
from forums.actions import conversation
from forums.models import Membership, Seat


@pytest.fixture
def leave(member, kitchen):
    """Nell’s last day at Kitchen lies so many days back."""

    def last_day(days_ago):
        today = timezone.localdate()
        return Affiliation.objects.create(
            contributor=member.contributor,
            organisation=kitchen,
            from_on=today - timedelta(days=300),
            to_on=today - timedelta(days=days_ago),
        )

    return last_day


def ended(member):
    member.refresh_from_db()
    return member.ended_reason


@pytest.mark.parametrize(("days_ago", "status"), [(0, 200), (1, 404)])
def test_aff_3_the_forum_closes_on_the_day_after_their_last(
    leave, forum, nell, as_, days_ago, status
):
    leave(days_ago)

    assert as_(nell).get(forum.get_absolute_url()).status_code == status


def test_aff_3_somebody_with_a_new_place_there_stays(leave, forum, nell, member, kitchen, as_):
    leave(30)
    Affiliation.objects.create(contributor=member.contributor, organisation=kitchen)

    tasks.vacate_seats()

    assert as_(nell).get(forum.get_absolute_url()).status_code == 200
    assert ended(member) == ""


def test_aff_3_what_they_were_writing_is_not_added_any_more(leave, member, nell):
    leave(1)

    with pytest.raises(DomainError, match="no longer have a seat"):
        conversation.start_topic(
            membership=member, title="Beds", tag="question", body="How many?", by=nell
        )


def test_aff_3_their_seat_waits_and_whoever_steers_reads_until_when(leave, forum, grace, as_):
    place = leave(1)

    page = as_(grace).get(f"{forum.get_absolute_url()}seats/").content.decode()

    assert "Has left" in page
    free = place.to_on + timedelta(days=14)
    assert f"free from {free.day} {free:%B %Y}" in page
    assert not Seat.objects.empty().exists()


@pytest.mark.parametrize(("days_ago", "reason"), [(13, ""), (14, "moved")])
def test_aff_3_after_fourteen_days_it_is_free(leave, member, days_ago, reason):
    leave(days_ago)

    tasks.vacate_seats()
    tasks.vacate_seats()

    assert ended(member) == reason
    assert Seat.objects.empty().filter(pk=member.seat_id).exists() == bool(reason)
    assert JournalEntry.objects.filter(kind="membership.ended").count() == bool(reason)


def test_aff_3_a_seat_of_their_own_is_not_touched(leave, member):
    leave(30)
    Membership.objects.filter(pk=member.pk).update(organisation=None)

    tasks.vacate_seats()

    assert ended(member) == ""
