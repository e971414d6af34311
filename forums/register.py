"""The register of interests of one forum: who declared what, and who has yet to say."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from coalition.exports.tables import Column, Table
from forums.models import Forum, Interest, Membership
from forums.models.interest import due_on, with_confirmed
from forums.naming import byline


@dataclass(frozen=True)
class Entry:
    """A member with their interests in force, and by when they confirm them (again)."""

    member: Membership
    due_on: date
    interests: list[Interest] = field(default_factory=list)

    @property
    def confirmed_at(self) -> datetime | None:
        return getattr(self.member, "confirmed_at", None)

    @property
    def is_overdue(self) -> bool:
        return self.due_on < timezone.localdate()


def entries(forum: Forum) -> list[Entry]:
    """Everyone who sits there, in the order of seats; two queries."""
    interests: dict[int, list[Interest]] = {}
    for interest in Interest.objects.in_force().of_the_room(forum).in_order():
        interests.setdefault(interest.contributor_id, []).append(interest)
    members = with_confirmed(forum.memberships.live().in_place()).with_people()
    return [
        Entry(member, due_on(member), interests.get(member.contributor_id, []))
        for member in members.order_by("seat__kind", "seat")
    ]


def to_publish(forum: Forum) -> list[tuple[Interest, Membership]]:
    """What members said may be published, and is in force today."""
    return [
        (interest, entry.member)
        for entry in entries(forum)
        for interest in entry.interests
        if interest.publish
    ]


def table(forum: Forum) -> Table:
    """In a forum that does not attribute a sector stands for each name (MTG-4)."""

    def who(row: tuple[Interest, Membership]) -> str:
        return byline(row[1], forum).name

    def comes_from(row: tuple[Interest, Membership]) -> str:
        return byline(row[1], forum).organisation

    return Table(
        f"interests-{forum.pk}",
        f"Interests declared in {forum}",
        (
            Column("Number", "Our number of the interest.", lambda row: row[0].pk, "integer"),
            Column("Who", "The member; or the sector, where names are not shown.", who),
            Column("Comes from", "Their organisation.", comes_from),
            Column("Kind", "What sort of interest.", lambda row: row[0].short_kind),
            Column("With whom", "The organisation or body.", lambda row: row[0].organisation),
            Column("What it is", "In their words.", lambda row: row[0].description),
            Column("How it is handled", "In their words.", lambda row: row[0].mitigation),
            Column("Since", "First day.", lambda row: row[0].from_on, "date"),
            Column("Until", "Last day, if there is one.", lambda row: row[0].to_on, "date"),
        ),
    )
