"""How many did something, compared: whether they offered again, or answered the question.

A share's interval is Newcombe's, from Wilson's scores; it holds for small groups too. Where several
wordings are compared with the usual one, the intervals hold together at 95 %."""

from math import sqrt
from statistics import NormalDist
from typing import Any

from recognition.models import Experiment
from recognition.models.experiment import SMALLEST_GROUP
from recognition.research.planner import ALPHA

Pair = tuple[int, int]  # of how many, how many did
# What they did, in the present and the past.
DOING = {
    Experiment.Outcome.RENEWED.value: ("offer again", "offered again"),
    Experiment.Outcome.RESPONSE.value: ("answer", "answered"),
}


def shown(pair: Pair) -> dict[str, Any]:
    n, did = pair
    if n < SMALLEST_GROUP:
        return {"hidden": True}
    return {"n": n, "did": did, "share": round(100 * did / n)}


def difference_in_words(
    code: str,
    usual: Pair,
    other: Pair,
    arms: int,
    *,
    hint: str = "",
    outcome: str = Experiment.Outcome.RENEWED,
) -> str:
    """A plain sentence; `hint` follows where it says that there is a difference."""
    if min(usual[0], other[0]) < SMALLEST_GROUP:
        return f"{code}: fewer than {SMALLEST_GROUP} got one of these wordings. Nothing is shown."
    do, did = DOING[outcome]
    low, high = (100 * bound for bound in interval(usual, other, arms))
    if low <= 0 <= high:
        return (
            f"{code}: we cannot tell yet. In 100 people it may make up to {abs(low):.0f} fewer"
            f" {do}, or up to {high:.0f} more."
        )
    least, most = sorted((abs(low), abs(high)))
    return (
        f"{code}: {'fewer' if low < 0 else 'more'} people {did} than with the usual words,"
        f" between {least:.0f} and {most:.0f} of 100.{hint}"
    )


def interval(usual: Pair, other: Pair, arms: int) -> tuple[float, float]:
    """Of the difference between two shares (Newcombe 1998, method 10), other minus usual."""
    z = NormalDist().inv_cdf(1 - ALPHA / (arms - 1) / 2)
    (n1, did1), (n2, did2) = other, usual
    p1, p2 = did1 / n1, did2 / n2
    (low1, high1), (low2, high2) = _wilson(n1, did1, z), _wilson(n2, did2, z)
    low = p1 - p2 - sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    high = p1 - p2 + sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return low, high


def _wilson(n: int, did: int, z: float) -> tuple[float, float]:
    share, square = did / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return middle - half, middle + half
