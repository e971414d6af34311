"""An agenda as a page shows it: each item with its papers, who steps back, and whether it could be
decided now. As many queries for fifty items as for two."""

from collections.abc import Iterable
from dataclasses import dataclass

from forums.models import (
    AgendaItem,
    Decision,
    Meeting,
    MeetingAction,
    Membership,
    Paper,
    Recusal,
    Round,
)
from forums.permissions import Place, can_add_paper
from forums.room import Count, Room, from_json, recused_from


@dataclass(frozen=True)
class PaperShown:
    paper: Paper
    is_late: bool  # MTG-2


@dataclass(frozen=True)
class ItemShown:
    item: AgendaItem
    papers: tuple[PaperShown, ...]
    recusals: tuple[Recusal, ...]
    count: Count | None  # of what is there to decide: as it was decided, or as it is now
    can_add_paper: bool
    decision: Decision | None = None  # what went on record of it
    round: Round | None = None  # the proposal that is asked about here
    can_go_up: bool = False  # nothing comes before what was not done as decided (OVR-2)

    @property
    def can_move(self) -> bool:
        return not self.item.tells_of_override


@dataclass(frozen=True)
class PointShown:
    """Who does what by when; the name where the forum attributes."""

    point: MeetingAction
    who: str


def agenda_of(meeting: Meeting, room: Room, here: Place) -> list[ItemShown]:
    beside = ("proposer_seat", "minuted_by", "carried_from__meeting")
    told = ("override__decision", "override__by_body")
    items = list(meeting.items.kept().in_order().select_related(*beside, *told))
    for item in items:
        item.meeting = meeting
    recorded = {row.item_id: row for row in Decision.objects.kept().filter(item__in=items)}
    papers: dict[int, list[PaperShown]] = {}
    for paper in Paper.objects.kept().filter(item__meeting=meeting).in_order():
        papers.setdefault(paper.item_id, []).append(
            PaperShown(paper, meeting.is_late(paper.added_at))
        )
    recusals: dict[int, list[Recusal]] = {}
    for row in Recusal.objects.filter(item__meeting=meeting).select_related("seat").order_by("pk"):
        recusals.setdefault(row.item_id, []).append(row)
    rounds = {row.item_id: row for row in _rounds(meeting)}
    return [
        ItemShown(
            item,
            tuple(papers.get(item.pk, ())),
            tuple(recusals.get(item.pk, ())),
            count_for(item, room, recusals.get(item.pk, [])),
            can_add_paper(here, item),
            recorded.get(item.pk),
            rounds.get(item.pk),
            before is not None and not before.tells_of_override,
        )
        for before, item in zip([None, *items], items, strict=False)
    ]


def _rounds(meeting: Meeting) -> Iterable[Round]:
    """The last of each item, unless it was taken back or replaced."""
    over = [Round.Status.WITHDRAWN, Round.Status.SUPERSEDED]
    rows = Round.objects.filter(item__meeting=meeting).exclude(status__in=over)
    return rows.select_related("proposal", "version").order_by("pk")


def count_for(item: AgendaItem, room: Room, recusals: list[Recusal]) -> Count | None:
    """MTG-3."""
    if item.quorum_snapshot:
        return from_json(item.quorum_snapshot)
    return room.count(recused_from(recusals)) if item.is_to_decide else None


def open_points(meeting: Meeting) -> list[PointShown]:
    """What is carried on to this meeting, and what was agreed in it."""
    rows = MeetingAction.objects.carried_to(meeting).select_related("owner_seat", "meeting")
    return with_owners(meeting.forum_id, meeting.forum.is_attributed, list(rows.by_date()))


def with_owners(forum: int, is_attributed: bool, points: list[MeetingAction]) -> list[PointShown]:
    seats = {point.owner_seat_id for point in points}
    held = Membership.objects.live().filter(forum=forum, seat__in=seats)
    names = {member.seat_id: str(member.contributor) for member in held.with_people()}
    return [
        PointShown(
            point,
            f"{point.owner_seat}, {names[point.owner_seat_id]}"
            if is_attributed and point.owner_seat_id in names
            else str(point.owner_seat),
        )
        for point in points
    ]
