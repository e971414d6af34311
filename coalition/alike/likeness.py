"""The answer: how sure, and why."""

from dataclasses import dataclass

WORTH_SHOWING = 0.75  # chosen on the half of the pairs that `dev bench duplicates` learns from


@dataclass(frozen=True)
class Likeness:
    """`score` from 0, surely two, to 1, surely one; `reasons` in words, the strongest first."""

    score: float
    reasons: tuple[str, ...] = ()

    @property
    def is_worth_showing(self) -> bool:
        return self.score >= WORTH_SHOWING
