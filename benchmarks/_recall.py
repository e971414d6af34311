"""How many of those whom a mistyped name means are found."""

import random
import string
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from coalition.http import PAGE_SIZE
from coalition.models import Contributor, Organisation
from coalition.paging import Ring, page_of


@dataclass
class Recall:
    what: str
    kind: str
    asked: int = 0
    found: int = 0
    on_first_page: int = 0


def substituted(word: str, at: int, draw: random.Random) -> str:
    others = string.ascii_lowercase.replace(word[at].lower(), "")
    return word[:at] + draw.choice(others) + word[at + 1 :]


def left_out(word: str, at: int, draw: random.Random) -> str:
    return word[:at] + word[at + 1 :]


def doubled(word: str, at: int, draw: random.Random) -> str:
    return word[:at] + draw.choice(string.ascii_lowercase) + word[at:]


def swapped(word: str, at: int, draw: random.Random) -> str:
    at = max(1, at)
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


ERRORS: dict[str, Callable[[str, int, random.Random], str]] = {
    "substitution": substituted,
    "deletion": left_out,
    "insertion": doubled,
    "transposition": swapped,
}


def mistyped(text: str, kind: str, draw: random.Random) -> str:
    """With one error in one of its letters."""
    places = [at for at, letter in enumerate(text) if letter.isalpha()]
    while True:
        typed = ERRORS[kind](text, draw.choice(places), draw)
        if typed.lower() != text.lower():
            return typed


def of_people(count: int, draw: random.Random) -> list[Recall]:
    """`count` errors of each kind, in full names and in surnames alone, of people drawn by lot."""
    people = _drawn(Contributor.objects.filter(letter_name__contains=" "), count, draw)
    results = []
    for kind in ERRORS:
        whole, surname = Recall("full name", kind), Recall("surname alone", kind)
        for pk, name in people:
            family = name.split(" ", 1)[1]
            if sum(map(str.isalpha, family)) < 3:
                continue
            _ask(whole, Contributor, mistyped(name, kind, draw), {pk}, draw)
            bearers = Contributor.objects.filter(letter_name__endswith=f" {family}")
            pks = set(bearers.values_list("pk", flat=True))
            _ask(surname, Contributor, mistyped(family, kind, draw), pks, draw)
        results += [whole, surname]
    return results


def of_organisations(count: int, draw: random.Random) -> list[Recall]:
    named = _drawn(Organisation.objects.all(), count, draw)
    results = []
    for kind in ERRORS:
        result = Recall("organisation", kind)
        for pk, name in named:
            if any(map(str.isalpha, name)):
                _ask(result, Organisation, mistyped(name, kind, draw), {pk}, draw)
        results.append(result)
    return results


def _drawn(rows: QuerySet, count: int, draw: random.Random) -> list[tuple[int, str]]:
    name = "letter_name" if rows.model is Contributor else "name"
    every = list(rows.order_by("pk").values_list("pk", name))
    return draw.sample(every, min(count, len(every)))


def _ask(result: Recall, model: Any, typed: str, meant: set[int], draw: random.Random) -> None:
    name = "letter_name" if model is Contributor else "name"
    rows = model.objects.values_list("pk", name, named=True)
    rings = [Ring(rows, (name, "pk"), found) for found in model.objects.rings(typed).each]
    result.asked += 1
    result.found += model.objects.matching(typed).filter(pk__in=meant).exists()
    first = {row.pk for row in page_of(rings, QueryDict(), PAGE_SIZE)}
    result.on_first_page += not meant.isdisjoint(first)
