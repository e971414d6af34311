"""What becomes of everything that points to an organisation or a person when it is merged.

Each app brings its RELATIONS (`settings.MERGE_RULES`); a test fails on one that nobody named."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from coalition.merging.steps import Steps
from coalition.models.mergeable import Mergeable


class How(StrEnum):
    MOVE = "move"  # it belongs to the one that stays from now on
    KEEP = "keep"  # it is history, and goes on naming whom it named
    COMBINE = "combine"  # where both have one, they become one


@dataclass(frozen=True)
class Clash:
    """Something of which both have one and only one can stay: a person chooses, we never guess.
    Without options it has to be put right elsewhere first, as the question then says."""

    key: str
    question: str
    options: list[tuple[str, str]]  # (answer, words)


@dataclass(frozen=True)
class Relation:
    """`path` is app.model.field in lower case. `words` is (one, many). `only` says which rows move;
    `combine` does the whole work of How.COMBINE; `clashes` and `settle` are for what a person
    must choose, and come before anything moves. `share` is asked before a merge is undone that was
    done at a moment: what it returns is done after, and gives to both what came since and must
    not be lost for either."""

    path: str
    how: How
    words: tuple[str, str]
    why: str = ""
    only: Q | None = None
    combine: Callable[[Steps, "Relation", Mergeable, Mergeable], None] | None = None
    clashes: Callable[[Mergeable, Mergeable], list[Clash]] | None = None
    settle: Callable[[Steps, Clash, str], None] | None = None
    share: Callable[[Mergeable, Mergeable, datetime], Callable[[], None]] | None = None

    @property
    def model(self) -> type[models.Model]:
        app, model, _ = self.path.split(".")
        return apps.get_model(app, model)

    @property
    def field(self) -> str:
        return self.path.rpartition(".")[2]

    def rows(self, owner: Mergeable) -> QuerySet:
        found = self.model._base_manager.filter(**{self.field: owner})
        return found if self.only is None else found.filter(self.only)

    def says(self, count: int) -> str:
        """3 offers; 1 person with a place there."""
        return f"{count:,} {self.words[0 if count == 1 else 1]}"


@cache
def relations() -> tuple[Relation, ...]:
    return tuple(relation for dotted in settings.MERGE_RULES for relation in import_string(dotted))


def relations_of(model: type[Mergeable]) -> Iterator[Relation]:
    """Those that point to rows of this model and are foreign keys."""
    for relation in relations():
        target = relation.model._meta.get_field(relation.field).remote_field
        if target is not None and target.model is model:
            yield relation


def moving(model: type[Mergeable]) -> list[Relation]:
    return [relation for relation in relations_of(model) if relation.how != How.KEEP]


def relation_at(model: type[models.Model], field: str) -> Relation | None:
    path = f"{model._meta.label_lower}.{field}"
    return next((relation for relation in relations() if relation.path == path), None)


def clashes_of(keep: Mergeable, lose: Mergeable) -> Iterator[tuple[Relation, Clash]]:
    for relation in relations_of(type(keep)):
        if relation.clashes:
            yield from ((relation, clash) for clash in relation.clashes(keep, lose))
