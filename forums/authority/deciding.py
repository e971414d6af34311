"""DEC-1: whether a decision is inside what was handed over. If not, it is a recommendation, and
each reason is a sentence for the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from forums.authority.bounds import Terms
from forums.authority.modes import DECIDING, Mode
from forums.authority.money import in_pounds
from forums.authority.periods import Days

NOTHING_COVERS_IT = "Nothing that is handed over to this forum covers it."


@dataclass(frozen=True)
class Case:
    """What is decided, on which day, and what is confirmed about it. `left` is what the period of
    that day still has, and `period` that period; `left` is None where no money is counted."""

    value: Decimal
    on: date
    conditions_met: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()  # of what the delegation does not cover
    left: Decimal | None = None
    period: Days | None = None


def outside(ref: str, terms: Terms, case: Case) -> list[str]:
    """Why it is no more than a recommendation; empty where it is decided. `ref` names the
    delegation, as DEL-014."""
    if terms.mode not in DECIDING:
        does = "recommends" if terms.mode == Mode.RECOMMEND else "advises"
        return [f"Under {ref} this forum {does}. It does not decide."]
    return [*_date(ref, terms, case), *_money(ref, terms, case), *_strings(ref, terms, case)]


def _date(ref: str, terms: Terms, case: Case) -> Iterator[str]:
    if case.on not in terms.life:
        first, last = _day(terms.life.first), _day(terms.life.last)
        yield f"{ref} holds from {first} to {last}, and this was decided on {_day(case.on)}."


def _money(ref: str, terms: Terms, case: Case) -> Iterator[str]:
    worth = in_pounds(case.value)
    if terms.per_decision is not None and case.value > terms.per_decision:
        most = in_pounds(terms.per_decision)
        yield f"It is worth {worth}. One decision under {ref} may be worth {most} at most."
    if case.left is not None and case.value > case.left:
        until = f" until {_day(case.period.last)}" if case.period else ""
        yield f"It is worth {worth}, and {in_pounds(case.left)} is left under {ref}{until}."


def _strings(ref: str, terms: Terms, case: Case) -> Iterator[str]:
    for condition in _missing(terms.conditions, case.conditions_met):
        yield f"A condition of {ref} is not met: {condition}"
    for heard in _missing(terms.must_consult, case.consulted):
        yield f"{ref} asks that these are heard first, and they were not: {heard}"
    for line in terms.excludes:
        if line in case.touches:
            yield f"{ref} does not cover this: {line}"


def _missing(asked: tuple[str, ...], given: tuple[str, ...]) -> list[str]:
    return [line for line in asked if line not in given]


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
