"""A second person's yes or no to exactly what would be sent (CMP-3, P1)."""

from typing import Any

from coalition.domain import NotAuthorised, action
from coalition.models import JournalEntry, User
from recognition import content
from recognition.actions import campaign_mail, campaigns
from recognition.models import Approval, Campaign
from recognition.permissions import has_drafted

APPROVAL_ASKED = "campaign.approval_asked"
CAMPAIGN_APPROVED = "campaign.approved"
CAMPAIGN_SENT_BACK = "campaign.sent_back"
Status = Campaign.Status


@action
def ask(*, campaign: Campaign, seen: str, by: User) -> Campaign:
    """The proofs were looked at; somebody else should approve. `seen` is their fingerprint."""
    campaign = Campaign.objects.lock(campaign).require_can_become(Status.IN_REVIEW)
    campaign.require_seen(seen)
    content.require_unchanged(campaign)

    campaign.status = Status.IN_REVIEW
    campaign.save(update_fields=["status"])

    _record(APPROVAL_ASKED, campaign, by)
    campaign_mail.ask_approvers(campaign=campaign, letters=campaign.letters.count(), by=by)
    return campaign


@action
def approve(*, campaign: Campaign, seen: str, by: User) -> Approval:
    """Approve exactly the letters that the page showed: `seen` is their fingerprint. Raises
    NotAuthorised for whoever worked on them (P1), and DomainError if anything has changed."""
    campaign = Campaign.objects.lock(campaign).require_can_become(Status.APPROVED)
    if has_drafted(by, campaign):
        raise NotAuthorised("You worked on these letters, so somebody else approves them.")
    campaign.require_seen(seen)
    content.require_unchanged(campaign)

    approval = Approval.objects.create(
        campaign=campaign,
        author=campaign.author,
        by=by,
        content_hash=campaign.content_hash,
        audience_hash=campaign.audience_hash,
    )
    campaign.status = Status.APPROVED
    campaign.save(update_fields=["status"])

    _record(
        CAMPAIGN_APPROVED,
        campaign,
        by,
        content_hash=campaign.content_hash,
        audience_hash=campaign.audience_hash,
    )
    campaign_mail.tell_approved(campaign=campaign, letters=campaign.letters.count(), by=by)
    return approval


@action
def send_back(*, campaign: Campaign, reason: str, by: User) -> Campaign:
    """Not like this: back to draft, with what should change, in a sentence for the author."""
    campaign = campaigns.reopen(campaign=campaign, why=f"{by} sent it back: {reason}", by=by)

    _record(CAMPAIGN_SENT_BACK, campaign, by, reason=reason)
    return campaign


def _record(kind: str, campaign: Campaign, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=campaign, programme=campaign.programme, **facts
    )
