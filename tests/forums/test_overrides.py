"""It is not done as decided: with a reason, told at once, first on the next agenda, for good
(OVR-1 to OVR-3)."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError, IntegrityError
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import JournalEntry, Mail
from coalition.verifying import faults
from forums.actions import agendas, decision_course, meetings, minutes, overrides
from forums.models import Decision, Override
from forums.overruling import kinds_open, may_reverse
from tests import make

TODAY = timezone.localdate
WHY = "The supplier recalled these locks on Tuesday, because their keys open other doors as well."


@pytest.fixture
def slow(forum, lena):
    """Decisions under it can be called in for three working days."""
    return make.delegation(forum, drafted_by=lena, granted=True, call_in_days=3)


@pytest.fixture
def decided(forum, member, slow, grace):
    return make.decision(forum, by=grace, delegation=slow, published=True)


def override(decision, **fields):
    fields = {
        "kind": "overruled",
        "office": "Director of Housing",
        "body": decision.forum.convened_by,
        "decided_on": TODAY(),
        "reason": WHY,
        "by": decision.delegation.role_holder,
        **fields,
    }
    return overrides.override(decision=decision, **fields)


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_ovr_2_members_are_told_at_once_with_the_reason(decided):
    made = override(decided)

    told = Mail.objects.filter(kind="forum_decision_overridden")
    assert set(told.values_list("to", flat=True)) == {"grace@example.org", "nell@example.org"}
    assert WHY in told[0].body
    assert "Director of Housing" in told[0].body
    assert again(decided).status == "overruled"
    assert made.told_forum_at


def test_ovr_2_it_is_the_first_item_of_the_next_meeting(forum, decided, grace):
    ahead = make.meeting(forum, by=grace)

    made = override(decided)

    first = ahead.items.kept().in_order().first()
    assert (first.kind, first.override, first.position) == ("override", made, 1)
    assert ahead.items.kept().count() == 4
    assert str(first).startswith(f"Overruled: {decided}")


def test_ovr_2_with_no_meeting_ahead_it_waits_for_the_next(forum, decided, grace):
    made = override(decided)

    ahead = make.meeting(forum, by=grace)

    assert ahead.items.kept().in_order().first().override == made
    assert not Override.objects.yet_to_be_heard(forum).exists()


def test_ovr_2_a_meeting_that_is_called_off_hands_it_on(forum, decided, grace):
    first = make.meeting(forum, by=grace)
    second = make.meeting(forum, by=grace, starts_at=first.starts_at + timedelta(days=14))
    made = override(decided)

    meetings.cancel(meeting=first, because="Snow.", by=grace)

    assert second.items.kept().in_order().first().override == made


def test_ovr_2_nobody_takes_it_off_the_agenda_or_puts_something_before_it(forum, decided, grace):
    ahead = make.meeting(forum, by=grace)
    override(decided)
    first, second, *_ = ahead.items.kept().in_order()

    with pytest.raises(DomainError, match="stays first on the agenda"):
        agendas.remove(item=first, by=grace)
    with pytest.raises(DomainError, match="comes first"):
        agendas.shift(item=second, up=True, by=grace)
    with pytest.raises(DomainError, match="comes first"):
        agendas.shift(item=first, up=False, by=grace)
    with pytest.raises(IntegrityError, match="agenda_tells_of_an_override"), transaction.atomic():
        type(first).objects.filter(pk=first.pk).update(removed_at=timezone.now())


def test_ovr_1_it_is_never_edited_nor_deleted(decided):
    made = override(decided)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Override.objects.filter(pk=made.pk).update(reason="Nothing to see here, move along please.")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Override.objects.filter(pk=made.pk)._raw_delete("default")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Decision.objects.filter(pk=decided.pk).update(ended_at=None)


def test_ovr_1_it_is_sealed_with_its_reason(decided):
    made = override(decided)

    entry = JournalEntry.objects.get(kind="override.recorded")
    assert (entry.facts["reason"], entry.facts["decision"]) == (WHY, decided.pk)
    assert entry.seal
    assert list(faults()) == []
    assert entry.by == made.by


@pytest.mark.parametrize("reason", ["", "n/a", "n/a " * 20, "a" * 80, "no reason " * 10])
def test_a_reason_that_says_nothing_is_refused(decided, reason):
    with pytest.raises(DomainError, match="Say why in at least|does not say why yet"):
        override(decided, reason=reason)
    assert again(decided).status == "in_call_in"


def test_the_database_refuses_a_short_reason(decided):
    with pytest.raises(IntegrityError, match="override_says_why"), transaction.atomic():
        Override.objects.create(
            decision=decided,
            kind="overruled",
            by_office="Director",
            by_body=decided.forum.convened_by,
            by=decided.delegation.role_holder,
            reason="Short.",
        )


def test_in_effect_without_a_legal_route_only_a_new_decision_reverses_it(forum, lena, grace):
    held = make.delegation(forum, drafted_by=lena, granted=True, mode="decide")
    made = make.decision(forum, by=grace, delegation=held, published=True)
    assert made.status == "effective"

    for kind in ("overruled", "altered"):
        with pytest.raises(DomainError, match="Reverse it by a new decision"):
            override(made, kind=kind)
    assert kinds_open(made) == ["delayed", "not_carried_out"]
    assert again(made).status == "effective"


def test_whoever_undertook_to_do_it_can_still_say_why_not_for_as_long_as_promised(
    forum, lena, grace
):
    held = make.delegation(forum, drafted_by=lena, granted=True)
    made = make.decision(forum, by=grace, delegation=held, published=True)

    assert may_reverse(made)
    assert not may_reverse(made, TODAY() + timedelta(days=30))
    override(made)
    assert again(made).status == "overruled"


def test_what_is_not_carried_out_stays_on_record_beside_it(forum, lena, grace):
    held = make.delegation(forum, drafted_by=lena, granted=True)
    made = make.decision(forum, by=grace, delegation=held, published=True)
    assert list(Decision.objects.honoured()) == [made]

    override(made, kind="not_carried_out")

    assert again(made).status == "effective"
    assert list(Decision.objects.honoured()) == []
    with pytest.raises(DomainError, match="cannot be put on record of it now"):
        override(again(made), kind="not_carried_out")


def test_a_reason_is_not_dated_ahead_and_the_days_to_it_are_counted(decided):
    with pytest.raises(DomainError, match="still to come"):
        override(decided, decided_on=TODAY() + timedelta(days=1))

    assert override(decided, decided_on=TODAY() - timedelta(days=4)).days_to_reason == 4


def test_ovr_3_nobody_answered_in_time_goes_on_record_by_itself(forum, member, grace):
    made = make.decision(forum, by=grace, published=True)
    ahead = make.meeting(forum, by=grace)
    on_the_day = timezone.now() + (made.answer_due - TODAY())

    decision_course.tend(now=on_the_day)
    assert not Override.objects.exists()

    decision_course.tend(now=on_the_day + timedelta(days=1))
    decision_course.tend(now=on_the_day + timedelta(days=2))

    noted = Override.objects.get()
    assert (noted.kind, noted.by, noted.decision) == ("not_answered", None, made)
    assert "No answer came" in noted.reason
    assert Mail.objects.filter(kind="forum_decision_overridden").count() == 2
    assert ahead.items.kept().in_order().first().override == noted
    assert again(made).status == "recommended"


def test_ovr_3_a_late_answer_still_counts_and_the_record_stays(forum, grace):
    made = make.decision(forum, by=grace, published=True)
    overrides.note_unanswered(decision=made, today=made.answer_due + timedelta(days=1))

    decision_course.answer(decision=made, status="adopted", words="", by=grace)

    assert again(made).status == "adopted"
    assert Override.objects.filter(decision=made, kind="not_answered").exists()


def test_ovr_2_it_is_not_left_for_another_meeting(forum, decided, grace):
    override(decided)
    going_on = make.session(forum, by=grace)
    first = going_on.items.kept().in_order().first()

    with pytest.raises(DomainError, match="Members hear this first"):
        minutes.minute(item=first, text="Later.", outcome="deferred", edition=0, by=grace)
    heard = minutes.minute(item=first, text="Heard.", outcome="noted", edition=0, by=grace)

    assert heard.outcome == "noted"


def test_ovr_2_the_page_offers_no_other_place_for_it(as_, forum, decided, grace):
    ahead = make.meeting(forum, by=grace)
    override(decided)

    page = as_(grace).get(ahead.get_absolute_url()).content.decode()

    first, second, third, *_ = ahead.items.kept().in_order()
    assert WHY in page
    assert f'Up<span class="vh">: {second}' not in page
    assert f'Down<span class="vh">: {first}' not in page
    assert f'Up<span class="vh">: {third}' in page
