"""Who could take part in a decision, and for whom, on its day: kept with it, so that nothing that
happens later rewrites it (ORG-3). Seats and organisations, never people (L4)."""

from collections.abc import Iterable
from typing import Any, TypedDict

from coalition.models import Sector
from coalition.models.sector import GOVERNMENT_SECTORS
from forums.models import AgendaItem, Forum, Membership, Round
from forums.rounds import ballot


class Entitled(TypedDict):
    """One seat with a vote. `government` is that of the sector on the day."""

    seat: int
    title: str
    organisation: str
    sector: str
    government: bool


def entitled_in(item: AgendaItem) -> list[Entitled]:
    """As the attendance of its meeting has them."""
    rows = item.meeting.attendances.filter(votes=True).with_people().in_order()
    return [_one(row.membership, row.sector) for row in rows]


def entitled_in_round(round: Round) -> list[Entitled]:
    """As they were when it closed, without who stepped back from it (RND-8)."""
    return [
        {
            "seat": one.seat,
            "title": one.title,
            "organisation": one.organisation_name,
            "sector": one.sector,
            "government": Sector(one.sector) in GOVERNMENT_SECTORS,
        }
        for one in ballot(round).asked
        if not one.is_recused
    ]


def entitled_now(forum: Forum) -> list[Entitled]:
    members = forum.memberships.live().in_place().acknowledged().with_a_vote()
    return [_one(row, row.sector) for row in members.with_people().order_by("seat")]


def outside_government(entitled: Iterable[Any]) -> int:
    return sum(not one["government"] for one in entitled)


def _one(member: Membership, sector: str) -> Entitled:
    return {
        "seat": member.seat_id,
        "title": member.seat.title,
        "organisation": str(member.organisation or ""),
        "sector": str(sector),
        "government": Sector(sector) in GOVERNMENT_SECTORS,
    }
