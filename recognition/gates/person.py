"""What gates say of the person, their name and their address, as the register has them now."""

import re
import unicodedata

from coalition.email_addresses import NotAnAddress, read_email
from coalition.envelopes import spelling_of, spelt_lines
from coalition.models import Contributor
from coalition.models.hold import ON_HOLD
from coalition.postal import read_address
from coalition.typesetting.text import clean_line
from recognition import recipients
from recognition.models import Letter
from recognition.recipients import Known
from recognition.typesetting import CannotTypeset

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


def foresee(letter: Letter, known: Known) -> tuple[str, str] | None:
    """The gate that would stop this letter if it went today, and why: for a letter that is being
    prepared, with its contributor and signatory at hand; asks no query. G9 is the caller's."""
    if stopped := foresee_person(letter, known):
        return stopped
    for code, why_not in (("G4", why_not_named), ("G5", why_not_reached)):
        if reason := why_not(letter.contributor, letter):
            return code, reason
    return None


def foresee_person(letter: Letter, known: Known) -> tuple[str, str] | None:
    """The same as far as the person goes, and no word of the letter: for one without a snapshot."""
    for gate in ("G1", "G2", "G3"):
        if reason := why_not_thanked(gate, letter, known):
            return gate, reason
    return None


def why_not_thanked(gate: str, letter: Letter, known: Known) -> str | None:
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


def why_not_named(person: Contributor, letter: Letter) -> str | None:
    """G4: of the name and the greeting in the letter, beside those of today."""
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


def why_not_reached(person: Contributor, letter: Letter) -> str | None:
    """G5: of the address in the letter, beside that of today."""
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
