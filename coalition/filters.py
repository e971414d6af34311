"""Filters of a list: what the address asks for, as words, as links, and as conditions.

A list page keeps all its choices in the query string, so that it can be shared and needs no
script. `q` are the search words; each Group is a set of checkboxes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import QueryDict


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
        if self.words:
            rows = search(rows, self.words)
        for group in self.groups:
            if self.chosen[group.name] and group.name != but:
                rows = rows.filter(**{f"{group.field}__in": self.chosen[group.name]})
        return rows

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

    def _query(self, without: tuple[str, str]) -> str:
        query = QueryDict(mutable=True)
        query.update({k: v for k, v in {"q": self.words, **self.keep}.items() if v})
        for name, values in self.chosen.items():
            query.setlist(name, [v for v in values if (name, v) != without])
        return query.urlencode()
