"""O4, how much more is offered than needed; and O5, how much of what was needed came in time."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from coalition.figures.measure import (
    FEW,
    FEWER,
    Bar,
    Measure,
    count_words,
    share_words,
)
from coalition.figures.period import Period, month_words
from coalition.models import Match, Need, Offer, Programme
from coalition.models.match import given_of_offers

NO_NEEDS, NO_OFFERS = "no needs yet", "no offers yet"
Tally = tuple[int, int]  # how many rows, and their quantities together


def over_supply(programmes: list[Programme], period: Period) -> Measure:
    """O4. By kind and place on the page of balances."""
    offered = Offer.objects.open().filter(programme__in=programmes)
    needed = Need.objects.matchable().filter(programme__in=programmes)
    now_offered = offered.aggregate(
        n=Count("pk"), q=Coalesce(Sum(F("quantity") - given_of_offers()), 0)
    )
    now_needed = needed.aggregate(
        n=Count("pk"), q=Coalesce(Sum(F("quantity") - F("fulfilled_quantity")), 0)
    )
    new_offers = _by_month(
        Offer.objects.filter(programme__in=programmes, submitted_at__range=period.moments),
        "submitted_at",
    )
    new_needs = _by_month(
        Need.objects.filter(programme__in=programmes, verified_at__range=period.moments),
        "verified_at",
    )
    here = (now_offered["n"], now_offered["q"]), (now_needed["n"], now_needed["q"])
    return Measure(
        code="O4",
        title="Offered for each one needed",
        definition="The quantities of all open offers, without what was given already, divided by"
        " what is still missing of all open needs: above 1.5 more is offered than can be used,"
        " below 1 something is missing. Quantities of different things are added up, so look at"
        " kinds and places, too. The months show what newly came in on both sides.",
        facts=(
            ("Offered for each one needed", _ratio_words(*here)),
            ("Offered now", _quantity_words(*here[0])),
            ("Still needed now", _quantity_words(*here[1])),
        ),
        trend=tuple(
            _ratio_bar(month, new_offers.get(month, (0, 0)), new_needs.get(month, (0, 0)))
            for month in period.months
        ),
        trend_words="Newly offered for each one newly needed, by month",
        counted_words="Offered",
        out_of_words="Needed",
    )


def needs_met(programmes: list[Programme], period: Period) -> Measure:
    """O5, of needs whose day is over."""
    last = min(period.to_on, timezone.localdate() - timedelta(days=1))
    in_time = Match.objects.filter(
        need=OuterRef("pk"),
        status=Match.Status.COMPLETED,
        arrived_on__lte=OuterRef("needed_by"),
    )
    came = in_time.order_by().values("need").annotate(n=Sum("delivered_quantity")).values("n")
    rows = (
        Need.objects.filter(
            programme__in=programmes,
            verified_at__isnull=False,
            needed_by__range=(period.from_on, last),
        )
        .exclude(status=Need.Status.WITHDRAWN)
        .annotate(
            month=TruncMonth("needed_by"),
            came=Coalesce(Subquery(came, output_field=IntegerField()), 0),
        )
        .order_by()
        .values_list("month")
        .annotate(Count("pk"), Sum("came"), Sum("quantity"))
    )
    months = {month: (count, met, asked) for month, count, met, asked in rows}
    count, met, asked = (sum(column) for column in zip((0, 0, 0), *months.values(), strict=True))
    return Measure(
        code="O5",
        title="Needs met in time",
        definition="Of what was needed by a day in the period that is over, and confirmed by a"
        " second person, how much had arrived by that day, as those who needed it say. Needs that"
        " were withdrawn are left out.",
        facts=(
            ("Met in time", _met_words(count, met, asked)),
            ("Arrived", _quantity_words(count, met)),
            ("Needed", _quantity_words(count, asked)),
            ("Needs", count_words(count)),
        ),
        trend=tuple(_met_bar(month, *months.get(month, (0, 0, 0))) for month in period.months),
        trend_words="Share that arrived in time, by the month in which it was needed",
        counted_words="Arrived in time",
        out_of_words="Needed",
    )


def unmet_by_reason(programmes: list[Programme], period: Period) -> list[tuple[str, str]]:
    """NED-3: why needs were closed though they were not met, and how many of them."""
    rows = Need.objects.filter(
        programme__in=programmes,
        status=Need.Status.UNMET_CLOSED,
        closed_at__range=period.moments,
    )
    counts = dict(rows.order_by().values_list("unmet_reason").annotate(Count("pk")))
    return [(str(one.label), count_words(counts.get(one, 0))) for one in Need.UnmetReason]


def _by_month(rows: Any, column: str) -> dict[date, Tally]:
    found = (
        rows.annotate(month=TruncMonth(column))
        .order_by()
        .values_list("month")
        .annotate(Count("pk"), Sum("quantity"))
    )
    return {month.date(): (count, quantity) for month, count, quantity in found}


def _quantity_words(count: int, quantity: int) -> str:
    """A quantity that few rows add up to would tell of each of them."""
    return count_words(quantity) if count == 0 or count >= FEW else f"{FEWER} entries"


def _ratio_words(offered: Tally, needed: Tally) -> str:
    if needed[1] == 0:
        return NO_NEEDS if offered[0] else NO_OFFERS
    if 0 < offered[0] < FEW or needed[0] < FEW:
        return f"{FEWER} entries"
    return f"{offered[1] / needed[1]:.1f}"


def _ratio_bar(month: date, offered: Tally, needed: Tally) -> Bar:
    shown = offered[0] >= FEW and needed[0] >= FEW
    return Bar(
        month_words(month),
        _quantity_words(*offered),
        _quantity_words(*needed),
        _ratio_words(offered, needed),
        offered[1] / needed[1] if shown else None,
    )


def _met_words(count: int, met: int, asked: int) -> str:
    if count and count < FEW:
        return f"{FEWER} needs"
    return share_words(met, asked, NO_NEEDS)


def _met_bar(month: date, count: int, met: int, asked: int) -> Bar:
    return Bar(
        month_words(month),
        _quantity_words(count, met),
        _quantity_words(count, asked),
        _met_words(count, met, asked),
        met / asked if count >= FEW else None,
    )
