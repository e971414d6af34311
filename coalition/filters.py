"""Filters of a list: what the address asks for, as words, as links, and as conditions.

A list page keeps all its choices in the query string, so that it can be shared and needs no
script. `q` are the search words; each Group is a set of checkboxes.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet
from django.http import QueryDict

from coalition.paging import Ring

MOST_COUNTED = 1000  # beyond, a list says 1,000+: to count on costs more than to show the page
MANY = f"{MOST_COUNTED:,}+"
Options = list[tuple["Group", list[tuple[str, str, int | None, bool]]]]


@dataclass(frozen=True)
class Group:
    """Checkboxes of one name; `field` is the column that they are compared with."""

    name: str
    legend: str
    choices: list[tuple[str, str]]
    field: str


class Filters:
    """What was asked for. Values that are not on offer are left out, so a mistyped address
    shows a list rather than an error."""

    def __init__(self, query: QueryDict, groups: list[Group], **keep: str) -> None:
        self.groups = groups
        self.words = query.get("q", "").replace("\x00", "").strip()[:100]
        self.chosen = {
            group.name: [v for v in query.getlist(group.name) if v in dict(group.choices)]
            for group in groups
        }
        self.keep = keep

    def narrow(
        self, rows: QuerySet, search: Callable[[Any, str], QuerySet], but: str = ""
    ) -> QuerySet:
        """The rows asked for; `but` names a group to leave out, for its own counts."""
        return self.chosen_among(search(rows, self.words) if self.words else rows, but)

    def chosen_among(self, rows: QuerySet, but: str = "") -> QuerySet:
        """Those with a value that is ticked in each group; search words do not matter."""
        for group in self.groups:
            if self.chosen[group.name] and group.name != but:
                rows = rows.filter(**{f"{group.field}__in": self.chosen[group.name]})
        return rows

    def tally(self, searched: QuerySet) -> tuple[Options, int | str]:
        """For a list of any size: the groups to choose from, and how many rows are found. Beyond
        MOST_COUNTED the rows are not counted, and the choices neither."""
        tallies = _tallies(searched, [group.field for group in self.groups])
        if sum(n for *_, n in tallies) > MOST_COUNTED:
            options: Options = [(g, self._uncounted(g)) for g in self.groups]
            return options, count_words(self.chosen_among(searched)) if self.chips else MANY
        counted = [(group, self._counted(group, tallies)) for group in self.groups]
        found = sum(n for *values, n in tallies if self._let_through(values))
        return [(group, choices) for group, choices in counted if choices], found

    def _uncounted(self, group: Group) -> list[tuple[str, str, int | None, bool]]:
        return [(v, label, None, v in self.chosen[group.name]) for v, label in group.choices]

    def _counted(
        self, group: Group, tallies: list[tuple]
    ) -> list[tuple[str, str, int | None, bool]]:
        counts: Counter[str] = Counter()
        for *values, n in tallies:
            if self._let_through(values, but=group):
                counts[values[self.groups.index(group)]] += n
        chosen = self.chosen[group.name]
        return [
            (value, label, counts[value], value in chosen)
            for value, label in group.choices
            if counts[value] or value in chosen
        ]

    def _let_through(self, values: list[str], but: Group | None = None) -> bool:
        """Rows with these values pass all groups; `but` leaves one out, for its own counts."""
        return all(
            group == but or not self.chosen[group.name] or value in self.chosen[group.name]
            for group, value in zip(self.groups, values, strict=True)
        )

    def options(
        self, rows: QuerySet, search: Callable[[Any, str], QuerySet]
    ) -> list[tuple[Group, list[tuple[str, str, int, bool]]]]:
        """For each group with something in it: (value, label, how many rows it would show,
        chosen). One query each."""
        shown = []
        for group in self.groups:
            narrowed = self.narrow(rows, search, but=group.name)
            counts: dict[Any, int] = dict(
                narrowed.order_by().values_list(group.field).annotate(Count("pk", distinct=True))
            )
            choices = [
                (value, label, counts.get(value, 0), value in self.chosen[group.name])
                for value, label in group.choices
                if counts.get(value) or value in self.chosen[group.name]
            ]
            if choices:
                shown.append((group, choices))
        return shown

    @property
    def address(self) -> str:
        """The address with all choices, for another page about the same rows."""
        return f"?{self._query()}" if self._query() else ""

    @property
    def chips(self) -> list[tuple[str, str]]:
        """(words, address without this filter) of each filter in use."""
        return [
            (dict(group.choices)[value], f"?{self._query(without=(group.name, value))}")
            for group in self.groups
            for value in self.chosen[group.name]
        ]

    @property
    def clear(self) -> str:
        """The address without filters; the search words stay."""
        query = QueryDict(mutable=True)
        if self.words:
            query["q"] = self.words
        return f"?{query.urlencode()}"

    def _query(self, without: tuple[str, str] = ("", "")) -> str:
        query = QueryDict(mutable=True)
        query.update({k: v for k, v in {"q": self.words, **self.keep}.items() if v})
        for name, values in self.chosen.items():
            query.setlist(name, [v for v in values if (name, v) != without])
        return query.urlencode()


def _tallies(rows: QuerySet, fields: list[str]) -> list[tuple]:
    """(value of each field, how many rows have these) among MOST_COUNTED + 1 rows."""
    few = rows.order_by().values_list(*fields)[: MOST_COUNTED + 1]
    try:
        sql, params = few.query.sql_with_params()
    except EmptyResultSet:  # it is known that there are none
        return []
    columns = ", ".join(str(number + 1) for number in range(len(fields)))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT *, count(*) FROM ({sql}) AS few GROUP BY {columns}", params)
        return cursor.fetchall()


def count_capped(rows: QuerySet) -> int:
    """How many; MOST_COUNTED + 1 stands for all that are more."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def count_words(rows: QuerySet) -> int | str:
    """How many, or 1,000+ of them."""
    count = count_capped(rows)
    return count if count <= MOST_COUNTED else MANY


def searched_for(
    rows: Any, filters: Filters, columns: Sequence[str], order: tuple[str, ...]
) -> tuple[QuerySet, list[Ring]]:
    """(all rows that the words find, those with the ticked values in rings: closest first)."""
    shown = filters.chosen_among(rows).values_list(*columns, named=True)
    if not filters.words:
        return rows, [Ring(shown, order)]
    found = rows.rings(filters.words)
    return rows.filter(found.any), [Ring(shown, order, condition) for condition in found.each]
