"""Taking a merge back, as far as nobody has changed things since."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models

from coalition.merging.fields import COLUMNS, label
from coalition.merging.relations import Relation, moving, relation_at
from coalition.merging.steps import field_of, plain
from coalition.models.mergeable import Mergeable


@dataclass
class Undone:
    """What could not go back, because it was changed in the meantime."""

    stayed: Counter[Relation] = field(default_factory=Counter)
    changed: list[tuple[models.Model, str]] = field(default_factory=list)


def undo(steps: Iterable[dict[str, Any]]) -> Undone:
    """Take the steps back, the last one first. What was changed since stays as it is now."""
    left = Undone()
    backwards: dict[str, Callable] = {
        "move": _move_back,
        "change": _change_back,
        "remove": _put_back,
        "add": _take_away,
    }
    for step in reversed(list(steps)):
        backwards[step["did"]](apps.get_model(step["model"]), step, left)
    return left


def _move_back(model: type[models.Model], step: dict[str, Any], left: Undone) -> None:
    name = step["field"]
    still = model._base_manager.filter(pk__in=step["rows"], **{name: step["to"]})
    relation = relation_at(model, name)
    if relation is not None and relation.only is not None:
        still = still.filter(relation.only)  # the rest has become history since
    went = still.update(**{name: step["was"]})
    if relation is not None:
        left.stayed[relation] += len(step["rows"]) - went


def _change_back(model: type[models.Model], step: dict[str, Any], left: Undone) -> None:
    row = model._base_manager.select_for_update().filter(pk=step["row"]).first()
    if row is None:
        return
    now = plain(row, step["after"])
    names = [name for name, value in step["after"].items() if now[name] == value]
    for name in names:
        setattr(row, name, field_of(row, name).to_python(step["before"][name]))
    if names:
        row.save(update_fields=[field_of(row, name).name for name in names])
    left.changed += [(row, field_of(row, name).name) for name in step["after"] if name not in names]


def _put_back(model: type[models.Model], step: dict[str, Any], left: Undone) -> None:
    fields = {f.attname: f for f in model._meta.concrete_fields}
    values = {name: fields[name].to_python(value) for name, value in step["before"].items()}
    model(**values).save(force_insert=True)


def _take_away(model: type[models.Model], step: dict[str, Any], left: Undone) -> None:
    model._base_manager.filter(pk=step["row"]).delete()


def hold_for_both(kept: Mergeable, merged: Mergeable, left: Undone) -> None:
    """Death and objections that came to light after the merge hold for both, for nobody knows of
    which of them it was said."""
    for row in (kept, merged):
        row.refresh_from_db()
    stricter = COLUMNS[type(kept)].strictest
    since = [name for row, name in left.changed if row == kept and name in stricter]
    for name in since:
        setattr(merged, name, stricter[name](getattr(kept, name), getattr(merged, name)))
    merged.save(update_fields=since)


def what_stayed(kept: Mergeable, left: Undone, newest: dict[str, int]) -> list[str]:
    """In sentences: what was added or changed after the merge, and so stays where it is."""
    said = []
    for relation in moving(type(kept)):
        since = relation.rows(kept).filter(pk__gt=newest.get(relation.path, 0)).count()
        if since and relation.path in newest:
            said.append(f"{relation.says(since)}, added since")
        if count := left.stayed[relation]:
            said.append(f"{relation.says(count)}, gone on since")
    changed = {name for row, name in left.changed if row == kept}
    return said + [f"{label(kept, name)}, changed since" for name in sorted(changed)]
