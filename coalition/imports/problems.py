"""What is wrong with a cell, and what to do about it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from coalition.spreadsheets.values import Doubt

__all__ = ["Doubt", "Problem", "Understood"]


class Problem(NamedTuple):
    """The column's label, what the file says there, and what to do."""

    column: str
    says: str
    todo: str


@dataclass(slots=True)
class Understood:
    """What a row says. With `faults` it stays out; what `remarks` name is left out of it,
    and what `warnings` name comes in as it is, though somebody should look at it."""

    values: tuple[str, ...] = ()
    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
