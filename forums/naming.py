"""Names in a forum: how whoever wrote something is shown, and whom a text must not name."""

from dataclasses import dataclass

from django.db.models import Q

from coalition.models import Contributor, Organisation, Sector, User
from forums.models import Forum, Membership

YOU = "You"


@dataclass(frozen=True)
class Byline:
    """Whoever wrote something, as one reader is shown them. `organisation` and `note` stand beside
    the name and may be empty; `is_named` unless a sector, or “You”, stands in its place."""

    name: str
    organisation: str
    note: str
    is_named: bool

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.organisation)))

    @property
    def in_a_sentence(self) -> str:
        """As in “begun by …”."""
        if self.is_named:
            return self.name
        return "you" if self.name == YOU else f"a member ({self.name})"


def byline(author: Membership, forum: Forum, reader: User | None = None) -> Byline:
    """The one place that decides it, for pages, mail, search, exports and minutes alike (MTG-4).
    In a forum that does not attribute, a sector stands for everyone but the reader themselves.
    Of an author loaded `with_people`."""
    sector = str(author.sector.label)
    if forum.is_attributed:
        organisation = str(author.organisation) if author.organisation else ""
        return Byline(str(author.contributor), organisation, sector, is_named=True)
    if reader is not None and author.contributor.user_id == reader.pk:
        return Byline(YOU, "", f"Others see: {sector}", is_named=False)
    return Byline(sector, "", "A member", is_named=False)


@dataclass(frozen=True)
class Unnamed:
    """As whom others see a member who is about to write, and whether that tells who it is."""

    sector: Sector
    is_alone: bool


def unnamed(member: Membership | None) -> Unnamed | None:
    """Of a member whom permissions.find_place loaded; none where names are shown."""
    if member is None or member.forum.is_attributed:
        return None
    return Unnamed(member.sector, member.is_alone)


@dataclass(frozen=True)
class Named:
    """Every name under which people who sit or sat in a forum go, and its organisations."""

    members: tuple[str, ...]
    organisations: tuple[str, ...]


def named_in(forum: Forum) -> Named:
    people = Contributor.objects.filter(pk__in=forum.memberships.values("contributor"))
    theirs = Q(pk__in=forum.memberships.values("organisation")) | Q(pk=forum.convened_by_id)
    organisations = Organisation.objects.filter(theirs)
    return Named(
        _names(people.order_by("pk").values_list("letter_name", "known_as")),
        _names(organisations.order_by("pk").values_list("name", "known_as")),
    )


def _names(rows) -> tuple[str, ...]:
    return tuple(name for row in rows for name in row if name)
