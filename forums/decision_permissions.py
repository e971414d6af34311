"""Who may do what with a decision: chair and secretary write it down, whoever holds the power
answers it, members say what they do not agree with."""

from coalition.models import User
from coalition.permissions import is_lead
from forums.models import Decision, Delegation
from forums.models.decision_words import Status
from forums.overruling import is_open_to_call_in, kinds_open, speaks_on_their_side
from forums.permissions import Place, can_run_meetings, is_seated


def can_record_decision(here: Place) -> bool:
    """Chair, vice-chair and secretary; and whoever has a seat to which power is delegated."""
    if not here.forum.has_begun or not is_seated(here):
        return False
    return can_run_meetings(here) or holds_a_power(here)


def holds_a_power(here: Place) -> bool:
    mine = Delegation.objects.in_force().filter(seat=here.member.seat)
    return not here.forum.is_closed and mine.exists()


def can_change_decision(here: Place, decision: Decision) -> bool:
    """While it is being written down: whoever recorded it, and whoever runs meetings."""
    if decision.is_published or decision.status == Status.DROPPED or not is_seated(here):
        return False
    return can_run_meetings(here) or decision.recorded_by_id == here.user.pk


def can_replace_decision(here: Place, decision: Decision) -> bool:
    return decision.stands and can_record_decision(here)


def can_say_dissent(here: Place, decision: Decision) -> bool:
    """A member with a vote, while it is written down; whoever was asked, until they answer."""
    if not is_seated(here) or decision.status == Status.DROPPED:
        return False
    mine = decision.dissents.filter(membership=here.member).first()
    if mine is not None:
        return mine.status == mine.Status.ASKED
    return not decision.is_published and here.member.seat.voting


def can_evaluate_decision(here: Place, decision: Decision) -> bool:
    return decision.is_to_evaluate and is_seated(here) and can_run_meetings(here)


def can_call_in_decision(user: User, decision: Decision) -> bool:
    """Whoever holds the power, or speaks for that body; once."""
    if not is_open_to_call_in(decision) or decision.called_in_at is not None:
        return False
    return speaks_on_their_side(user, decision)


def can_let_stand(user: User, decision: Decision) -> bool:
    return is_open_to_call_in(decision) and speaks_on_their_side(user, decision)


def can_answer_decision(user: User, decision: Decision) -> bool:
    """Whoever it is recommended to; late, too (OVR-3)."""
    waits = decision.status == Status.RECOMMENDED and decision.is_published
    return waits and speaks_on_their_side(user, decision)


def can_override_decision(user: User, decision: Decision) -> bool:
    """Whoever holds the power, and leads, for whom the matrix of roles says so."""
    if not decision.is_published:
        return False
    speaks = is_lead(user, decision.forum.programme) or speaks_on_their_side(user, decision)
    return speaks and bool(kinds_open(decision))
