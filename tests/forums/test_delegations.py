"""How power is handed over, and how that ends (DEL-1 to DEL-7, FRM-4)."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised
from coalition.models import JournalEntry, Mail
from forums.actions import delegation_course, delegations, forums, promises, reserved
from forums.authority.record import fingerprint
from forums.granting import overlapping
from forums.models import Delegation, Forum
from tests import make

TODAY = timezone.localdate


def at(day):
    """Early on that day."""
    return timezone.make_aware(datetime.combine(day, time(0, 5)))


def in_days(number):
    return TODAY() + timedelta(days=number)


def again(delegation):
    return Delegation.objects.get(pk=delegation.pk)


def kinds(delegation):
    return list(
        JournalEntry.objects.about(delegation).order_by("pk").values_list("kind", flat=True)
    )


@pytest.fixture
def held(forum, lena):
    """In force: the forum decides by undertaking, and may hand it on."""
    return make.delegation(forum, drafted_by=lena, granted=True, sub_delegation=True)


@pytest.fixture
def beside(programme, lena):
    """Another forum."""
    return make.forum(programme=programme, by=lena, name="Hands on")


def handed_on(held, forum, grace, lena, **fields):
    """From `held`, whose forum Grace chairs, to another."""
    fields = {"parent": held, "role_holder": grace, "office_title": "Chair", **fields}
    fields = {"expires_on": held.last_day, **fields}
    return make.delegation(forum, drafted_by=lena, **fields)


def test_a_delegation_is_drafted_sent_and_granted(forum, member, lena):
    draft = make.delegation(forum, drafted_by=lena)
    delegations.ask(delegation=draft, by=lena)
    made = make.grant(draft)

    assert made.status == "live"
    assert list(Delegation.objects.in_force()) == [made]
    assert kinds(made) == [
        *["delegation.drafted", "delegation.sent_for_approval"],
        *["delegation.approved", "delegation.begun"],
    ]
    approved = JournalEntry.objects.get(kind="delegation.approved")
    assert approved.facts == {"fingerprint": fingerprint(made)}
    asked = Mail.objects.get(kind="forum_delegation_to_approve")
    assert asked.to == made.role_holder.email
    told = Mail.objects.filter(kind="forum_delegation_granted").values_list("to", flat=True)
    assert set(told) == {"grace@example.org", "nell@example.org"}


def test_del_1_nobody_but_its_role_holder_hands_power_over(forum, lena, leo, kitchen):
    sent = make.delegation(forum, drafted_by=lena, sent=True)

    for other in (lena, leo, make.granter(forum.convened_by)):
        with pytest.raises(NotAuthorised, match="can hand this over"):
            delegation_course.approve(delegation=sent, seen=fingerprint(again(sent)), by=other)


def test_del_1_a_role_holder_cannot_draft(forum):
    holder = make.granter(forum.convened_by)

    with pytest.raises(DomainError, match="cannot draft it as well"):
        make.delegation(forum, drafted_by=holder, role_holder=holder)


def test_del_1_whoever_had_a_hand_in_it_never_approves(forum, lena, leo):
    """Leo drafts, with Lena as role holder; then Lena has a hand in it, for another holder."""
    make.contributor("Lena", user=lena, organisation=forum.convened_by, can_speak_for=True)
    other = make.granter(forum.convened_by)
    draft = make.delegation(forum, drafted_by=leo, role_holder=other)
    what = {"effective_from": draft.effective_from, "expires_on": draft.expires_on}
    delegations.redraft(delegation=draft, power="Agree locks.", by=lena, **what)
    delegations.redraft(delegation=draft, role_holder=lena, by=leo, **what)
    delegations.ask(delegation=draft, by=leo)

    with pytest.raises(NotAuthorised, match="Whoever drafted"):
        delegation_course.approve(delegation=again(draft), seen=fingerprint(again(draft)), by=lena)


def test_del_1_a_role_holder_who_no_longer_speaks_for_it_grants_nothing(forum, lena):
    sent = make.delegation(forum, drafted_by=lena, sent=True)
    place = sent.role_holder.contributor.affiliations.get()
    place.from_on, place.to_on = in_days(-9), in_days(-1)
    place.save()

    with pytest.raises(DomainError, match="cannot hand over power"):
        make.grant(sent)


def test_what_was_read_is_what_is_approved(forum, lena):
    sent = make.delegation(forum, drafted_by=lena, sent=True)
    seen = fingerprint(again(sent))
    delegations.send_back(delegation=sent, because="Say which repairs.", by=sent.role_holder)
    delegations.redraft(
        delegation=sent,
        power="Agree all repairs.",
        effective_from=sent.effective_from,
        expires_on=sent.expires_on,
        by=lena,
    )
    delegations.ask(delegation=sent, by=lena)

    with pytest.raises(DomainError, match="changed after you opened it"):
        delegation_course.approve(delegation=again(sent), seen=seen, by=sent.role_holder)
    assert Mail.objects.get(kind="forum_delegation_sent_back").to == lena.email


def test_a_draft_that_waits_cannot_be_changed_and_can_be_dropped(forum, lena):
    sent = make.delegation(forum, drafted_by=lena, sent=True)

    with pytest.raises(DomainError, match="waiting for approval, so it cannot be changed"):
        delegations.redraft(delegation=sent, power="Agree all.", by=lena)
    delegations.drop(delegation=sent, by=lena)
    with pytest.raises(DomainError, match="is dropped now"):
        make.grant(sent)


def test_del_7_a_reserved_matter_is_handed_over_by_nobody(forum, programme, lena):
    reserved.reserve(programme=programme, matter="Evictions", words=["evict"], by=lena)

    with pytest.raises(DomainError, match="‘Evictions’ is reserved"):
        make.delegation(forum, drafted_by=lena, power="Decide who is evicted.")
    assert make.delegation(forum, drafted_by=lena, excludes=["Evictions"]).pk


def test_del_7_what_is_reserved_meanwhile_is_not_granted(forum, programme, lena):
    sent = make.delegation(forum, drafted_by=lena, sent=True, power="Agree rents.")
    matter = reserved.reserve(programme=programme, matter="Rents", words=[], by=lena)

    with pytest.raises(DomainError, match="‘Rents’ is reserved"):
        make.grant(sent)
    reserved.release(matter=matter, by=lena)
    assert make.grant(sent).status == "live"


def test_nothing_is_handed_over_to_a_forum_that_closes(forum, lena):
    sent = make.delegation(forum, drafted_by=lena, sent=True)
    Forum.objects.filter(pk=forum.pk).update(status="closing")

    with pytest.raises(DomainError, match="is closing"):
        make.grant(sent)


def test_del_4_what_is_over_before_it_is_approved_is_not_granted(forum, lena):
    sent = make.delegation(forum, drafted_by=lena, sent=True)
    Delegation.objects.filter(pk=sent.pk).update(
        effective_from=in_days(-30), review_on=in_days(-20), expires_on=in_days(-1),
        last_day=in_days(-1),
    )  # fmt: skip

    with pytest.raises(DomainError, match="last day has passed"):
        make.grant(sent)


def test_a_delegation_begins_on_its_day_and_ends_after_its_last(forum, lena):
    made = make.delegation(
        forum, drafted_by=lena, granted=True, effective_from=in_days(10), expires_on=in_days(20)
    )
    assert made.status == "approved"

    def in_force(day):
        return list(Delegation.objects.in_force(at(in_days(day)))) == [made]

    assert [in_force(day) for day in (9, 10, 20, 21)] == [False, True, True, False]
    delegation_course.tend(now=at(in_days(9)))
    assert again(made).status == "approved"


def test_del_4_it_expires_by_itself_and_the_forum_is_told(held, member):
    delegation_course.expire(delegation=held, today=held.last_day)
    assert again(held).status == "live"

    delegation_course.expire(delegation=held, today=held.last_day + timedelta(days=1))
    delegation_course.expire(delegation=held, today=held.last_day + timedelta(days=1))

    assert again(held).status == "expired"
    assert Mail.objects.filter(kind="forum_delegation_over").count() == 2
    assert kinds(held).count("delegation.expired") == 1


def test_del_5_a_revocation_tells_the_forum_why(held, member):
    delegation_course.revoke(delegation=held, reason="The grant was cut.", by=held.role_holder)

    over = again(held)
    assert (over.status, over.end_reason) == ("revoked", "The grant was cut.")
    assert not Delegation.objects.in_force().exists()
    mails = Mail.objects.filter(kind="forum_delegation_over")
    assert {mail.to for mail in mails} == {"grace@example.org", "nell@example.org"}
    assert all("The grant was cut." in mail.body for mail in mails)
    assert all("stays decided" in mail.body for mail in mails)


def test_del_5_what_was_in_force_then_is_known_afterwards(held):
    while_it_was = timezone.now()
    delegation_course.revoke(delegation=held, reason="The grant was cut.", by=held.role_holder)

    assert list(Delegation.objects.in_force(while_it_was)) == [held]
    with pytest.raises(DomainError, match="is revoked now"):
        delegation_course.revoke(delegation=held, reason="Again.", by=held.role_holder)


def test_del_5_a_revocation_needs_a_reason(held):
    with pytest.raises(DomainError, match="Say why"):
        delegation_course.revoke(delegation=held, reason="", by=held.role_holder)


def test_del_6_power_is_handed_on_by_whoever_holds_it(held, beside, grace, lena):
    child = make.grant(handed_on(held, beside, grace, lena, sent=True))

    assert child.status == "live"
    assert child.delegator == held.delegator


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"mode": "decide"}, "Only this much is held"),
        ({"per_decision_limit": Decimal(501)}, "worth £500 at most"),
        ({"period_limit": Decimal(2001)}, "More than the £2,000"),
        ({"period": "quarter"}, "More than the £2,000"),
        ({"expires_on": TODAY() + timedelta(days=400)}, "What is held lasts"),
    ],
)
def test_del_6_no_more_is_handed_on_than_is_held(held, beside, grace, lena, fields, says):
    fields = {"answer_within_days": None, **fields} if "mode" in fields else fields

    with pytest.raises(DomainError, match=says):
        handed_on(held, beside, grace, lena, **fields)


def test_del_6_what_is_left_out_and_asked_for_is_handed_on_with_it(forum, beside, grace, lena):
    held = make.delegation(
        forum, drafted_by=lena, granted=True, sub_delegation=True, excludes=["Lifts"],
        conditions=["Two quotes"], must_consult=["The tenants"], call_in_days=5,
    )  # fmt: skip

    child = handed_on(held, beside, grace, lena, excludes=["Roofs", "lifts"])

    assert child.excludes == ["Roofs", "lifts"]
    assert (child.conditions, child.must_consult) == (["Two quotes"], ["The tenants"])
    assert child.call_in_days == 5


def test_del_6_what_may_not_be_handed_on_is_not(forum, beside, grace, lena):
    held = make.delegation(forum, drafted_by=lena, granted=True)

    with pytest.raises(DomainError, match="may not be handed on"):
        handed_on(held, beside, grace, lena)


def test_del_6_only_the_chair_hands_on_what_the_forum_holds(held, beside, lena):
    stranger = make.granter(held.delegator)

    with pytest.raises(DomainError, match="cannot hand over power"):
        handed_on(held, beside, stranger, lena)


def test_del_6_power_of_one_body_does_not_become_that_of_another(held, beside, grace, lena):
    other = make.organisation()

    with pytest.raises(DomainError, match="stays that when it is handed on"):
        handed_on(held, beside, grace, lena, delegator=other)


def test_del_6_power_never_comes_back_to_where_it_came_from(held, forum, beside, grace, lena):
    chair = make.seat(beside, by=lena, kind="chair")
    forums.recruit(forum=beside, by=lena)
    bea = make.user("Bea")
    make.member(chair, bea)
    child = make.grant(handed_on(held, beside, grace, lena, sent=True, sub_delegation=True))

    with pytest.raises(DomainError, match="cannot come back"):
        handed_on(child, forum, bea, lena)


def test_del_6_a_forum_may_hand_on_to_a_seat_of_its_own_and_no_further(held, forum, grace, lena):
    seat = forum.seats.get(kind="chair")
    child = make.grant(
        handed_on(held, forum, grace, lena, seat=seat, sent=True, sub_delegation=True)
    )
    other = make.seat(forum, by=lena)

    assert child.delegate == f"{forum}: Chair"
    assert child.promise.startswith("Chair, ")
    with pytest.raises(DomainError, match="cannot come back"):
        handed_on(child, forum, grace, lena, seat=other)


def test_del_6_with_its_parent_ends_all_that_was_handed_on(held, beside, programme, grace, lena):
    child = make.grant(handed_on(held, beside, grace, lena, sent=True, sub_delegation=True))

    delegation_course.revoke(delegation=held, reason="No money.", by=held.role_holder)

    over = again(child)
    assert (over.status, over.end_reason) == (
        "revoked",
        f"{held}, from which it was handed on, has ended.",
    )
    with pytest.raises(DomainError, match="is not in force"):
        handed_on(held, beside, grace, lena)


def test_del_6_a_draft_whose_parent_ended_is_not_granted(held, beside, grace, lena):
    sent = handed_on(held, beside, grace, lena, sent=True)
    delegation_course.revoke(delegation=held, reason="No money.", by=held.role_holder)

    with pytest.raises(DomainError, match="is not in force"):
        make.grant(sent)


def test_a_new_one_takes_the_place_of_the_old_at_once(held, forum, beside, grace, lena):
    child = make.grant(handed_on(held, beside, grace, lena, sent=True))

    new = make.delegation(forum, drafted_by=lena, granted=True, replaces=held)

    assert (again(held).status, new.status) == ("superseded", "live")
    assert again(child).status == "revoked"
    with pytest.raises(DomainError, match="taken its place already"):
        make.delegation(forum, drafted_by=lena, granted=True, replaces=held)


def test_a_new_one_takes_the_place_of_the_old_from_its_day(held, forum, beside, grace, lena):
    child = make.grant(handed_on(held, beside, grace, lena, sent=True))
    day = in_days(30)
    new = make.delegation(forum, drafted_by=lena, granted=True, replaces=held, effective_from=day)

    assert list(Delegation.objects.in_force(at(day - timedelta(days=1))).order_by("pk")) == [
        held,
        child,
    ]
    assert list(Delegation.objects.in_force(at(day))) == [new]
    for one in (held, child):
        delegation_course.expire(delegation=again(one), today=day)
    assert (again(held).status, again(child).status) == ("superseded", "revoked")


@pytest.mark.parametrize(
    ("days", "told"), [(61, []), (60, [60]), (45, [60]), (30, [60, 30]), (7, [60, 30, 7])]
)
def test_who_can_renew_it_is_told_60_30_and_7_days_before_once_each(forum, lena, grace, days, told):
    made = make.delegation(
        forum, drafted_by=lena, granted=True, effective_from=TODAY(), expires_on=in_days(200)
    )
    for left in range(70, days - 1, -1):
        delegation_course.tell_before(now=at(made.last_day - timedelta(days=left)))

    mails = Mail.objects.filter(kind="forum_delegation_ending")
    assert mails.count() == 4 * len(told)
    leads = {lena.email, "leo@example.org"}
    people = {made.role_holder.email, grace.email, *leads} if told else set()
    assert {mail.to for mail in mails} == people


def test_frm_4_a_forum_promises_to_decide_only_once_it_can(forum, lena):
    with pytest.raises(DomainError, match="cannot promise to decide yet"):
        forums.change(forum=forum, promise="decide", by=lena)
    with pytest.raises(DomainError, match="cannot promise to decide yet"):
        make.forum(programme=forum.programme, by=lena, promise="decide")
    make.delegation(forum, drafted_by=lena, granted=True, mode="recommend")
    seat = forum.seats.get()
    make.delegation(forum, drafted_by=lena, granted=True, seat=seat)
    with pytest.raises(DomainError, match="cannot promise to decide yet"):
        forums.change(forum=forum, promise="decide", by=lena)

    make.delegation(forum, drafted_by=lena, granted=True)
    forums.change(forum=forum, promise="decide", by=lena)

    assert Forum.objects.get(pk=forum.pk).promise == "decide"


@pytest.mark.parametrize("ending", ["revoked", "expired", "kept"])
def test_frm_4_a_promise_to_decide_ends_with_the_last_power(held, forum, lena, ending):
    forums.change(forum=forum, promise="decide", by=lena)
    if ending == "kept":
        make.delegation(forum, drafted_by=lena, granted=True)

    if ending == "expired":
        Delegation.objects.filter(pk=held.pk).update(last_day=in_days(-1))
        delegation_course.tend(now=timezone.now())
    else:
        delegation_course.revoke(delegation=held, reason="No money.", by=held.role_holder)

    promise = "decide" if ending == "kept" else "collaborate"
    assert Forum.objects.get(pk=forum.pk).promise == promise
    lowered = JournalEntry.objects.filter(kind=promises.FORUM_PROMISE_LOWERED)
    assert lowered.exists() == (ending != "kept")


def test_overlapping_ones_are_named(held, forum, lena):
    theme = held.theme.upper()
    twice = make.delegation(forum, drafted_by=lena, theme=theme)
    later = make.delegation(
        forum, drafted_by=lena, theme=theme, effective_from=held.last_day + timedelta(days=1)
    )
    instead = make.delegation(forum, drafted_by=lena, theme=theme, replaces=held)

    assert overlapping(twice) == [held, instead]
    assert overlapping(later) == []
    assert overlapping(instead) == [twice]
