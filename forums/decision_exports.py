"""The decision log as a table. It names offices and forums, and no person (L4)."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from coalition.exports.tables import Column, Table
from forums.models import Decision


def _published(row: Decision) -> date | None:
    return row.published_at.date() if row.published_at else None


def _overridden(row: Decision) -> str:
    """Of rows with their overrides."""
    said = sorted(row.overrides.all(), key=lambda one: one.pk)
    return " ".join(f"{one.what} by {one.by_whom}: {one.reason}" for one in said)


DECISIONS = Table(
    "decisions",
    "Decision log",
    (
        Column("Reference", "As in mails and minutes.", lambda d: d.ref),
        Column("Programme", "Whose forum it is.", lambda d: d.forum.programme.name),
        Column("Forum", "Which decided or recommended it.", lambda d: d.forum.name),
        Column("Title", "In a few words.", lambda d: d.title),
        Column("Text", "What was decided or recommended.", lambda d: d.text),
        Column("Date", "When it was decided.", lambda d: d.decided_on, "date"),
        Column("Authority", "Under which it was decided.", lambda d: d.authority),
        Column("Outside", "Why it is a recommendation.", lambda d: " ".join(d.outside)),
        Column("State", "Where it stands.", lambda d: d.get_status_display()),
        Column("Pounds", "What it is worth.", lambda d: d.value, "number"),
        Column("Reasons", "Why it was decided.", lambda d: d.reasons),
        Column("Options rejected", "What else was looked at.", lambda d: d.options_rejected),
        Column("How", "In a meeting, in a round, or by one seat.", lambda d: d.how),
        Column("Interests", "And how they were handled.", lambda d: d.conflicts),
        Column("Votes", "Seats that could take part.", lambda d: d.voters, "integer"),
        Column(
            "Votes outside government",
            "Of those, by sector on the day.",
            lambda d: d.voters_outside,
            "integer",
        ),
        Column("Call-in until", "Empty where there is none.", lambda d: d.call_in_until, "date"),
        Column("Answer due", "Of a recommendation.", lambda d: d.answer_due, "date"),
        Column("Answer", "In the words of whoever gave it.", lambda d: d.answer),
        Column("Not done as decided", "By whom, and why.", _overridden),
        Column("Carried out by", "An office or organisation.", lambda d: d.owner),
        Column("Due", "By when.", lambda d: d.due, "date"),
        Column("Looked at again", "On that day.", lambda d: d.evaluation_on, "date"),
        Column("What came of it", "Once that was looked at.", lambda d: d.evaluation),
        Column("Published", "On that day.", _published, "date"),
    ),
)


def as_objects(rows: Iterable[Decision]) -> Iterator[dict[str, Any]]:
    """Each as an object whose keys are the names of the columns, in lower case."""
    names = [
        column.name.lower().replace(" ", "_").replace("-", "_") for column in DECISIONS.columns
    ]
    for row in rows:
        values = [_plain(column.value(row)) for column in DECISIONS.columns]
        yield dict(zip(names, values, strict=True))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
