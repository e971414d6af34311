"""How many it takes, and what can be learned from those who are there (EXP-5).

Two-sided, 5 % in all, shared out evenly where several new wordings are compared with the usual one
(Bonferroni), and 80 % power. People who live or work together answer alike, so a group counts for
less than its people one by one."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from recognition.models import Experiment

Outcome = Experiment.Outcome
ALPHA = 0.05
POWER = 0.8
SPREAD = 1.0  # standard deviation of scores from 1 to 5, as surveys of thanks report it
ALIKE = 0.5  # correlation between answers of those who live or work together
MOST = 10_000_000
WIDEST = 4.0  # between 1 and 5
# Where power is 1 to eight places, and where a difference is never seen the wrong way round to
# seven: further out scipy's noncentral t answers “not a number”.
CERTAIN, SURE_SIDE = 8.0, 4.0
# Words that only a large enough experiment may use.
CLAIMS = re.compile(r"\b(?:prove[sdn]?|proving|proofs?|proven)\b", re.I)


@dataclass(frozen=True)
class Design:
    """`mde` in points for a score, otherwise in percentage points; `answer_rate` in per cent.
    `people` is how many letters a household or organisation gets on average."""

    outcome: str
    arms: int
    mde: float
    baseline: int | None = None
    answer_rate: int = 100
    people: float = 1.0

    @property
    def alpha(self) -> float:
        return ALPHA / (self.arms - 1)

    @property
    def is_score(self) -> bool:
        return self.outcome == Outcome.VALUED

    def effective(self, units: float) -> float:
        """Answers by people who do not know each other that so many units are worth."""
        alike = 1 + (self.people - 1) * ALIKE
        heard = self.answer_rate / 100 if self.is_score else 1.0
        return units * heard * self.people / alike


@dataclass(frozen=True)
class Plan:
    """What the planner says of a design with so many units at hand."""

    design: Design
    at_hand: int  # units in all
    needed: int | None  # units per arm; None where no number is enough
    detectable: float | None  # the smallest difference that would be noticed; None: none
    power: float  # of noticing the difference that was hoped for

    @property
    def per_arm(self) -> int:
        return self.at_hand // self.design.arms

    @property
    def is_enough(self) -> bool:
        return self.needed is not None and self.per_arm >= self.needed


def design_of(experiment: Experiment, *, arms: int, people: float) -> Design:
    """Where `people` is how many letters each household or organisation gets on average."""
    return Design(
        outcome=experiment.primary_outcome,
        arms=arms,
        mde=float(experiment.mde),
        baseline=experiment.baseline,
        answer_rate=experiment.answer_rate,
        people=people,
    )


def plan(design: Design, at_hand: int) -> Plan:
    per_arm = at_hand // design.arms
    return Plan(
        design=design,
        at_hand=at_hand,
        needed=needed(design),
        detectable=detectable(design, per_arm),
        power=power(design, per_arm),
    )


@lru_cache(maxsize=256)
def needed(design: Design) -> int | None:
    """Units per arm for 80 % power, or None where the difference cannot be."""
    if _power(design, design.mde, MOST) < POWER:
        return None
    low, high = 2, MOST
    while low < high:
        middle = (low + high) // 2
        if _power(design, design.mde, middle) >= POWER:
            high = middle
        else:
            low = middle + 1
    return low


@lru_cache(maxsize=256)
def detectable(design: Design, per_arm: int) -> float | None:
    """The smallest difference that 80 of 100 experiments of this size would notice; rounded up to
    a tenth of a point, or to a whole percentage point."""
    step, widest = (0.1, WIDEST) if design.is_score else (1.0, 100.0 - (design.baseline or 0))
    for number in range(1, int(round(widest / step)) + 1):
        if _power(design, number * step, per_arm) >= POWER:
            return round(number * step, 1)
    return None


def power(design: Design, per_arm: int) -> float:
    """How likely an experiment of this size notices the difference that was hoped for."""
    return _power(design, design.mde, per_arm)


def claims(text: str) -> str:
    """The word in it that claims more than a small experiment can say; empty if there is none."""
    found = CLAIMS.search(text)
    return found.group() if found else ""


def in_words(plan: Plan) -> list[str]:
    """Sentences for whoever plans it."""
    design = plan.design
    if plan.needed is None:
        return ["There is no room for such a difference. Look for a smaller one."]
    hoped = difference_words(design.outcome, design.mde)
    says = [
        f"To notice a difference of {hoped} in 80 of 100 such experiments, each wording takes"
        f" {plan.needed:,}. There are {plan.per_arm:,} for each."
    ]
    if plan.is_enough:
        return [*says, "That is enough: whichever way it ends, you learn something."]
    if plan.detectable is None:
        return [*says, "With so few, no difference could be told from chance."]
    least = difference_words(design.outcome, plan.detectable)
    return [
        *says,
        f"With those at hand you would notice a difference of {least} or more."
        f" One of {hoped} you would miss {100 - round(plan.power * 100)} times in 100.",
        "So it can give a hint. Nobody may say afterwards that it settled the question.",
    ]


def difference_words(outcome: str, size: float) -> str:
    """0.5 points (of 1 to 5); 10 percentage points."""
    if outcome == Outcome.VALUED:
        return f"{size:.1f} point{'' if round(size, 1) == 1 else 's'}"
    return f"{size:.0f} percentage point{'' if round(size) == 1 else 's'}"


def _power(design: Design, difference: float, per_arm: float) -> float:
    n = design.effective(per_arm)
    if n < 2:
        return 0.0
    if design.is_score:
        return _power_of_means(difference / SPREAD, n, design.alpha)
    return _power_of_shares(design.baseline or 0, difference, n, design.alpha)


def _power_of_means(effect: float, n: float, alpha: float) -> float:
    """Of Student's test of two groups of n each, by the noncentral t."""
    from scipy.stats import nct, t  # noqa: PLC0415 (takes a second, and few processes plan)

    freedom, shift = 2 * n - 2, effect * sqrt(n / 2)
    if shift > CERTAIN:
        return 1.0
    limit = float(t.ppf(1 - alpha / 2, freedom))
    wrong_way = float(nct.cdf(-limit, freedom, shift)) if shift < SURE_SIDE else 0.0
    return float(nct.sf(limit, freedom, shift)) + wrong_way


def _power_of_shares(baseline: int, difference: float, n: float, alpha: float) -> float:
    """Of the difference of two shares, by the normal distribution."""
    from scipy.stats import norm  # noqa: PLC0415

    usual, other = baseline / 100, (baseline + difference) / 100
    if other > 1:
        return 0.0
    pooled = (usual + other) / 2
    under_none = sqrt(2 * pooled * (1 - pooled))
    under_some = sqrt(usual * (1 - usual) + other * (1 - other))
    if not under_some:
        return 1.0
    limit = float(norm.ppf(1 - alpha / 2))
    return float(norm.cdf((abs(other - usual) * sqrt(n) - limit * under_none) / under_some))
