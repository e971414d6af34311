"""Bars on a line, as SVG takes them: places and sizes in a picture 240 wide and 84 high."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, TOP, LINE = 240, 84, 16, 66
WIDEST, GAP = 28, 4
ALL_LABELLED = 6  # more bars than that, and only the first and the last say which they are
LONGEST_WORDS = 10


@dataclass(frozen=True)
class Column:
    """One bar; without height where there is no value. `above` and `below` may be empty."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    above: str
    words_y: str
    below: str


def columns(
    values: Sequence[float | None],
    words: Sequence[str],
    labels: Sequence[str],
    full: float | None = None,
) -> list[Column]:
    """The highest fills the picture, unless `full` says what would."""
    highest = full or max((value or 0 for value in values), default=0) or 1
    step = WIDTH / max(len(values), 1)
    width = min(step - GAP, WIDEST)
    few = len(values) <= ALL_LABELLED
    found = []
    for number, (value, said, label) in enumerate(zip(values, words, labels, strict=True)):
        height = max((LINE - TOP) * (value or 0) / highest, 1 if value else 0)
        middle = (number + 0.5) * step
        is_end = number in {0, len(values) - 1}
        found.append(
            Column(
                x=f"{middle - width / 2:.1f}",
                y=f"{LINE - height:.1f}",
                width=f"{width:.1f}",
                height=f"{height:.1f}",
                middle=f"{middle:.1f}",
                above=said if few and value is not None and len(said) <= LONGEST_WORDS else "",
                words_y=f"{LINE - height - 4:.1f}",
                below=short(label) if few or is_end else "",
            )
        )
    return found


def short(label: str) -> str:
    """Jul–Sep for July to September 2026; Jun for June 2026."""
    first, to, last = label.partition(" to ")
    return f"{first[:3]}–{last[:3]}" if to else first[:3]
