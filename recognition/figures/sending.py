"""G4, letters that should not have gone like this; and A1, what the gates prevented."""

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from coalition.figures.measure import (
    Measure,
    Split,
    rate_bar,
    rate_of_words,
    rate_words,
    rates,
    total,
)
from coalition.figures.period import Period
from coalition.models import Programme
from recognition import gates
from recognition.models import Letter, Regret

Status = Letter.Status
STOPPED = [Status.HELD, Status.CANCELLED, Status.FAILED]


def regrets(programmes: list[Programme], period: Period) -> Measure:
    """G4."""
    sent = Letter.objects.filter(
        campaign__programme__in=programmes,
        status=Status.SENT,
        sent_at__range=period.moments,
    )
    wrong = Q(Exists(Regret.objects.filter(letter=OuterRef("pk"))))
    rows = sent.annotate(month=TruncMonth("sent_at")).order_by().values("month")
    months = {
        timezone.localtime(row["month"]).date(): (row["part"], row["whole"])
        for row in rows.annotate(part=Count("pk", filter=wrong), whole=Count("pk"))
    }
    part, whole = total(months.values())
    causes = dict(
        Regret.objects.filter(letter__in=sent).values_list("kind").annotate(Count("pk")).order_by()
    )
    per_thousand = f"{1000 * part / whole:.1f} in a thousand" if whole else "none sent"
    return Measure(
        code="G4",
        title="Letters that were wrong",
        definition="Letters that were sent in these days, out of them those of which somebody"
        " reported that they should not have gone like this, and why. A letter to somebody who has"
        " died is one too many.",
        facts=(
            ("Wrong", per_thousand),
            ("That is", f"{part:,} of {whole:,}"),
        ),
        trend=rates(months, period, "none sent"),
        trend_words="Share of letters that were wrong, by the month in which they were sent",
        counted_words="Wrong",
        out_of_words="Sent",
        splits=_split(
            "What was wrong",
            "Cause",
            {str(Regret.Kind(kind).label): number for kind, number in causes.items()},
            whole,
        ),
        asks="A letter went to somebody who has died." if causes.get(Regret.Kind.DECEASED) else "",
    )


def prevented(programmes: list[Programme], period: Period) -> Measure:
    """A1, which is good to have."""
    released = Letter.objects.filter(
        campaign__programme__in=programmes, campaign__released_at__range=period.moments
    )
    stopped = released.filter(status__in=STOPPED).exclude(stopped_by="")
    rows = released.annotate(month=TruncMonth("campaign__released_at")).order_by().values("month")
    is_stopped = Q(status__in=STOPPED) & ~Q(stopped_by="")
    months = {
        timezone.localtime(row["month"]).date(): (row["part"], row["whole"])
        for row in rows.annotate(part=Count("pk", filter=is_stopped), whole=Count("pk"))
    }
    part, whole = total(months.values())
    by_gate = dict(stopped.values_list("stopped_by").annotate(Count("pk")).order_by())
    return Measure(
        code="A1",
        title="Prevented at the last moment",
        definition="Letters of campaigns released in these days, out of them those that a check"
        " stopped when they were about to go, and that have not gone since. Each is a letter that"
        " would have been wrong, so a number here is good.",
        facts=(
            ("Prevented", rate_words(part, whole, "none released")),
            ("That is", rate_of_words(part, whole)),
        ),
        trend=rates(months, period, "none released"),
        trend_words="Share that a check stopped, by the month of release",
        counted_words="Prevented",
        out_of_words="Letters",
        splits=_split(
            "What stopped them",
            "Check",
            {gate.prevents: by_gate[gate.code] for gate in gates.GATES if gate.code in by_gate},
            whole,
        ),
    )


def _split(caption: str, what: str, counted: dict[str, int], whole: int) -> tuple[Split, ...]:
    """Each out of all letters."""
    bars = tuple(rate_bar(words, number, whole, "none") for words, number in counted.items())
    return (Split(caption, what, bars, "Letters", "Out of"),) if bars else ()
