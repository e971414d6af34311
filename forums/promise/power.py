"""P7, paper power: what was handed over, and is it used?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coalition.figures.measure import FEW, FEWER, Measure, over, rate_of_words, rate_words, rates
from coalition.figures.period import quarter_end
from forums.authority.modes import DECIDING
from forums.authority.money import in_pounds
from forums.authority.periods import is_unused
from forums.models import Delegation
from forums.promise.cases import About, Case, by_quarter, forum_split, in_all
from forums.spending import spent, uses

MUCH_PAPER = "More than a quarter of what is in force was used by nobody for two quarters."
NO_POWER, NO_MONEY = "no power handed over yet", "no money handed over yet"


@dataclass(frozen=True)
class Power:
    """One delegation, in days: in force on each from `first` to `last`, and used on some."""

    forum: int
    first: date
    last: date
    used: tuple[date, ...] = ()

    def is_live(self, on: date) -> bool:
        return self.first <= on <= self.last

    def is_paper(self, on: date) -> bool:
        """DEL-8: not used for two quarters, so far as was known that day."""
        return is_unused(self.first, max((d for d in self.used if d <= on), default=None), on)


def paper_power(about: About) -> Measure:
    today = timezone.localdate()
    powers = _powers(about)
    cases = papers(powers, about.period.quarters, today)
    last = min(today, about.period.to_on)
    part, whole = in_all(case for case in cases if quarter_end(case.quarter) >= last)
    money = _money(about, last)
    return Measure(
        code="P7",
        title="Paper power",
        definition="Delegations that were in force on the last day of a quarter, or are today, and"
        " how many of them nobody had used for two quarters. Pounds are those of what is in force"
        " at the end of the time shown: decided under it in its current period, out of what its"
        " limit allows in that. What is handed on from another counts with that one.",
        facts=(
            ("Unused for two quarters", rate_words(part, whole, NO_POWER)),
            ("That is", rate_of_words(part, whole)),
            ("Pounds used", pounds_words(money)),
        ),
        trend=rates(by_quarter(cases), about.period, "none in force"),
        trend_words="Share of delegations that was paper power, at the end of each quarter",
        counted_words="Unused",
        out_of_words="In force",
        span=about.period.SPAN,
        full=1,
        splits=(
            forum_split(
                (case for case in cases if quarter_end(case.quarter) >= last),
                about,
                NO_POWER,
                ("Unused", "In force"),
            ),
        ),
        asks=MUCH_PAPER if over(part, whole, 0.25) else "",
        see=_see(about),
    )


def papers(powers: Iterable[Power], quarters: Sequence[date], today: date) -> list[Case]:
    """On the last day of each quarter that has begun; of the current one, today."""
    powers = list(powers)
    days = {first: min(quarter_end(first), today) for first in quarters if first <= today}
    return [
        Case(power.forum, first, int(power.is_paper(on)), 1)
        for first, on in days.items()
        for power in powers
        if power.is_live(on)
    ]


def pounds_words(money: Sequence[tuple[Decimal, Decimal]]) -> str:
    """Of (used, limit) of each: £4,000 of £20,000 (20%)."""
    available = sum((limit for _, limit in money), Decimal(0))
    if not available:
        return NO_MONEY
    if len(money) < FEW:
        return f"{FEWER} delegations"
    used = sum((used for used, _ in money), Decimal(0))
    return f"{in_pounds(used)} of {in_pounds(available)} ({round(100 * used / available)}%)"


def _powers(about: About) -> list[Power]:
    granted = Delegation.objects.filter(
        forum__in=about.forums,
        approved_at__isnull=False,
        effective_from__lte=about.period.to_on,
    )
    rows = list(
        granted.values_list("pk", "forum", "approved_at", "effective_from", "last_day", "ended_at")
    )
    used = uses([pk for pk, *_ in rows])
    return [
        Power(
            forum,
            max(timezone.localdate(approved_at), effective_from),
            min(last_day, _day_before(ended_at)) if ended_at else last_day,
            used.get(pk, ()),
        )
        for pk, forum, approved_at, effective_from, last_day, ended_at in rows
    ]


def _day_before(moment: datetime) -> date:
    """The last whole day on which it was in force."""
    return timezone.localdate(moment) - timedelta(days=1)


def _money(about: About, on: date) -> list[tuple[Decimal, Decimal]]:
    """(used, limit) of what is in force that day and decides; of a chain only its beginning."""
    rows = list(
        Delegation.objects.filter(
            forum__in=about.forums,
            mode__in=DECIDING,
            approved_at__date__lte=on,
            effective_from__lte=on,
            last_day__gte=on,
            period_limit__gt=0,
        ).filter(Q(ended_at=None) | Q(ended_at__date__gt=on))
    )
    known = {row.pk for row in rows}
    roots = [row for row in rows if row.parent_id not in known]
    gone = spent(roots, on)
    return [(gone[row.pk], row.period_limit or Decimal(0)) for row in roots]


def _see(about: About) -> tuple[str, str]:
    if about.has_one:
        return "Each of them, with what is left", reverse(
            "forums:delegation_list", args=[*about.forums]
        )
    return "Each of them, in the scheme of delegation", reverse("forums:scheme")
