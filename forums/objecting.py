"""Who may call an objection a preference: seats without a conflict (RND-3)."""

from collections.abc import Mapping

from forums.models import Membership, Response, Round


def conflict(
    round: Round, response: Response, member: Membership, sit_for: Mapping[int, int | None]
) -> str:
    """Why a seat may not call this objection a preference, in a sentence (RND-3); empty where it
    may. `sit_for` says for which organisation each seat is taken."""
    if member.seat_id == response.seat_id:
        return "Nobody classifies their own objection. Change your response, if it has changed."
    proposal = round.proposal
    if member.seat_id == proposal.proposer_seat_id:
        return "Whoever brought a proposal does not judge the objections to it."
    beside = {sit_for.get(response.seat_id), sit_for.get(proposal.proposer_seat_id)}
    if member.organisation_id is not None and member.organisation_id in beside:
        return "Somebody from your own organisation brought it, or objects. Leave it to others."
    return ""


def organisations_by_seat(round: Round) -> dict[int, int | None]:
    live = Membership.objects.live().filter(forum=round.proposal.forum_id)
    return dict(live.values_list("seat", "organisation"))
