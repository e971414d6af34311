"""How much letters meant, compared: means of scores from 1 to 5, of those who answered.

The interval of a difference of means is Welch's, so groups may spread differently. Who lives or
works together counts once, with the mean of their scores. Nobody knows what those who did not
answer would have said; so it is told where fewer answered under other words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance
from typing import Any

from recognition.models.experiment import SMALLEST_GROUP
from recognition.research import shares
from recognition.research.planner import ALPHA

HIGHEST = 4.0  # from 1 to 5


@dataclass(frozen=True)
class Scores:
    """Of one group: how many were drawn into it, and what those who answered said."""

    drawn: int
    said: tuple[float, ...]

    @property
    def answered(self) -> tuple[int, int]:
        return self.drawn, len(self.said)

    @property
    def size(self) -> int:
        return len(self.said)


def shown(scores: Scores) -> dict[str, Any]:
    """Of fewer than ten answers nothing (EXP-6)."""
    if scores.size < SMALLEST_GROUP:
        return {"hidden": True}
    return {
        "n": scores.drawn,
        "did": scores.size,
        "share": round(100 * scores.size / scores.drawn),
        "mean": f"{fmean(scores.said):.1f}",
    }


def difference_in_words(
    code: str, usual: Scores, other: Scores, arms: int, *, hint: str = ""
) -> str:
    """A plain sentence about two groups; `hint` follows where there is a difference."""
    if min(usual.size, other.size) < SMALLEST_GROUP:
        return f"{code}: fewer than {SMALLEST_GROUP} answered to one of these. Nothing is shown."
    low, high = interval(usual.said, other.said, arms)
    if low <= 0 <= high:
        says = (
            f"{code}: we cannot tell yet. It may mean up to {abs(low):.1f} points of five less than"
            f" the usual words, or up to {high:.1f} more."
        )
    else:
        least, most = sorted((abs(low), abs(high)))
        says = (
            f"{code}: it meant {'less' if low < 0 else 'more'} than the usual words, by between"
            f" {least:.1f} and {most:.1f} points of five.{hint}"
        )
    return says + _if_fewer_answered(usual, other, arms)


def interval(usual: Sequence[float], other: Sequence[float], arms: int) -> tuple[float, float]:
    """Of the difference between two means (Welch 1947), other minus usual; 95 % in all."""
    from scipy.stats import t  # noqa: PLC0415 (takes a second, and few processes close)

    one, two = (variance(group) / len(group) for group in (other, usual))
    difference = fmean(other) - fmean(usual)
    if not one + two:  # everybody said the same
        return difference, difference
    freedom = (one + two) ** 2 / (one**2 / (len(other) - 1) + two**2 / (len(usual) - 1))
    half = float(t.ppf(1 - ALPHA / (arms - 1) / 2, freedom)) * sqrt(one + two)
    return max(difference - half, -HIGHEST), min(difference + half, HIGHEST)


def _if_fewer_answered(usual: Scores, other: Scores, arms: int) -> str:
    low, high = shares.interval(usual.answered, other.answered, arms)
    if low <= 0 <= high:
        return ""
    fewer = "fewer" if high < 0 else "more"
    return f" But {fewer} answered than after the usual words, so those who did may differ."
