"""What is offered beside what is needed, by kind and place (O4). For leads, who see each offer."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Sum

from coalition.models import Need, Offer, Programme
from coalition.models.match import given_of_offers
from coalition.models.offer_words import Kind
from coalition.places import Place, Places

ROWS, PICTURE = 60, 100
ANYWHERE = Place("Anywhere")
MANY = 1.5  # offered for each one needed: above this, say that enough is offered


@dataclass(frozen=True)
class Balance:
    """One kind in one place; `most` is the greatest quantity of the whole table."""

    kind: str
    place: str
    offered: int
    needed: int
    most: int

    @property
    def in_words(self) -> str:
        if not self.needed:
            return "Nobody needs it now"
        if not self.offered:
            return "Nobody offers it"
        if self.offered < self.needed:
            return f"{self.needed - self.offered:,} short"
        if self.offered > MANY * self.needed:
            return f"Enough: {self.offered / self.needed:.1f} for each one needed"
        return "In balance"

    @property
    def tag(self) -> str:
        """The kind of tag: what is short needs a person; what is enough is done."""
        if self.needed > self.offered:
            return "warn"
        return "off" if not self.needed else "ok"

    @property
    def offered_width(self) -> str:
        return self._width(self.offered)

    @property
    def needed_width(self) -> str:
        return self._width(self.needed)

    def _width(self, quantity: int) -> str:
        """Of a picture 100 wide; whatever there is can be seen."""
        return f"{max(PICTURE * quantity / self.most, 1 if quantity else 0):.1f}"


def balances(programmes: list[Programme]) -> list[Balance]:
    """What is short first, then the greatest. As many queries for any number. What names several
    places counts in each, for it could be used there."""
    offers = Offer.objects.open().filter(programme__in=programmes)
    needs = Need.objects.matchable().filter(programme__in=programmes)
    offered = _sums(offers, F("quantity") - given_of_offers())
    needed = _sums(needs, F("quantity") - F("fulfilled_quantity"))
    places = Places(area for _, area, _ in [*offered, *needed])
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    names: dict[str, str] = {}  # as it was written first
    for side, rows in enumerate([offered, needed]):
        for kind, area, quantity in rows:
            for place in places.of(area) or [ANYWHERE]:
                names.setdefault(place.key, place.words)
                sums[kind, place.key][side] += quantity
    most = max((max(pair) for pair in sums.values()), default=1) or 1
    balanced = [
        Balance(str(Kind(kind).label), names[key], there, wanted, most)
        for (kind, key), (there, wanted) in sums.items()
    ]
    return sorted(balanced, key=lambda one: (one.offered - one.needed, one.kind, one.place))[:ROWS]


def _sums(rows: Any, quantity: Any) -> list[tuple[str, str, int]]:
    """By kind and by area as it is written."""
    return list(rows.order_by().values_list("kind", "area").annotate(total=Sum(quantity)))
