"""What somebody's preferences allow, as plain values; where several speak, the strictest wins."""

from collections.abc import Iterable
from dataclasses import dataclass

from coalition.models import Preference
from coalition.models.contact_words import Channel, Publicity, Thanker

LADDER = list(Publicity)


@dataclass(frozen=True)
class Wishes:
    """Without arguments it forbids nothing, so that it changes nothing among others."""

    thankers: frozenset[str] = frozenset(Thanker.values)
    channels: frozenset[str] = frozenset(Channel.values)
    max_per_year: int | None = None  # None: as often as there is something to thank for
    publicity: str = Publicity.PHOTO

    @property
    def wants_no_thanks(self) -> bool:
        return self.max_per_year == 0 or not self.thankers or not self.channels


# Of a person who was never asked: all kinds of thanks, but no consent to be named (PRF-2).
NEVER_ASKED = Wishes(publicity=Publicity.NONE)


def of(preference: Preference) -> Wishes:
    thankers = {preference.thanker} if preference.thanker else set(Thanker.values)
    if preference.no_ministerial:
        thankers -= {Thanker.MINISTER}
    return Wishes(
        thankers=frozenset(thankers),
        channels=frozenset(preference.channels),
        max_per_year=preference.max_per_year,
        publicity=preference.publicity,
    )


def most_restrictive(sources: Iterable[Wishes]) -> Wishes:
    """PRF-1: what all of them allow; another source never allows more."""
    found = Wishes()
    for wishes in sources:
        limits = [n for n in (found.max_per_year, wishes.max_per_year) if n is not None]
        found = Wishes(
            thankers=found.thankers & wishes.thankers,
            channels=found.channels & wishes.channels,
            max_per_year=min(limits, default=None),
            publicity=min(found.publicity, wishes.publicity, key=_rung),
        )
    return found


def _rung(publicity: str) -> int:
    return LADDER.index(Publicity(publicity))
