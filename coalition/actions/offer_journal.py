"""What happens with an offer, as the journal keeps it."""

from typing import Any

from coalition.domain import action
from coalition.models import JournalEntry, Offer, User


@action
def record(*, kind: str, offer: Offer, by: User | None, **facts: Any) -> JournalEntry:
    """Write what happened; `by` is None for whoever came by the private link, and the clock."""
    return JournalEntry.objects.record(
        kind,
        by=by,
        subject=offer,
        programme=offer.programme,
        concerns=offer.contributor,
        **facts,
    )
