"""Places as people write them: “Aldermere, Northside” or “Aldermere and Vale”."""

import re

SEPARATORS = re.compile(r"\s*(?:,|;|/|&|\band\b|\bor\b)\s*", re.I)


def places_in(words: str) -> list[str]:
    """Each place once, as it was written, in order."""
    found: dict[str, str] = {}
    for place in SEPARATORS.split(words):
        found.setdefault(place.strip(" .").casefold(), place.strip(" ."))
    return [place for place in found.values() if place]


def common_places(words: str, others: str) -> list[str]:
    """The places that both name, as the first writes them."""
    theirs = {place.casefold() for place in places_in(others)}
    return [place for place in places_in(words) if place.casefold() in theirs]


def have_a_place_in_common(words: str, others: str) -> bool:
    """Also where one of them names no place: then it may be anywhere."""
    return not places_in(words) or not places_in(others) or bool(common_places(words, others))
