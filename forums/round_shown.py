"""A round as one reader sees it: what they may see of others, and what waits for them."""

from collections.abc import Mapping
from dataclasses import dataclass

from forums.authority.rules import Answer
from forums.models import Proposal, ProposalVersion, Proxy, Response, Round
from forums.naming import byline
from forums.objecting import conflict, organisations_by_seat
from forums.permissions import Place
from forums.round_permissions import (
    can_answer_question,
    can_reply,
    has_a_vote,
    sees_responses,
)
from forums.rounds import Ballot, ballot, warnings

# What has to be dealt with comes first.
ORDER = [
    *[Answer.OBJECT, Answer.NEED_MORE, Answer.CONCERN, Answer.STAND_ASIDE, Answer.CONSENT],
    Answer.RECUSED,
]


@dataclass(frozen=True)
class ResponseShown:
    row: Response
    who: str
    counts: bool  # of somebody who could respond
    reasons: tuple[str, ...]  # why others call it a preference
    can_answer: bool
    can_classify: bool
    can_reply: bool

    @property
    def is_objection(self) -> bool:
        return self.row.kind == Answer.OBJECT


@dataclass(frozen=True)
class RoundShown:
    """`responses` are those that this reader may see: all, once they have responded or it is over;
    before that, of whoever answers them, questions alone (RND-5)."""

    ballot: Ballot
    mine: Response | None
    sees_all: bool
    responses: tuple[ResponseShown, ...]
    warnings: tuple[str, ...]
    can_respond: bool
    held: tuple[Proxy, ...]  # for whom else this reader may respond
    given: Proxy | None


def show(round: Round, here: Place) -> RoundShown:
    """In as many queries for a hundred seats as for two."""
    seen = ballot(round)
    standing = round.responses.standing().with_people().prefetch_related("classifications")
    rows = sorted(
        standing.order_by("given_at", "pk"), key=lambda row: ORDER.index(Answer(row.kind))
    )
    sit_for = organisations_by_seat(round)
    mine = next((row for row in rows if _is_mine(row, here)), None)
    sees_all = sees_responses(here, round, mine)
    answers = can_answer_question(here, round)
    shown = [row for row in rows if sees_all or row == mine or (answers and _is_question(row))]
    return RoundShown(
        ballot=seen,
        mine=mine,
        sees_all=sees_all,
        responses=tuple(_shown(row, round, here, seen, answers, sit_for) for row in shown),
        warnings=tuple(warnings(round)),
        can_respond=round.takes_responses and _may_respond(seen, here, mine),
        held=_held(round, here),
        given=_given(round, here),
    )


def _is_mine(row: Response, here: Place) -> bool:
    return here.membership is not None and row.membership_id == here.membership.pk


def _is_question(row: Response) -> bool:
    return row.kind == Answer.NEED_MORE and not row.answered_at and not row.asked_again


def _may_respond(seen: Ballot, here: Place, mine: Response | None) -> bool:
    if not has_a_vote(here):
        return False
    asked = {one.seat: one for one in seen.asked}
    one = asked.get(here.member.seat_id)
    return one is not None and not one.is_recused


def _shown(
    row: Response,
    round: Round,
    here: Place,
    seen: Ballot,
    answers: bool,
    sit_for: Mapping[int, int | None],
) -> ResponseShown:
    objection = row.kind == Answer.OBJECT and round.takes_responses
    said = list(row.classifications.all()) if row.kind == Answer.OBJECT else []
    mine = here.membership and any(one.seat_id == here.membership.seat_id for one in said)
    may = objection and not row.preference_at and not mine and _may_respond(seen, here, None)
    return ResponseShown(
        row=row,
        who=str(byline(row.membership, here.forum, here.user)),
        counts=any(one.response == row.pk or one.is_recused for one in seen.asked),
        reasons=tuple(one.because for one in said),
        can_answer=answers and _is_question(row),
        can_classify=bool(may) and not conflict(round, row, here.member, sit_for),
        can_reply=bool(said) and can_reply(here, round, row),
    )


def occasion_of(round: Round) -> dict[str, object]:
    """To which a proxy is given: the meeting, or the round itself."""
    return {"meeting": round.item.meeting_id} if round.item else {"round": round.pk}


def _held(round: Round, here: Place) -> tuple[Proxy, ...]:
    if here.membership is None or not round.takes_responses:
        return ()
    held = Proxy.objects.standing().filter(holder=here.membership, **occasion_of(round))
    return tuple(held.with_people())


def _given(round: Round, here: Place) -> Proxy | None:
    if here.membership is None or not round.is_ahead:
        return None
    given = Proxy.objects.standing().filter(giver=here.membership, **occasion_of(round))
    return given.with_people().first()


@dataclass(frozen=True)
class ProposalShown:
    """A line of a list: what it says now, and its round."""

    proposal: Proposal
    version: ProposalVersion
    round: Round | None
    waits_for_me: bool


def lines(proposals: list[Proposal], here: Place) -> list[ProposalShown]:
    """In as many queries for fifty as for two."""
    keys = [row.pk for row in proposals]
    newest = ProposalVersion.objects.filter(proposal__in=keys).newest()
    versions = {row.proposal_id: row for row in newest}
    going = Round.objects.filter(proposal__in=keys, status__in=Round.AHEAD).select_related("item")
    rounds = {row.proposal_id: row for row in going}
    answered: set[int] = set()
    if has_a_vote(here):
        mine = Response.objects.standing().filter(
            round__in=rounds.values(), seat=here.member.seat_id
        )
        answered = set(mine.values_list("round", flat=True))
    return [_line(row, versions[row.pk], rounds.get(row.pk), answered, here) for row in proposals]


def _line(
    row: Proposal, version: ProposalVersion, going: Round | None, answered: set[int], here: Place
) -> ProposalShown:
    if going is not None:
        going.proposal = row
    waits = going is not None and going.takes_responses and going.pk not in answered
    return ProposalShown(row, version, going, waits and has_a_vote(here))
