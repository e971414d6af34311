"""Other people's yes or no to exactly what would be sent (CMP-3, P1)."""

from typing import Any

from coalition.domain import DomainError, NotAuthorised, action
from coalition.models import JournalEntry, User
from coalition.permissions import holds
from recognition import fingerprints, needs
from recognition.actions import campaign_mail, campaigns
from recognition.models import Approval, Campaign
from recognition.permissions import has_drafted

APPROVAL_ASKED = "campaign.approval_asked"
CAMPAIGN_APPROVED = "campaign.approved"
CAMPAIGN_SENT_BACK = "campaign.sent_back"
Status, Kind = Campaign.Status, Approval.Kind


@action
def ask(*, campaign: Campaign, seen: str, by: User) -> Campaign:
    """The proofs were looked at; others should approve. `seen` is their fingerprint."""
    campaign = Campaign.objects.lock(campaign).require_can_become(Status.IN_REVIEW)
    campaign.require_seen(seen)
    fingerprints.require_unchanged(campaign)
    needs.require_all_asked(campaign)

    campaign.status = Status.IN_REVIEW
    campaign.save(update_fields=["status"])

    _record(APPROVAL_ASKED, campaign, by)
    letters = campaign.letters.count()
    campaign_mail.ask_approvers(campaign=campaign, letters=letters, by=by)
    campaign_mail.ask_offices(campaign=campaign, letters=letters, by=by)
    return campaign


@action
def approve(*, campaign: Campaign, seen: str, by: User, kind: str = Kind.CONTENT) -> Approval:
    """One kind of yes to exactly the letters that the page showed: `seen` is their fingerprint.
    With the last that they need they are approved. Raises NotAuthorised for whoever worked on them
    or may not give this kind (P1), and DomainError if anything has changed."""
    campaign = Campaign.objects.lock(campaign).require_can_become(Status.APPROVED)
    if has_drafted(by, campaign):
        raise NotAuthorised("You worked on these letters, so somebody else approves them.")
    if kind not in campaign.needs:
        raise DomainError("These letters do not need that approval.")
    if not holds(by, Approval.ROLES[kind], programme=campaign.programme):
        raise NotAuthorised("Somebody with another role is asked for this.")
    campaign.require_seen(seen)
    fingerprints.require_unchanged(campaign)
    needs.require_all_asked(campaign)

    approval = Approval.objects.create(
        campaign=campaign,
        kind=kind,
        author=campaign.author,
        by=by,
        content_hash=campaign.content_hash,
        audience_hash=campaign.audience_hash,
    )
    is_last = not needs.lacking(campaign)
    if is_last:
        campaign.status = Status.APPROVED
        campaign.save(update_fields=["status"])

    _record(
        CAMPAIGN_APPROVED,
        campaign,
        by,
        said_yes_to=kind,
        content_hash=campaign.content_hash,
        audience_hash=campaign.audience_hash,
    )
    if is_last:
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
