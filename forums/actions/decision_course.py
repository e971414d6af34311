"""What becomes of a published decision: called in, in effect, answered, evaluated."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from coalition.calendar import working_days_after
from coalition.domain import DomainError, action
from coalition.models import User
from forums.actions import decision_mail, decisions, overrides
from forums.actions.decision_journal import (
    DECISION_ANSWERED,
    DECISION_CALLED_IN,
    DECISION_EFFECTIVE,
    DECISION_EVALUATED,
    DECISION_LET_STAND,
    record,
)
from forums.models import Decision
from forums.models.decision_words import TAKEN_UP, Status
from forums.overruling import is_open_to_call_in

# Working days in which whoever called it in says what becomes of it.
CALL_IN_LASTS = 10
# So many days before an answer is due, whoever owes it is reminded.
REMIND_BEFORE = timedelta(days=3)


@action
def call_in(*, decision: Decision, reason: str, by: User) -> Decision:
    """It needs another look before it takes effect. Whoever called it in lets it stand or overrules
    it within ten working days; if they say nothing, it takes effect. Once."""
    decision = Decision.objects.lock_with_all(decision)
    _require_open_to_call_in(decision)
    if decision.called_in_at is not None:
        raise DomainError(f"{decision} is called in already. Let it stand, or overrule it.")

    nation = decision.forum.programme.nation
    decision.called_in_at, decision.called_in_by = timezone.now(), by
    decision.call_in_reason = reason
    decision.call_in_until = working_days_after(timezone.localdate(), CALL_IN_LASTS, nation)
    decision.save(update_fields=["called_in_at", "called_in_by", "call_in_reason", "call_in_until"])

    record(kind=DECISION_CALLED_IN, decision=decision, by=by, reason=reason)
    decision_mail.tell_members(kind="forum_decision_called_in", decision=decision)
    return decision


@action
def let_stand(*, decision: Decision, by: User) -> Decision:
    """They have looked at it again, or need not: it takes effect now."""
    decision = Decision.objects.lock_with_all(decision)
    _require_open_to_call_in(decision)
    record(kind=DECISION_LET_STAND, decision=decision, by=by)
    return _take_effect(decision, by)


@action
def take_effect(*, decision: Decision, today: date) -> Decision:
    """Its call-in is over, and nobody has overruled it."""
    decision = Decision.objects.lock_with_all(decision)
    if not Decision.objects.to_take_effect(today).contains(decision):
        return decision
    return _take_effect(decision, None)


@action
def answer(*, decision: Decision, status: str, words: str, by: User) -> Decision:
    """Yes, in part, or no and why. A late answer counts as well; that it was late stays on record.
    What it takes the place of is replaced where it is taken up."""
    decision = Decision.objects.lock_with_all(decision).require_can_become(Status(status))
    if not decision.is_published:
        raise DomainError(f"{decision} is not published yet. Answer it once it is.")
    old = Decision.objects.lock(decision.replaces) if decision.replaces else None

    decision.status, decision.answer = status, words
    decision.answered_at, decision.answered_by = timezone.now(), by
    decision.save(update_fields=["status", "answer", "answered_at", "answered_by"])

    record(kind=DECISION_ANSWERED, decision=decision, by=by, status=status)
    if old is not None and status in TAKEN_UP and old.can_become(Status.SUPERSEDED):
        decisions.supersede(decision=old, by=by)
    decision_mail.tell_members(kind="forum_decision_answered", decision=decision)
    return decision


@action
def evaluate(*, decision: Decision, words: str, by: User) -> Decision:
    """Say what came of it, once. A recommendation that was taken up stays adopted."""
    decision = Decision.objects.lock_with_all(decision)
    if not decision.is_to_evaluate:
        decision.require_can_become(Status.EVALUATED)

    if decision.status == Status.EFFECTIVE:
        decision.status = Status.EVALUATED
    decision.evaluation = words
    decision.evaluated_at, decision.evaluated_by = timezone.now(), by
    decision.save(update_fields=["status", "evaluation", "evaluated_at", "evaluated_by"])

    return record(kind=DECISION_EVALUATED, decision=decision, by=by)


def tend(*, now: datetime) -> None:
    """Put in effect what is due, and on record that nobody answered (OVR-3). Spans transactions:
    each has its own."""
    today = timezone.localdate(now)
    for decision in Decision.objects.to_take_effect(today).order_by("pk"):
        take_effect(decision=decision, today=today)
    for decision in Decision.objects.unanswered(today).order_by("pk"):
        overrides.note_unanswered(decision=decision, today=today)


def tell_before(*, now: datetime) -> None:
    """Of answers that are due soon, and of decisions to look at again; once each. Spans
    transactions: each has its own."""
    today = timezone.localdate(now)
    waiting = Decision.objects.waiting_for_an_answer().filter(answer_due__gte=today)
    for decision in waiting.filter(answer_due__lte=today + REMIND_BEFORE).with_all():
        decision_mail.tell_their_side(kind="forum_recommendation_due", decision=decision)
    for decision in Decision.objects.to_evaluate(today).with_all():
        decision_mail.tell_the_chair(kind="forum_decision_to_evaluate", decision=decision)


def _take_effect(decision: Decision, by: User | None) -> Decision:
    decision.status, decision.effective_at = Status.EFFECTIVE, timezone.now()
    decision.save(update_fields=["status", "effective_at"])

    record(kind=DECISION_EFFECTIVE, decision=decision, by=by)
    decision_mail.tell_members(kind="forum_decision_effective", decision=decision)
    return decision


def _require_open_to_call_in(decision: Decision) -> None:
    if not is_open_to_call_in(decision):
        raise DomainError(
            f"{decision} is {decision.get_status_display().lower()}, and not open to call-in any"
            " more. A new decision can take its place."
        )
