"""How people say that they like to be thanked: all of them together, and nobody by themselves."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from coalition.models import Preference, Programme
from coalition.models.contact_words import Channel, Thanker
from recognition.models import ContributionEvent
from recognition.models.experiment import SMALLEST_GROUP

Answers = list[tuple[str, Q]]  # what was offered, and who chose it
FEWER = f"fewer than {SMALLEST_GROUP}"
FEW = "too few to be shown"
NEARLY_ALL = "nearly everybody"
BY_WHOM: Answers = [
    ("Whoever can say it best", Q(thanker="", no_ministerial=False)),
    ("Anybody but a minister", Q(thanker="", no_ministerial=True)),
    *[(str(label), Q(thanker=value)) for value, label in Thanker.choices],
]
HOW: Answers = [(str(label), Q(channels__contains=[value])) for value, label in Channel.choices]
OFTEN: Answers = [
    ("Whenever there is something to thank for", Q(max_per_year=None)),
    ("A few times a year at most", Q(max_per_year__gt=0)),
    ("Rather not at all", Q(max_per_year=0)),
]
SURVEYS: Answers = [("No more of them", Q(no_surveys=True))]


@dataclass(frozen=True)
class Liking:
    """One question, and how many gave each answer, in words."""

    question: str
    rows: list[tuple[str, str]]


@dataclass(frozen=True)
class Likings:
    people: str
    questions: list[Liking]


def of_people_in(programmes: QuerySet[Programme]) -> Likings:
    """Of everybody who did something there and has chosen. One query; of fewer than ten nothing
    (EXP-6)."""
    did = ContributionEvent.objects.filter(programme__in=programmes)
    theirs = Preference.objects.filter(contributor__in=did.values("contributor"))
    asked = [*BY_WHOM, *HOW, *OFTEN, *SURVEYS]
    chose = {f"n{place}": Count("pk", filter=which) for place, (_, which) in enumerate(asked)}
    found = theirs.aggregate(people=Count("pk"), **chose)
    people = found["people"]
    counts = {"people": people}
    counts |= {label: found[f"n{place}"] for place, (label, _) in enumerate(asked)}
    if people < SMALLEST_GROUP:
        return Likings(FEWER if people else "nobody", [])
    return Likings(
        f"{people:,}",
        [
            Liking("By whom?", _one_of(counts, BY_WHOM)),
            Liking("How? Several answers are possible", _any_of(counts, HOW)),
            Liking("How often?", _one_of(counts, OFTEN)),
            Liking("Questions in letters", _any_of(counts, SURVEYS)),
        ],
    )


def _one_of(counts: dict[str, int], asked: Answers) -> list[tuple[str, str]]:
    """Of answers of which each person gave one. Where a single one is too small, the next smallest
    is hidden too, so that nobody finds it by subtraction."""
    given = sorted(counts[label] for label, _ in asked if counts[label])
    is_alone = sum(n < SMALLEST_GROUP for n in given) == 1
    least = given[1] + 1 if is_alone and len(given) > 1 else SMALLEST_GROUP
    return [(label, _share(counts[label], counts["people"], least)) for label, _ in asked]


def _any_of(counts: dict[str, int], asked: Answers) -> list[tuple[str, str]]:
    """Of answers that go together: those who did not give one are a group as well."""
    people = counts["people"]
    return [
        (
            label,
            NEARLY_ALL
            if 0 < people - counts[label] < SMALLEST_GROUP
            else _share(counts[label], people, SMALLEST_GROUP),
        )
        for label, _ in asked
    ]


def _share(n: int, people: int, least: int) -> str:
    if n == 0:
        return "nobody"
    return FEW if n < least else f"{round(100 * n / people)} %"
