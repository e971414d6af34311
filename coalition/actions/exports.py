"""Contact data leave the register: whoever takes them along is written down (P4)."""

from coalition.domain import action
from coalition.models import Contributor, JournalEntry, User

PEOPLE_EXPORTED = "people.exported"
CARD_EXPORTED = "contributor.card_exported"


@action
def note_people(*, filters: dict[str, list[str]], searched: bool, by: User) -> JournalEntry:
    """A list of people was asked for. What was searched for may be a name, so it stays out (L8)."""
    return JournalEntry.objects.record(
        PEOPLE_EXPORTED, by=by, subject=by, filters=filters, searched=searched
    )


@action
def note_card(*, contributor: Contributor, by: User) -> JournalEntry:
    return JournalEntry.objects.record(
        CARD_EXPORTED, by=by, subject=contributor, concerns=contributor
    )
