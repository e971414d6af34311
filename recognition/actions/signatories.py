"""What happens to signatories. A change opens every campaign again that they were to sign."""

from typing import Any

from coalition.domain import action
from coalition.models import JournalEntry, Programme, User
from recognition.actions import campaigns
from recognition.models import Campaign, Signatory

SIGNATORY_ADDED = "signatory.added"
SIGNATORY_CHANGED = "signatory.changed"


@action
def add(*, programme: Programme, by: User, **fields: Any) -> Signatory:
    """`fields` as the model has them; signature_image is a PNG that the form has checked."""
    signatory = Signatory.objects.create(programme=programme, **fields)

    _record(SIGNATORY_ADDED, signatory, by)
    return signatory


@action
def change(*, signatory: Signatory, by: User, **fields: Any) -> Signatory:
    """Change what is printed or the dates in office; approvals of unreleased letters are void.
    The journal says that the signature was changed, never what it looks like (SIG-1)."""
    signatory = Signatory.objects.lock(signatory)

    changed = sorted(name for name, value in fields.items() if _stored(signatory, name) != value)
    if not changed:
        return signatory
    for name in changed:
        setattr(signatory, name, fields[name])
    signatory.save(update_fields=changed)
    fixed = Campaign.objects.filter(signatory=signatory, status__in=Campaign.FIXED)
    for campaign in fixed.order_by("pk"):
        campaigns.reopen(
            campaign=campaign, why=f"The details of {signatory.style} were changed", by=by
        )
        campaign.drafters.add(by)

    _record(SIGNATORY_CHANGED, signatory, by, changed=changed)
    return signatory


def _stored(signatory: Signatory, name: str) -> Any:
    value = getattr(signatory, name)
    return bytes(value) if isinstance(value, memoryview) else value


def _record(kind: str, signatory: Signatory, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=signatory, programme=signatory.programme, **facts
    )
