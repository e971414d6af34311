"""Who is in the room against the aim, and what an aim asks of the seats (MIX-1 to 3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from coalition.figures.measure import FEW, FEWER
from coalition.models import Organisation, Sector
from forums.feasibility import Bounds, clash
from forums.models import Forum, Membership, MixTarget, Seat
from forums.models.forum import sector_of
from forums.models.mix import SIZES

Attribute = MixTarget.Attribute
BAR = 100  # how wide the picture of the fullest aim is


@dataclass(frozen=True)
class Traits:
    """What targets look at: of an organisation and a seat, never of a person (MIX-2)."""

    sector: str
    size: str = ""
    areas: frozenset[str] = field(default_factory=frozenset)
    kind: str = ""
    lived: bool = False

    def meet(self, target: MixTarget) -> bool:
        match target.attribute:
            case Attribute.SECTOR:
                return self.sector == target.category
            case Attribute.AREA:
                return target.category in self.areas
            case Attribute.SIZE:
                return self.size == target.category
            case Attribute.KIND:
                return self.kind == target.category
        return self.lived


@dataclass(frozen=True)
class Aim:
    """A target, and how many in the room meet it. `widest` is the longest bar of the picture."""

    target: MixTarget
    here: int
    widest: int = 1

    @property
    def short(self) -> int:
        return max(0, self.target.least - self.here)

    @property
    def over(self) -> int:
        return 0 if self.target.most is None else max(0, self.here - self.target.most)

    @property
    def is_hidden(self) -> bool:
        """In a small number people recognise each other."""
        return self.target.attribute == Attribute.LIVED_EXPERIENCE and 0 < self.here < FEW

    @property
    def has(self) -> str:
        return FEWER if self.is_hidden else str(self.here)

    @property
    def in_words(self) -> str:
        """1 of 2 (1 short); 4, at most 3 (1 over)."""
        least, most = self.target.least, self.target.most
        words = f"{self.has} of {least}" if least else self.has
        if self.is_hidden and least:
            words = f"{self.has}, at least {least}"
        limit = "" if most is None else f", at most {most}"
        return words + limit + self._off

    @property
    def _off(self) -> str:
        if self.is_hidden:
            return ""
        return (
            f" ({self.short} short)" if self.short else f" ({self.over} over)" if self.over else ""
        )

    @property
    def bars(self) -> tuple[str, str]:
        """How long to draw who is here, and the aim."""
        here = 0 if self.is_hidden else self.here
        aim = self.target.least or self.target.most or 0
        return _length(here, self.widest), _length(aim, self.widest)


def _length(number: int, widest: int) -> str:
    return f"{BAR * number / widest:.1f}"


def aims_of(forum: Forum) -> list[Aim]:
    """Three queries at most, and one where nothing is aimed for."""
    return aims_in([forum.pk]).get(forum.pk, [])


def aims_in(forums: Iterable[int]) -> dict[int, list[Aim]]:
    """The same for many forums, by id."""
    aimed: dict[int, list[MixTarget]] = {}
    for target in MixTarget.objects.filter(forum__in=forums).with_places().in_order():
        aimed.setdefault(target.forum_id, []).append(target)
    there = _in_the_rooms(aimed) if aimed else {}
    return {pk: against(targets, there.get(pk, [])) for pk, targets in aimed.items()}


def against(targets: Sequence[MixTarget], room: Sequence[Traits]) -> list[Aim]:
    counted = [(target, sum(one.meet(target) for one in room)) for target in targets]
    widest = max((max(here, target.least, target.most or 0) for target, here in counted), default=1)
    return [Aim(target, here, widest or 1) for target, here in counted]


def _in_the_rooms(forums: Iterable[int]) -> dict[int, list[Traits]]:
    rows = Membership.objects.live().filter(forum__in=forums)
    people = list(
        rows.values_list(
            "forum",
            "organisation",
            "organisation__sector",
            "organisation__size_band",
            "seat__kind",
            "seat__lived_experience",
        )
    )
    areas = areas_of({organisation for _, organisation, *_ in people if organisation})
    found: dict[int, list[Traits]] = {}
    for forum, organisation, sector, size, kind, lived in people:
        traits = Traits(
            sector or Sector.INDIVIDUAL, size or "", areas.get(organisation, _NOWHERE), kind, lived
        )
        found.setdefault(forum, []).append(traits)
    return found


_NOWHERE: frozenset[str] = frozenset()


def areas_of(organisations: Iterable[int]) -> dict[int, frozenset[str]]:
    """Their councils, and the counties and regions that those lie in. One query."""
    rows = Organisation.areas.through.objects.filter(organisation__in=organisations)
    found: dict[int, frozenset[str]] = {}
    for pk, *places in rows.values_list(
        "organisation", "council", "council__county", "council__region"
    ):
        found[pk] = found.get(pk, _NOWHERE) | {place for place in places if place}
    return found


def traits_of(organisation: Organisation | None, seat: Seat | None = None) -> Traits:
    """Of somebody who would come from there; one query."""
    areas = areas_of([organisation.pk]) if organisation else {}
    return Traits(
        sector_of(organisation),
        organisation.size_band if organisation else "",
        areas.get(organisation.pk, _NOWHERE) if organisation else _NOWHERE,
        seat.kind if seat else "",
        seat.lived_experience if seat else False,
    )


def none_from(aims: Iterable[Aim]) -> list[str]:
    """MIX-3: No one yet from …"""
    return [str(aim.target) for aim in aims if aim.target.least and not aim.here]


def too_few_from(aims: Iterable[Aim]) -> list[str]:
    """More are needed from …"""
    return [
        f"{aim.target} ({aim.here} of {aim.target.least})"
        for aim in aims
        if aim.short and aim.here and not aim.is_hidden
    ]


def clash_of(targets: Sequence[MixTarget], seats: Sequence[Seat]) -> str:
    """What of these targets cannot be at once with these seats, as a sentence (MIX-1)."""
    for attribute in Attribute.values:
        bounds = [
            Bounds(target.category, str(target), target.least, target.most)
            for target in targets
            if target.attribute == attribute
        ]
        # One organisation may be in many areas, so each of those stands for itself.
        sets = [[each] for each in bounds] if attribute == Attribute.AREA else [bounds]
        for together in sets:
            if found := clash(together, [_may_be(attribute, seat, together) for seat in seats]):
                return found
    return ""


def _may_be(attribute: str, seat: Seat, bounds: Sequence[Bounds]) -> frozenset[str]:
    """Of which categories somebody in this seat may be. “Elsewhere” and “no size” have no limit."""
    match attribute:
        case Attribute.SECTOR:
            return frozenset(seat.eligible_sectors or Sector.values)
        case Attribute.AREA:
            return frozenset({"elsewhere", *(each.category for each in bounds)})
        case Attribute.SIZE:
            return frozenset({"no size", *SIZES})
        case Attribute.KIND:
            return frozenset({seat.kind})
    return frozenset({"" if seat.lived_experience else "another"})
