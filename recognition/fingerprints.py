"""The hashes that an approval binds to: of the words that letters share, and of who gets which."""

import hashlib
import json

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast, Collate
from django.utils import timezone

from coalition.domain import DomainError
from recognition import letterheads
from recognition.content import sender_lines
from recognition.models import Campaign, Letter, Letterhead, Signatory

AT_ONCE = 2_000  # letters in memory while they are hashed


def campaign_hash(campaign: Campaign) -> str:
    """SHA-256 of what all its letters share: words, signatory, signature, letterhead, date,
    sender."""
    version, signatory = campaign.template_version, campaign.signatory
    return _sha256(
        version.subject,
        version.body,
        version.template.language,
        *_of_signatory(signatory),
        str(campaign.dated_on),
        campaign.personal_line,
        *sender_lines(campaign),
        *(_of_signatory(campaign.second_signatory) if campaign.second_signatory else ()),
        *((campaign.in_ink,) if campaign.is_signed_by_hand else ()),
        *(_of_letterhead(campaign.letterhead) if campaign.letterhead else ()),
    )


def _of_letterhead(letterhead: Letterhead) -> tuple[str, ...]:
    """Everything of it that is printed, or decides whether it may be."""
    return (
        letterhead.says,
        hashlib.sha256(bytes(letterhead.artwork)).hexdigest(),
        f"{letterhead.issuing_body_id} {letterhead.uses_royal_arms}",
        str(letterhead.valid_from),
        str(letterhead.valid_to),
    )


def _of_signatory(signatory: Signatory) -> tuple[str, ...]:
    """Everything of them that is printed, or decides whether it may be."""
    return (
        signatory.style,
        signatory.office_title,
        signatory.body,
        str(signatory.office_from),
        str(signatory.office_to),
        hashlib.sha256(bytes(signatory.signature_image or b"")).hexdigest(),
    )


def audience_hash(letters: QuerySet[Letter]) -> str:
    """SHA-256 of who gets which letter where, what each letter says, and in an experiment by which
    draw. As _sha256 has it of the sorted lines; but no more than a few are in memory."""
    # A line begins with its event, and no two have the same: so this is how they sort.
    as_text = Collate(Cast("event_id", TextField()), "C")
    few = ["campaign", "event", "contributor", "channel", "email", "template_version", "format"]
    rows = letters.order_by(as_text).only(*few, "content_hash", "assignment", "beside_version")
    digest = hashlib.sha256(b"[")
    comma = ""
    for letter in rows.iterator(chunk_size=AT_ONCE):
        digest.update(f"{comma}{json.dumps(_line(letter))}".encode())
        comma = ", "
    digest.update(b"]")
    return digest.hexdigest()


def _line(letter: Letter) -> str:
    beside = f" beside {letter.beside_version_id}" if letter.beside_version_id else ""
    return (
        f"{letter.event_id} {letter.contributor_id} {_where(letter)}"
        f" {letter.template_version_id} {letter.format} {letter.content_hash}{beside}"
    ) + (f" {letter.assignment_id}" if letter.assignment_id else "")


def _where(letter: Letter) -> str:
    """What it says includes its postal address."""
    return letter.email if letter.channel == Letter.Channel.EMAIL else letter.channel


def require_unchanged(campaign: Campaign) -> None:
    """Raise DomainError if what letters share is not what was fixed, their letterhead is not valid
    (LHD-1), or one of those who sign has left office (SIG-2, SIG-3)."""
    if campaign_hash(campaign) != campaign.content_hash:
        raise DomainError(
            "Something that these letters print has changed since the recipients were fixed."
            " Open the campaign again, so that it is read and approved as it is now."
        )
    letterheads.require_usable(campaign)
    for signatory in campaign.signatories:
        if not signatory.is_in_office(timezone.localdate()):
            raise DomainError(
                f"{signatory.style} is not {signatory.office_title} today."
                " Choose another signatory."
            )


def _sha256(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
