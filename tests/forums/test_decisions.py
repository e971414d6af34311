"""A decision goes on record: measured against its delegation, published, and then it stays (DEC-1
to DEC-6)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised
from coalition.models import JournalEntry, Mail
from coalition.verifying import faults
from forums.actions import decisions, delegation_course, dissents, reserved
from forums.closing import open_in
from forums.models import Decision, Delegation
from forums.spending import cards, last_used, left
from tests import make

TODAY = timezone.localdate


def again(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def held(forum, lena):
    """£500 a decision, £2,000 a financial year."""
    return make.delegation(forum, drafted_by=lena, granted=True)


def test_a_decision_inside_its_delegation_is_decided_and_spends(forum, member, held, grace):
    made = make.decision(forum, by=grace, delegation=held, value=Decimal(300))

    assert (made.status, made.mode, made.outside) == ("decided", "decide_by_undertaking", [])
    assert left(held, TODAY()) == 1700
    assert last_used([held]) == {held.pk: TODAY()}
    assert cards([held])[0].money.startswith("Up to £500 a decision. £1,700 of £2,000 is left")


def test_published_it_tells_members_its_authority_and_the_next_date(forum, member, lena, grace):
    held = make.delegation(forum, drafted_by=lena, granted=True, call_in_days=3)
    made = make.decision(forum, by=grace, delegation=held, published=True)

    assert (made.status, made.is_published) == ("in_call_in", True)
    told = Mail.objects.filter(kind="forum_decision_published")
    assert set(told.values_list("to", flat=True)) == {"grace@example.org", "nell@example.org"}
    assert f"Decided under {held}" in told[0].body
    assert f"{made.call_in_until.day} {made.call_in_until:%B %Y}" in told[0].body
    asked = Mail.objects.get(kind="forum_decision_to_call_in")
    assert asked.to == held.role_holder.email


def test_without_call_in_it_is_in_effect_at_once(forum, held, grace):
    made = make.decision(forum, by=grace, delegation=held, published=True)

    assert (made.status, made.effective_at is not None) == ("effective", True)
    assert list(faults()) == []


def test_dec_1_nothing_that_is_handed_over_makes_it_a_recommendation(forum, grace):
    made = make.decision(forum, by=grace, published=True)

    assert (made.status, made.mode) == ("recommended", "recommend")
    assert made.outside == ["Nothing that is handed over to this forum covers it."]
    assert made.answered_by_whom == f"Director of Housing, {forum.convened_by}"
    assert made.answer_due > TODAY()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"value": Decimal("500.01")}, "One decision under {held} may be worth £500 at most"),
        ({"conditions_met": []}, "A condition of {held} is not met: In writing"),
        ({"consulted": []}, "heard first, and they were not: Tenants"),
        ({"touches": ["Roofs"]}, "{held} does not cover this: Roofs"),
        ({"text": "Repair before anybody is evicted."}, "‘Evictions’ is reserved"),
        ({"decided_on": TODAY() - timedelta(days=2)}, "{held} was not handed over yet"),
    ],
)
def test_dec_1_outside_the_delegation_it_is_a_recommendation_that_says_why(
    forum, programme, lena, grace, fields, says
):
    held = make.delegation(
        forum,
        drafted_by=lena,
        granted=True,
        conditions=["In writing"],
        must_consult=["Tenants"],
        excludes=["Roofs"],
    )
    reserved.reserve(programme=programme, matter="Evictions", words=["evict"], by=lena)

    made = make.decision(forum, by=grace, delegation=held, **fields)

    assert made.status == "recommended"
    assert says.format(held=held) in made.outside[0]
    assert made.answered_by_whom == held.owner
    assert left(held, TODAY()) == 2000


def test_dec_1_more_than_is_left_in_the_period_is_a_recommendation(forum, held, grace):
    for _ in range(4):
        made = make.decision(forum, by=grace, delegation=held, value=Decimal(480))
        assert made.status == "decided"

    made = make.decision(forum, by=grace, delegation=held, value=Decimal(100))

    assert made.outside == [
        f"It is worth £100, and £80 is left under {held} until"
        f" {cards([held])[0].period.last.day} {cards([held])[0].period.last:%B %Y}."
    ]


def test_dec_1_a_power_to_recommend_recommends(forum, lena, grace):
    held = make.delegation(
        forum, drafted_by=lena, granted=True, mode="recommend", legal_basis="none"
    )

    made = make.decision(forum, by=grace, delegation=held)

    assert (made.status, made.mode) == ("recommended", "recommend")
    assert made.outside == [f"Under {held} this forum recommends. It does not decide."]
    assert last_used([held]) == {held.pk: TODAY()}


def test_dec_1_revoked_before_it_is_on_record_it_is_a_recommendation(forum, held, grace):
    delegation_course.revoke(delegation=held, reason="The money is gone.", by=held.role_holder)

    made = make.decision(forum, by=grace, delegation=again(held))

    assert made.status == "recommended"
    assert "was revoked on" in made.outside[0]


def test_dec_1_revoked_before_it_is_published_it_becomes_a_recommendation(forum, held, grace):
    made = make.decision(forum, by=grace, delegation=held)
    delegation_course.revoke(delegation=held, reason="The money is gone.", by=held.role_holder)

    made = decisions.publish(decision=made, by=grace)

    assert (made.status, made.answered_by_whom) == ("recommended", held.owner)


def test_del_5_what_is_in_effect_stays_so_when_the_power_is_revoked(forum, held, grace):
    made = make.decision(forum, by=grace, delegation=held, published=True)

    delegation_course.revoke(delegation=held, reason="The money is gone.", by=held.role_holder)

    assert again(made).status == "effective"


def test_dec_5_what_is_handed_on_spends_from_whatever_it_came_from(forum, programme, lena, grace):
    held = make.delegation(forum, drafted_by=lena, granted=True, sub_delegation=True)
    beside = make.forum(programme=programme, by=lena, name="Hands on")
    child = make.delegation(
        beside,
        drafted_by=lena,
        granted=True,
        parent=held,
        role_holder=grace,
        office_title="Chair",
        expires_on=held.last_day,
    )

    make.decision(beside, by=lena, delegation=child, value=Decimal(400))

    assert left(held, TODAY()) == 1600
    assert left(child, TODAY()) == 1600


def test_dec_5_what_is_withdrawn_or_put_right_is_free_again(forum, held, grace):
    made = make.decision(forum, by=grace, delegation=held, value=Decimal(500))
    fields = {name: getattr(made, name) for name in ("title", "text", "decided_on")}

    made = decisions.rewrite(decision=made, delegation=held, value=Decimal(200), by=grace, **fields)
    assert (made.status, left(held, TODAY())) == ("decided", 1800)

    decisions.drop(decision=made, by=grace)
    assert left(held, TODAY()) == 2000
    with pytest.raises(DomainError, match="was withdrawn"):
        decisions.publish(decision=made, by=grace)


@pytest.mark.parametrize("name", ["text", "reasons", "options_rejected", "conflicts"])
def test_dec_2_what_why_what_else_and_interests_are_always_said(forum, grace, name):
    with pytest.raises(DomainError, match="Say what was decided, why"):
        make.decision(forum, by=grace, **{name: ""})


@pytest.mark.parametrize("what", [{"significance": "major"}, {"reversible": "no"}])
def test_dec_6_what_matters_has_a_day_to_look_at_it_again(forum, grace, what):
    with pytest.raises(DomainError, match="Choose a day to look at what came of it"):
        make.decision(forum, by=grace, **what)
    later = TODAY() + timedelta(days=90)
    assert make.decision(forum, by=grace, evaluation_on=later, **what).pk


def test_dec_3_a_published_decision_never_changes(forum, held, grace):
    made = make.decision(forum, by=grace, delegation=held, published=True)

    with pytest.raises(DomainError, match="published, so it stays"):
        decisions.rewrite(decision=made, delegation=held, by=grace, text="Pay for doors.")
    with pytest.raises(DomainError, match="published, so it stays"):
        decisions.drop(decision=made, by=grace)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Pay for doors."},
        {"value": Decimal(1)},
        {"published_at": None},
        {"entitled": []},
        {"publication": "public"},
        {"call_in_until": TODAY()},
    ],
)
def test_dec_3_the_database_keeps_it_as_published(forum, held, grace, change):
    made = make.decision(forum, by=grace, delegation=held, published=True)

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Decision.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        Decision.objects.filter(pk=made.pk)._raw_delete("default")


def test_dec_3_another_takes_its_place_and_its_money(forum, held, grace):
    made = make.decision(forum, by=grace, delegation=held, value=Decimal(500), published=True)
    new = make.decision(forum, by=grace, delegation=held, value=Decimal(100), replaces=made)
    assert again(made).status == "effective"

    decisions.publish(decision=new, by=grace)

    assert again(made).status == "superseded"
    assert left(held, TODAY()) == 1900
    with pytest.raises(DomainError, match="does not stand any more"):
        make.decision(forum, by=grace, replaces=again(made))


def test_what_is_still_to_come_does_not_go_on_record(forum, grace):
    with pytest.raises(DomainError, match="still to come"):
        make.decision(forum, by=grace, decided_on=TODAY() + timedelta(days=1))


def test_what_was_agreed_in_a_meeting_goes_on_record_once(forum, member, held, grace):
    item = make.decided_item(forum)
    make.decision(forum, by=grace, delegation=held, item=item)

    with pytest.raises(DomainError, match="on record already"):
        make.decision(forum, by=grace, delegation=held, item=item)


def test_what_was_not_agreed_in_a_meeting_does_not_go_on_record(forum, held, grace):
    item = make.decided_item(forum)
    item.outcome = "deferred"
    item.save()

    with pytest.raises(DomainError, match="was not agreed in the meeting"):
        make.decision(forum, by=grace, delegation=held, item=item)


def test_org_3_who_was_entitled_is_kept_with_their_sectors(forum, member, held, kitchen, grace):
    made = make.decision(forum, by=grace, delegation=held)
    kitchen.name, kitchen.sector = "Renamed", "LG"
    kitchen.save()

    kept = {one["organisation"]: one for one in again(made).entitled}

    assert kept["Aldermere Community Kitchen"]["government"] is False
    assert (made.voters, made.voters_outside) == (2, 2)


def test_dec_4_dissent_is_printed_only_as_its_member_approved_it(forum, member, held, grace, nell):
    made = make.decision(forum, by=grace, delegation=held)
    asked = dissents.ask(decision=made, membership=member, words="Nell is against.", by=grace)

    assert Mail.objects.get(kind="forum_dissent_to_approve").to == "nell@example.org"
    assert list(made.dissents.approved()) == []
    with pytest.raises(NotAuthorised, match="Only a member themselves"):
        dissents.say(decision=made, membership=member, words="So.", shown_as="seat", by=grace)
    with pytest.raises(DomainError, match="has been asked for their own words"):
        decisions.publish(decision=made, by=grace)

    dissents.say(decision=made, membership=member, words="Too dear.", shown_as="seat", by=nell)
    decisions.publish(decision=made, by=grace)

    assert [row.words for row in made.dissents.approved()] == ["Too dear."]
    with pytest.raises(DatabaseError, match="as its member approved it"), transaction.atomic():
        type(asked).objects.update(words="Cheap.")


def test_dec_4_who_was_asked_is_waited_for_three_working_days(forum, member, held, grace):
    made = make.decision(forum, by=grace, delegation=held)
    asked = dissents.ask(decision=made, membership=member, words="No.", by=grace)
    asked.asked_at -= timedelta(days=8)
    asked.save()

    assert decisions.publish(decision=made, by=grace).is_published


def test_dec_4_who_leaves_it_at_that_is_not_printed(forum, member, held, grace, nell):
    made = make.decision(forum, by=grace, delegation=held)
    dissents.ask(decision=made, membership=member, words="Nell is against.", by=grace)

    left_it = dissents.decline(decision=made, membership=member, by=nell)

    assert (left_it.status, left_it.words) == ("declined", "")
    assert decisions.publish(decision=made, by=grace).is_published


def test_dec_4_other_words_of_the_decision_ask_the_member_again(forum, member, held, grace, nell):
    made = make.decision(forum, by=grace, delegation=held)
    dissents.say(decision=made, membership=member, words="Too dear.", shown_as="seat", by=nell)

    decisions.rewrite(decision=made, delegation=held, text="Pay for doors.", by=grace)

    assert made.dissents.get().status == "asked"
    assert Mail.objects.filter(kind="forum_dissent_to_approve").count() == 1


def test_every_step_is_sealed(forum, held, grace):
    made = make.decision(forum, by=grace, delegation=held, published=True)

    kinds = JournalEntry.objects.about(made).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["decision.recorded", "decision.published", "decision.effective"]
    assert not JournalEntry.objects.unsealed().exists()
    assert Delegation.objects.get(pk=held.pk).status == "live"


def test_frm_3_a_forum_does_not_close_over_what_is_being_written_down(forum, held, grace):
    make.decision(forum, by=grace, delegation=held)

    words = [left.words for left in open_in(forum)]

    assert "a decision must be published, or withdrawn" in words
