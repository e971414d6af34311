"""Places as people write them: “Aldermere, Northside” or “Aldermere and Vale”. Two of them meet if
they are one, by name or by the councils that they have today; or if one lies in the other."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from coalition.areas import Named, councils_named_in, name_key
from coalition.models import Council

SEPARATORS = re.compile(r"\s*(?:,|;|/|&|\band\b|\bor\b)\s*", re.I)


@dataclass(frozen=True)
class Place:
    """One place, by the words for it. The codes are those of its councils today."""

    words: str
    codes: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()  # the county, region and nation of those

    @property
    def key(self) -> str:
        """The same for two ways of writing it."""
        return " ".join(sorted(self.codes)) or name_key(self.words)

    @property
    def called(self) -> frozenset[str]:
        return self.codes | {name_key(self.words)}

    def meets(self, other: "Place") -> bool:
        return bool(self.called & (other.called | other.within) or self.within & other.called)


class Places:
    """What places many texts name, read in as many queries as one text takes."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._found = {
            text: _once(place for one in named for place in _read(one))
            for text, named in councils_named_in(texts).items()
        }

    def of(self, text: str) -> list[Place]:
        """Each place once, as it was written, in order."""
        return self._found[text]

    def common(self, text: str, other: str) -> list[str]:
        """The places that both name, as the first writes them."""
        theirs = self.of(other)
        return [one.words for one in self.of(text) if any(one.meets(place) for place in theirs)]

    def meet(self, text: str, other: str) -> bool:
        """Also where one of them names no place: then it may be anywhere."""
        return not self.of(text) or not self.of(other) or bool(self.common(text, other))

    def near(self, text: str) -> set[str]:
        """Words of which one stands in whatever may meet these: a coarse sieve for a database."""
        names = {place.words.casefold() for place in self.of(text)}
        if codes := {code for place in self.of(text) for code in place.codes}:
            around = Council.objects.filter(
                Q(gss__in=codes)
                | Q(county__in=codes)
                | Q(districts__in=codes)
                | Q(successors__in=codes)
            )
            names |= {name for each in around.values_list("names", flat=True) for name in each}
        return {name for name in names if not any(one in name for one in names - {name})}


def places_in(words: str) -> list[str]:
    """Where a text is cut, with nothing known of councils."""
    return [place for place in (part.strip(" .") for part in SEPARATORS.split(words)) if place]


def _read(named: Named) -> Iterator[Place]:
    if not named.councils:
        yield from map(Place, places_in(named.words))
        return
    around = {
        place
        for council in named.councils
        for place in (
            council.county_id,
            name_key(council.region),
            council.get_nation_display().lower(),
        )
        if place
    }
    yield Place(named.words, frozenset(one.gss for one in named.councils), frozenset(around))


def _once(places: Iterable[Place]) -> list[Place]:
    found: dict[str, Place] = {}
    for place in places:
        found.setdefault(place.key, place)
    return list(found.values())
