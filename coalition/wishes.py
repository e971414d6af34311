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
    no_surveys: bool = False

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
        no_surveys=preference.no_surveys,
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
            no_surveys=found.no_surveys or wishes.no_surveys,
        )
    return found


def in_words(wishes: Wishes) -> list[str]:
    """What will happen, for whoever chose it, in the order of the questions."""
    if wishes.wants_no_thanks:
        return ["Nobody sends thanks.", _PUBLIC[wishes.publicity]]
    asked = ["No letter asks a question."] if wishes.no_surveys else []
    return [_by_whom(wishes), _how(wishes), _how_often(wishes), _PUBLIC[wishes.publicity], *asked]


_PUBLIC: dict[str, str] = {
    Publicity.NONE: "Nothing is said in public.",
    Publicity.ORGANISATION: "In public only the organisation is named, and no person.",
    Publicity.FIRST_NAME: "In public the first name may be said, and no more.",
    Publicity.FULL_NAME: "In public the full name may be said.",
    Publicity.PHOTO: "In public the full name may be said, and a photo shown.",
}
_BY: dict[str, str] = {
    Thanker.PEOPLE_HELPED: "the people who were helped",
    Thanker.PEER: "somebody who does the same",
    Thanker.FORUM_CHAIR: "the chair of a forum",
    Thanker.PROGRAMME_LEAD: "whoever runs the programme",
    Thanker.LOCAL_LEADER: "a mayor or another local leader",
    Thanker.MINISTER: "a minister",
}


def _by_whom(wishes: Wishes) -> str:
    if len(wishes.thankers) == len(Thanker):
        return "Thanks may come from anybody."
    if wishes.thankers == frozenset(Thanker.values) - {Thanker.MINISTER}:
        return "Thanks may come from anybody but a minister."
    allowed = [_BY[thanker] for thanker in Thanker if thanker in wishes.thankers]
    return f"Thanks come only from {_either(allowed)}."


def _how(wishes: Wishes) -> str:
    ways = [str(way.label).lower() for way in Channel if way in wishes.channels]
    return f"They come {_either(ways)}."


def _how_often(wishes: Wishes) -> str:
    if wishes.max_per_year is None:
        return "They come whenever there is something to thank for."
    often = {1: "once", 2: "twice"}.get(wishes.max_per_year, f"{wishes.max_per_year} times")
    return f"They come at most {often} a year."


def _either(words: list[str]) -> str:
    """a; a or b; a, b or c."""
    *some, last = words
    return f"{', '.join(some)} or {last}" if some else last


def _rung(publicity: str) -> int:
    return LADDER.index(Publicity(publicity))
