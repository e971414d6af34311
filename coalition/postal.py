"""Addresses that a British postal service takes: the rules of GOV.UK Notify's print provider.

UK addresses only; letters abroad need a permission that we do not assume.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FEWEST_LINES, MOST_LINES = 3, 7
AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL "
    "DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY "
    "L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S "
    "SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR "
    "WS WV YO ZE"
)
POSTCODE = re.compile(rf"({AREAS.replace(' ', '|')})[0-9][0-9A-Z]?[0-9][A-BD-HJLNP-UW-Z]{{2}}")
COUNTRIES = frozenset(
    {"uk", "u.k.", "gb", "g.b.", "united kingdom", "great britain", "britain", "england"}
    | {"scotland", "wales", "northern ireland", "jersey", "guernsey", "alderney", "sark"}
    | {"isle of man", "channel islands", "cymru", "lloegr", "yr alban", "gogledd iwerddon"}
    | {"y deyrnas unedig", "prydain fawr"}
)
NOT_FIRST = '@()=[]"\\/,<>~'
NO_FIXED_ABODE = re.compile(r"\bno fixed (abode|address)\b", re.IGNORECASE)
LATIN = "[A-Za-z0-9]"
BFPO = re.compile(r"BFPO\s*(?:C/O\s*)?(\d{1,4})", re.IGNORECASE)


@dataclass(frozen=True)
class PostalAddress:
    """An address as it will be printed, and what stands in the way of posting it."""

    lines: tuple[str, ...]
    problems: tuple[str, ...]
    unlatin: tuple[str, ...] = ()  # those of the problems that a spelling in Latin letters mends

    @property
    def is_postable(self) -> bool:
        return not self.problems

    @property
    def mistakes(self) -> tuple[str, ...]:
        """The problems that whoever types the address puts right at once."""
        return tuple(problem for problem in self.problems if problem not in self.unlatin)


def read_address(lines: str | Iterable[str], *, named: bool = True) -> PostalAddress:
    """Normalise an address, and find every problem; the sentences are for a person. The name is
    its first line; where it is not `named`, the name will be added above it."""
    given = lines.splitlines() if isinstance(lines, str) else lines
    tidy = [line for line in map(tidy_line, given) if line]
    if any(BFPO.fullmatch(line) for line in tidy):
        normal, problems = _forces(tidy)
    else:
        normal, problems = _civilian(tidy)
    unlatin = tuple(_unlatin(normal, named))
    return PostalAddress(
        tuple(normal), (*_shape_problems(normal, named), *unlatin, *problems), unlatin
    )


def is_latin(line: str) -> bool:
    """Has a letter or digit that the postal service reads."""
    return bool(re.search(LATIN, line))


def as_postcode(text: str) -> str | None:
    """SW1A 1AA out of "sw1a1aa"; None if there is no such area or form."""
    outward, _, inward = " ".join(text.upper().split()).partition(" ")
    bare = outward + inward
    well_parted = not inward or len(inward) == 3
    return f"{bare[:-3]} {bare[-3:]}" if well_parted and POSTCODE.fullmatch(bare) else None


def tidy_line(line: str) -> str:
    """Without what nobody sees: composed, no stray spaces, no comma at the end."""
    composed = unicodedata.normalize("NFC", line)
    visible = composed if composed.isprintable() else "".join(filter(_is_visible, composed))
    spaced = " ".join(visible.split())
    return re.sub(r"\s+([.,;:])", r"\1", spaced).rstrip(" ,")


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf") or character.isspace()


def _civilian(lines: list[str]) -> tuple[list[str], list[str]]:
    while lines and lines[-1].casefold() in COUNTRIES:
        lines = lines[:-1]
    if not lines:
        return [], []
    if postcode := as_postcode(lines[-1]):
        return [*lines[:-1], postcode], []
    return lines, [
        f"The last line must be a UK postcode, and “{lines[-1]}” is none. "
        "We cannot post letters abroad: leave the address empty for somebody who lives there."
    ]


def _forces(lines: list[str]) -> tuple[list[str], list[str]]:
    """British Forces Post Office: its number goes last, the postcode, if any, before it."""
    number = next(match[1] for line in lines if (match := BFPO.fullmatch(line)))
    postcodes = [postcode for line in lines if (postcode := as_postcode(line))]
    countries = [line for line in lines if line.casefold() in COUNTRIES]
    rest = [
        line
        for line in lines
        if not BFPO.fullmatch(line) and not as_postcode(line) and line not in countries
    ]
    problems = [
        f"Take out “{country}”: an address with a BFPO number has no country."
        for country in countries
    ]
    return [*rest, *postcodes[-1:], f"BFPO {number}"], problems


def _shape_problems(lines: list[str], named: bool) -> Iterator[str]:
    if not lines:
        yield "There is no address."
        return
    above, besides = (0, "") if named else (1, " besides the name")
    if len(lines) + above < FEWEST_LINES:
        fewest = FEWEST_LINES - above
        yield f"An address has at least {fewest} lines{besides}; this one has {len(lines)}."
    if len(lines) + above > MOST_LINES:
        most = MOST_LINES - above
        yield f"There is room for {most} lines of address{besides}; this one has {len(lines)}."
    for line in lines:
        yield from _line_problems(line)


def _unlatin(lines: list[str], named: bool) -> Iterator[str]:
    for number, line in enumerate(lines, start=1 if named else 2):
        if number <= 2 and not is_latin(line):
            yield (
                f"Line {number} of the envelope (“{line}”) has no Latin letter or digit, and the"
                " postal service turns it away. Ask how it is spelt in Latin letters."
            )


def _line_problems(line: str) -> Iterator[str]:
    if line[0] in NOT_FIRST:
        yield f"The line “{line}” cannot begin with “{line[0]}”."
    if line.upper() == "NFA" or NO_FIXED_ABODE.search(line):
        yield (
            "A letter cannot be posted to someone of no fixed abode. Leave the address empty; that"
            " is a good answer."
        )
