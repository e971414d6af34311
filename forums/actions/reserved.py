"""What a programme keeps to itself: put on the list, taken off it (DEL-7)."""

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, Programme, User
from forums.models import ReservedMatter

MATTER_RESERVED = "reserved_matter.added"
MATTER_RELEASED = "reserved_matter.released"


@action
def reserve(*, programme: Programme, matter: str, words: list[str], by: User) -> ReservedMatter:
    """From now on nobody hands it over, and nobody decides it under what was handed over."""
    made = ReservedMatter.objects.create(
        programme=programme, matter=matter, words=words, added_by=by
    )

    JournalEntry.objects.record(MATTER_RESERVED, by=by, subject=made, programme=programme)
    return made


@action
def release(*, matter: ReservedMatter, by: User) -> ReservedMatter:
    """It may be handed over again. That it was reserved stays on record."""
    matter = ReservedMatter.objects.lock(matter)
    if matter.released_at is not None:
        raise DomainError(f"‘{matter}’ is not reserved any more.")

    matter.released_at, matter.released_by = timezone.now(), by
    matter.save(update_fields=["released_at", "released_by"])

    JournalEntry.objects.record(MATTER_RELEASED, by=by, subject=matter, programme=matter.programme)
    return matter
