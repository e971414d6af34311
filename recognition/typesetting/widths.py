"""How wide words run, in ems, and how many lines they take."""

from collections.abc import Sequence
from functools import lru_cache

from coalition.typesetting import fonts

SPACE = 0.25  # em


def lines(words: Sequence[float], measure: float) -> int:
    """Lines that words of these widths take, filled greedily as unjustified text is."""
    count, used = 1, 0.0
    for width in words:
        if used and used + width > measure:
            count, used = count + 1, 0.0
        used += width + SPACE
    return count


@lru_cache(maxsize=1024)  # most rows are the same from letter to letter
def widths(text: str) -> tuple[float, ...]:
    """Of its words, in ems."""
    return tuple(ems(word) for word in text.split())


@lru_cache(maxsize=8192)
def ems(text: str) -> float:
    """How wide it runs on one line."""
    return sum(map(fonts.advances().__getitem__, text))
