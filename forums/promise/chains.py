"""Decisions as they are counted: each once, with whatever it replaces. Asks no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from coalition.figures.period import quarter_of
from forums.models import Override
from forums.models.decision_rows import CHANGED
from forums.promise.cases import Case


@dataclass(frozen=True)
class Otherwise:
    """An override: its kind, and how many days it took until the forum could read why."""

    kind: str
    days: int

    @property
    def is_by_people(self) -> bool:
        return self.kind != Override.Kind.NOT_ANSWERED


@dataclass(frozen=True)
class Decided:
    """One published decision or recommendation. `is_due` once its day of call-in or answer is
    over; `done_otherwise` is what was put on record of it and of what it replaces."""

    pk: int
    forum: int
    on: date
    replaces: int | None = None
    is_replaced: bool = False
    decides: bool = False
    voters: int = 0
    from_outside: int = 0
    value: Decimal = Decimal(0)
    is_due: bool = False
    is_honoured: bool = False
    done_otherwise: tuple[Otherwise, ...] = ()

    @property
    def is_non_government(self) -> bool:
        """Decided, and not only recommended, by a body at least half of whose votes were from
        outside government on that day."""
        return self.decides and self.voters > 0 and 2 * self.from_outside >= self.voters

    @property
    def is_overridden(self) -> bool:
        return any(one.is_by_people for one in self.done_otherwise)

    @property
    def is_unanswered(self) -> bool:
        return not all(one.is_by_people for one in self.done_otherwise)

    @property
    def is_changed(self) -> bool:
        return any(one.kind in CHANGED for one in self.done_otherwise)


def once(rows: Iterable[Decided]) -> list[Decided]:
    """Each with whatever it replaces as one: the last, which was not honoured as made where an
    earlier one was changed."""
    known = {row.pk: row for row in rows}
    return [_with_earlier(row, known) for row in known.values() if not row.is_replaced]


def _with_earlier(row: Decided, known: Mapping[int, Decided]) -> Decided:
    chain = [row]
    while (earlier := known.get(chain[-1].replaces or 0)) is not None:
        chain.append(earlier)
    changed = any(one.is_changed for one in chain[1:])
    return replace(
        row,
        is_due=row.is_due or changed,
        is_honoured=row.is_honoured and not changed,
        done_otherwise=tuple(one for link in chain for one in link.done_otherwise),
    )


def cases_of(rows: Iterable[Decided], counted: str, among: str = "") -> list[Case]:
    """A case for each row, or for each for which `among` holds: is it `counted`?"""
    return [
        Case(row.forum, quarter_of(row.on), int(getattr(row, counted)), 1)
        for row in rows
        if not among or getattr(row, among)
    ]


def reason_days(rows: Iterable[Decided]) -> list[int]:
    """Of whatever people put on record."""
    return [one.days for row in rows for one in row.done_otherwise if one.is_by_people]
