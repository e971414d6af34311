"""Who may write under which letterhead (LHD-1, G12)."""

from coalition.domain import DomainError
from coalition.models import Organisation
from coalition.models.sector import Sector
from coalition.templatetags.words import day
from recognition.models import Campaign, Letterhead, Signatory

# A council, an NHS body or a regulator has arms or a mark of its own.
BEAR_ROYAL_ARMS = {Sector.CENTRAL_GOVERNMENT, Sector.DEVOLVED_GOVERNMENT}


def why_not_issued_by(body: Organisation, *, royal_arms: bool = False) -> str:
    """Why no letter may go in the name of this body, in a sentence; empty if it may. Neither a
    partner nor a forum, which is no organisation at all, ever issues one."""
    if not body.is_public_body:
        return f"{body} is no public body, and letters are never issued in a partner’s name."
    if royal_arms and body.sector not in BEAR_ROYAL_ARMS:
        return f"{body} is no government department, and only those bear the Royal Arms."
    return ""


def why_not(letterhead: Letterhead | None, signatory: Signatory) -> str:
    """Why this person may not write under it today, in a sentence; empty if they may, or where
    there is none. Two queries at most."""
    if letterhead is None:
        return ""
    if reason := _why_not_in_force(letterhead):
        return reason
    issuer = letterhead.issuing_body
    if reason := why_not_issued_by(issuer, royal_arms=letterhead.uses_royal_arms):
        return reason
    if _is_one_of(signatory.body, [issuer]):
        return ""
    permitted = [body for body in letterhead.permitted_bodies.all() if body.is_public_body]
    if _is_one_of(signatory.body, permitted):
        return ""
    return f"{signatory.body or signatory.style} may not write under the letterhead ‘{letterhead}’."


def require_usable(campaign: Campaign) -> None:
    """Raise DomainError where its letters may not go under its letterhead today."""
    if reason := why_not(campaign.letterhead, campaign.signatory):
        raise DomainError(f"{reason} Choose another letterhead, or none, under ‘Words’.")


def _why_not_in_force(letterhead: Letterhead) -> str:
    match letterhead.state:
        case "withdrawn":
            return f"The letterhead ‘{letterhead}’ was withdrawn."
        case "to_come":
            return f"The letterhead ‘{letterhead}’ is valid from {day(letterhead.valid_from)}."
        case "over":
            return f"The letterhead ‘{letterhead}’ was valid until {day(letterhead.valid_to)}."
    return ""


def _is_one_of(printed: str, bodies: list[Organisation]) -> bool:
    """By the name that is printed under the signature: the office says for whom it writes."""
    names = {name.casefold() for body in bodies for name in (body.name, body.known_as) if name}
    return printed.strip().casefold() in names
