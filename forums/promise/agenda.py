"""P4, whose matters a forum talks about, and whose are carried."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, DateField, Exists, OuterRef, Q
from django.db.models.functions import TruncQuarter
from django.urls import reverse

from coalition.figures.measure import (
    FEW,
    FEWER,
    Bar,
    Measure,
    Split,
    count_words,
    rate_bar,
    rate_of_words,
    rate_words,
    rates,
)
from coalition.models import Sector
from coalition.models.sector import GOVERNMENT_SECTORS
from forums.models import AgendaItem, Meeting, Proposal, Round
from forums.promise.cases import About, Case, Pair, by_quarter, by_sector, forum_split, in_all

NO_ITEMS, NONE_DECIDED = "no items yet", "no decisions yet"
ENOUGH_FOR_A_RATIO, LOW = 10, 0.7
OTHERS, ALL = "All other sectors together", "All sectors together"


def voice(about: About) -> Measure:
    found = [*_items(about), *_proposals(about)]
    brought = [Case(forum, quarter, 0, n, sector) for forum, quarter, sector, n, _, _ in found]
    decided = [
        Case(forum, quarter, carried, put, sector)
        for forum, quarter, sector, _, put, carried in found
    ]
    outside = [
        Case(one.forum, one.quarter, one.whole if _is_outside(one.sector) else 0, one.whole)
        for one in brought
    ]
    part, whole = in_all(outside)
    carried, put = in_all(decided)
    return Measure(
        code="P4",
        title="Agenda voice",
        definition="Items to inform, to discuss and to decide on the agendas of meetings that were"
        " held, and proposals that went round between meetings, by the sector that whoever brought"
        " them belonged to on that day. Government is"
        " central, local and devolved government, the NHS and other public bodies. Carried is what"
        " was agreed, out of what was decided either way. The ratio sets a sector’s carried rate"
        " beside that of all together, from ten decisions on: 1 is the same, below 0.7 is a reason"
        " to ask. Sectors with fewer than five are in one row.",
        facts=(
            ("From outside government", rate_words(part, whole, NO_ITEMS)),
            ("That is", rate_of_words(part, whole)),
            ("Carried", rate_words(carried, put, NONE_DECIDED)),
            ("That is, of what was decided", rate_of_words(carried, put)),
        ),
        trend=rates(by_quarter(outside), about.period, "no items"),
        trend_words="Share of items that came from outside government, by quarter",
        counted_words="From outside",
        out_of_words="Items",
        span=about.period.SPAN,
        full=1,
        splits=(
            sector_split(by_sector(brought)),
            carried_split(by_sector(decided)),
            forum_split(outside, about, NO_ITEMS, ("From outside", "Items")),
        ),
        asks=unheard(by_sector(decided)),
        see=_meetings(about),
    )


def sector_split(items: Mapping[str, Pair]) -> Split:
    """Of items by sector: how many of all."""
    every = sum(whole for _, whole in items.values())
    shown, few = _parted({sector: whole for sector, (_, whole) in items.items()})
    rows = [
        Bar(_label(sector), f"{n:,}", f"{every:,}", f"{round(100 * n / every)}%", n / every)
        for sector, n in shown
    ]
    if few:
        share = f"{round(100 * few / every)}%" if few >= FEW else FEWER
        rows.append(Bar(OTHERS if shown else ALL, count_words(few), count_words(every), share))
    return Split("Who brings what is talked about", "Sector", tuple(rows), "Items", "Of")


def carried_split(decided: Mapping[str, Pair]) -> Split:
    """Of (carried, put to a decision) by sector: the rate, and how it stands to that of all."""
    carried, put = (sum(column) for column in zip((0, 0), *decided.values(), strict=True))
    shown, few = _parted({sector: whole for sector, (_, whole) in decided.items()})
    rows = []
    for sector, whole in shown:
        bar = rate_bar(_label(sector), decided[sector][0], whole, NONE_DECIDED)
        ratio = ratio_words(decided[sector], (carried, put))
        rows.append(Bar(bar.label, bar.counted, bar.out_of, bar.words + ratio, bar.value))
    if few:
        known = {sector for sector, _ in shown}
        part = sum(part for sector, (part, _) in decided.items() if sector not in known)
        name = OTHERS if shown else ALL
        rows.append(rate_bar(name, part, few, NONE_DECIDED))
    return Split("What becomes of it", "Sector", tuple(rows), "Carried", "Decided", "Carried rate")


def ratio(theirs: Pair, every: Pair) -> float | None:
    """How often as often as all together they carry what they bring; none below ten."""
    if theirs[1] < ENOUGH_FOR_A_RATIO or not every[0]:
        return None
    return (theirs[0] / theirs[1]) / (every[0] / every[1])


def ratio_words(theirs: Pair, every: Pair) -> str:
    found = ratio(theirs, every)
    return "" if found is None else f", {found:.1f} of the mean"


def unheard(decided: Mapping[str, Pair]) -> str:
    """A sentence about sectors that carry much less often than others, or nothing."""
    every = sum(part for part, _ in decided.values()), sum(whole for _, whole in decided.values())
    ratios = {sector: ratio(theirs, every) for sector, theirs in decided.items()}
    low = [
        _label(one) for one, found in sorted(ratios.items()) if found is not None and found < LOW
    ]
    return f"What they bring is carried much less often: {', '.join(low)}." if low else ""


def _parted(counts: Mapping[str, int]) -> tuple[list[tuple[str, int]], int]:
    """Sectors with five or more, the most first; and how many all others have together."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [(sector, n) for sector, n in ordered if n >= FEW]
    return shown, sum(n for _, n in ordered if n < FEW)


