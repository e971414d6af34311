"""Whose name a letter may carry today: in office, and under mandates (SIG-1 to SIG-4)."""

from collections.abc import Iterable
from datetime import date

from recognition.models import Campaign, Mandate
from recognition.permissions import needs_mandate


def mandates_of(campaign: Campaign) -> tuple[Mandate, ...]:
    """Those that stand for whoever signs it; asks nothing where none is needed."""
    if not any(needs_mandate(who) for who in campaign.signatories):
        return ()
    return tuple(campaign.mandates.standing().select_related("signatory").order_by("pk"))


def why_no_mandate(campaign: Campaign, mandates: Iterable[Mandate], today: date) -> str:
    """The first of those who sign without whom nothing may go, and why; empty if each lets it
    (SIG-1, SIG-3). How many letters are left is asked for each letter."""
    given = {mandate.signatory_id: mandate for mandate in mandates}
    for who in filter(needs_mandate, campaign.signatories):
        if who.pk not in given:
            return f"The private office of {who.style} has given no mandate."
        if reason := given[who.pk].why_not(campaign, today):
            return reason
    return ""


def why_not_signed(campaign: Campaign, mandates: Iterable[Mandate], today: date) -> str:
    """The first of those who sign who is not in office, or without whom nothing may go, and why;
    empty if there is none (SIG-1 to SIG-3)."""
    for who in campaign.signatories:
        if not who.is_in_office(today):
            return f"{who.style} is not {who.office_title} today."
    return why_no_mandate(campaign, mandates, today)


def used_up(mandate: Mandate) -> str:
    return f"The mandate for {mandate} is used up."
