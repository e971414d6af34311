"""Every seat against sectors and places: who is here for what, and what an empty seat waits for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coalition.models import Council, Sector
from forums.aims import Aim, areas_of
from forums.mix import SeatShown
from forums.models import MixTarget

Attribute = MixTarget.Attribute
PLACES = 6  # columns for places where none is aimed for: those that most members are in

Mark = Literal["here", "hoped", ""]


@dataclass(frozen=True)
class Matrix:
    """`rows` have a mark for each of `sectors`, then for each of `places`."""

    sectors: list[str]
    places: list[str]
    rows: list[tuple[SeatShown, list[tuple[str, Mark]]]]


def matrix_of(room: Sequence[SeatShown], aims: Sequence[Aim]) -> Matrix:
    """Two queries."""
    come_from = {shown.member.organisation_id for shown in room if shown.member}
    areas = areas_of(organisation for organisation in come_from if organisation)
    sectors = _sectors(room, aims)
    places = _places(room, aims, areas)
    rows = [
        (
            shown,
            [(str(sector.label), _by_sector(shown, sector)) for sector in sectors]
            + [(name, _by_place(shown, code, areas)) for code, name in places.items()],
        )
        for shown in room
    ]
    return Matrix([str(sector.label) for sector in sectors], list(places.values()), rows)


def _sectors(room: Sequence[SeatShown], aims: Sequence[Aim]) -> list[Sector]:
    """Those that somebody is from, a seat waits for, or the forum aims for."""
    named = {aim.target.category for aim in aims if aim.target.attribute == Attribute.SECTOR}
    for shown in room:
        named |= {shown.member.sector} if shown.member else {shown.seat.sector}
    return [sector for sector in Sector if sector in named]


def _places(
    room: Sequence[SeatShown], aims: Sequence[Aim], areas: dict[int, frozenset[str]]
) -> dict[str, str]:
    """Those that the forum aims for; or the councils that most of its members are in."""
    aimed = {
        aim.target.category: str(aim.target)
        for aim in aims
        if aim.target.attribute == Attribute.AREA
    }
    if aimed:
        return aimed
    there = Counter(
        code
        for shown in room
        if shown.member
        for code in areas.get(shown.member.organisation_id or 0, ())
    )
    names = dict(Council.objects.filter(gss__in=there).values_list("gss", "name"))
    most = sorted(names, key=lambda code: (-there[code], names[code]))[:PLACES]
    return {code: names[code] for code in sorted(most, key=lambda code: names[code])}


def _by_sector(shown: SeatShown, sector: Sector) -> Mark:
    if shown.member:
        return "here" if shown.member.sector == sector else ""
    return "hoped" if sector in {shown.seat.sector, *shown.seat.eligible_sectors} else ""


def _by_place(shown: SeatShown, code: str, areas: dict[int, frozenset[str]]) -> Mark:
    organisation = shown.member.organisation_id if shown.member else None
    return "here" if organisation and code in areas.get(organisation, ()) else ""
