"""Which of two values counts where two rows become one: by choice, or the strictest, or neither.

Every column of Organisation and Contributor is named here; a test fails on one that is not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coalition.models import Contributor, Organisation
from coalition.models.mergeable import Mergeable


@dataclass(frozen=True)
class Columns:
    """`chosen` are groups that go together under the first one's name; `strictest` says which of
    two values allows less; `own` stay as they are on each row."""

    chosen: tuple[tuple[str, ...], ...]
    strictest: dict[str, Callable[[Any, Any], Any]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()


def earliest(one: Any, other: Any) -> Any:
    """The earlier of two moments; one that is set, rather than none."""
    return min((value for value in (one, other) if value is not None), default=None)


def either(one: Any, other: Any) -> Any:
    return one or other


def both_or_none(one: Any, other: Any) -> Any:
    """What was checked of only one of the two is to be checked again."""
    return one if one is not None and other is not None else None


def first_of(*values: str) -> Callable[[str, str], str]:
    """The one that comes first in this order."""
    return lambda one, other: min(one, other, key=values.index)


SIGNPOST = {"id", "merged_into", "merged_at"}
COLUMNS: dict[type[Mergeable], Columns] = {
    Organisation: Columns(
        chosen=(
            ("name",),
            ("known_as",),
            ("sector",),
            ("public_body_override", "public_body_reason"),
            ("legal_form",),
            ("size_band",),
            ("area",),
            ("postcode",),
            ("website",),
            ("mou_status", "mou_signed_on", "mou_review_on"),
            ("safeguarding_policy_seen_on",),
            ("thank_route",),
        ),
        strictest={
            "publicity_consent": first_of("no", "ask", "yes"),
            "verified_by": both_or_none,
            "verified_at": both_or_none,
        },
        own=frozenset(
            {*SIGNPOST, "status", "parent", "came_by"}
        ),  # parent: see coalition.merging.families
    ),
    Contributor: Columns(
        chosen=(
            (
                "letter_name",
                "salutation",
                "post_nominals",
                "name_confirmed_by",
                "name_confirmed_at",
            ),
            ("known_as",),
            ("email", "email_is_shared"),
            ("phone",),
            ("address",),
            ("language",),
            ("format_need",),
            ("nation",),
        ),
        # CON-2: death, moving away and objecting survive, whichever row knew of them.
        strictest={
            "deceased_on": earliest,
            "deceased_source": either,
            "gone_away_on": earliest,
            "objected_at": earliest,
            "adult": first_of("no", "unknown", "yes"),
        },
        # Accounts are joined by coalition.merging.joining, not by choice of a column.
        own=frozenset(
            {
                *SIGNPOST,
                *["user", "added_at", "came_by", "link_nonce", "link_until", "anonymised_at"],
            }
        ),
    ),
}


@dataclass(frozen=True)
class Choice:
    """Two rows differ in a field. `values` are (id of the row, what it says), as words."""

    name: str
    label: str
    values: tuple[tuple[int, str], tuple[int, str]]
    suggested: int


def choices(one: Mergeable, other: Mergeable) -> list[Choice]:
    """The fields in which they differ and both say something, with the one that we would take."""
    return [
        Choice(
            name=group[0],
            label=label(one, group[0]),
            values=((one.pk, _words(one, group[0])), (other.pk, _words(other, group[0]))),
            suggested=better(one, other, group[0]).pk,
        )
        for group in COLUMNS[type(one)].chosen
        if _differ(one, other, group) and _has(one, group[0]) and _has(other, group[0])
    ]


def better(one: Mergeable, other: Mergeable, name: str) -> Mergeable:
    """Whose value we would take: one that somebody entered; a confirmed name; the longer text; the
    newer row."""
    column = type(one)._meta.get_field(name)

    def worth(row: Mergeable) -> tuple[bool, bool, bool, int, int]:
        value = getattr(row, name)
        confirmed = name == "letter_name" and bool(getattr(row, "name_is_confirmed", False))
        length = 0 if getattr(column, "choices", None) else len(_words(row, name))
        entered = value != getattr(column, "default", None)
        return _has(row, name), entered, confirmed, length, row.pk

    return max(one, other, key=worth)


def outcome(keep: Mergeable, lose: Mergeable, chosen: Mapping[str, int]) -> dict[str, Any]:
    """What changes on the row that stays. `chosen` maps a field to the row whose value counts;
    where nothing is chosen it is the better one's. The strictest facts are always named, so that
    undoing can tell what came since."""
    columns = COLUMNS[type(keep)]
    changes: dict[str, Any] = {}
    for group in columns.chosen:
        wanted = chosen.get(group[0], better(keep, lose, group[0]).pk)
        if wanted == lose.pk:
            changes |= {name: getattr(lose, name) for name in group}
    changes = {name: value for name, value in changes.items() if getattr(keep, name) != value}
    for name, stricter in columns.strictest.items():
        changes[name] = stricter(getattr(keep, name), getattr(lose, name))
    return changes


def _has(row: Mergeable, name: str) -> bool:
    return getattr(row, name) not in ("", None)


def _differ(one: Mergeable, other: Mergeable, group: tuple[str, ...]) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in group)


def _words(row: Mergeable, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    return str((display() if display else getattr(row, name)) or "")


def label(row: Mergeable, name: str) -> str:
    words = str(getattr(row._meta.get_field(name), "verbose_name", name))
    return words[:1].upper() + words[1:]
