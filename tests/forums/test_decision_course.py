"""What becomes of a decision: called in, in effect, answered, evaluated (DEC-6, OVR-3)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from coalition.calendar import working_days_after
from coalition.domain import DomainError
from coalition.models import Mail
from forums.actions import decision_course, overrides
from forums.models import Decision
from forums.spending import left
from tests import make

TODAY = timezone.localdate
WHY = "The ward asks us to look at the fire doors once more before anybody changes a lock there."


def again(row):
    return type(row).objects.get(pk=row.pk)


def after(day):
    """The first moment of the morning after that day."""
    return timezone.now() + (day - TODAY()) + timedelta(days=1)


@pytest.fixture
def slow(forum, lena):
    return make.delegation(forum, drafted_by=lena, granted=True, call_in_days=3)


@pytest.fixture
def decided(forum, member, slow, grace):
    return make.decision(forum, by=grace, delegation=slow, published=True)


def test_it_takes_effect_after_its_call_in_and_not_before(decided):
    assert decided.call_in_until == working_days_after(TODAY(), 3, decided.forum.programme.nation)

    decision_course.tend(now=timezone.now() + (decided.call_in_until - TODAY()))
    assert again(decided).status == "in_call_in"

    decision_course.tend(now=after(decided.call_in_until))
    assert again(decided).status == "effective"
    assert Mail.objects.filter(kind="forum_decision_effective").count() == 2


def test_called_in_it_waits_for_whoever_called_it_in(decided, slow):
    made = decision_course.call_in(decision=decided, reason=WHY, by=slow.role_holder)

    assert made.call_in_until > decided.call_in_until
    assert WHY in Mail.objects.filter(kind="forum_decision_called_in")[0].body
    with pytest.raises(DomainError, match="called in already"):
        decision_course.call_in(decision=decided, reason=WHY, by=slow.role_holder)

    decision_course.tend(now=after(decided.call_in_until))
    assert again(decided).status == "in_call_in"

    decision_course.tend(now=after(made.call_in_until))
    assert again(decided).status == "effective"


def test_whoever_called_it_in_lets_it_stand(decided, slow):
    decision_course.call_in(decision=decided, reason=WHY, by=slow.role_holder)

    decision_course.let_stand(decision=decided, by=slow.role_holder)

    assert again(decided).status == "effective"
    with pytest.raises(DomainError, match="not open to call-in any more"):
        decision_course.let_stand(decision=decided, by=slow.role_holder)


def test_what_is_overruled_never_takes_effect_and_spends_nothing(decided, slow, forum):
    assert left(slow, TODAY()) == 1900
    overrides.override(
        decision=decided,
        kind="overruled",
        office="Director",
        body=forum.convened_by,
        decided_on=TODAY(),
        reason=WHY,
        by=slow.role_holder,
    )

    decision_course.tend(now=after(decided.call_in_until))

    assert again(decided).status == "overruled"
    assert left(slow, TODAY()) == 2000


@pytest.mark.parametrize("status", ["adopted_in_part", "not_adopted"])
def test_a_no_or_in_part_says_why(forum, grace, status):
    made = make.decision(forum, by=grace, published=True)

    with pytest.raises(DomainError, match="Say why"):
        decision_course.answer(decision=made, status=status, words="", by=grace)
    decision_course.answer(decision=made, status=status, words=WHY, by=grace)

    assert (again(made).status, again(made).answer) == (status, WHY)
    with pytest.raises(DomainError, match="cannot become"):
        decision_course.answer(decision=made, status="adopted", words="", by=grace)


def test_an_answer_is_told_to_members(forum, member, grace):
    made = make.decision(forum, by=grace, published=True)

    decision_course.answer(decision=made, status="adopted", words="From January.", by=grace)

    told = Mail.objects.filter(kind="forum_decision_answered")
    assert set(told.values_list("to", flat=True)) == {"grace@example.org", "nell@example.org"}
    assert "From January." in told[0].body


def test_what_is_not_published_is_not_answered(forum, grace):
    made = make.decision(forum, by=grace)

    with pytest.raises(DomainError, match="not published yet"):
        decision_course.answer(decision=made, status="adopted", words="", by=grace)


def test_a_recommendation_replaces_only_once_it_is_taken_up(forum, lena, grace):
    held = make.delegation(forum, drafted_by=lena, granted=True)
    old = make.decision(forum, by=grace, delegation=held, published=True)
    new = make.decision(forum, by=grace, replaces=old, value=Decimal(9000), published=True)
    assert again(old).status == "effective"

    decision_course.answer(decision=new, status="adopted", words="", by=grace)

    assert again(old).status == "superseded"


def test_dec_6_on_its_day_the_chair_is_reminded_once_to_say_what_came_of_it(forum, lena, grace):
    held = make.delegation(forum, drafted_by=lena, granted=True)
    day = TODAY() + timedelta(days=40)
    made = make.decision(forum, by=grace, delegation=held, evaluation_on=day, published=True)

    decision_course.tell_before(now=after(day) - timedelta(days=2))
    assert not Mail.objects.filter(kind="forum_decision_to_evaluate").exists()
    for days in (0, 1):
        decision_course.tell_before(now=after(day) + timedelta(days=days))

    assert Mail.objects.get(kind="forum_decision_to_evaluate").to == "grace@example.org"
    decision_course.evaluate(decision=made, words="They moved in.", by=grace)
    assert again(made).status == "evaluated"
    assert not Decision.objects.to_evaluate(day).exists()


def test_whoever_owes_an_answer_is_reminded_before_it_is_due(forum, lena, grace):
    held = make.delegation(
        forum, drafted_by=lena, granted=True, mode="recommend", legal_basis="none"
    )
    made = make.decision(forum, by=grace, delegation=held, published=True)

    for _ in range(2):
        decision_course.tell_before(now=after(made.answer_due) - timedelta(days=3))

    assert Mail.objects.get(kind="forum_recommendation_due").to == held.role_holder.email


def test_metrics_know_what_is_past_its_day(forum, slow, grace):
    waits = make.decision(forum, by=grace, delegation=slow, published=True)
    asked = make.decision(forum, by=grace, published=True)
    assert list(Decision.objects.past_their_day()) == []

    decision_course.let_stand(decision=waits, by=slow.role_holder)
    late = Decision.objects.past_their_day(asked.answer_due + timedelta(days=1))

    assert set(late) == {waits, asked}
    assert list(Decision.objects.honoured()) == [waits]
    assert list(Decision.objects.of_authority()) == [waits]


def test_dec_6_of_what_was_taken_up_it_is_said_as_well_what_came_of_it(forum, grace):
    day = TODAY() + timedelta(days=40)
    made = make.decision(forum, by=grace, evaluation_on=day, published=True)
    with pytest.raises(DomainError, match="cannot become evaluated"):
        decision_course.evaluate(decision=made, words="Too early.", by=grace)
    decision_course.answer(decision=made, status="adopted", words="", by=grace)
    assert list(Decision.objects.to_evaluate(day)) == [again(made)]

    decision_course.evaluate(decision=made, words="They moved in.", by=grace)

    assert (again(made).status, again(made).evaluation) == ("adopted", "They moved in.")
    with pytest.raises(DomainError, match="cannot become evaluated"):
        decision_course.evaluate(decision=made, words="Twice.", by=grace)
