"""What happens with a decision, as the journal keeps it. All of it is sealed (ADR 0014)."""

from typing import Any

from coalition.domain import action
from coalition.models import JournalEntry, User
from forums.models import Decision, Override

DECISION_RECORDED = "decision.recorded"
DECISION_DROPPED = "decision.dropped"
DECISION_PUBLISHED = "decision.published"
DECISION_EFFECTIVE = "decision.effective"
DECISION_CALLED_IN = "decision.called_in"
DECISION_LET_STAND = "decision.let_stand"
DECISION_ANSWERED = "decision.answered"
DECISION_EVALUATED = "decision.evaluated"
DECISION_SUPERSEDED = "decision.superseded"
DISSENT_ASKED = "decision.dissent_asked"
DISSENT_ANSWERED = "decision.dissent_answered"
OVERRIDE_RECORDED = "override.recorded"


@action
def record(*, kind: str, decision: Decision, by: User | None, **facts: Any) -> Decision:
    """Write what happened; `by` is None for the clock."""
    JournalEntry.objects.record(
        kind, by=by, subject=decision, programme=decision.forum.programme, **facts
    )
    return decision


@action
def record_override(*, override: Override) -> Override:
    JournalEntry.objects.record(
        OVERRIDE_RECORDED,
        by=override.by,
        subject=override,
        programme=override.decision.forum.programme,
        decision=override.decision_id,
        override=override.kind,
        reason=override.reason,
    )
    return override
