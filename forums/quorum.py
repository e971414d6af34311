"""Whether enough of the right people are in the room for what it says to count. Knows no rows:
people are told apart by any key, and known by their sector."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from coalition.models.sector import GOVERNMENT_SECTORS, Sector

K = TypeVar("K", bound=Hashable)
# By which a count that is kept is known to have failed for that (P6).
TOO_FEW_OUTSIDE = "must be from outside government"


@dataclass(frozen=True)
class Quorum:
    """The least that must be there: people; percent of the seated; percent of those there who are
    not from government (FRM-5); sectors."""

    people: int = 1
    share: int = 0
    nongov_share: int = 0
    sectors: int = 1

    @property
    def in_words(self) -> str:
        """At least 3 people with a vote, half of … – for a page, a scope or a script."""
        parts = [f"{self.people} {'person' if self.people == 1 else 'people'} with a vote"]
        if self.share:
            parts.append(f"{self.share}% of all who have one")
        if self.nongov_share:
            parts.append(f"{self.nongov_share}% from outside government")
        if self.sectors > 1:
            parts.append(f"{self.sectors} sectors")
        return f"At least {', '.join(parts)}."


def missing(
    quorum: Quorum,
    voters: Mapping[K, Sector],
    *,
    present: Collection[K],
    recused: Collection[K] = (),
) -> list[str]:
    """What a room lacks, each as a clause; none when it has a quorum (MTG-3). `voters` are all who
    are seated with a vote. Whoever is recused is not there for this matter, and still counts among
    the seated: leaving the room never makes a quorum easier."""
    there = [voters[key] for key in set(present) - set(recused) if key in voters]
    outside = sum(sector not in GOVERNMENT_SECTORS for sector in there)
    sectors = len(set(there))
    lacks = []
    if len(there) < quorum.people:
        lacks.append(f"it needs {quorum.people} with a vote, and has {len(there)}")
    if 100 * len(there) < quorum.share * len(voters):
        lacks.append(
            f"it needs {quorum.share}% of the {len(voters)} with a vote, and has {len(there)}"
        )
    if 100 * outside < quorum.nongov_share * len(there):
        lacks.append(f"{quorum.nongov_share}% {TOO_FEW_OUTSIDE}, and {outside} of {len(there)} are")
    if sectors < quorum.sectors and quorum.sectors > 1:
        lacks.append(f"it needs people from {quorum.sectors} sectors, and has {sectors}")
    return lacks
