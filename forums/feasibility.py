"""Whether all that is aimed for can come true at once (MIX-1), and if not, what clashes.

Plain values: no database. A seat is the set of categories that whoever sits there may be of.
Enough seats for each minimum, and enough room below each maximum for every seat: that each can be
had on its own is enough for both together (Mendelsohn and Dulmage, 1958).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Bounds:
    """How many seats should go to one category."""

    category: str
    label: str
    least: int = 0
    most: int | None = None


def clash(bounds: Sequence[Bounds], seats: Sequence[frozenset[str]]) -> str:
    """A sentence that names what cannot be at once; nothing where all can."""
    return _too_few_seats(bounds, seats) or _too_little_room(bounds, seats)


def _too_few_seats(bounds: Sequence[Bounds], seats: Sequence[frozenset[str]]) -> str:
    named = {each.category: each for each in bounds}
    open_to = {
        category: [number for number, seat in enumerate(seats) if category in seat]
        for category in named
    }
    demands = [each.category for each in bounds for _ in range(each.least)]
    short = _unplaceable(demands, open_to, dict.fromkeys(range(len(seats)), 1))
    if short is None:
        return ""
    wanted = [each for each in bounds if each.category in short]
    there = len({number for category in short for number in open_to[category]})
    needs = _and(f"{each.least} from ‘{each.label}’" for each in wanted)
    together = f", {sum(each.least for each in wanted)} together" if len(wanted) > 1 else ""
    return f"You aim for at least {needs}{together}, but {_how_many(there, len(seats))}."


def _how_many(there: int, of: int) -> str:
    if not of:
        return "there are no seats yet. Add seats first"
    if there == of:
        return f"there {'is' if of == 1 else 'are'} only {_seats(of)}"
    return f"only {there} of the {_seats(of)} can go there" if there else "no seat can go there"


def _too_little_room(bounds: Sequence[Bounds], seats: Sequence[frozenset[str]]) -> str:
    named = {each.category: each for each in bounds if each.most is not None}
    room = {category: each.most or 0 for category, each in named.items()}
    held = {str(n): sorted(seat) for n, seat in enumerate(seats) if seat <= named.keys()}
    full = _unplaceable(list(held), held, room)
    if full is None:
        return ""
    only = {category for number in full for category in held[number]}
    there = sum(set(categories) <= only for categories in held.values())
    names = [named[category] for category in named if category in only]
    where = " or ".join(f"‘{each.label}’" for each in names)
    most = sum(room[category] for category in only)
    together = " together" if len(names) > 1 else ""
    return (
        f"{_seats(there)} can only go to {where}, but you aim for at most {most} there{together}."
    )


def _unplaceable(
    demands: Iterable[str], places: Mapping[str, Collection], room: Mapping
) -> set[str] | None:
    """Gives each demand one of its places, moving earlier ones where that helps. None when all
    have one; otherwise the demands that are in each other's way."""
    holders: dict[Any, list[str]] = {place: [] for place in room}
    for demand in demands:
        tried: set = set()
        if not _place(demand, places, room, holders, tried):
            return {demand, *(holder for place in tried for holder in holders[place])}
    return None


def _place(
    demand: str, places: Mapping[str, Collection], room: Mapping, holders: dict, tried: set
) -> bool:
    for place in places[demand]:
        if place in tried:
            continue
        tried.add(place)
        if len(holders[place]) < room[place]:
            holders[place].append(demand)
            return True
        for number, holder in enumerate(holders[place]):
            if _place(holder, places, room, holders, tried):
                holders[place][number] = demand
                return True
    return False


def _seats(number: int) -> str:
    return f"{number} seat{'' if number == 1 else 's'}"


def _and(parts: Iterable[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last
