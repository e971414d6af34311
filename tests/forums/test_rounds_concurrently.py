"""Two at once: the first is held between looking and writing, where the second could slip in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coalition.domain import DomainError
from forums.actions import proposals, proxies, round_course, rounds
from forums.actions.responses import Given, answer, respond
from forums.models import Forum, Proposal, ProposalVersion, Proxy, Response, Round
from forums.rounds import ballot
from tests import make
from tests.forums.test_forums_concurrently import Held, both


@pytest.fixture
def table(transactional_db):
    """An active forum with a chair and a member, an open round, and the member’s account."""
    programme = make.programme()
    lena = make.user("Lena", role="programme_lead", programme=programme)
    forum = make.active_forum(programme=programme, by=lena)
    Forum.objects.filter(pk=forum.pk).update(proxies="written", quorum_nongov_share=0)
    nell = make.user("Nell")
    member = make.member(make.seat(forum, by=lena), nell, organisation=make.organisation())
    chair = forum.memberships.live().get(seat__kind="chair")
    opened = make.round(make.proposal(member), by=make.chair_of(forum))
    return opened, chair, member


def say(opened, member, kind, seen=None):
    text, change = ("It costs a night.", "Begin in May.") if kind == "object" else ("", "")
    by = member.contributor.user
    return respond(
        round=opened, membership=member, given=Given(kind, text, change), seen=seen, by=by
    )


def test_rnd_1_of_two_devices_at_once_one_wins_and_the_other_is_told(table, monkeypatch):
    opened, _, member = table

    first, second = both(
        Held(monkeypatch, Response),
        lambda: say(opened, member, "consent"),
        lambda: say(opened, member, "object"),
    )

    assert first.kind == "consent"
    assert "This seat responded ‘consent’" in second
    assert ballot(opened).counts.consent == 1


def test_rnd_10_a_response_in_the_moment_of_closing_counts_or_is_refused(table, monkeypatch):
    opened, chair, member = table
    say(opened, chair, "consent")
    Round.objects.filter(pk=opened.pk).update(
        opens_at=timezone.now() - timedelta(days=9),
        closes_at=timezone.now() + timedelta(seconds=2),
    )

    closed, second = both(
        Held(monkeypatch, Round),
        lambda: round_course.close_due(round=opened, now=timezone.now() + timedelta(seconds=3)),
        lambda: say(opened, member, "object"),
    )

    assert closed.status == "passed"
    assert "This round closed on" in second
    assert Round.objects.get(pk=opened.pk).snapshot["asked"][1]["said"] == ""


def test_rnd_4_what_is_responded_while_it_is_changed_does_not_count(table, monkeypatch):
    opened, _, member = table
    by = member.contributor.user
    stamp = opened.version.stamp

    _, second = both(
        Held(monkeypatch, Round),
        lambda: proposals.rewrite(
            proposal=opened.proposal, seen=stamp, text="On the third day.", by=by
        ),
        lambda: say(opened, member, "consent"),
    )

    assert "The proposal was changed" in second
    assert not Response.objects.standing().exists()


def test_two_who_change_a_proposal_at_once_lose_nothing(table, monkeypatch):
    opened, chair, member = table
    stamp = opened.version.stamp

    def rewrite(member, text):
        by = member.contributor.user
        return proposals.rewrite(proposal=opened.proposal, seen=stamp, text=text, by=by)

    _, second = both(
        Held(monkeypatch, Round),
        lambda: rewrite(member, "On the third day."),
        lambda: rewrite(chair, "On the fourth."),
    )

    assert "Somebody changed this proposal" in second
    assert ProposalVersion.objects.count() == 2


def test_two_who_open_a_round_at_once_open_one(table, monkeypatch):
    _, chair, member = table
    proposal, by = make.proposal(member), chair.contributor.user

    _, second = both(
        Held(monkeypatch, Round),
        lambda: make.round(proposal, by=by),
        lambda: make.round(proposal, by=by),
    )

    assert "in a round now" in second
    assert proposal.rounds.count() == 1


def test_two_clocks_close_it_once(table, monkeypatch):
    opened, chair, _ = table
    say(opened, chair, "consent")
    Round.objects.filter(pk=opened.pk).update(
        opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now()
    )

    def close():
        return round_course.close_due(round=opened, now=timezone.now())

    first, second = both(Held(monkeypatch, Round), close, close)

    assert first.status == "passed"
    assert "passed already" in second


def test_rnd_2_a_question_is_answered_by_one(table, monkeypatch):
    opened, chair, member = table
    asked = respond(
        round=opened, membership=member, given=Given("need_more", "Who pays for it?"),
        by=member.contributor.user,
    )  # fmt: skip
    by = chair.contributor.user

    _, second = both(
        Held(monkeypatch, Response),
        lambda: answer(response=asked, text="The council.", by=by),
        lambda: answer(response=asked, text="We do.", by=by),
    )

    assert "Somebody else has answered" in second


def test_rnd_9_two_proxies_at_once_make_no_chain(table, monkeypatch):
    opened, chair, member = table

    def give(giver, holder):
        return proxies.give(
            giver=giver, holder=holder, wish="Yes.", round=opened, by=giver.contributor.user
        )

    _, second = both(
        Held(monkeypatch, Proxy), lambda: give(member, chair), lambda: give(chair, member)
    )

    assert "a proxy is not passed on" in second


def test_what_waits_on_an_agenda_is_opened_once(table, monkeypatch):
    _, chair, member = table
    by = chair.contributor.user
    met = make.session(chair.forum, by=by, here=[member], items=[("Who rings?", "decide")])
    item = met.items.get(kind="decide")
    waiting = rounds.put_on_agenda(proposal=make.proposal(member), item=item, by=by)

    def begin():
        return rounds.open_in_meeting(round=waiting, by=by)

    first, second = both(Held(monkeypatch, Round), begin, begin)

    assert first.is_open
    assert "cannot become" in second
    assert Proposal.objects.get(pk=waiting.proposal_id).status == "in_round"


def test_a_refused_response_leaves_nothing_behind(table):
    opened, _, member = table
    say(opened, member, "consent")

    with pytest.raises(DomainError, match="from another page or device"):
        say(opened, member, "object")

    assert opened.responses.count() == 1
