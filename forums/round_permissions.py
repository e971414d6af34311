"""Who may do what with a proposal and its rounds."""

from forums.authority.rules import Answer, Proxies
from forums.models import Forum, Proposal, Proxy, Response, Round, Seat
from forums.permissions import Place, can_read_meetings, can_run_meetings, is_seated, leads


def can_read_proposals(here: Place) -> bool:
    """Seated members, who have read the scope (MEM-1), and leads. Administrators see no content."""
    return can_read_meetings(here)


def can_propose(here: Place) -> bool:
    """Seated members, but for observers; and leads, for a seat whose matter it is."""
    seated = is_seated(here) and here.member.seat.kind != Seat.Kind.OBSERVER
    return (seated or leads(here)) and here.forum.status == Forum.Status.ACTIVE


def chooses_whose(here: Place) -> bool:
    """Leads, chair, vice-chair and secretary write down what others bring."""
    return leads(here) or can_run_meetings(here)


def can_change_proposal(here: Place, proposal: Proposal) -> bool:
    """Change it or take it back: whose matter it is, and who runs meetings."""
    mine = is_seated(here) and here.member.seat_id == proposal.proposer_seat_id
    began = leads(here) and proposal.begun_by_id == here.user.pk
    return proposal.is_undecided and (mine or began or can_run_meetings(here))


def can_open_round(here: Place, proposal: Proposal) -> bool:
    """Chair, vice-chair and secretary."""
    writing = proposal.status == Proposal.Status.WRITING
    return can_run_meetings(here) and here.forum.meets and writing


def can_close_round(here: Place, round: Round) -> bool:
    return can_run_meetings(here) and round.is_open


def can_rule(here: Place, round: Round) -> bool:
    """Under “chair after hearing”: whoever is in the chair; not about what their seat brings."""
    chairs = here.forum.memberships.in_the_chair().held_by(here.user)
    return is_seated(here) and round.is_open and round.rule == "chair" and chairs.exists()


def has_a_vote(here: Place) -> bool:
    return is_seated(here) and here.member.seat.voting


def sees_responses(here: Place, round: Round, mine: Response | None) -> bool:
    """RND-5: once one has responded oneself, or its time is over."""
    responded = mine is not None and mine.kind != Answer.RECUSED
    closed = not round.is_ahead or (round.is_open and not round.takes_responses)
    return closed or (responded and round.is_open)


def can_answer_question(here: Place, round: Round) -> bool:
    """Whose matter it is, and who runs meetings; they see the questions, and nothing else, before
    they have responded themselves."""
    mine = is_seated(here) and here.member.seat_id == round.proposal.proposer_seat_id
    return round.takes_responses and (mine or can_run_meetings(here))


def can_reply(here: Place, round: Round, response: Response) -> bool:
    """Whoever objects, once somebody has called it a preference."""
    mine = is_seated(here) and here.member.pk == response.membership_id
    return mine and round.takes_responses and response.kind == Answer.OBJECT


def can_record_responses(here: Place, round: Round) -> bool:
    """What is said aloud in a meeting: who runs it."""
    return can_run_meetings(here) and round.item_id is not None and round.takes_responses


def can_name_proxy(here: Place) -> bool:
    return has_a_vote(here) and here.forum.proxies == Proxies.WRITTEN


def can_revoke_proxy(here: Place, proxy: Proxy) -> bool:
    return is_seated(here) and proxy.giver_id == here.member.pk and proxy.revoked_at is None
