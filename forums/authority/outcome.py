"""How a round comes out: numbers in, a result and the sentence that says why out. Knows no rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from forums.authority.rules import Rule

PASSED, NOT_PASSED, LAPSED = "passed", "not_passed", "lapsed"
SILENCE = "Silence is never consent."  # RND-1


@dataclass(frozen=True)
class Counts:
    """`entitled` are seats that could respond; whoever stepped back is not among them (RND-8). A
    `need_more` is a question that nobody answered; `undecided` are seats that had their answer,
    and count as silent (RND-2). `preference` are objections that were classified so (RND-3)."""

    entitled: int = 0
    consent: int = 0
    concern: int = 0
    stand_aside: int = 0
    need_more: int = 0
    undecided: int = 0
    object: int = 0
    preference: int = 0
    recused: int = 0

    @property
    def in_favour(self) -> int:
        return self.consent + self.concern

    @property
    def against(self) -> int:
        return self.object + self.preference

    @property
    def responded(self) -> int:
        """A question is no response yet."""
        return self.in_favour + self.stand_aside + self.against

    @property
    def silent(self) -> int:
        return self.entitled - self.responded - self.need_more

    @property
    def in_words(self) -> str:
        """6 of 8 seats responded: 4 consent, 1 with a concern, 1 stands aside."""
        parts = [
            (self.consent, "consent", "consent"),
            (self.concern, "consents with a concern", "consent with a concern"),
            (self.stand_aside, "stands aside", "stand aside"),
            (self.need_more, "waits for an answer", "wait for an answer"),
            (self.object, "objects", "object"),
            (
                self.preference,
                "objects, which two others call a preference",
                "object, which others call a preference",
            ),
        ]
        said = ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in parts if n)
        who = f"{self.responded} of {self.entitled} seats responded"
        stepped = f"; {self.recused} stepped back" if self.recused else ""
        return f"{who}{': ' if said else ''}{said}{stepped}."


@dataclass(frozen=True)
class Outcome:
    result: str
    reason: str

    @property
    def is_passed(self) -> bool:
        return self.result == PASSED


def outcome(
    rule: str, counts: Counts, *, lacks: Sequence[str] = (), ruling: bool | None = None
) -> Outcome:
    """`lacks` is what a quorum lacks, each as a clause; `ruling` what the chair decided, where it
    is the chair's to decide, and none while they have not."""
    said = counts.in_words
    if lacks:
        return Outcome(LAPSED, f"There was no quorum: {'; '.join(lacks)}. {said}")
    if rule == Rule.CHAIR and ruling is None:
        return Outcome(LAPSED, f"The chair did not decide in time. {said}")
    if stops := _stops(rule, counts, ruling):
        return Outcome(NOT_PASSED, f"{stops} {said}")
    return Outcome(PASSED, f"{_carried(rule)} {said}")


def _stops(rule: str, counts: Counts, ruling: bool | None) -> str:
    """Why it does not pass; empty where it does."""
    if rule == Rule.CHAIR:
        return "" if ruling else "The chair decided against it, after hearing everyone."
    if not counts.in_favour:
        return f"Nobody consented. {SILENCE}"
    if rule == Rule.CONSENT:
        return _unsettled(counts)
    if rule == Rule.TWO_THIRDS:
        return "" if counts.in_favour >= 2 * counts.against else "It needs two-thirds."
    return "" if counts.in_favour > counts.against else "It needs more for it than against."


def _unsettled(counts: Counts) -> str:
    """RND-2."""
    if counts.object:
        many = counts.object > 1
        return f"{counts.object} objection{'s' if many else ''} stand{'' if many else 's'}."
    if counts.need_more:
        many = counts.need_more > 1
        return f"{counts.need_more} question{'s were' if many else ' was'} not answered in writing."
    return ""


def _carried(rule: str) -> str:
    return {
        Rule.CONSENT: "Nobody objects.",
        Rule.MAJORITY: "More are for it than against.",
        Rule.TWO_THIRDS: "Two-thirds are for it.",
        Rule.CHAIR: "The chair decided for it, after hearing everyone.",
    }[Rule(rule)]
