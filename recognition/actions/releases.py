"""Approved letters go: from the release on they belong to the workers."""

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from recognition import content, gates, needs, versions
from recognition.actions import experiments
from recognition.models import Campaign, Letter

CAMPAIGN_RELEASED = "campaign.released"
Status = Campaign.Status


@action
def release(*, campaign: Campaign, seen: str, by: User) -> Campaign:
    """Let approved letters go. `seen` is the fingerprint
    of what the page showed. Raises DomainError if that is not what was approved."""
    campaign = Campaign.objects.lock(campaign).require_can_become(Status.RELEASING)
    campaign.require_seen(seen)
    content.require_unchanged(campaign)
    versions.require_welsh_still(campaign)
    _require_standing_approval(campaign)
    _require_mandates(campaign)

    now = timezone.now()
    frozen = Letter.objects.filter(campaign=campaign, status=Letter.Status.FROZEN)
    count = frozen.update(status=Letter.Status.QUEUED, send_after=now)
    campaign.status, campaign.released_at, campaign.resumed_at = Status.RELEASING, now, now
    campaign.save(update_fields=["status", "released_at", "resumed_at"])
    experiments.start(campaign=campaign, by=by)

    JournalEntry.objects.record(
        CAMPAIGN_RELEASED, by=by, subject=campaign, programme=campaign.programme, letters=count
    )
    return campaign


def _require_standing_approval(campaign: Campaign) -> None:
    """Each by somebody who still may, of exactly what would go out now (CMP-3)."""
    needs.require_all_asked(campaign)
    same = {"content_hash": campaign.content_hash, "audience_hash": campaign.audience_hash}
    given = campaign.approvals.standing().filter(**same).values_list("kind", flat=True)
    if missing := set(campaign.needs) - set(given):
        raise DomainError(
            f"Nobody has approved exactly these letters: {needs.in_words(sorted(missing))}."
            " Ask for approval again."
        )
    if needs.lacking(campaign):
        raise DomainError(
            "Whoever approved these letters does not approve letters any more."
            " Open the campaign again and ask somebody else."
        )
    if content.audience_hash(campaign.letters.all()) != campaign.audience_hash:
        raise DomainError("The letters are not those that were approved. Open the campaign again.")


def _require_mandates(campaign: Campaign) -> None:
    """For fewer letters than there are, they do: the rest is held at its turn (SIG-4)."""
    mandates = gates.mandates_of(campaign)
    if reason := gates.why_no_mandate(campaign, mandates, timezone.localdate()):
        raise DomainError(f"{reason} Ask there before the letters go.")
