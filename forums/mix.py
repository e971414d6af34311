"""Who is in the room, by sector, against whom we hope for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from coalition.models import Sector
from coalition.prepared import Prepared
from forums.aims import Aim, none_from, too_few_from
from forums.models import Forum, Invitation, Membership, Seat


@dataclass(frozen=True)
class SeatShown:
    """A seat as the room shows it: who sits there, or who is being asked to."""

    seat: Seat
    member: Membership | None
    invitation: Invitation | None = None


@dataclass(frozen=True)
class SectorRow:
    """How many are here from a sector, and how many seats still wait for it."""

    sector: Sector
    here: int
    empty: int

    @property
    def total(self) -> int:
        return self.here + self.empty

    @property
    def width(self) -> int:
        return 18 * self.total

    @property
    def dots(self) -> list[tuple[int, bool]]:
        """Where to draw each dot, and whether somebody sits there."""
        return [(8 + 18 * number, number < self.here) for number in range(self.total)]


def seats_with_members(forum: Forum) -> list[SeatShown]:
    """Every kept seat in order, with its member; two queries."""
    members = {member.seat_id: member for member in _SEATED(forum=forum.pk)}
    room = [SeatShown(seat, members.get(seat.pk)) for seat in _SEATS(forum=forum.pk)]
    for shown in room:
        if shown.member:
            shown.member.seat = shown.seat
    return room


def _seated(forum: int) -> QuerySet[Membership]:
    """With what a room shows of each, and nothing else: a person has forty columns."""
    live = Membership.objects.filter(forum=forum).live().with_acknowledged().with_last_day()
    return live.select_related("contributor", "organisation").only(
        *("forum", "seat", "accepted_at", "term_ends_on", "terms", "not_renewed_at"),
        *(f"contributor__{name}" for name in ("letter_name", "known_as", "user")),
        *(f"organisation__{name}" for name in ("name", "known_as", "sector")),
    )


_SEATED = Prepared(_seated)
_SEATS = Prepared(lambda forum: Seat.objects.filter(forum=forum).kept().in_order())


def by_sector(room: Sequence[SeatShown]) -> list[SectorRow]:
    """In the fixed order of sectors, so that the picture stays comparable."""
    here = Counter(shown.member.sector for shown in room if shown.member)
    empty = Counter(
        Sector(shown.seat.sector) for shown in room if not shown.member and shown.seat.sector
    )
    return [
        SectorRow(sector, here[sector], empty[sector])
        for sector in Sector
        if here[sector] or empty[sector]
    ]


@dataclass(frozen=True)
class Gaps:
    """Who is missing, in words (MIX-3)."""

    none_from: list[str]
    too_few_from: list[str]

    def __bool__(self) -> bool:
        return bool(self.none_from or self.too_few_from)


def gaps(rows: Sequence[SectorRow], aims: Sequence[Aim]) -> Gaps:
    """Sectors that an empty seat hopes for and that nobody here is from; and what is aimed for."""
    hoped_for = [str(row.sector.label) for row in rows if not row.here]
    return Gaps(list(dict.fromkeys([*hoped_for, *none_from(aims)])), too_few_from(aims))


def with_too_many_seats(forum: Forum, room: Sequence[SeatShown]) -> list[tuple[str, int]]:
    """Organisations with more seats that have a vote than SEA-2 allows, as a merge may leave them,
    and how many they have."""
    voting = Counter(
        shown.member.organisation
        for shown in room
        if shown.member and shown.member.organisation and shown.seat.voting
    )
    return [
        (str(organisation), number)
        for organisation, number in voting.items()
        if number > forum.seats_per_organisation
    ]


def with_invitations(forum: Forum, room: Sequence[SeatShown]) -> list[SeatShown]:
    """For those who curate: the newest invitation to each empty seat, whatever came of it."""
    newest: dict[int, Invitation] = {}
    for invitation in Invitation.objects.filter(seat__forum=forum).order_by("pk"):
        newest[invitation.seat_id] = invitation
    return [
        shown if shown.member else replace(shown, invitation=newest.get(shown.seat.pk))
        for shown in room
    ]
