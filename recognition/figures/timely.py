"""G1, who is thanked in time; G3, who heard from a machine only; and G6, who offers again."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from coalition.figures.measure import (
    FEW,
    Measure,
    count_words,
    out_of_words,
    over,
    rate_of_words,
    rate_words,
    rates,
    share_words,
    shares,
    total,
)
from coalition.figures.period import Period
from coalition.models import Mail, Offer, Programme
from recognition.figures.due import COUNTS, Pair, due
from recognition.models import ContributionEvent

TARGET = 0.95
RENEWED_WITHIN = timedelta(days=90)
NONE_DUE, NONE_THANKED = "none due", "nobody yet"
Outcome = ContributionEvent.Outcome


def thanked_in_time(programmes: list[Programme], period: Period) -> Measure:
    """G1. A machine’s receipt never counts (L2)."""
    months = _by_month(due(programmes, period).annotate(month=TruncMonth("due_on")), **COUNTS)
    part, whole = total(months.values())
    return Measure(
        code="G1",
        title="Thanked in time",
        definition="Things that people did for which thanks were due in these days, out of them"
        " those for which somebody was thanked by the day it was due: by a letter, a call, a note,"
        " in a meeting, in one way or another by a person. Automatic receipts do not count. An"
        " official letter is due twenty working days after the deed. Left out: what is not to be"
        " thanked for a reason, and what came by an import as thanked already.",
        facts=(
            ("In time", rate_words(part, whole, NONE_DUE)),
            ("That is", rate_of_words(part, whole)),
        ),
        trend=rates(months, period, NONE_DUE),
        trend_words="Share that was thanked in time, by the month in which it was due",
        counted_words="In time",
        out_of_words="Due",
        full=1,
        asks="Fewer than 95 in a hundred were thanked in time."
        if over(whole - part, whole, 1 - TARGET)
        else "",
    )


def machine_only(programmes: list[Programme], period: Period) -> Measure:
    """G3. It should be nobody."""
    # Sets of people, each found once: asked row by row it takes half a minute of 160,000.
    answered = Offer.objects.filter(contributor__isnull=False, acknowledged_at__isnull=False)
    thanked = ContributionEvent.objects.filter(outcome=Outcome.THANKED)
    mail = Mail.objects.filter(concerns__isnull=False, status=Mail.Status.SENT)
    alone = (
        Q(outcome=Outcome.OPEN, contributor__in=mail.values("concerns"))
        & ~Q(contributor__in=answered.values("contributor"))
        & ~Q(contributor__in=thanked.values("contributor"))
    )
    rows = due(programmes, period).annotate(month=TruncMonth("due_on"))
    people: dict[str, Any] = {
        "part": Count("contributor", distinct=True, filter=alone),
        "whole": Count("contributor", distinct=True),
    }
    months = _by_month(rows, **people)
    found = due(programmes, period).aggregate(**people)
    part, whole = found["part"], found["whole"]
    return Measure(
        code="G3",
        title="Heard from a machine only",
        definition="People to whom thanks were due in these days, and out of them those whom this"
        " site wrote to by itself, and to whom no person ever answered an offer or said thank"
        " you. It should be nobody. Somebody to whom thanks were due in two months stands in"
        " both.",
        facts=(
            ("People", count_words(part)),
            ("Out of", count_words(whole)),
            ("Share", share_words(part, whole, NONE_DUE)),
        ),
        trend=shares(months, period, NONE_DUE),
        trend_words="Share of people who heard from a machine only, by the month of their thanks",
        counted_words="Machine only",
        out_of_words="People",
        asks="Somebody has heard from nobody. Begin with them." if part >= FEW else "",
    )


def renewed_offers(programmes: list[Programme], period: Period) -> Measure:
    """G6. Descriptive only."""
    begins, ends = period.moments
    thanked = ContributionEvent.objects.filter(
        programme__in=programmes,
        outcome=Outcome.THANKED,
        closed_at__range=(begins, min(ends, timezone.now() - RENEWED_WITHIN)),
    )
    again = Offer.objects.filter(
        contributor=OuterRef("contributor"),
        submitted_at__gt=OuterRef("closed_at"),
        submitted_at__lte=OuterRef("closed_at") + RENEWED_WITHIN,
    )
    months = _by_month(
        thanked.annotate(month=TruncMonth("closed_at")),
        part=Count("pk", filter=Q(Exists(again))),
        whole=Count("pk"),
    )
    part, whole = total(months.values())
    return Measure(
        code="G6",
        title="Offered again within 90 days",
        definition="Thanks that were given in these days and at least 90 days ago; out of them,"
        " those whose person offered something in the 90 days after. This is not proof of effect:"
        " it does not say that they offered because they were thanked. Only an experiment can.",
        facts=(
            ("Offered again", share_words(part, whole, NONE_THANKED)),
            ("That is", out_of_words(part, whole)),
            ("Not proof of effect", "descriptive"),
        ),
        trend=shares(months, period, NONE_THANKED),
        trend_words="Share that offered again, by the month of the thanks. Not proof of effect",
        counted_words="Offered again",
        out_of_words="Thanks given",
        full=1,
    )


def _by_month(rows: QuerySet, **counts: Any) -> dict[date, Pair]:
    found: Iterable = rows.order_by().values("month").annotate(**counts)
    return {_day(row["month"]): (row["part"], row["whole"]) for row in found}


def _day(month: Any) -> date:
    return timezone.localtime(month).date() if hasattr(month, "hour") else month
