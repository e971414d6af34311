"""Who is in a meeting, counted: whether what it decides would count (MTG-3)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from coalition.models import Sector
from coalition.models.sector import GOVERNMENT_SECTORS
from forums.models import Attendance, DeputyAcknowledgement, Meeting, Recusal
from forums.quorum import Quorum, missing


@dataclass(frozen=True)
class Count:
    """Those with a vote, those of them who are there and not recused, how many of these are from
    outside government, and what the room lacks, each as a clause."""

    voters: int
    there: int
    outside: int
    recused: int
    lacks: tuple[str, ...]

    @property
    def has_quorum(self) -> bool:
        return not self.lacks

    @property
    def nongov_share(self) -> int:
        """Percent, rounded down: a share is never made to look enough."""
        return 100 * self.outside // self.there if self.there else 0

    @property
    def in_words(self) -> str:
        """5 of 8 with a vote, 3 of them (60%) from outside government."""
        who = f"{self.there} of {self.voters} with a vote"
        if self.there:
            who += f", {self.outside} of them ({self.nongov_share}%) from outside government"
        if self.recused:
            who += f"; {self.recused} recused"
        return who

    @property
    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(kept: dict[str, Any]) -> Count:
    return Count(**{**kept, "lacks": tuple(kept["lacks"])})


@dataclass(frozen=True)
class Room:
    """Seats with a vote and their sectors, and those of them for which somebody is there."""

    quorum: Quorum
    voters: Mapping[int, Sector]
    there: frozenset[int]

    def count(self, recused: Collection[int] = ()) -> Count:
        out = self.there & set(recused)
        here = self.there - out
        outside = sum(self.voters[seat] not in GOVERNMENT_SECTORS for seat in here)
        lacks = missing(self.quorum, self.voters, present=self.there, recused=out)
        return Count(len(self.voters), len(here), outside, len(out), tuple(lacks))


def room_of(meeting: Meeting, rows: Iterable[Attendance] | None = None) -> Room:
    """As its attendance says; before it has begun, as if everyone came who has not sent apologies.
    At most three queries; needs meeting.forum, and meeting.scope once it has begun."""
    if rows is None:
        rows = meeting.attendances.all()
    if meeting.is_ahead:
        return _expected(meeting, rows)
    rows = list(rows)
    ready = deputies_who_acknowledged(meeting)
    voters = {row.seat_id: Sector(row.sector) for row in rows if row.votes}
    there = {row.seat_id for row in rows if row.votes and counts(row, ready)}
    return Room(meeting.forum.quorum, voters, frozenset(there))


def counts(row: Attendance, ready: Collection[int]) -> bool:
    """Somebody is there for this seat, and has acknowledged the scope in their own name (MEM-3)."""
    if row.presence == Attendance.Presence.DEPUTY:
        return row.deputy_id in ready
    return row.presence == Attendance.Presence.PRESENT


def deputies_who_acknowledged(meeting: Meeting) -> frozenset[int]:
    """Ids of contributors who acknowledged the scope under which it meets, or met."""
    found = DeputyAcknowledgement.objects.of(meeting)
    return frozenset(found.values_list("contributor", flat=True))


def recused_from(recusals: Iterable[Recusal]) -> set[int]:
    """Seats that do not count towards a decision: who leaves, and who speaks without deciding."""
    return {row.seat_id for row in recusals if row.handling != Recusal.Handling.NONE}


def _expected(meeting: Meeting, rows: Iterable[Attendance]) -> Room:
    away = {row.seat_id for row in rows if row.presence == Attendance.Presence.APOLOGY}
    seated = meeting.forum.memberships.live().in_place().acknowledged().with_a_vote()
    voters = {member.seat_id: member.sector for member in seated.select_related("organisation")}
    return Room(meeting.forum.quorum, voters, frozenset(voters.keys() - away))
