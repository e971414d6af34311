"""What members are shown of differences: whose position it is, and how a meeting opens."""

from collections.abc import Iterable
from dataclasses import dataclass

from coalition.models import Organisation
from forums.models import Acknowledgement, Difference, Forum, Position

SOMEBODY = "One member organisation"


@dataclass(frozen=True)
class PositionShown:
    """One position, and under which name this person sees it."""

    position: Position
    who: str
    is_ours: bool


def shown_positions(
    difference: Difference, *, ours: Iterable[int], raised_it: bool, sees_names: bool
) -> list[PositionShown]:
    """Those that stand, by date (DIF-3). What is only proposed is shown to the chair, and to those
    whose it is (DIF-2); in a forum that does not attribute, others do not learn whose (DIF-6)."""
    can_say = set(ours)
    shown = []
    for row in (
        difference.positions.standing()
        .select_related("organisation")
        .order_by("first_agreed_at", "pk")
    ):
        theirs = raised_it and row.organisation_id == difference.raised_for_id
        by_name = sees_names or theirs or row.pk in can_say
        if row.is_agreed or by_name:
            named = by_name or difference.forum.is_attributed
            who = str(row.organisation) if named else SOMEBODY
            shown.append(PositionShown(row, who, row.pk in can_say))
    return shown


def whose(positions: Iterable[PositionShown]) -> str:
    """One member organisation / several: for the heading (DIF-6)."""
    agreed = sum(shown.position.is_agreed for shown in positions)
    return "Several member organisations" if agreed > 1 else SOMEBODY


def reservations(forum: Forum) -> list[tuple[str, Acknowledgement]]:
    """(whose, the acknowledgement that carries it) of the scope in force (ACK-3, DIF-6)."""
    rows = Acknowledgement.objects.filter(scope__forum=forum).with_reservation()
    return [
        (str(row.for_organisation) if forum.is_attributed else SOMEBODY, row)
        for row in rows.select_related("for_organisation")
    ]


def opening(forum: Forum) -> list[str]:
    """A line for each difference that is on record and not settled: for the start of a meeting, and
    for the scope's own line. For seated members only (DIF-5)."""
    rows = forum.differences.unsettled().order_by("acknowledged_at", "pk")
    return [_line(difference) for difference in rows]


def _line(difference: Difference) -> str:
    known = f"Members differ on {_in_a_sentence(difference.title)}. That is legitimate, known, and"
    if difference.is_in_scope:
        return f"{known} recorded. We work on it here."
    return (
        f"{known} recorded. This forum has no role in resolving it:"
        f" it goes to {_in_a_sentence(difference.signpost)}."
    )


def _in_a_sentence(title: str) -> str:
    """Whether … becomes whether …; NHS stays NHS."""
    words = title.rstrip(".?! ")
    return words[:1].lower() + words[1:] if words[1:2].islower() and _is_question(words) else words


def _is_question(words: str) -> bool:
    first = words.split(" ")[0].lower()
    return first in {"whether", "how", "who", "what", "which", "when", "where", "why", "if", "the"}


def organisations_to_invite(difference: Difference) -> list[Organisation]:
    """Those with a seat here that have no position in it yet."""
    seated = difference.forum.memberships.live().exclude(organisation=None)
    there = difference.positions.standing()
    return list(
        Organisation.objects.filter(pk__in=seated.values("organisation"))
        .exclude(pk__in=there.values("organisation"))
        .order_by("name")
    )
