"""O1, how long people wait for a person’s answer; and O2, who waits for word that was promised."""

from collections import defaultdict
from datetime import date, datetime

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from coalition.figures.measure import (
    FEW,
    FEWER,
    Bar,
    Measure,
    count_words,
    out_of_words,
    share_words,
    shares,
    total,
)
from coalition.figures.period import Period, month_words
from coalition.figures.working_time import WorkingTime
from coalition.models import Offer, Programme

NO_OFFERS, NONE_OPEN = "no offers yet", "no open offers"
TARGET_DAYS = 2
Came = tuple[datetime, datetime | None, str]  # when, when answered, in which nation
Waits = dict[date, list[tuple[float, bool]]]  # by month: working hours, and whether in time


def acknowledgement(programmes: list[Programme], period: Period) -> Measure:
    """O1. A machine’s receipt never counts: only people acknowledge (L2, OFR-2)."""
    rows = _came_in(programmes, period)
    came: dict[date, int] = defaultdict(int)
    for submitted_at, *_ in rows:
        came[submitted_at.date().replace(day=1)] += 1
    waits = _waits(rows, period)
    every = [wait for month in waits.values() for wait in month]
    hours = sorted(hours for hours, _ in every)
    in_time = sum(in_time for _, in_time in every)
    return Measure(
        code="O1",
        title="Answered by a person",
        definition="Working hours (9am to 5pm, Monday to Friday, without the bank holidays of the"
        " programme’s nation) from when an offer came in until a person answered it. Automatic"
        " receipts do not count. The median is the wait of the offer in the middle; nine of ten"
        " offers waited no longer than the second number. Offers are counted in the month in which"
        " they came in; those taken back before an answer are left out.",
        facts=(
            ("Median", _hours_words(hours, 0.5)),
            ("Nine of ten within", _hours_words(hours, 0.9)),
            ("Within two working days", share_words(in_time, len(rows), NO_OFFERS)),
            ("That is", out_of_words(in_time, len(rows))),
        ),
        trend=tuple(_bar(month, waits.get(month, []), came[month]) for month in period.months),
        trend_words="Median of working hours, by month",
        counted_words="Answered",
        out_of_words="Came in",
    )


def silent_offers(programmes: list[Programme], period: Period) -> Measure:
    """O2."""
    late = Count("pk", filter=Q(next_contact_due__lt=timezone.localdate()))
    rows = (
        Offer.objects.open()
        .filter(programme__in=programmes)
        .annotate(month=TruncMonth("next_contact_due"))
        .order_by()
        .values_list("month")
        .annotate(late=late, all=Count("pk"))
    )
    months = {month: (silent, count) for month, silent, count in rows}
    silent, count = total(months.values())
    return Measure(
        code="O2",
        title="Silent offers",
        definition="Open offers whose promised day of the next word is past, out of all that are"
        " open now. The months are those in which the word was due. It should be none.",
        facts=(
            ("Silent now", count_words(silent) if count else NONE_OPEN),
            ("Out of open offers", count_words(count)),
            ("Share", share_words(silent, count, NONE_OPEN)),
        ),
        trend=shares(months, period, "none due"),
        trend_words="Share that is silent, by the month in which word was due",
        counted_words="Silent",
        out_of_words="Open",
    )


def _came_in(programmes: list[Programme], period: Period) -> list[Came]:
    """Offers of the period, but for those that were taken back before an answer."""
    rows = (
        Offer.objects.filter(programme__in=programmes, submitted_at__range=period.moments)
        .exclude(Q(status=Offer.Status.WITHDRAWN) & Q(acknowledged_at=None))
        .values_list("submitted_at", "acknowledged_at", "programme__nation")
    )
    local = timezone.localtime
    return [(local(came), answered and local(answered), nation) for came, answered, nation in rows]


def _waits(rows: list[Came], period: Period) -> Waits:
    clocks: dict[str, WorkingTime] = {}
    waits: Waits = defaultdict(list)
    for submitted_at, answered_at, nation in rows:
        if answered_at is None:
            continue
        if nation not in clocks:
            clocks[nation] = WorkingTime(nation, period.from_on, timezone.localdate())
        clock = clocks[nation]
        in_time = clock.is_within(submitted_at, answered_at, TARGET_DAYS)
        waits[submitted_at.date().replace(day=1)].append(
            (clock.hours(submitted_at, answered_at), in_time)
        )
    return waits


def _bar(month: date, waits: list[tuple[float, bool]], came: int) -> Bar:
    hours = sorted(hours for hours, _ in waits)
    return Bar(
        month_words(month),
        count_words(len(hours)),
        count_words(came),
        _hours_words(hours, 0.5),
        _quantile(hours, 0.5) if len(hours) >= FEW else None,
    )


def _hours_words(hours: list[float], share: float) -> str:
    if not hours:
        return NO_OFFERS
    if len(hours) < FEW:
        return FEWER
    return f"{_quantile(hours, share):.1f} hours"


def _quantile(ordered: list[float], share: float) -> float:
    """The nearest rank: a wait that somebody really had."""
    return ordered[max(0, -(-int(share * 100) * len(ordered) // 100) - 1)]
