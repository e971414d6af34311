"""What happens in meetings reaches the ledger, once (CTB-1)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions import mentions, sessions
from recognition.actions import contributions
from recognition.models import ContributionEvent
from tests import make


@pytest.fixture
def meeting(programme, lena, kitchen):
    """Grace chairs, and Nell from the Kitchen is there."""
    forum = make.active_forum(programme=programme, by=lena)
    nell = make.member(make.seat(forum, by=lena), make.user("Nell"), organisation=kitchen)
    return make.session(forum, by=make.chair_of(forum), here=[nell])


def close(meeting, *, thanked):
    sessions.close(
        meeting=meeting,
        chair_seat=meeting.chair_seat,
        everyone_thanked=thanked,
        by=make.chair_of(meeting.forum),
    )
    contributions.record_new()
    contributions.record_new()


def test_ctb_1_a_chaired_meeting_is_one_event_and_so_is_the_time_of_each_who_came(meeting, kitchen):
    close(meeting, thanked=False)

    chaired = ContributionEvent.objects.get(kind="chaired")
    gave_time = ContributionEvent.objects.get(kind="hours")
    assert str(chaired.contributor) == "Grace"
    assert (str(gave_time.contributor), gave_time.organisation) == ("Nell", kitchen)
    assert chaired.what_they_did.startswith("chaired meeting 1 of the forum")
    assert {chaired.outcome, gave_time.outcome} == {"open"}


def test_thanks_that_were_said_to_everyone_are_owed_to_nobody_but_the_chair(meeting):
    close(meeting, thanked=True)

    owed = ContributionEvent.objects.owed()
    assert [event.kind for event in owed] == ["chaired"]
    thanked = ContributionEvent.objects.get(kind="hours")
    assert (thanked.outcome, timezone.now() - thanked.closed_at < timedelta(minutes=5)) == (
        "thanked",
        True,
    )


@pytest.mark.parametrize(("publicity", "outcome"), [("full_name", "thanked"), ("none", "open")])
def test_mtg_6_who_was_named_is_thanked_and_who_was_not_is_still_owed(meeting, publicity, outcome):
    person = make.contributor("Omar Yardley", adult="yes")
    make.preference(person, publicity=publicity)
    grace = make.chair_of(meeting.forum)
    chair = meeting.forum.memberships.get(seat=meeting.chair_seat)
    mention = make.mention(meeting, person, membership=chair, by=grace)

    mentions.say(mention=mention, by=grace)
    contributions.record_new()

    event = ContributionEvent.objects.get(contributor=person)
    assert (event.outcome, event.what_they_did) == (outcome, mention.what_they_did)
    assert event.what_it_made_possible == mention.what_it_made_possible
