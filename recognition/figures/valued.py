"""G5, how much letters meant to those who were asked."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from coalition.figures.measure import Bar, Measure
from coalition.figures.period import Period
from coalition.models import Programme
from recognition.models import Experiment, Response
from recognition.models.experiment import SMALLEST_GROUP

FEWER = f"fewer than {SMALLEST_GROUP}"
COUNTS = {
    "n": Count("pk"),
    "mean": Avg("valued"),
    "said": Count("was_accurate"),
    "right": Count("pk", filter=Q(was_accurate=True)),
}
NOBODY: dict[str, Any] = {"n": 0, "mean": None, "said": 0, "right": 0}


def valued(programmes: list[Programme], period: Period) -> Measure:
    """G5. Of experiments that run, nothing (EXP-4)."""
    answers = Response.objects.answered().filter(
        experiment__campaign__programme__in=programmes,
        experiment__status__in=Experiment.OPEN_TO_READ,
        answered_at__range=period.moments,
    )
    return Measure(
        code="G5",
        title="What letters meant",
        definition="Answers in these days to the question that letters of an experiment carry: how"
        " much the letter meant, from 1 to 5, and whether what it says is right. Those who answer"
        " are not like those who do not. Answers of experiments that still run are not counted in,"
        f" and of fewer than {SMALLEST_GROUP} nothing is shown.",
        facts=_facts(answers),
        trend=tuple(_bars(answers, period)),
        trend_words="Mean of the answers from 1 to 5, by the month in which they came",
        counted_words="Answers",
        out_of_words="Said that it is right",
        full=5,
    )


def _facts(answers: QuerySet[Response]) -> tuple[tuple[str, str], ...]:
    found = answers.aggregate(**COUNTS)
    return (
        ("Meant, of 5", _mean(found)),
        ("Answers", _number(found["n"])),
        ("Was right", _right(found)),
    )


def _bars(answers: QuerySet[Response], period: Period) -> Iterable[Bar]:
    rows: Iterable[Any] = (
        answers.annotate(month=TruncMonth("answered_at"))
        .order_by()
        .values("month")
        .annotate(**COUNTS)
    )
    months = {timezone.localtime(row["month"]).date(): row for row in rows}
    for month, label in period.spans:
        row = months.get(month, NOBODY)
        value = row["mean"] if row["n"] >= SMALLEST_GROUP else None
        yield Bar(label, _number(row["n"]), _right(row), _mean(row), value)


def _mean(row: dict[str, Any]) -> str:
    if not row["n"]:
        return "nobody yet"
    return f"{row['mean']:.1f}" if row["n"] >= SMALLEST_GROUP else FEWER


def _right(row: dict[str, Any]) -> str:
    if not row["said"]:
        return "nobody yet"
    if row["said"] < SMALLEST_GROUP:
        return FEWER
    return f"{round(100 * row['right'] / row['said'])}% of {row['said']:,}"


def _number(n: int) -> str:
    return "none" if n == 0 else f"{n:,}" if n >= SMALLEST_GROUP else FEWER
