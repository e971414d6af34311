"""What happens with a delegation, as the journal keeps it."""

from typing import Any

from coalition.domain import action
from coalition.models import JournalEntry, User
from forums.models import Delegation

DELEGATION_DRAFTED = "delegation.drafted"
DELEGATION_ASKED = "delegation.sent_for_approval"
DELEGATION_SENT_BACK = "delegation.sent_back"
DELEGATION_DROPPED = "delegation.dropped"
DELEGATION_APPROVED = "delegation.approved"
DELEGATION_BEGUN = "delegation.begun"
DELEGATION_SHORTENED = "delegation.shortened"
DELEGATION_EXPIRED = "delegation.expired"
DELEGATION_REVOKED = "delegation.revoked"
DELEGATION_SUPERSEDED = "delegation.superseded"


@action
def record(*, kind: str, delegation: Delegation, by: User | None, **facts: Any) -> Delegation:
    """Write what happened; `by` is None for the clock."""
    JournalEntry.objects.record(
        kind, by=by, subject=delegation, programme=delegation.forum.programme, **facts
    )
    return delegation
