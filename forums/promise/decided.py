"""P1 to P3: under whose authority forums decide, whether it is done as they decided, and where
not, how soon somebody says why."""

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from coalition.figures.measure import (
    FEW,
    FEWER,
    Measure,
    over,
    rate_of_words,
    rate_words,
    rates,
)
from forums.authority.modes import DECIDING
from forums.authority.money import in_pounds
from forums.models import Decision, Override
from forums.models.decision_words import Status
from forums.promise.cases import About, by_quarter, forum_split, in_all
from forums.promise.chains import Decided, Otherwise, cases_of, once, reason_days

NO_DECISIONS = "no decisions yet"
TOO_FEW_HONOURED = "Fewer than nine in ten were honoured as they were made."
NO_MONEY, NONE_CHANGED = "no money decided yet", "nothing done otherwise yet"


def pounds_words(rows: Sequence[Decided]) -> str:
    """£3,000 of £4,800 (62%); of decisions that spend something, five at least."""
    spending = [row for row in rows if row.value]
    if not spending:
        return NO_MONEY
    if len(spending) < FEW:
        return f"{FEWER} with money"
    every = sum((row.value for row in spending), Decimal(0))
    part = sum((row.value for row in spending if row.is_non_government), Decimal(0))
    return f"{in_pounds(part)} of {in_pounds(every)} ({round(100 * part / every)}%)"


def days_words(days: Sequence[int]) -> str:
    """Median of days, of five at least."""
    if not days:
        return NONE_CHANGED
    if len(days) < FEW:
        return FEWER
    middle = median(days)
    return f"{middle:g} day{'' if middle == 1 else 's'}"


def authority(about: About, rows: Sequence[Decided]) -> Measure:
    """P1."""
    cases = cases_of(rows, "is_non_government")
    part, whole = in_all(cases)
    return Measure(
        code="P1",
        title="Decided outside government",
        definition="Published decisions and recommendations, and how many of them were decided,"
        " outright or by undertaking, by a body at least half of whose votes belonged to people"
        " from outside government on that day. What was only recommended is in the second number"
        " alone. A decision and those that it replaces count once, on the day of the last.",
        facts=(
            ("Decided outside government", rate_words(part, whole, NO_DECISIONS)),
            ("That is", rate_of_words(part, whole)),
            ("In pounds", pounds_words(rows)),
        ),
        trend=rates(by_quarter(cases), about.period, "no decisions"),
        trend_words="Share of decisions taken outside government, by quarter",
        counted_words="Outside",
        out_of_words="All",
        span=about.period.SPAN,
        full=1,
        splits=(forum_split(cases, about, NO_DECISIONS, ("Outside", "All")),),
        see=_log(about),
    )


def honoured(about: About, rows: Sequence[Decided]) -> Measure:
    """P2."""
    cases = cases_of(rows, "is_honoured", "is_due")
    part, whole = in_all(cases)
    return Measure(
        code="P2",
        title="Honoured as made",
        definition="Published decisions and recommendations whose day of call-in or answer is over,"
        " and how many of them are in effect, or were adopted in full, as they were made. What was"
        " overruled, altered, not carried out, adopted in part or not at all, or is not answered"
        " though its day is over, is not honoured. Where another decision takes the place of one,"
        " both count once, and what was changed stays not honoured. It should be nine in ten at"
        " least.",
        facts=(
            ("Honoured as made", rate_words(part, whole, NO_DECISIONS)),
            ("That is", rate_of_words(part, whole)),
        ),
        trend=rates(by_quarter(cases), about.period, "no decisions"),
        trend_words="Share honoured as made, by the quarter of the decision",
        counted_words="As made",
        out_of_words="Past their day",
        span=about.period.SPAN,
        full=1,
        splits=(forum_split(cases, about, NO_DECISIONS, ("As made", "Past their day")),),
        asks=TOO_FEW_HONOURED if over(whole - part, whole, 0.1) else "",
        see=_log(about),
    )


def overrules(about: About, rows: Sequence[Decided]) -> Measure:
    """P3."""
    cases = cases_of(rows, "is_overridden")
    part, whole = in_all(cases)
    unanswered, _ = in_all(cases_of(rows, "is_unanswered"))
    return Measure(
        code="P3",
        title="Overruled, and why",
        definition="Published decisions and recommendations, and how many of them somebody"
        " overruled, altered, delayed by more than 30 days or did not carry out. The days run from"
        " when that was so decided until the forum could read the reason; the median is the one in"
        " the middle. Recommendations that nobody answered in time stand by themselves: the clock"
        " records them, and nobody gave a reason.",
        facts=(
            ("Done otherwise", rate_words(part, whole, NO_DECISIONS)),
            ("That is", rate_of_words(part, whole)),
            ("Median until the reason", days_words(reason_days(rows))),
            ("Not answered in time", rate_of_words(unanswered, whole)),
        ),
        trend=rates(by_quarter(cases), about.period, "no decisions"),
        trend_words="Share that was done otherwise, by the quarter of the decision",
        counted_words="Otherwise",
        out_of_words="All",
        span=about.period.SPAN,
        full=1,
        splits=(forum_split(cases, about, NO_DECISIONS, ("Otherwise", "All")),),
        see=_log(about),
    )


def decisions(about: About) -> list[Decided]:
    """Of these quarters. Two queries."""
    mine = Decision.objects.filter(pk=OuterRef("pk"))
    rows = (
        Decision.objects.published()
        .filter(forum__in=about.forums)
        .annotate(
            on=F("decided_on"),
            from_outside=F("voters_outside"),
            decides=Q(mode__in=DECIDING),
            is_replaced=Q(status=Status.SUPERSEDED),
            is_due=Exists(mine.past_their_day()),
            is_honoured=Exists(mine.honoured()),
        )
        .values(
            *["pk", "forum", "on", "replaces", "is_replaced", "decides", "voters"],
            *["from_outside", "value", "is_due", "is_honoured"],
        )
    )
    overrides = _overrides(about)
    every = once(Decided(**row, done_otherwise=overrides.get(row["pk"], ())) for row in rows)
    return [row for row in every if about.period.from_on <= row.on <= about.period.to_on]


def _log(about: About) -> tuple[str, str]:
    if about.has_one:
        page = reverse("forums:decision_list", args=[*about.forums])
        return "Each decision, and what became of it", page
    return "Each decision, in the log", reverse("forums:decision_log")


def _overrides(about: About) -> dict[int, tuple[Otherwise, ...]]:
    """By decision."""
    found: dict[int, tuple[Otherwise, ...]] = {}
    rows = Override.objects.filter(decision__forum__in=about.forums)
    for row in rows.only("decision", "kind", "decided_on", "at").order_by("pk"):
        one = Otherwise(row.kind, row.days_to_reason)
        found[row.decision_id] = (*found.get(row.decision_id, ()), one)
    return found
