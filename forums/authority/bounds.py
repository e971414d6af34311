"""DEL-6: whoever holds power by delegation can hand on no more than they hold."""

from dataclasses import dataclass
from decimal import Decimal

from forums.authority.modes import Mode
from forums.authority.money import in_pounds
from forums.authority.periods import IN_WORDS, Days, periods_in


@dataclass(frozen=True)
class Terms:
    """How far a delegation reaches."""

    mode: str
    life: Days
    per_decision: Decimal | None
    in_period: Decimal | None
    period: str
    conditions: tuple[str, ...] = ()
    must_consult: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    call_in_days: int = 0


def wider(handed_on: Terms, held: Terms) -> list[str]:
    """In what it would reach further than what is held, each as a sentence; none where it fits."""
    modes = list(Mode)
    found = []
    if modes.index(Mode(handed_on.mode)) < modes.index(Mode(held.mode)):
        found.append(f"Only this much is held: {Mode(held.mode).label}.")
    if handed_on.life.first < held.life.first or handed_on.life.last > held.life.last:
        first, last = held.life.first, held.life.last
        found.append(
            f"What is held lasts from {first.day} {first:%B %Y} to {last.day} {last:%B %Y}."
        )
    if handed_on.call_in_days < held.call_in_days:
        found.append(f"Decisions can be called in for {held.call_in_days} working days.")
    return [*found, *_wider_limits(handed_on, held), *_missing_strings(handed_on, held)]


def _wider_limits(handed_on: Terms, held: Terms) -> list[str]:
    if handed_on.per_decision is None or held.per_decision is None:
        return []
    found = []
    if handed_on.per_decision > held.per_decision:
        found.append(f"A decision may be worth {in_pounds(held.per_decision)} at most.")
    if held.in_period is not None and most_in_a_period(handed_on, held) > held.in_period:
        found.append(
            f"More than the {in_pounds(held.in_period)} that is held {IN_WORDS[held.period]} could"
            " be decided."
        )
    return found


def most_in_a_period(handed_on: Terms, held: Terms) -> Decimal:
    """What could be decided under `handed_on` within one period of `held`, at most: its limit, as
    often as its own periods begin anew in there."""
    own = periods_in(handed_on.period, handed_on.life)
    limit = handed_on.in_period or Decimal(0)
    return max(
        limit * sum(days.first <= wide.last and days.last >= wide.first for days in own)
        for wide in periods_in(held.period, held.life)
    )


def _missing_strings(handed_on: Terms, held: Terms) -> list[str]:
    kinds = [
        ("It must be excluded as well", handed_on.excludes, held.excludes),
        ("It must be a condition as well", handed_on.conditions, held.conditions),
        ("They must be consulted as well", handed_on.must_consult, held.must_consult),
    ]
    return [
        f"{words}: {missing}."
        for words, own, theirs in kinds
        for missing in theirs
        if missing.casefold() not in {one.casefold() for one in own}
    ]
