"""What stands on a printed scheme of delegation."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from coalition.models import JournalSeal
from forums.models import Delegation, ReservedMatter
from forums.typesetting.scheme import Granted, Scheme


def scheme_of(rows: Iterable[Delegation], reserved: Iterable[ReservedMatter]) -> Scheme:
    """Of delegations loaded with_all, in the order in which they come."""
    today = timezone.localdate()
    forums: dict[str, list[Granted]] = {}
    programmes: dict[int, str] = {}
    for row in rows:
        forums.setdefault(row.forum.name, []).append(_granted(row))
        programmes[row.forum.programme_id] = row.forum.programme.name
    names = ", ".join(dict.fromkeys(programmes.values())) or "No programme"
    heads = JournalSeal.objects.heads().filter(chain__in=programmes)
    return Scheme(
        author=names,
        about=f"{names}. As it stood on {_day(today)}.",
        dated=today,
        forums=forums,
        reserved=[str(matter) for matter in reserved],
        seals=[str(head) for head in heads],
    )


def _granted(row: Delegation) -> Granted:
    excluded = "; ".join([*row.excludes, "whatever is handed over to nobody"])
    answer = f"{row.answer_within_days} working days" if row.answer_within_days else ""
    call_in = f"{row.call_in_days} working days" if row.call_in_days else "None"
    ended = f", ended {_day(timezone.localdate(row.ended_at))}" if row.ended_at else ""
    facts = [
        ("State", f"{row.get_status_display()}{ended}"),
        ("Seat", str(row.seat or "")),
        ("Handed over by", row.owner),
        ("Handed on from", str(row.parent or "")),
        ("Limits", row.limits),
        ("Does not cover", excluded),
        ("Conditions", "; ".join(row.conditions)),
        ("Heard first", "; ".join(row.must_consult)),
        ("Answer", answer),
        ("Call-in", call_in if row.decides else ""),
        ("May be handed on", "Yes, in part" if row.sub_delegation else "No"),
        ("Reports to", f"{row.report_to}, {row.get_report_every_display().lower()}"),
        ("Rests on", row.get_legal_basis_display()),
        ("Holds", f"{_day(row.effective_from)} to {_day(row.last_day)}"),
        ("Why it ended", row.end_reason),
    ]
    if not row.report_to:
        facts = [(name, said) for name, said in facts if name != "Reports to"]
    return Granted(f"{row}: {row.theme}", row.power, row.promise, facts)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
