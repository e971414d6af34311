"""That somebody takes the papers about letters with them."""

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from recognition.models import Campaign

SUBMISSION_TAKEN = "campaign.submission_taken"


@action
def take(*, campaign: Campaign, seen: str, by: User) -> Campaign:
    """It holds letters to people, so the journal knows who took it (P4), and what it was about:
    `seen` is the fingerprint of what is in it. Raises DomainError if that changed meanwhile."""
    campaign = Campaign.objects.lock(campaign)
    if not campaign.frozen_at:
        raise DomainError(
            "Its recipients are not fixed, so there is nothing to put before anybody."
        )
    campaign.require_seen(seen)

    JournalEntry.objects.record(
        SUBMISSION_TAKEN,
        by=by,
        subject=campaign,
        programme=campaign.programme,
        fingerprint=campaign.fingerprint,
    )
    return campaign