Brought = tuple[int, date, str, int, int, int]  # forum, quarter, sector: so many, decided, carried


def _items(about: About) -> Iterable[Brought]:
    """On agendas, by who brought them; what an earlier meeting left over is the same matter, and
    counts once. One query."""
    again = Q(carried_from__meeting__status__in=Meeting.OVER)
    items = AgendaItem.objects.kept().filter(
        kind__in=AgendaItem.BROUGHT,
        meeting__forum__in=about.forums,
        meeting__status__in=Meeting.OVER,
        meeting__starts_at__range=about.period.moments,
    )
    return (
        items.annotate(quarter=TruncQuarter("meeting__starts_at", output_field=DateField()))
        .order_by()
        .values_list("meeting__forum", "quarter", "proposer_sector")
        .annotate(
            n=Count("pk", filter=~again),
            put=Count("pk", filter=Q(outcome__in=AgendaItem.DECIDED)),
            carried=Count("pk", filter=Q(outcome=AgendaItem.Outcome.AGREED)),
        )
    )


def _proposals(about: About) -> Iterable[Brought]:
    """That were answered between meetings, or not at all yet; those that stood on an agenda are
    counted there. One query."""
    on_an_agenda = Round.objects.filter(proposal=OuterRef("pk"), item__isnull=False)
    proposals = Proposal.objects.filter(
        ~Exists(on_an_agenda), forum__in=about.forums, begun_at__range=about.period.moments
    ).exclude(status=Proposal.Status.WITHDRAWN)
    return (
        proposals.annotate(quarter=TruncQuarter("begun_at", output_field=DateField()))
        .order_by()
        .values_list("forum", "quarter", "proposer_sector")
        .annotate(
            n=Count("pk"),
            put=Count("pk", filter=~Q(status__in=Proposal.UNDECIDED)),
            carried=Count("pk", filter=Q(status=Proposal.Status.PASSED)),
        )
    )


def _label(sector: str) -> str:
    return str(Sector(sector).label)


def _is_outside(sector: str) -> bool:
    return sector not in GOVERNMENT_SECTORS


def _meetings(about: About) -> tuple[str, str] | None:
    if not about.has_one:
        return None
    return "The meetings, with their agendas", reverse("forums:meeting_list", args=[*about.forums])
