"""When a lead is here, and whether the morning mail comes."""

from datetime import date

from django.utils import timezone

from coalition.domain import action
from coalition.models import JournalEntry, User

DAYS_CHANGED = "user.days_changed"


@action
def change(
    *,
    user: User,
    wants_digest: bool,
    away_from: date | None,
    away_until: date | None,
    deputy: User | None = None,
) -> User:
    """Say when one is away and who steps in, and stop or start the morning mail. Offers whose next
    word falls into the absence go to that deputy (coalition.actions.offer_clock)."""
    user = User.objects.select_for_update().get(pk=user.pk)

    stopped_at = user.digest_stopped_at or timezone.now()
    user.digest_stopped_at = None if wants_digest else stopped_at
    user.away_from, user.away_until = away_from, away_until
    user.deputy = deputy
    user.save(update_fields=["digest_stopped_at", "away_from", "away_until", "deputy"])

    JournalEntry.objects.record(DAYS_CHANGED, by=user, subject=user, wants_digest=wants_digest)
    return user
