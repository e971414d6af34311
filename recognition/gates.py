"""Send-time gates (LET-4): asked of each letter in the transaction that dispatches it.

A gate is a function of a letter and the facts around it; it answers None, or a sentence that says
why the letter stops. To add one, write the function and list it in GATES.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from coalition.email_addresses import NotAnAddress, read_email
from coalition.envelopes import spelling_of, spelt_lines
from coalition.models import Contributor
from coalition.models.hold import ON_HOLD
from coalition.postal import read_address
from coalition.templatetags.words import day
from coalition.typesetting.text import clean_line
from recognition import content, letterheads, needs, recipients, versions
from recognition.lateness import why_too_late
from recognition.models import Campaign, ContributionEvent, Embargo, Halt, Letter, Mandate
from recognition.permissions import needs_mandate
from recognition.recipients import Known
from recognition.research import asking
from recognition.typesetting import CannotTypeset, LetterContent

Status = Letter.Status
# What stands where nobody knew a name. Compared without case, and without what is no letter.
NO_SALUTATIONS = {
    "", "all", "colleague", "customer", "dear", "donor", "friend", "friends", "madam", "member",
    "mr", "mr and mrs", "mrs", "ms", "na", "name", "none", "null", "partner", "salutation", "sir",
    "sir madam", "sir or madam", "supporter", "tbc", "test", "to whom it may concern", "unknown",
    "volunteer", "xxx",
}  # fmt: skip
# Which gate speaks for which rule of coalition.contact; an address is G5's own business.
GATE_OF = {
    "anonymised": "G1",
    "deceased": "G1",
    "objected": "G1",
    "gone_away": "G1",
    "hold": "G2",
    "not_adult": "G3",
    "preference": "G3",
}
PLACEHOLDER_SIGNS = re.compile(r"\(\(|\)\)|[{}<>\[\]|_%]")


@dataclass(frozen=True)
class Facts:
    """What gates need to know besides the letter with its contributor, event and campaign."""

    today: date
    letter_says: LetterContent | CannotTypeset  # put together from the rows as they are now
    campaign_hash: str  # of the words, signatory and signature as they are now
    lacking: list[str]  # kinds of yes that nobody who still may has given to exactly this
    known: Known  # holds, preferences and household of the person, as they are now
    embargoes: tuple[Embargo, ...] = ()  # in force today, for letters of this campaign
    welsh: bool = True  # there is a Welsh version
    mandates: tuple[Mandate, ...] = ()  # not revoked, for letters of this campaign
    is_halted: bool = False  # all letters of the programme are stopped
    why_not_ask: str = ""  # of a letter with a question: why none may reach them today (EXP-8)
    why_not_letterhead: str = ""  # why nothing may go under the letterhead of this campaign


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


def facts_about(letter: Letter) -> Facts:
    """The facts as they stand now; the letter comes with_words()."""
    return facts_about_all([letter])[letter.pk]


def facts_about_all(letters: Sequence[Letter]) -> dict[int, Facts]:
    """By letter; as many queries for one as for any number of the same campaign. A letter does not
    know what will become of the others: a gate that counts has to count these, too."""
    known = recipients.about_all([letter.event for letter in letters])
    shared = {letter.campaign_id: letter.campaign for letter in letters}
    of_campaign = {pk: _of_campaign(campaign) for pk, campaign in shared.items()}
    silent = asking.why_not_now(letters)
    return {
        letter.pk: Facts(
            letter_says=_says(letter),
            known=known[letter.event_id],
            why_not_ask=silent.get(letter.pk, ""),
            **of_campaign[letter.campaign_id],
        )
        for letter in letters
    }


def _of_campaign(campaign: Campaign) -> dict[str, Any]:
    """What stands about all its letters alike."""
    return {
        "today": timezone.localdate(),
        "campaign_hash": content.campaign_hash(campaign),
        "lacking": needs.lacking(campaign),
        "embargoes": tuple(Embargo.objects.in_force().covering(campaign)),
        "welsh": versions.has_welsh(campaign),
        "mandates": mandates_of(campaign),
        "why_not_letterhead": letterheads.why_not(campaign.letterhead, campaign.signatory),
        "is_halted": Halt.objects.in_force().filter(programme=campaign.programme_id).exists(),
    }


def _says(letter: Letter) -> LetterContent | CannotTypeset:
    try:
        return content.compose(letter)
    except CannotTypeset as problem:
        return problem


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


def foresee(letter: Letter, known: Known) -> tuple[str, str] | None:
    """The gate that would stop this letter if it went today, and why: for a letter that is being
    prepared, with its contributor and signatory at hand; asks no query. G9 is the caller's."""
    if stopped := foresee_person(letter, known):
        return stopped
    for code, why_not in (("G4", _name), ("G5", _address)):
        if reason := why_not(letter.contributor, letter):
            return code, reason
    return None


