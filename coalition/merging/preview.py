"""What a merge would do, before anybody decides; and the fingerprint of what was looked at."""

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256

from coalition.merging import fields
from coalition.merging.relations import Clash, How, clashes_of, relations_of
from coalition.models import Contributor, LikelyDouble
from coalition.models.mergeable import Mergeable


@dataclass(frozen=True)
class Preview:
    choices: list[fields.Choice]
    clashes: list[Clash]
    moves: list[str]  # 3 offers
    stays: list[str]  # 12 entries in the journal: stay as they were written
    accounts: list[tuple[int, str]]  # (id of the row, address): both, where both sign in
    fingerprint: str


def preview(keep: Mergeable, lose: Mergeable) -> Preview:
    """As many queries as there are relations, whatever is on them."""
    moves, stays = _counts(keep, lose)
    return Preview(
        choices=fields.choices(keep, lose),
        clashes=[clash for _, clash in clashes_of(keep, lose)],
        moves=moves,
        stays=stays,
        accounts=accounts(keep, lose),
        fingerprint=fingerprint(keep, lose),
    )


def _counts(keep: Mergeable, lose: Mergeable) -> tuple[list[str], list[str]]:
    said: dict[How, list[str]] = defaultdict(list)
    for relation in relations_of(type(keep)):
        count = relation.rows(lose).count()
        if count:
            why = f": {relation.why}" if relation.why else ""
            said[relation.how].append(relation.says(count) + why)
    return said[How.MOVE] + said[How.COMBINE], said[How.KEEP]


def accounts(keep: Mergeable, lose: Mergeable) -> list[tuple[int, str]]:
    """Where both can sign in: (id of the row, address that they sign in with)."""
    both = [row for row in (keep, lose) if isinstance(row, Contributor) and row.user]
    if len(both) < 2:
        return []
    return [(row.pk, row.user.email) for row in both if row.user]


def fingerprint(*rows: Mergeable) -> str:
    """Of both rows, in any order, and whether they were told apart: what somebody looked at is what
    is merged."""
    shown = [
        f"{field.attname}={field.value_from_object(row)}"
        for row in sorted(rows, key=lambda row: row.pk)
        for field in row._meta.concrete_fields
    ]
    apart = LikelyDouble.objects.between(*rows).told_apart()
    shown += map(str, apart.values_list("told_apart_at", flat=True))
    return sha256("\x1f".join(shown).encode()).hexdigest()[:24]
