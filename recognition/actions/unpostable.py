"""Names and addresses leave the building with a list: whoever takes it is written down (P4)."""

from coalition.domain import action
from coalition.models import JournalEntry, User

UNPOSTABLE_EXPORTED = "thanks.unpostable_exported"


@action
def note_export(*, rows: int, by: User) -> JournalEntry:
    """The list of those to whom no letter can be posted was downloaded."""
    return JournalEntry.objects.record(UNPOSTABLE_EXPORTED, by=by, subject=by, rows=rows)
