"""Querysets that pages ask again and again, written once.

Django needs up to 3 ms to write a query with a few subqueries, and PostgreSQL a tenth of that to
answer it. So a Prepared lets Django write it once a day and process, and asks it with other numbers
each time. What comes back is made by Django as ever: instances, with what was joined and annotated.

    MEMBERS = Prepared(lambda user, forum: Membership.objects.filter(forum=forum, …))
    MEMBERS(user=7, forum=3)

The queryset may depend on its arguments, which are keys or other whole numbers up to 2³¹, as they
are, and on the day: not on the moment, and not on how large they are. An argument that is annotated
as list[int] is many of them, for `__in`.
"""

import copy
import inspect
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.models import QuerySet
from django.utils import timezone

M = TypeVar("M", bound=models.Model)
# Numbers that stand for the arguments while the query is written; nobody's own.
FIRST_MARK = 2_147_400_001


class Prepared(Generic[M]):
    def __init__(self, rows: Callable[..., QuerySet[M]]) -> None:
        self.rows = rows
        asked = inspect.signature(rows).parameters
        self.marks = {name: FIRST_MARK + number for number, name in enumerate(asked)}
        self.many = {name for name, one in asked.items() if one.annotation == list[int]}
        self._written: tuple[date, QuerySet[M], Any, str, tuple[Any, ...]] | None = None

    def __call__(self, **values: int | list[int]) -> list[M]:
        _, rows, compiler, sql, wanted = self._today()
        given = {mark: values[name] for name, mark in self.marks.items()}
        params = tuple(_given(param, given) for param in wanted)
        asked, compiler = rows.all(), copy.copy(compiler)
        # A connection is its thread's; all else of a compiler is only read once it has written.
        compiler.connection = connections[compiler.using]
        compiler.as_sql = lambda *_, **__: (sql, params)
        asked.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(asked)

    def _today(self) -> tuple[date, QuerySet[M], Any, str, tuple[Any, ...]]:
        """Querysets ask what day it is as they are made."""
        if self._written is None or self._written[0] != timezone.localdate():
            marks = self.marks.items()
            rows = self.rows(**{name: [one] if name in self.many else one for name, one in marks})
            compiler = rows.query.get_compiler(using=rows.db)
            sql, params = compiler.as_sql()
            sql = self._any_of_many(sql, params)
            assert not any(isinstance(param, datetime) for param in params), "asks for the moment"
            self._written = (timezone.localdate(), rows, compiler, sql, tuple(params))
        return self._written

    def _any_of_many(self, sql: str, params: Iterable[Any]) -> str:
        """Where Django wrote a list of one, there may be any number."""
        many = {self.marks[name] for name in self.many}
        first, *others = sql.split("%s")
        for param, part in zip(params, others, strict=True):
            if type(param) is int and param in many:
                assert f"{first[-4:]}{part[:1]}" == "IN ()", "many stand in __in"
                first = f"{first.removesuffix('IN (')}= ANY(%s{part}"
            else:
                first = f"{first}%s{part}"
        return first


def _given(param: Any, given: dict[int, Any]) -> Any:
    return given.get(param, param) if type(param) is int else param
