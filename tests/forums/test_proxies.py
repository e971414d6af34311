"""One written proxy per person and occasion, revocable, and no chain (RND-9)."""

import pytest

from coalition.domain import DomainError
from forums.actions import forums, proxies, rounds
from forums.actions.responses import Given, respond
from forums.rounds import ballot
from tests import make


@pytest.fixture
def room(forum, lena):
    return forums.change(
        forum=forum, proxies="written", quorum_people=1, quorum_nongov_share=0, by=lena
    )


@pytest.fixture
def vera(room, lena):
    return make.member(make.seat(room, by=lena), make.user("Vera"))


@pytest.fixture
def opened(room, member, grace):
    return make.round(make.proposal(member), by=grace)


def give(giver, holder, **occasion):
    return proxies.give(
        giver=giver, holder=holder, wish="Yes, if it is on Sundays, too.",
        by=giver.contributor.user, **occasion,
    )  # fmt: skip


def speak(opened, proxy, kind="consent"):
    return respond(
        round=opened, membership=proxy.giver, given=Given(kind), proxy=proxy,
        by=proxy.holder.contributor.user,
    )  # fmt: skip


def test_rnd_9_whoever_was_named_responds_for_them(opened, member, vera):
    proxy = give(vera, member, round=opened)

    said = speak(opened, proxy)

    assert (said.seat, said.how, said.membership) == (vera.seat, "proxy", vera)
    assert ballot(opened).counts.consent == 1


def test_rnd_9_a_forum_may_have_no_proxies(room, opened, member, vera, lena):
    forums.change(forum=room, proxies="none", by=lena)
    vera.forum.refresh_from_db()

    with pytest.raises(DomainError, match="nobody speaks for somebody else"):
        give(vera, member, round=opened)


def test_rnd_9_nobody_passes_it_on(opened, member, vera, chair):
    give(vera, member, round=opened)

    with pytest.raises(DomainError, match="not passed on"):
        give(member, chair, round=opened)


def test_rnd_9_nobody_is_named_who_has_named_somebody(opened, member, vera, chair):
    give(member, chair, round=opened)

    with pytest.raises(DomainError, match="have named somebody else"):
        give(vera, member, round=opened)


def test_rnd_9_nobody_speaks_for_two(opened, member, vera, chair):
    give(vera, chair, round=opened)

    with pytest.raises(DomainError, match="nobody speaks for two"):
        give(member, chair, round=opened)


def test_rnd_9_one_per_occasion(opened, member, vera, chair):
    give(vera, member, round=opened)

    with pytest.raises(DomainError, match="named somebody for this already"):
        give(vera, chair, round=opened)


def test_rnd_9_it_is_for_somebody_else(opened, vera):
    with pytest.raises(DomainError, match="both need a vote|somebody else"):
        give(vera, vera, round=opened)


def test_rnd_9_it_is_revocable_and_what_was_said_by_it_with_it(opened, member, vera):
    proxy = give(vera, member, round=opened)
    speak(opened, proxy)

    proxies.revoke(proxy=proxy, by=vera.contributor.user)

    assert ballot(opened).counts.responded == 0
    with pytest.raises(DomainError, match="taken back"):
        speak(opened, proxy)
    with pytest.raises(DomainError, match="taken back already"):
        proxies.revoke(proxy=proxy, by=vera.contributor.user)


def test_rnd_9_another_cannot_use_it(opened, member, vera, grace):
    proxy = give(vera, member, round=opened)

    with pytest.raises(DomainError, match="Only whoever was named"):
        respond(round=opened, membership=vera, given=Given("consent"), proxy=proxy, by=grace)


def test_rnd_9_it_is_for_one_occasion(opened, member, vera, grace):
    proxy = give(vera, member, round=opened)
    other = make.round(make.proposal(member), by=grace)

    with pytest.raises(DomainError, match="for something else"):
        speak(other, proxy)


def test_rnd_9_whoever_gave_it_can_still_respond_themselves(opened, member, vera):
    proxy = give(vera, member, round=opened)
    speak(opened, proxy)

    make.response(opened, vera, "object")

    assert ballot(opened).counts.object == 1
    assert ballot(opened).counts.consent == 0


def test_rnd_9_it_stays_as_it_was_written(opened, member, vera):
    proxy = give(vera, member, round=opened)
    proxy.wish = "No."

    with pytest.raises(Exception, match="It is only ever revoked"):
        proxy.save()


def test_rnd_9_in_a_meeting_it_is_for_who_is_away(room, member, vera, chair, grace):
    met = make.session(room, by=grace, here=[member], items=[("Who rings?", "decide")])
    item = met.items.get(kind="decide")
    waiting = rounds.put_on_agenda(proposal=make.proposal(member), item=item, by=grace)
    opened = rounds.open_in_meeting(round=waiting, by=grace)
    proxy = give(vera, member, meeting=met)

    assert speak(opened, proxy).how == "proxy"


def test_rnd_9_who_is_in_the_room_needs_no_proxy(room, member, vera, chair, grace):
    met = make.session(room, by=grace, here=[member, vera], items=[("Who rings?", "decide")])
    item = met.items.get(kind="decide")
    waiting = rounds.put_on_agenda(proposal=make.proposal(member), item=item, by=grace)
    opened = rounds.open_in_meeting(round=waiting, by=grace)
    proxy = give(vera, member, meeting=met)

    with pytest.raises(DomainError, match="responds without a proxy"):
        speak(opened, proxy)


def test_rnd_9_who_speaks_for_somebody_is_there_themselves(room, member, vera, chair, grace):
    met = make.session(room, by=grace, items=[("Who rings?", "decide")])
    item = met.items.get(kind="decide")
    waiting = rounds.put_on_agenda(proposal=make.proposal(member), item=item, by=grace)
    opened = rounds.open_in_meeting(round=waiting, by=grace)
    proxy = give(vera, member, meeting=met)

    with pytest.raises(DomainError, match="is in the meeting"):
        speak(opened, proxy)


def test_rnd_9_not_for_a_round_that_is_held_in_a_meeting(room, member, vera, grace):
    met = make.session(room, by=grace, here=[member], items=[("Who rings?", "decide")])
    item = met.items.get(kind="decide")
    waiting = rounds.put_on_agenda(proposal=make.proposal(member), item=item, by=grace)
    opened = rounds.open_in_meeting(round=waiting, by=grace)

    with pytest.raises(DomainError, match="Name somebody for the meeting"):
        give(vera, member, round=opened)
