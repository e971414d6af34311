"""What happens to signatories. A change opens every campaign again that they were to sign."""

from collections.abc import Iterable
from typing import Any

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, Programme, User
from recognition.actions import campaigns
from recognition.models import Campaign, Signatory

SIGNATORY_ADDED = "signatory.added"
SIGNATORY_CHANGED = "signatory.changed"
SIGNATORY_LOOKED_AFTER = "signatory.looked_after"


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
    fixed = Campaign.objects.of_signatory(signatory).filter(status__in=Campaign.FIXED)
    for campaign in fixed.order_by("pk"):
        campaigns.reopen(
            campaign=campaign, why=f"The details of {signatory.style} were changed", by=by
        )
        campaign.drafters.add(by)

    _record(SIGNATORY_CHANGED, signatory, by, changed=changed)
    return signatory


@action
def hand_to(*, signatory: Signatory, office: Iterable[User], by: User) -> Signatory:
    """Say who is the signatory’s private office from now on. Raises DomainError for somebody who
    does not hold that role in the programme. Nothing that is approved changes by it."""
    signatory = Signatory.objects.lock(signatory)
    wanted = {user.pk: user for user in office}
    entitled = set(signatory.programme.private_offices().values_list("pk", flat=True))
    # Whoever is one already may stay, so that an end of their role does not block the form.
    before = set(signatory.private_office.values_list("pk", flat=True))
    for user in wanted.values():
        if user.pk not in entitled | before:
            raise DomainError(f"{user} is not of a private office. An administrator gives roles.")
    if set(wanted) == before:
        return signatory

    signatory.private_office.set(wanted)

    _record(SIGNATORY_LOOKED_AFTER, signatory, by, office=sorted(wanted))
    return signatory


def _stored(signatory: Signatory, name: str) -> Any:
    value = getattr(signatory, name)
    return bytes(value) if isinstance(value, memoryview) else value


def _record(kind: str, signatory: Signatory, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=signatory, programme=signatory.programme, **facts
    )
