"""Whether a letter may go in this moment, and why not: read as gates.evaluate, gates.GATES."""

from recognition.gates.facts import Facts, facts_about, facts_about_all
from recognition.gates.gates import G6, GATES, TITLES, Gate, Outcome, evaluate
from recognition.gates.person import foresee, foresee_person
from recognition.gates.signing import mandates_of, used_up, why_no_mandate, why_not_signed

__all__ = [
    "G6",
    "GATES",
    "TITLES",
    "Facts",
    "Gate",
    "Outcome",
    "evaluate",
    "facts_about",
    "facts_about_all",
    "foresee",
    "foresee_person",
    "mandates_of",
    "used_up",
    "why_no_mandate",
    "why_not_signed",
]
