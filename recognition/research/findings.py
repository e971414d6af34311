"""What came of an experiment: counted once, on its closing, and for everybody who was drawn into
it, whatever became of their letter (EXP-3)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import fmean
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from coalition.models import Contributor, Council, Offer
from recognition.models import ContributionEvent, Experiment, Letter
from recognition.models.experiment import SMALLEST_GROUP
from recognition.research import scores, shares
from recognition.research.scores import Scores

Outcome = Experiment.Outcome
GROUP_WORDS = {
    Experiment.Strata.NATION.value: dict(Council.Nation.choices),
    Experiment.Strata.LANGUAGE.value: dict(Contributor.Language.choices),
    Experiment.Strata.KIND.value: dict(ContributionEvent.Kind.choices),
}
HINT = " So few took part that this is a hint, and no more."
TITLES = {
    Outcome.RENEWED.value: "Who offered something again",
    Outcome.RESPONSE.value: "Who answered the question",
    Outcome.VALUED.value: "How much the letter meant, from 1 to 5",
}


@dataclass(frozen=True)
class Unit:
    """One household, organisation or person: what was drawn for it, and what it did or said."""

    arm: int
    stratum: str
    did: bool
    score: float | None = None  # the mean of theirs, where somebody answered


@dataclass(frozen=True)
class Shares:
    """Of one group: how many were drawn into it, and how many did it."""

    drawn: int
    did: int

    @property
    def size(self) -> int:
        return self.drawn

    @property
    def pair(self) -> shares.Pair:
        return self.drawn, self.did


Group = Shares | Scores


def of(experiment: Experiment) -> dict[str, Any]:
    """What the page shows, to be kept as it is; two queries. Of fewer than ten nothing (EXP-6)."""
    arms = list(experiment.arms.select_related("template_version__template").order_by("number"))
    units = list(_units(experiment))
    outcome = experiment.primary_outcome
    counted = [_count(_under(units, arm.number), outcome) for arm in arms]
    hint = HINT if experiment.is_too_small else ""
    return {
        "title": TITLES[outcome],
        "arms": [
            {"code": arm.code, "words": str(arm.template_version), **_shown(group)}
            for arm, group in zip(arms, counted, strict=True)
        ],
        "says": [
            _difference(arm.code, counted[0], group, len(arms), hint=hint, outcome=outcome)
            for arm, group in zip(arms[1:], counted[1:], strict=True)
        ],
        "groups": [
            {**group, "stratum": _group_words(experiment.strata, group["stratum"])}
            for group in _groups(units, [arm.code for arm in arms], outcome)
        ]
        if experiment.strata
        else [],
    }


def _group_words(strata: str, stratum: str) -> str:
    """As people call it: “Gave time”, “Wales”."""
    return str(GROUP_WORDS[strata].get(stratum, stratum))


def _difference(
    code: str, usual: Group, other: Group, arms: int, *, hint: str, outcome: str
) -> str:
    if isinstance(usual, Scores) and isinstance(other, Scores):
        return scores.difference_in_words(code, usual, other, arms, hint=hint)
    assert isinstance(usual, Shares)
    assert isinstance(other, Shares)
    return shares.difference_in_words(
        code, usual.pair, other.pair, arms, hint=hint, outcome=outcome
    )


def _shown(group: Group) -> dict[str, Any]:
    return scores.shown(group) if isinstance(group, Scores) else shares.shown(group.pair)


def _under(units: Iterable[Unit], arm: int) -> list[Unit]:
    return [unit for unit in units if unit.arm == arm]


def _count(units: Sequence[Unit], outcome: str) -> Group:
    if outcome == Outcome.VALUED:
        return Scores(len(units), tuple(u.score for u in units if u.score is not None))
    return Shares(len(units), sum(unit.did for unit in units))


def _units(experiment: Experiment) -> Iterable[Unit]:
    """A household counts once, however many letters it got."""
    letters = Letter.objects.filter(assignment__experiment=experiment)
    if not experiment.asks:
        letters = letters.annotate(did=Exists(_offered(experiment)))
    columns = ["assignment", "assignment__arm__number", "assignment__stratum"]
    rows = letters.values_list(*columns, "response__valued" if experiment.asks else "did")
    drawn: dict[int, tuple[int, str]] = {}
    came: dict[int, list[Any]] = defaultdict(list)
    for key, arm, stratum, what in rows:
        drawn[key] = (arm, stratum)
        came[key].append(what)
    for key, (arm, stratum) in drawn.items():
        if not experiment.asks:
            yield Unit(arm, stratum, any(came[key]))
            continue
        said = [score for score in came[key] if score is not None]
        yield Unit(arm, stratum, bool(said), fmean(said) if said else None)


def _offered(experiment: Experiment) -> QuerySet[Offer]:
    """By the letter's person, while it ran."""
    assert experiment.started_at
    assert experiment.ends_on
    end = datetime.combine(experiment.ends_on + timedelta(days=1), time())
    return Offer.objects.filter(
        Q(contributor=OuterRef("contributor"))
        | Q(contributor=OuterRef("contributor__merged_into")),
        submitted_at__gt=experiment.started_at,
        submitted_at__lt=timezone.make_aware(end),
    )


def _groups(
    units: Sequence[Unit], codes: Sequence[str], outcome: str = Outcome.RENEWED
) -> list[dict[str, Any]]:
    """By the groups that were named beforehand. One that is too small takes the next smallest with
    it, so that nobody finds it by subtraction from the whole."""
    by_stratum: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        by_stratum[unit.stratum].append(unit)
    counted = {
        stratum: [_count(_under(theirs, n), outcome) for n in range(1, len(codes) + 1)]
        for stratum, theirs in by_stratum.items()
    }
    smallest = {stratum: min(one.size for one in groups) for stratum, groups in counted.items()}
    by_size = sorted(smallest, key=lambda stratum: (smallest[stratum], stratum))
    hidden = [stratum for stratum in by_size if smallest[stratum] < SMALLEST_GROUP]
    if len(hidden) == 1:
        hidden = by_size[:2]
    return [
        {
            "stratum": stratum,
            "arms": [
                {"code": code, **({"hidden": True} if stratum in hidden else _shown(group))}
                for code, group in zip(codes, counted[stratum], strict=True)
            ],
        }
        for stratum in sorted(counted)
    ]
