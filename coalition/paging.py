"""Pages of a list that are as quick at its end as at its beginning (keyset paging).

A page's address carries the values that the last row is ordered by, so the database goes straight
to the next: it neither counts what lies before nor steps over it, and rows that come or go
meanwhile neither repeat nor hide others. The price: no page numbers.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BooleanField, F, Func, OrderBy, Q, QuerySet, Value
from django.http import QueryDict
from django.utils import timezone

AFTER, BEFORE = "after", "before"
LONGEST_KEY = 3000


@dataclass(frozen=True)
class Ring:
    """Part of a list. Its order runs in one direction, knows no nulls, and ends with "pk".
    `found`: the condition on its rows where an index of words finds them, and the first column of
    the order is text. A ring that is not walked is not written as a query."""

    rows: QuerySet
    order: tuple[str, ...]
    found: Q | None = None

    @property
    def columns(self) -> list[str]:
        return [column.lstrip("-") for column in self.order]

    def walk(self, *, back: bool, start: Sequence[Any] = ()) -> QuerySet:
        """The rows beyond a key, or all, from the beginning or (back) from the end."""
        upwards = self.order[0].startswith("-") == back
        rows = self.rows.filter(self.found) if self.found else self.rows
        ordered = rows.order_by(*self._by(upwards))
        if not start:
            return ordered
        values = [Value(v, self._field(c)) for c, v in zip(self.columns, start, strict=True)]
        here, there = _Row(*map(F, self.columns)), _Row(*values)
        return ordered.filter(_Beyond(here, there, arg_joiner=" > " if upwards else " < "))

    def _by(self, upwards: bool) -> list[OrderBy]:
        """The order, in that direction. Of rows that words find, PostgreSQL does not know how few
        they are, and would rather read the whole index of the order and look for the words in each
        row. So the first column is given as an expression, which that index does not know."""
        columns: list[Any] = list(map(F, self.columns))
        if self.found:
            columns[0] = _Unindexed(self.columns[0])
        return [OrderBy(column, descending=not upwards) for column in columns]

    def key(self, row: Any) -> list[str]:
        values = [getattr(row, column) for column in self.columns]
        return [v.isoformat() if isinstance(v, date) else str(v) for v in values]

    def read(self, key: Sequence[Any]) -> list[Any]:
        """The values of a key from an address; raises ValueError where it cannot be one."""
        if len(key) != len(self.order) or not all(isinstance(v, str) for v in key):
            raise ValueError(key)
        fields = map(self._field, self.columns)
        return [_value(f, v) for f, v in zip(fields, key, strict=True)]

    def _field(self, column: str) -> models.Field:
        if column in self.rows.query.annotations:
            return self.rows.query.annotations[column].output_field
        meta = self.rows.model._meta
        return meta.pk if column == "pk" else meta.get_field(column)


@dataclass
class KeysetPage:
    """Rows, and the addresses of the pages around them ("" where there is none)."""

    object_list: list[Any]
    next: str = ""
    previous: str = ""
    query: QueryDict = field(default_factory=QueryDict)

    def __iter__(self) -> Any:
        return iter(self.object_list)

    @property
    def is_whole_list(self) -> bool:
        return not (self.next or self.previous)

    @property
    def first(self) -> str:
        return address(self.query, "", "")


def page_of(
    rings: Sequence[Ring], query: QueryDict, size: int, total: int | str = "many"
) -> KeysetPage:
    """The page that an address asks for: the rings one after the other, as one list. Rows need
    their order's columns as attributes, and `pk`. Where it is known how many rows there are
    (`total`), no ring is asked beyond the last of them."""
    for direction in (AFTER, BEFORE):
        if start := _asked(rings, query.get(direction, "")):
            break
    back = start is not None and direction == BEFORE
    most = min(size + 1, total) if isinstance(total, int) else size + 1
    found = _walk(rings, start, most, back=back)
    more = len(found) > size
    if back and not more:  # the beginning, and room for what follows: simply the first page
        return page_of(rings, QueryDict(address(query, "", "").lstrip("?")), size, total)
    shown = found[:size]
    if back:
        shown.reverse()
    page = KeysetPage([row for _, row in shown], query=query)
    if shown and (more or back):
        page.next = address(query, AFTER, key_of(rings, *shown[-1]))
    if shown and (more if back else start):
        page.previous = address(query, BEFORE, key_of(rings, *shown[0]))
    return page


def address(query: QueryDict, direction: str, key: str) -> str:
    """The same list, from another place on."""
    changed = query.copy()
    for name in (AFTER, BEFORE, "page"):
        changed.pop(name, None)
    if key:
        changed[direction] = key
    return f"?{changed.urlencode()}"


def _walk(
    rings: Sequence[Ring], start: tuple[int, list[Any]] | None, count: int, *, back: bool
) -> list[tuple[int, Any]]:
    """Up to `count` rows, each with the number of its ring."""
    numbers = range(len(rings) - 1, -1, -1) if back else range(len(rings))
    found: list[tuple[int, Any]] = []
    for number in numbers:
        if start and (number > start[0] if back else number < start[0]):
            continue
        key = start[1] if start and number == start[0] else ()
        rows = rings[number].walk(back=back, start=key)
        found += [(number, row) for row in rows[: count - len(found)]]
        if len(found) == count:
            break
    return found


def key_of(rings: Sequence[Ring], number: int, row: Any) -> str:
    """The place of a row of that ring, as an address carries it."""
    said = json.dumps([number, *rings[number].key(row)], ensure_ascii=False)
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _asked(rings: Sequence[Ring], key: str) -> tuple[int, list[Any]] | None:
    """(ring, values) of a key; None when it is none of ours, so that the list begins anew."""
    if not key or len(key) > LONGEST_KEY:
        return None
    try:
        said = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        number, *values = said
        if not isinstance(number, int) or not 0 <= number < len(rings):
            return None
        return number, rings[number].read(values)
    except (ValueError, TypeError, ValidationError, RecursionError):
        return None


def _value(kind: models.Field, text: str) -> Any:
    text.encode()  # a lone surrogate is a ValueError
    if "\0" in text:
        raise ValueError("NUL")
    value = kind.to_python(text)
    if isinstance(value, datetime) and timezone.is_naive(value):
        raise ValueError(text)
    if isinstance(kind, models.IntegerField) and not -(2**63) <= value < 2**63:
        raise ValueError(text)
    return value


class _Unindexed(Func):
    template = "(%(expressions)s || '')"


class _Row(Func):
    template = "ROW(%(expressions)s)"


class _Beyond(Func):
    template = "%(expressions)s"
    output_field = BooleanField()
