"""Two rows of one kind, by their ids: each pair has one name, the older row first."""

Pair = tuple[int, int]


def pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)
