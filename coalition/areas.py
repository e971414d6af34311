"""Places by their councils: found by name or postcode, and followed to what they became."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches

from coalition.models import Council

MOST_PARTS = 4  # of one name: “Armagh City, Banbridge and Craigavon” has two


@dataclass(frozen=True)
class Named:
    """Words for one place: the councils that it has today, which may be none; or, where we do not
    know it, a name that looks like it."""

    words: str
    councils: list[Council] = field(default_factory=list)
    is_known: bool = True
    alike: str = ""


def name_key(name: str) -> str:
    """How names are compared: the same for “The Vale Council” and “vale”."""
    plain = re.sub(r"[.,'’]", " ", name.lower().replace("&", " and "))
    return re.sub(r"^the | council$", "", " ".join(plain.split()))


def councils_named(text: str) -> list[Named]:
    """Each place of a list with commas, by name or GSS code. Some names have commas themselves,
    so the longest that we know wins; “Vale and Aldermere” is two if it is not one."""
    found = councils_named_in([text])[text]
    return [
        named if named.is_known else replace(named, alike=_alike(named.words)) for named in found
    ]


def councils_named_in(texts: Iterable[str]) -> dict[str, list[Named]]:
    """The same for many texts, in as many queries as for one; without names that look alike."""
    parts = {
        text: [part for part in map(str.strip, re.split(r"[,;\n]", text)) if part]
        for text in set(texts)
    }
    known = _known(parts.values())
    return {text: list(_longest(theirs, known)) for text, theirs in parts.items()}


def _longest(parts: list[str], known: dict[str, list[Council]]) -> Iterator[Named]:
    while parts:
        run = next(
            (n for n in range(min(MOST_PARTS, len(parts)), 0, -1) if _key(parts[:n]) in known), 0
        )
        words, parts = ", ".join(parts[: run or 1]), parts[run or 1 :]
        yield from [Named(words, known[_key([words])])] if run else _halves(words, known)


def _halves(words: str, known: dict[str, list[Council]]) -> list[Named]:
    halves = re.split(r"\s+(?:and|&)\s+", words)
    if all(_key([half]) in known for half in halves):
        return [Named(half, known[_key([half])]) for half in halves]
    return [Named(words, is_known=False)]


def _key(parts: list[str]) -> str:
    return name_key(" ".join(parts))


def _known(texts: Iterable[list[str]]) -> dict[str, list[Council]]:
    """What each run of parts of a text, and each half of a part, is the name or code of. As many
    queries for any number of texts."""
    keys: set[str] = set()
    for parts in texts:
        keys |= {
            _key(parts[at : at + n]) for at in range(len(parts)) for n in range(1, MOST_PARTS + 1)
        }
        keys |= {_key([half]) for part in parts for half in re.split(r"\s+(?:and|&)\s+", part)}
    codes = {key.upper() for key in keys}
    rows = Council.objects.prefetch_related("successors__successors__successors")
    found: dict[str, list[Council]] = {}
    for council in [
        *rows.filter(names__overlap=sorted(keys)),
        *rows.filter(gss__in=codes),
        *rows.filter(former_gss__overlap=sorted(codes)),
    ]:
        for key in {*council.names, council.gss.lower(), *map(str.lower, council.former_gss)}:
            found.setdefault(key, []).append(council)
    return {key: _today(councils) for key, councils in found.items() if key in keys}


def _today(councils: list[Council]) -> list[Council]:
    """Those that exist; if none does, what came after them."""
    there = [council for council in councils if not council.is_over]
    after = there or [later for council in councils for later in current(council)]
    return sorted(set(after), key=lambda council: council.name)


def current(council: Council, on: date | None = None) -> list[Council]:
    """The council itself while it exists, and then its successors; none, where none is known."""
    if on is not None and (council.ends_on is None or council.ends_on >= on):
        return [council]
    if on is None and not council.is_over:
        return [council]
    later = [after for successor in council.successors.all() for after in current(successor, on)]
    return sorted(set(later), key=lambda each: each.name)


def _alike(words: str) -> str:
    """The name of a council that may have been meant, or nothing."""
    names = dict(_by_key(Council.objects.current()))
    close = get_close_matches(name_key(words), names, n=1, cutoff=0.75)
    return names[close[0]] if close else ""


def _by_key(councils: Iterable[Council]) -> Iterable[tuple[str, str]]:
    for council in councils:
        for key in council.names:
            yield key, council.name
