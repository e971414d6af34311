"""What happens with a difference, as the journal keeps it: never what it is about."""

from typing import Any

from coalition.domain import action
from coalition.models import JournalEntry, User
from forums.models import Difference


@action
def record(*, kind: str, difference: Difference, by: User | None, **facts: Any) -> Difference:
    """Write what happened; `by` is None for the clock."""
    JournalEntry.objects.record(
        kind, by=by, subject=difference, programme=difference.forum.programme, **facts
    )
    return difference
