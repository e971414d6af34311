"""P8, whether organisations see that what they say changes anything.

What is told of a forum and a quarter is told of five organisations or more, group by group; all
other sums are made of those, so that no choice of forums and quarters tells of fewer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from coalition.figures.measure import FEW, FEWER, Bar, Measure, Split, count_words, out_of_words
from coalition.models import Sector
from coalition.models.sector import GOVERNMENT_SECTORS
from forums.models import Pulse
from forums.promise.cases import About

WIDE_GAP = "Sectors differ by 1 or more in how far they see that anything changes."
NOT_ASKED, NO_ANSWERS = "not asked yet", "no answers yet"
GOVERNMENT, OUTSIDE = "Other government bodies", "Others from outside government"
OTHERS, ALL = "All other sectors together", "All sectors together"
ALONE = {
    OTHERS: ALL,
    GOVERNMENT: "Government bodies",
    OUTSIDE: "From outside government",
}


@dataclass(frozen=True)
class Answer:
    """Of one organisation, about one forum and quarter; `score` is none until it has answered."""

    forum: int
    quarter: date
    sector: str
    score: int | None


@dataclass(frozen=True)
class Told:
    """What may be told of one forum and quarter: its scores by group of sectors."""

    forum: int
    quarter: date
    groups: Mapping[str, Sequence[int]]

    @property
    def scores(self) -> list[int]:
        return [score for group in self.groups.values() for score in group]


def told(answers: Iterable[Answer]) -> list[Told]:
    """Of forums and quarters in which five organisations answered; others are left out."""
    found: dict[tuple[int, date], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for answer in answers:
        if answer.score is not None:
            found[answer.forum, answer.quarter][answer.sector].append(answer.score)
    return [
        Told(forum, quarter, grouped(sectors))
        for (forum, quarter), sectors in found.items()
        if sum(map(len, sectors.values())) >= FEW
    ]


def grouped(sectors: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """Each group has five scores or more: sectors that have, then what is left by side, or
    together, or with the smallest of those sectors. Five scores in all, at least, are given."""
    shown = {_label(sector): list(some) for sector, some in sectors.items() if len(some) >= FEW}
    few = {sector: some for sector, some in sectors.items() if len(some) < FEW}
    left: dict[str, list[int]] = {}
    for sector, some in few.items():
        side = GOVERNMENT if sector in GOVERNMENT_SECTORS else OUTSIDE
        left.setdefault(side, []).extend(some)
    if any(len(some) < FEW for some in left.values()):
        left = {OTHERS: [score for some in left.values() for score in some]}
    if 0 < len(left.get(OTHERS, [])) < FEW:
        smallest = min(shown, key=lambda name: (len(shown[name]), name))
        left[OTHERS] += shown.pop(smallest)
    return {**shown, **left} if shown else _named_alone(left)


def _named_alone(left: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Where no sector stands by itself, there are no others."""
    return {ALONE[name]: some for name, some in left.items()}


def influence(about: About) -> Measure:
    answers = _answers(about)
    known = told(answers)
    scores = [score for one in known for score in one.scores]
    asked = _asked(answers)
    return Measure(
        code="P8",
        title="Influence pulse",
        definition="Once a quarter each organisation that sat in a forum is asked, of the quarter"
        " before: did something change because of what you said here? Somebody who can speak for it"
        " answers from 1, not at all, to 5, clearly. Shown is the mean, by the quarter that the"
        " question is about and by the sector on the day of the answer. Forums and quarters in"
        " which fewer than five organisations answered are left out, and so are sectors with fewer"
        " than five of them: they stand together. People who sit for themselves are not asked. A"
        " gap of 1 or more between sectors is a reason to ask why.",
        facts=(
            ("Mean, from 1 to 5", mean_words(scores, answered=_count(answers), asked=len(answers))),
            ("Answers shown", out_of_words(len(scores), len(answers))),
            ("Widest gap between sectors", gap_words(_by_group(known))),
        ),
        trend=tuple(
            _bar(label, [o for o in known if o.quarter == first], asked.get(first, (0, 0)))
            for first, label in about.period.spans
        ),
        trend_words="Mean from 1 to 5, by the quarter that it is about",
        counted_words="Answers shown",
        out_of_words="Asked",
        span=about.period.SPAN,
        full=5,
        splits=(_split(known),),
        asks=WIDE_GAP if (gap(_by_group(known)) or 0) >= 1 else "",
    )


def mean_words(scores: Sequence[int], *, answered: int, asked: int) -> str:
    """3.6; or why there is none."""
    if scores:
        return f"{sum(scores) / len(scores):.1f}"
    if answered:
        return FEWER
    return NO_ANSWERS if asked else NOT_ASKED


def gap_words(groups: Mapping[str, Sequence[int]]) -> str:
    """Between the highest and the lowest mean; a group that is a rest counts as any other, and all
    of them together as none."""
    widest = gap(groups)
    return "not enough sectors yet" if widest is None else f"{widest:.1f}"


def gap(groups: Mapping[str, Sequence[int]]) -> float | None:
    means = [sum(some) / len(some) for name, some in groups.items() if name != ALL]
    return max(means) - min(means) if len(means) > 1 else None


def _bar(label: str, known: Sequence[Told], asked: tuple[int, int]) -> Bar:
    scores = [score for one in known for score in one.scores]
    words = mean_words(scores, answered=asked[0], asked=asked[1])
    counted = f"{len(scores):,}" if scores else count_words(asked[0])
    value = sum(scores) / len(scores) if scores else None
    return Bar(label, counted, count_words(asked[1]), words, value)


def _split(known: Sequence[Told]) -> Split:
    groups = _by_group(known)
    every = sum(map(len, groups.values()))
    rows = [
        Bar(name, f"{len(some):,}", f"{every:,}", f"{sum(some) / len(some):.1f}")
        for name, some in sorted(groups.items())
    ]
    return Split("Mean by sector", "Sector", tuple(rows), "Answers", "Of", "Mean")


def _by_group(known: Sequence[Told]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for one in known:
        for name, some in one.groups.items():
            groups[name].extend(some)
    return groups


def _asked(answers: Iterable[Answer]) -> dict[date, tuple[int, int]]:
    """By quarter: (how many answered, how many were asked)."""
    found: dict[date, tuple[int, int]] = {}
    for answer in answers:
        done, asked = found.get(answer.quarter, (0, 0))
        found[answer.quarter] = (done + (answer.score is not None), asked + 1)
    return found


def _count(answers: Iterable[Answer]) -> int:
    return sum(answer.score is not None for answer in answers)


def _answers(about: About) -> list[Answer]:
    """What was asked of an organisation that became part of another, and never answered, is
    asked of that one."""
    asked = Q(score__isnull=False) | Q(organisation__merged_into=None)
    rows = Pulse.objects.filter(
        asked,
        forum__in=about.forums,
        quarter__range=(about.period.from_on, about.period.to_on),
    )
    return [Answer(*row) for row in rows.values_list("forum", "quarter", "sector", "score")]


def _label(sector: str) -> str:
    return str(Sector(sector).label)
