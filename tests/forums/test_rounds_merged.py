"""What becomes of responses when two people turn out to be one: never counted twice."""

import pytest
from django.utils import timezone

from coalition.actions import merges
from coalition.domain import DomainError
from coalition.merging.relations import clashes_of
from forums.actions import forums, round_course
from forums.models import Round
from forums.rounds import ballot, summary
from tests import make


@pytest.fixture
def opened(forum, member, lena, grace):
    forums.change(forum=forum, quorum_people=1, quorum_nongov_share=0, by=lena)
    return make.round(make.proposal(member), by=grace)


@pytest.fixture
def twice(forum, member, lena):
    """Nell once more, under another address, in a seat of her own."""
    other = make.user("Nell Okoro")
    return make.member(make.seat(forum, by=lena), other)


def without_account(member):
    """Which of two accounts goes on has tests of its own."""
    person = member.contributor
    person.user = None
    person.save(update_fields=["user"])
    return person


def merge(member, twice, lena):
    keep, lose = member.contributor, without_account(twice)
    [clash] = [one for _, one in clashes_of(keep, lose)]
    merges.merge(keep=keep, lose=lose, settled={clash.key: str(member.pk)}, by=lena)
    return clash


def test_the_merge_shows_that_both_responded(opened, member, twice, lena):
    make.response(opened, member)
    make.response(opened, twice, "object")

    lose = without_account(twice)
    with pytest.raises(DomainError, match="Both have a seat"):
        merges.merge(keep=member.contributor, lose=lose, by=lena)
    [(_, clash)] = clashes_of(member.contributor, lose)

    assert all("has responded in 1 open round" in words for _, words in clash.options)


def test_in_an_open_round_the_seat_that_is_kept_counts(opened, member, twice, lena):
    make.response(opened, member)
    make.response(opened, twice, "object")

    merge(member, twice, lena)

    counts = ballot(opened).counts
    assert (counts.entitled, counts.consent, counts.object) == (2, 1, 0)


def test_a_round_that_is_over_stays_as_it_was_counted(opened, member, twice, lena):
    make.response(opened, member)
    make.response(opened, twice, "concern", "It is cold.")
    Round.objects.filter(pk=opened.pk).update(closes_at=timezone.now())
    closed = round_course.close_due(round=opened, now=timezone.now())

    merge(member, twice, lena)

    closed = Round.objects.with_all().get(pk=closed.pk)
    assert summary(closed).counts["concern"] == 1
    assert len(summary(closed).entitled) == 3
