"""What happens to signatories. A change opens every campaign again that they were to sign."""

from collections.abc import Iterable
from typing import Any

from coalition.domain import DomainError, NotAuthorised, action
from coalition.models import JournalEntry, Programme, User
from coalition.models.contact_words import Thanker
from recognition.actions import campaigns
from recognition.models import Campaign, Signatory
from recognition.permissions import looks_after

FOR_THE_OFFICE = (
    "Only a minister’s private office gives their signature. Save the details without a picture."
)
SIGNATORY_ADDED = "signatory.added"
SIGNATORY_CHANGED = "signatory.changed"
SIGNATORY_LOOKED_AFTER = "signatory.looked_after"


@action
def add(*, programme: Programme, by: User, **fields: Any) -> Signatory:
    """`fields` as the model has them; signature_image is a PNG that the form has checked. Raises
    NotAuthorised for a minister's signature: that is for their private office (SIG-1)."""
    if fields.get("signature_image") and fields.get("thanker") == Thanker.MINISTER:
        raise NotAuthorised(FOR_THE_OFFICE)

    signatory = Signatory.objects.create(programme=programme, **fields)

    _record(SIGNATORY_ADDED, signatory, by)
    return signatory


@action
def change(*, signatory: Signatory, by: User, **fields: Any) -> Signatory:
    """Change what is printed or the dates in office; approvals of unreleased letters are void.
    The journal says that the signature was changed, never what it looks like (SIG-1). Whoever
    becomes a minister, or is one no longer, has no signature until it is given anew."""
    signatory = Signatory.objects.lock(signatory)
    was, becomes = signatory.is_minister, fields.get("thanker", signatory.thanker)
    is_minister = becomes == Thanker.MINISTER
    if fields.get("signature_image") and (was or is_minister) and not looks_after(by, signatory):
        raise NotAuthorised(FOR_THE_OFFICE)
    if was != is_minister:
        fields["signature_image"] = None

    changed = sorted(name for name, value in fields.items() if _stored(signatory, name) != value)
    if not changed:
        return signatory
    for name in changed:
        setattr(signatory, name, fields[name])
    signatory.save(update_fields=changed)
    for campaign in _reopen(signatory, by):
        campaign.drafters.add(by)

    _record(SIGNATORY_CHANGED, signatory, by, changed=changed)
    return signatory


@action
def keep_signature(*, signatory: Signatory, picture: bytes | None, by: User) -> Signatory:
    """The picture of the signature, a PNG that a form has checked; None takes it away. Approvals of
    unreleased letters are void. Raises NotAuthorised for whoever is not of the private office."""
    signatory = Signatory.objects.lock(signatory)
    if not looks_after(by, signatory):
        raise NotAuthorised(FOR_THE_OFFICE)

    signatory.signature_image = picture
    signatory.save(update_fields=["signature_image"])
    _reopen(signatory, by)

    _record(SIGNATORY_CHANGED, signatory, by, changed=["signature_image"])
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


def _reopen(signatory: Signatory, by: User) -> list[Campaign]:
    """Those that were fixed; what they print, or how it is signed, is not what was approved."""
    fixed = Campaign.objects.of_signatory(signatory).filter(status__in=Campaign.FIXED)
    return [
        campaigns.reopen(
            campaign=campaign, why=f"The details of {signatory.style} were changed", by=by
        )
        for campaign in fixed.order_by("pk")
    ]


def _stored(signatory: Signatory, name: str) -> Any:
    value = getattr(signatory, name)
    return bytes(value) if isinstance(value, memoryview) else value


def _record(kind: str, signatory: Signatory, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind, by=by, subject=signatory, programme=signatory.programme, **facts
    )
