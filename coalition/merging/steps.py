"""What a merge does to rows, one small step at a time, so that each can be taken back.

A step is JSON: it is kept with the Merge for as long as it can be undone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import QuerySet


@dataclass
class Steps:
    """Does, and notes what it did."""

    done: list[dict[str, Any]] = field(default_factory=list)

    def move(self, rows: QuerySet, name: str, to: models.Model) -> int:
        """Let the foreign key `name` of these rows point `to` another; how many they were."""
        was: dict[int, list[int]] = {}
        for pk, owner in rows.order_by("pk").values_list("pk", f"{name}_id"):
            was.setdefault(owner, []).append(pk)
        for owner, pks in was.items():
            self._note("move", rows.model, field=name, rows=pks, was=owner, to=to.pk)
            rows.model._base_manager.filter(pk__in=pks).update(**{name: to})
        return sum(len(pks) for pks in was.values())

    def change(self, row: models.Model, **values: Any) -> None:
        """Set these fields of a row that is locked; names are as the column has them (user_id)."""
        before = plain(row, values)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=[field_of(row, name).name for name in values])
        self._note("change", type(row), row=row.pk, before=before, after=plain(row, values))

    def remove(self, row: models.Model) -> None:
        """Take away a row on which no other leans."""
        whole = plain(row, [f.attname for f in row._meta.concrete_fields])
        self._note("remove", type(row), before=whole)
        number, _ = row.delete()
        assert number == 1, f"{row!r} took others with it"

    def add(self, row: models.Model) -> None:
        row.save(force_insert=True)
        self._note("add", type(row), row=row.pk)

    def _note(self, did: str, model: type[models.Model], **facts: Any) -> None:
        self.done.append({"did": did, "model": model._meta.label, **facts})


def field_of(row: models.Model, name: str) -> models.Field:
    return next(f for f in row._meta.concrete_fields if name in (f.name, f.attname))


def plain(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """Values as JSON keeps them and to_python reads them, to the microsecond."""
    plain = {}
    for name in names:
        value = field_of(row, name).value_from_object(row)
        plain[name] = None if value is None else field_of(row, name).value_to_string(row)
    return plain
