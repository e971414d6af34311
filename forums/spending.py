"""What was done under delegations: how much is spent and left, and when one was last used."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q, Sum
from django.utils import timezone

from forums.authority.modes import DECIDING
from forums.authority.money import in_pounds
from forums.authority.periods import Days, is_unused, period_on
from forums.models import Decision, Delegation
from forums.models.decision_rows import DecisionQuerySet


def spent(
    delegations: Sequence[Delegation], on: date, but: Collection[int] = ()
) -> dict[int, Decimal]:
    """Pounds by the key of each delegation, decided under it and under whatever was handed on from
    it, in its period that `on` falls into; without the decisions whose keys are in `but`."""
    periods = {
        row.pk: period_on(row.period, _within(row.life, on), row.life) for row in delegations
    }
    gone = {pk: Decimal(0) for pk in periods}
    counted = {row.pk for row in delegations if row.decides}
    if not counted:
        return gone
    above = _above(counted)
    found = Decision.objects.spending().under(list(above)).exclude(pk__in=list(but))
    found = found.filter(
        decided_on__gte=min(days.first for days in periods.values()),
        decided_on__lte=max(days.last for days in periods.values()),
    )
    by_day = found.order_by().values_list("delegation", "decided_on").annotate(Sum("value"))
    for delegation, day, value in by_day:
        for pk in above[delegation]:
            if day in periods[pk]:
                gone[pk] += value
    return gone


def last_used(delegations: Sequence[Delegation]) -> dict[int, date]:
    """The day of the last decision under each, by its key; of a power to recommend, the last
    recommendation."""
    found = _uses([row.pk for row in delegations])
    return dict(found.order_by().values_list("delegation").annotate(Max("decided_on")))


def uses(delegations: Collection[int]) -> dict[int, tuple[date, ...]]:
    """Every day on which each of these was used, by its key."""
    found: dict[int, tuple[date, ...]] = {}
    for pk, day in _uses(delegations).values_list("delegation", "decided_on"):
        found[pk] = (*found.get(pk, ()), day)
    return found


def _uses(delegations: Collection[int]) -> DecisionQuerySet:
    counts = Q(outside=[]) | ~Q(delegation__mode__in=DECIDING)
    return Decision.objects.kept().filter(counts).under(delegations)


@dataclass(frozen=True)
class Card:
    """A delegation as its forum sees it. `left` is what may still be decided in `period`, which
    holds today, or its first day where it begins later."""

    delegation: Delegation
    period: Days
    left: Decimal | None
    used_on: date | None
    is_paper: bool

    @property
    def money(self) -> str:
        """The limits and what is left of them, in words; empty where nothing is decided."""
        row = self.delegation
        if row.per_decision_limit is None or row.period_limit is None or self.left is None:
            return ""
        if not row.period_limit:
            return "It decides without spending money."
        until = f"{self.period.last.day} {self.period.last:%B %Y}"
        return (
            f"Up to {in_pounds(row.per_decision_limit)} a decision. {in_pounds(self.left)} of"
            f" {in_pounds(row.period_limit)} is left until {until}."
        )

    @property
    def begins_later(self) -> bool:
        return not self.delegation.is_in_force and not self.delegation.is_over


def cards(delegations: Iterable[Delegation], on: date | None = None) -> list[Card]:
    """Of delegations that are not over; in as many queries for many as for one, and one more for
    each step by which one is handed on."""
    today = on or timezone.localdate()
    rows = list(delegations)
    chains = _chains(rows)
    every = {link.pk: link for chain in chains.values() for link in chain}
    used, gone = last_used(rows), spent(list(every.values()), today)
    return [
        Card(
            delegation=row,
            period=period_on(row.period, _within(row.life, today), row.life),
            left=_left(chains[row.pk], gone),
            used_on=used.get(row.pk),
            is_paper=is_paper(row, used.get(row.pk), today),
        )
        for row in rows
    ]


def left(delegation: Delegation, on: date, but: Collection[int] = ()) -> Decimal | None:
    """Pounds that may still be decided in the period of that day, were the decisions in `but` not
    there; None where nothing is decided.
    Under Delegation.objects.lock_chain it stays true until the transaction ends (DEC-5)."""
    chain = _chains([delegation])[delegation.pk]
    return _left(chain, spent(chain, on, but))


def is_paper(delegation: Delegation, used_on: date | None, today: date) -> bool:
    """DEL-8: in force, and not used for two quarters."""
    if not delegation.is_in_force:
        return False
    granted = timezone.localdate(delegation.approved_at)
    return is_unused(max(delegation.effective_from, granted), used_on, today)


def _left(chain: list[Delegation], gone: dict[int, Decimal]) -> Decimal | None:
    """The least that is left on any step of the way down (DEL-6)."""
    remaining = [
        max(link.period_limit - gone[link.pk], Decimal(0))
        for link in chain
        if link.period_limit is not None
    ]
    return min(remaining) if chain[0].decides and remaining else None


def _chains(rows: Sequence[Delegation]) -> dict[int, list[Delegation]]:
    """Each with whatever it is handed on from, by its key; itself first."""
    known = {row.pk: row for row in rows}
    missing = {row.parent_id for row in rows} - known.keys() - {None}
    while missing:
        found = Delegation.objects.in_bulk(missing)
        known |= found
        missing = {row.parent_id for row in found.values()} - known.keys() - {None}
    return {row.pk: _upwards(row, known) for row in rows}


def _above(keys: Collection[int]) -> dict[int, set[int]]:
    """By the key of each delegation and of whatever was ever handed on from it: which of `keys` its
    decisions count towards."""
    above = {pk: {pk} for pk in keys}
    edge = set(keys)
    while edge:
        children = Delegation.objects.filter(parent__in=edge, approved_at__isnull=False)
        edge = set()
        for pk, parent in list(children.values_list("pk", "parent")):
            before = above.get(pk, set())
            above[pk] = before | above[parent or 0]
            if above[pk] != before:
                edge.add(pk)
    return above


def _upwards(row: Delegation, known: dict[int, Delegation]) -> list[Delegation]:
    chain = [row]
    while (parent := chain[-1].parent_id) is not None:
        chain.append(known[parent])
    return chain


def _within(life: Days, day: date) -> date:
    return min(max(day, life.first), life.last)
