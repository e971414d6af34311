"""Drawing lots for seats (MIX-4): whoever runs it again with what is recorded gets the same.

Plain values, no database, no random numbers: the order of the tickets follows from the seed, the
pool and SHA-256, so that anybody can check it with any tool (ADR 0012).
"""

import json
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256

ALGORITHM = "hash-order 1"


@dataclass(frozen=True)
class Ticket:
    """One who came forward. `group` is an organisation, of which only so many can be drawn; what
    counts for the quotas is named in `meets`."""

    number: int
    group: str = ""
    meets: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Quota:
    """Of those drawn, at least and at most how many meet this; None is no limit."""

    name: str
    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Lottery:
    """Everything that the result follows from, besides the seed. `rooms` is how many each group
    may have, where that is not any number."""

    places: int
    pool: tuple[Ticket, ...]
    quotas: tuple[Quota, ...] = ()
    rooms: tuple[tuple[str, int], ...] = ()

    @property
    def pool_hash(self) -> str:
        return sha256(as_text(self).encode()).hexdigest()


@dataclass(frozen=True)
class Result:
    """Numbers of tickets: those drawn, and then, in order, those who follow if one says no."""

    drawn: tuple[int, ...]
    reserves: tuple[int, ...]


def draw(lottery: Lottery, seed: str) -> Result:
    """In the order of the seed, each is drawn with whom the places that are left can still be
    filled within the quotas. Ask `clash_in` first: without a way there is no result."""
    assert not clash_in(lottery), "there is no way to fill the places"
    rest, drawn, passed = lottery, [], []
    for ticket in in_order(lottery, seed):
        if rest.places:
            rest = _without(rest, ticket)
            taken = _with(rest, ticket)
            if _can_be_filled(taken):
                drawn.append(ticket.number)
                rest = taken
                continue
        passed.append(ticket.number)
    return Result(tuple(drawn), tuple(passed))


def in_order(lottery: Lottery, seed: str) -> list[Ticket]:
    """By the SHA-256 of “seed:pool hash:number”."""
    start = f"{seed}:{lottery.pool_hash}"
    return sorted(
        lottery.pool, key=lambda one: sha256(f"{start}:{one.number}".encode()).hexdigest()
    )


def clash_in(lottery: Lottery) -> tuple[Quota, ...] | None:
    """None where the places can be filled; otherwise the quotas that cannot all be kept, and that
    could if one of them were dropped. None are named where too few came forward."""
    if _can_be_filled(lottery):
        return None
    needed = lottery.quotas
    for quota in lottery.quotas:
        fewer = tuple(each for each in needed if each != quota)
        if not _can_be_filled(replace(lottery, quotas=fewer)):
            needed = fewer
    return needed


def _without(lottery: Lottery, ticket: Ticket) -> Lottery:
    return replace(lottery, pool=tuple(one for one in lottery.pool if one != ticket))


def _with(lottery: Lottery, ticket: Ticket) -> Lottery:
    """What is left to draw once this one is; a limit below nothing can no longer be kept."""
    quotas = tuple(
        replace(
            quota,
            least=max(0, quota.least - 1),
            most=None if quota.most is None else quota.most - 1,
        )
        if quota.name in ticket.meets
        else quota
        for quota in lottery.quotas
    )
    rooms = tuple((group, room - (group == ticket.group)) for group, room in lottery.rooms)
    return replace(lottery, places=lottery.places - 1, quotas=quotas, rooms=rooms)


def _can_be_filled(lottery: Lottery) -> bool:
    """Exact. Those who meet the same quotas are alike, so only how many of each kind matters."""
    if any(room < 0 for _, room in lottery.rooms):
        return False
    kinds = _kinds(lottery)

    @cache
    def fits(kind: int, places: int, least: tuple[int, ...], most: tuple[int, ...]) -> bool:
        if min(most, default=0) < 0 or max(least, default=0) > places:
            return False
        if kind == len(kinds):
            return not places and not any(least)
        meets, there = kinds[kind]
        return any(
            fits(
                kind + 1,
                places - number,
                tuple(max(0, need - number * met) for need, met in zip(least, meets, strict=True)),
                tuple(room - number * met for room, met in zip(most, meets, strict=True)),
            )
            for number in range(min(there, places), -1, -1)
        )

    least = tuple(quota.least for quota in lottery.quotas)
    most = tuple(lottery.places if quota.most is None else quota.most for quota in lottery.quotas)
    return fits(0, lottery.places, least, most)


def _kinds(lottery: Lottery) -> list[tuple[tuple[bool, ...], int]]:
    """Which quotas one meets, and how many such can be drawn, with at most its room of a group."""
    rooms = dict(lottery.rooms)
    there = Counter(
        (one.group, tuple(quota.name in one.meets for quota in lottery.quotas))
        for one in lottery.pool
    )
    kinds: Counter[tuple[bool, ...]] = Counter()
    for (group, meets), number in there.items():
        kinds[meets] += min(number, rooms.get(group, number))
    return sorted(kinds.items())


def as_text(lottery: Lottery) -> str:
    """What is hashed, and published so that anybody can hash it."""
    return json.dumps(as_json(lottery), sort_keys=True)


def as_json(lottery: Lottery) -> dict:
    """As it is recorded."""
    return {
        "places": lottery.places,
        "pool": [[one.number, one.group, sorted(one.meets)] for one in lottery.pool],
        "quotas": [[quota.name, quota.least, quota.most] for quota in lottery.quotas],
        "rooms": [list(room) for room in lottery.rooms],
    }


def from_json(recorded: dict) -> Lottery:
    return Lottery(
        recorded["places"],
        tuple(Ticket(number, group, frozenset(meets)) for number, group, meets in recorded["pool"]),
        tuple(Quota(*each) for each in recorded["quotas"]),
        tuple((group, room) for group, room in recorded["rooms"]),
    )
