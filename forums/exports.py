"""The scheme of delegation as a table. It names offices and no person (L4)."""

from coalition.exports.tables import Column, Table
from forums.models import Delegation


def _lines(lines: list[str]) -> str:
    return "; ".join(lines)


def _of_a_report(row: Delegation) -> str:
    return f"{row.report_to}: {row.get_report_every_display()}" if row.report_to else ""


DELEGATIONS = Table(
    "delegations",
    "Scheme of delegation",
    (
        Column("Reference", "As in mails and minutes.", lambda d: d.ref),
        Column("Programme", "Whose scheme it is part of.", lambda d: d.forum.programme.name),
        Column("Forum", "To which it is handed over.", lambda d: d.forum.name),
        Column("Seat", "Empty if the whole forum has it.", lambda d: str(d.seat or "")),
        Column("Theme", "In two or three words.", lambda d: d.theme),
        Column("Power", "What is handed over, in one sentence.", lambda d: d.power),
        Column("Promise", "What its forum is told.", lambda d: d.promise),
        Column("Mode", "How far it goes.", lambda d: d.get_mode_display()),
        Column("State", "Where it stands.", lambda d: d.get_status_display()),
        Column("Body", "Whose power it is.", lambda d: d.delegator.name),
        Column("Office", "Which hands it over.", lambda d: d.office_title),
        Column("Handed on from", "The delegation above it.", lambda d: str(d.parent or "")),
        Column(
            "Limit of a decision",
            "In pounds; empty where nothing is decided.",
            lambda d: d.per_decision_limit,
            "number",
        ),
        Column(
            "Limit of a period",
            "In pounds; empty where nothing is decided.",
            lambda d: d.period_limit,
            "number",
        ),
        Column("Period", "Over which it is counted.", lambda d: d.get_period_display()),
        Column("Conditions", "Parted by semicolons.", lambda d: _lines(d.conditions)),
        Column("Heard first", "Parted by semicolons.", lambda d: _lines(d.must_consult)),
        Column("Not covered", "Parted by semicolons.", lambda d: _lines(d.excludes)),
        Column("May be handed on", "Yes or no.", lambda d: "Yes" if d.sub_delegation else "No"),
        Column("Reports", "To whom, and how often.", _of_a_report),
        Column(
            "Call-in", "Working days until a decision counts.", lambda d: d.call_in_days, "integer"
        ),
        Column(
            "Answer",
            "Working days, where one is promised.",
            lambda d: d.answer_within_days,
            "integer",
        ),
        Column("Rests on", "Its basis.", lambda d: d.get_legal_basis_display()),
        Column("Instrument", "Where that can be read.", lambda d: d.instrument_url),
        Column("First day", "From which it holds.", lambda d: d.effective_from, "date"),
        Column("Last day", "Until which it holds.", lambda d: d.last_day, "date"),
        Column("Looked at again", "By then.", lambda d: d.review_on, "date"),
        Column("Why it ended", "As its forum was told.", lambda d: d.end_reason),
    ),
)
