"""What the journal says of proposals and rounds: that somebody responded, never what (L4)."""

from typing import Any

from coalition.domain import action
from coalition.models import JournalEntry, User
from forums.models import Proposal

PROPOSAL_BEGUN = "proposal.begun"
PROPOSAL_CHANGED = "proposal.changed"
PROPOSAL_WITHDRAWN = "proposal.withdrawn"
PROPOSAL_REFERRED = "proposal.referred"
PROPOSAL_DROPPED = "proposal.dropped"
ROUND_ON_AGENDA = "round.put_on_an_agenda"
ROUND_OPENED = "round.opened"
ROUND_RESPONDED = "round.responded"
ROUND_STEPPED_BACK = "round.stepped_back"
ROUND_QUESTION_ANSWERED = "round.question_answered"
ROUND_CLASSIFIED = "round.objection_classified"
ROUND_REPLIED = "round.objector_replied"
ROUND_CLOSED = "round.closed"
ROUND_SUPERSEDED = "round.superseded"
ROUND_NOTED = "round.urgent_put_on_an_agenda"
PROXY_GIVEN = "proxy.given"
PROXY_REVOKED = "proxy.revoked"


@action
def record(*, kind: str, proposal: Proposal, by: User | None, **facts: Any) -> None:
    """Write what happened; `by` is None for the clock."""
    JournalEntry.objects.record(
        kind, by=by, subject=proposal, programme=proposal.forum.programme, **facts
    )
