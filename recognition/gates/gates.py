"""Send-time gates (LET-4): asked of each letter in the transaction that dispatches it.

A gate is a function of a letter and the facts around it; it answers None, or a sentence that says
why the letter stops. To add one, write the function and list it in GATES.
"""

from collections.abc import Callable
from dataclasses import dataclass

from coalition.templatetags.words import day
from recognition import needs, versions
from recognition.gates.facts import Facts
from recognition.gates.person import why_not_named, why_not_reached, why_not_thanked
from recognition.gates.signing import used_up, why_not_signed
from recognition.lateness import why_too_late
from recognition.models import Campaign, ContributionEvent, Embargo, Letter
from recognition.research import asking
from recognition.typesetting import CannotTypeset

Status = Letter.Status


@dataclass(frozen=True)
class Gate:
    code: str
    title: str  # what it makes sure of
    prevents: str  # what it stops
    why_not: Callable[[Letter, Facts], str | None]
    then: str = Status.HELD  # G13 sends a letter back to wait, where a person can see why


@dataclass(frozen=True)
class Outcome:
    """What all gates said of one letter; `stopped_by` is the first that said no."""

    results: dict[str, str]  # code → "" or the reason
    stopped_by: Gate | None


def evaluate(letter: Letter, facts: Facts) -> Outcome:
    """Ask every gate, and keep every answer."""
    results = {gate.code: gate.why_not(letter, facts) or "" for gate in GATES}
    return Outcome(results, next((gate for gate in GATES if results[gate.code]), None))


def _contact_gate(letter: Letter, facts: Facts) -> str | None:
    return why_not_thanked("G1", letter, facts.known)


def _hold_gate(letter: Letter, facts: Facts) -> str | None:
    return why_not_thanked("G2", letter, facts.known)


def _preference_gate(letter: Letter, facts: Facts) -> str | None:
    if reason := why_not_thanked("G3", letter, facts.known):
        return reason
    return f"{asking.ASKS} {facts.why_not_ask}" if facts.why_not_ask else None


def _name_gate(letter: Letter, facts: Facts) -> str | None:
    return why_not_named(letter.contributor, letter)


def _address_gate(letter: Letter, facts: Facts) -> str | None:
    return why_not_reached(letter.contributor, letter)


def _signatory_in_office(letter: Letter, facts: Facts) -> str | None:
    """SIG-2 to SIG-4: of each who signs."""
    if reason := why_not_signed(letter.campaign, facts.mandates, facts.today):
        return reason
    for mandate in facts.mandates:
        if mandate.is_used_up and mandate.pk not in (letter.mandates or []):
            return used_up(mandate)
        if mandate.is_for_each and mandate.pk not in letter.agreed_in:
            return f"The private office of {mandate.signatory.style} has not agreed to this letter."
    return None


def _not_embargoed(letter: Letter, facts: Facts) -> str | None:
    """EMB-1: in the nation of whoever gets it."""
    nation = letter.contributor.nation or letter.campaign.programme.nation
    for embargo in facts.embargoes:
        covered = letter.asks or embargo.covers != Embargo.Covers.SURVEYS
        if covered and embargo.nation in {"", nation}:
            return f"‘{embargo}’ holds such letters until {day(embargo.ends_on)}."
    return None


def _as_approved(letter: Letter, facts: Facts) -> str | None:
    says = facts.letter_says
    if facts.campaign_hash != letter.campaign.content_hash or (
        isinstance(says, CannotTypeset) or says.fingerprint() != letter.content_hash
    ):
        return "The letter is not word for word what was approved."
    if facts.lacking:
        what = needs.in_words(facts.lacking)
        return f"Nobody who may approve letters today has approved this: {what}."
    return None


def _still_owed(letter: Letter, facts: Facts) -> str | None:
    if letter.corrects_id and letter.event.outcome == ContributionEvent.Outcome.THANKED:
        return None
    if letter.event.outcome == ContributionEvent.Outcome.OPEN:
        return None
    return f"No longer owed: {letter.event.get_outcome_display().lower()}."


def _not_too_late(letter: Letter, facts: Facts) -> str | None:
    return why_too_late(letter, facts.today)


def _can_read_it(letter: Letter, facts: Facts) -> str | None:
    return versions.why_unreadable(letter, welsh=facts.welsh, is_bilingual=facts.known.is_bilingual)


def _under_its_letterhead(letter: Letter, facts: Facts) -> str | None:
    return facts.why_not_letterhead


def _going_out(letter: Letter, facts: Facts) -> str | None:
    campaign = letter.campaign
    if facts.is_halted:
        return "All letters of the programme are stopped."
    if campaign.status == Campaign.Status.RELEASING:
        return None
    if campaign.breaker:
        return campaign.breaker
    return f"The campaign is {campaign.get_status_display().lower()}."


G6 = Gate(
    "G6",
    "Signed by whoever may, as often as they may",
    "Signatory not in office, or no mandate",
    _signatory_in_office,
)
GATES = (
    # First, because what waits is not judged before it goes.
    Gate("G13", "Campaign is going out", "Not going out", _going_out, then=Status.READY),
    Gate(
        "G1",
        "May be written to",
        "Died, gone away or asked for no contact",
        _contact_gate,
        then=Status.CANCELLED,
    ),
    Gate("G2", "Not on hold", "On hold", _hold_gate),
    Gate("G3", "Thanks as they like them", "Not how they like to be thanked", _preference_gate),
    Gate("G4", "Name is right", "Name not right", _name_gate),
    Gate("G5", "Address is right", "Address not right", _address_gate),
    G6,
    Gate("G7", "Not under an embargo", "Under an embargo", _not_embargoed),
    Gate("G8", "Exactly what was approved", "Not what was approved", _as_approved),
    Gate("G9", "Not thanked for this yet", "Not owed any more", _still_owed, then=Status.CANCELLED),
    Gate("G10", "In time, or says that it is late", "Too late for these words", _not_too_late),
    Gate("G11", "In their language and format", "Not in their language or format", _can_read_it),
    Gate(
        "G12", "Under a letterhead that may be used", "Letterhead not valid", _under_its_letterhead
    ),
)
TITLES = {gate.code: gate.title for gate in GATES}
