"""What came of an experiment: counted once, on its closing, and for everybody who was drawn into
it, whatever became of their letter (EXP-3).

A share's interval is Newcombe's, from Wilson's scores; it holds for small groups too. Where several
wordings are compared with the usual one, the intervals hold together at 95 %."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import sqrt
from statistics import NormalDist
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from coalition.models import Offer
from recognition.models import Experiment, Letter
from recognition.models.experiment import SMALLEST_GROUP
from recognition.research.planner import ALPHA

HINT = "So few took part that this is a hint, and no more."


@dataclass(frozen=True)
class Unit:
    """One household, organisation or person: what was drawn for it, and what it did."""

    arm: int
    stratum: str
    did: bool


def of(experiment: Experiment) -> dict[str, Any]:
    """What the page shows, to be kept as it is; two queries. Of fewer than ten nothing (EXP-6)."""
    arms = list(experiment.arms.select_related("template_version__template").order_by("number"))
    units = list(_units(experiment))
    counted = {arm.number: _count(unit for unit in units if unit.arm == arm.number) for arm in arms}
    usual = counted[1]
    return {
        "arms": [
            {"code": arm.code, "words": str(arm.template_version), **_shown(*counted[arm.number])}
            for arm in arms
        ],
        "says": [
            difference_in_words(
                arm.code, usual, counted[arm.number], len(arms), is_hint=experiment.is_too_small
            )
            for arm in arms[1:]
        ],
        "groups": _groups(units, [arm.code for arm in arms]) if experiment.strata else [],
    }


def difference_in_words(
    code: str, usual: tuple[int, int], other: tuple[int, int], arms: int, *, is_hint: bool = False
) -> str:
    """A plain sentence about two shares, each as (of how many, how many did)."""
    if min(usual[0], other[0]) < SMALLEST_GROUP:
        return f"{code}: fewer than {SMALLEST_GROUP} got one of these wordings. Nothing is shown."
    low, high = (100 * bound for bound in interval(usual, other, arms))
    if low <= 0 <= high:
        return (
            f"{code}: we cannot tell yet. In 100 people it may make up to {abs(low):.0f} fewer"
            f" offer again, or up to {high:.0f} more."
        )
    fewer, least, most = low < 0, *sorted((abs(low), abs(high)))
    says = (
        f"{code}: {'fewer' if fewer else 'more'} people offered again than with the usual words,"
        f" between {least:.0f} and {most:.0f} of 100."
    )
    return f"{says} {HINT}" if is_hint else says


def interval(usual: tuple[int, int], other: tuple[int, int], arms: int) -> tuple[float, float]:
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


def _units(experiment: Experiment) -> Iterable[Unit]:
    """A household counts once, however many letters it got."""
    assert experiment.started_at
    assert experiment.ends_on
    end = datetime.combine(experiment.ends_on + timedelta(days=1), time())
    offered = Offer.objects.filter(
        Q(contributor=OuterRef("contributor"))
        | Q(contributor=OuterRef("contributor__merged_into")),
        submitted_at__gt=experiment.started_at,
        submitted_at__lt=timezone.make_aware(end),
    )
    letters = Letter.objects.filter(assignment__experiment=experiment)
    rows = letters.annotate(did=Exists(offered)).values_list(
        "assignment", "assignment__arm__number", "assignment__stratum", "did"
    )
    found: dict[int, Unit] = {}
    for key, arm, stratum, did in rows:
        before = found.get(key)
        found[key] = Unit(arm, stratum, did or (before is not None and before.did))
    return found.values()


def _count(units: Iterable[Unit]) -> tuple[int, int]:
    did = [unit.did for unit in units]
    return len(did), sum(did)


def _shown(n: int, did: int) -> dict[str, Any]:
    if n < SMALLEST_GROUP:
        return {"hidden": True}
    return {"n": n, "did": did, "share": round(100 * did / n)}


def _groups(units: list[Unit], codes: list[str]) -> list[dict[str, Any]]:
    """By the groups that were named beforehand. One that is too small takes the next smallest with
    it, so that nobody finds it by subtraction from the whole."""
    sizes: dict[str, list[tuple[int, int]]] = {}
    by_stratum: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        by_stratum[unit.stratum].append(unit)
    for stratum, theirs in by_stratum.items():
        sizes[stratum] = [
            _count(unit for unit in theirs if unit.arm == number)
            for number in range(1, len(codes) + 1)
        ]
    by_size = sorted(sizes, key=lambda stratum: (min(n for n, _ in sizes[stratum]), stratum))
    hidden = [s for s in by_size if min(n for n, _ in sizes[s]) < SMALLEST_GROUP]
    if len(hidden) == 1:
        hidden = by_size[:2]
    return [
        {
            "stratum": stratum,
            "arms": [
                {"code": code, **({"hidden": True} if stratum in hidden else _shown(*counted))}
                for code, counted in zip(codes, sizes[stratum], strict=True)
            ],
        }
        for stratum in sorted(sizes)
    ]
