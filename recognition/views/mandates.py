"""What pages of a campaign show of its mandates."""

from dataclasses import dataclass

from django.utils import timezone

from coalition.models import User
from recognition.models import Campaign, Mandate, Signatory
from recognition.permissions import has_drafted, looked_after_in, needs_mandate


@dataclass(frozen=True)
class Row:
    """One of those who sign, and the mandate that stands for these letters, if any."""

    signatory: Signatory
    mandate: Mandate | None
    problem: str
    can_decide: bool  # revoke what there is
    can_grant: bool
    to_read: int = 0  # letters that wait for the office to agree to each


def mandates_of(user: User, campaign: Campaign) -> list[Row]:
    """Of each who signs and needs one; nothing, and no query, where nobody does."""
    wanting = [who for who in campaign.signatories if needs_mandate(who)]
    if not wanting:
        return []
    rows = campaign.mandates.standing().select_related("granted_by", "signatory")
    given = {mandate.signatory_id: mandate for mandate in rows}
    own = {who.pk for who in looked_after_in(user, campaign)}
    may = bool(own) and campaign.can_get_mandate and not has_drafted(user, campaign)
    return [
        Row(
            signatory=who,
            mandate=given.get(who.pk),
            problem=_problem(given.get(who.pk), campaign),
            can_decide=who.pk in own,
            to_read=_to_read(given.get(who.pk)),
            can_grant=who.pk in own and may and _has_room(given.get(who.pk)),
        )
        for who in wanting
    ]


def _to_read(mandate: Mandate | None) -> int:
    return mandate.to_agree_to().count() if mandate and mandate.is_for_each else 0


def _has_room(mandate: Mandate | None) -> bool:
    """For another: there is none, or nothing goes under it any more."""
    return mandate is None or mandate.is_spent(timezone.localdate())


def _problem(mandate: Mandate | None, campaign: Campaign) -> str:
    if mandate is None or not campaign.can_get_mandate:
        return ""
    if mandate.is_used_up:
        return "Used up"
    fixed = campaign.fixed_letters or 0
    if not campaign.released_at and mandate.left < fixed:
        return f"Room for {mandate.left:,} of {fixed:,} letters: the others would be held"
    return mandate.why_not(campaign, timezone.localdate())
