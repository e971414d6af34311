"""Reading the table of councils that mySociety keeps (uk_local_authorities.csv), and its two
companions: other names, and other GSS codes, each beside the three letters of a council."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from coalition.areas import name_key
from coalition.models import Council

NATIONS = {nation.label: nation for nation in Council.Nation}


@dataclass
class CouncilRow:
    """A council as the file has it. `county` and `successors` are GSS codes."""

    council: Council
    county: str = ""
    successors: list[str] = field(default_factory=list)


def read_councils(
    file: Path, aliases: Path | None = None, history: Path | None = None
) -> tuple[list[CouncilRow], list[str]]:
    """The councils that have a GSS code; and the names of those, long gone, that have none."""
    rows = _rows(file)
    gss_of = {row["local-authority-code"]: row["gss-code"] for row in rows if row["gss-code"]}
    names = _gathered(aliases, "la-name") if aliases else {}
    codes = _gathered(history, "gss-code") if history else {}
    found = [_council(row, gss_of, names, codes) for row in rows if row["gss-code"]]
    return found, [row["nice-name"] for row in rows if not row["gss-code"]]


def _council(
    row: Mapping[str, str],
    gss_of: Mapping[str, str],
    names: Mapping[str, set[str]],
    codes: Mapping[str, set[str]],
) -> CouncilRow:
    code, gss = row["local-authority-code"], row["gss-code"]
    known = {row["nice-name"], row["official-name"], row["official-name-cy"], row["nice-name-cy"]}
    former = {*_listed(row["former-gss-codes"]), *codes.get(code, ())} - {gss, ""}
    council = Council(
        gss=gss,
        name=row["official-name"],
        name_cy=row["official-name-cy"],
        tier=row["local-authority-type"],
        nation=NATIONS[row["nation"]],
        region=row["region"],
        starts_on=_day(row["start-date"]),
        ends_on=_day(row["end-date"]),
        names=sorted({name_key(name) for name in {*known, *names.get(code, ())}} - {""}),
        former_gss=sorted(former),
    )
    after = [gss_of[letters] for letters in _listed(row["replaced-by"]) if letters in gss_of]
    return CouncilRow(council, gss_of.get(row["county-la"], ""), after)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def _gathered(file: Path, column: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in _rows(file):
        found.setdefault(row["local-authority-code"], set()).add(row[column])
    return found


def _listed(cell: str) -> Iterable[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