def foresee_person(letter: Letter, known: Known) -> tuple[str, str] | None:
    """The same as far as the person goes, and no word of the letter: for one without a snapshot."""
    for gate in ("G1", "G2", "G3"):
        if reason := _thankable(gate, letter, known):
            return gate, reason
    return None


def _thankable(gate: str, letter: Letter, known: Known) -> str | None:
    """What this gate says of the person; no more than anyone who sees the letter may know (L8)."""
    answer = recipients.may_thank(letter, known)
    if GATE_OF.get(answer.code) == gate:
        family = " A person writes to the family, if anyone." if answer.code == "deceased" else ""
        return answer.sentence + family
    if gate == "G1" and known.why_not_jointly:
        return f"Not to both: {known.why_not_jointly} Write to each of them."
    if gate == "G2" and known.organisation_is_held:
        return f"{ON_HOLD}."
    return None


def _name(person: Contributor, letter: Letter) -> str | None:
    if not person.name_is_confirmed:
        return (
            f"{letter.letter_name} has not confirmed this name, and neither has their organisation."
        )
    if not letter.salutation.strip():
        return f"We do not know how to greet {letter.letter_name}."
    bare = " ".join(re.findall(r"[^\W\d_]+", letter.salutation.lower()))
    if bare in NO_SALUTATIONS or PLACEHOLDER_SIGNS.search(letter.salutation):
        return f"“Dear {letter.salutation}” is no way to greet a person."
    try:
        now = [clean_line(words) for words in (person.letter_name, person.salutation)]
        for words in (letter.letter_name, letter.salutation):
            clean_line(words, f"“{words}”")
    except CannotTypeset as problem:
        return problem.problem
    if any(unicodedata.category(sign) == "Cc" for sign in letter.letter_name + letter.salutation):
        return "There are characters in the name that cannot be seen. Type it again."
    if now != [letter.letter_name, letter.salutation]:
        return (
            f"The name is {now[0]} (Dear {now[1]}) now, and was different when this was approved."
        )
    return None


def _address(person: Contributor, letter: Letter) -> str | None:
    if letter.channel == Letter.Channel.HAND:
        return None
    on_paper = letter.channel in Letter.ON_PAPER
    return _postal_address(person, letter) if on_paper else _email_address(person, letter)


def _postal_address(person: Contributor, letter: Letter) -> str | None:
    if not letter.address:
        return f"We have no postal address for {letter.letter_name}."
    if problems := read_address(letter.address).problems:
        return problems[0]
    now = spelt_lines([person.letter_name, *person.address.splitlines()], spelling_of(person))
    if read_address(now).lines[1:] != read_address(letter.address).lines[1:]:
        return "The postal address was another when this was approved."
    return None


def _email_address(person: Contributor, letter: Letter) -> str | None:
    if not letter.email:
        return f"We have no email address for {letter.letter_name}."
    try:
        read_email(letter.email)
    except NotAnAddress as doubt:
        return f"Nothing can be sent to “{letter.email}”. {doubt}."
    if person.email.lower() != letter.email.lower():
        return f"The email address was {letter.email} when this was approved, and is another now."
    return None


def _contact_gate(letter: Letter, facts: Facts) -> str | None:
    return _thankable("G1", letter, facts.known)


def _hold_gate(letter: Letter, facts: Facts) -> str | None:
    return _thankable("G2", letter, facts.known)


def _preference_gate(letter: Letter, facts: Facts) -> str | None:
    if reason := _thankable("G3", letter, facts.known):
        return reason
    return f"This letter asks a question. {facts.why_not_ask}" if facts.why_not_ask else None


def _name_gate(letter: Letter, facts: Facts) -> str | None:
    return _name(letter.contributor, letter)


def _address_gate(letter: Letter, facts: Facts) -> str | None:
    return _address(letter.contributor, letter)


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


def used_up(mandate: Mandate) -> str:
    return f"The mandate for {mandate} is used up."


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
