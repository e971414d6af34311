"""A round, counted: which seats could respond, what each said, whether a quorum did."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db.models import OuterRef
from django.utils import timezone

from coalition import holds
from coalition.models import Sector
from coalition.models.sector import GOVERNMENT_SECTORS
from forums.authority.outcome import Counts, Outcome, outcome
from forums.authority.rules import Answer
from forums.models import Membership, Response, Round
from forums.models.forum import MembershipQuerySet
from forums.naming import byline
from forums.quorum import missing
from forums.room import recused_from, room_of


@dataclass(frozen=True)
class Asked:
    """A seat that could respond, for whom its holder sat there, and what it said; `said` is empty
    for silence. `counts_as` is the field of Counts that it goes into."""

    seat: int
    title: str
    membership: int
    organisation: int | None
    organisation_name: str
    sector: str
    said: str = ""
    counts_as: str = ""
    response: int | None = None

    @property
    def sector_label(self) -> str:
        return str(Sector(self.sector).label)

    @property
    def is_recused(self) -> bool:
        return self.counts_as == "recused"


@dataclass(frozen=True)
class Ballot:
    """Everyone who could respond, and what a quorum lacks, each as a clause."""

    asked: tuple[Asked, ...]
    lacks: tuple[str, ...]

    @property
    def counts(self) -> Counts:
        said = Counter(one.counts_as for one in self.asked if one.counts_as)
        return Counts(entitled=len(self.asked) - said["recused"], **said)

    @property
    def waits_for(self) -> list[Asked]:
        """Who could still respond."""
        return [one for one in self.asked if one.counts_as in {"", "undecided"}]

    @property
    def everyone_answered(self) -> bool:
        """And no question waits for its answer."""
        return not self.waits_for and not self.counts.need_more

    @property
    def quorum(self) -> str:
        """Whether enough responded, in a sentence."""
        there = [one for one in self.asked if one.counts_as in RESPONDED]
        outside = sum(Sector(one.sector) not in GOVERNMENT_SECTORS for one in there)
        who = f"{len(there)} of {self.counts.entitled} seats responded"
        if there:
            who += f", {outside} of them from outside government"
        if self.lacks:
            return f"No quorum: {'; '.join(self.lacks)}."
        return f"There is a quorum: {who}."

    @property
    def as_json(self) -> dict[str, Any]:
        return {"asked": [asdict(one) for one in self.asked], "lacks": list(self.lacks)}


RESPONDED = frozenset({"consent", "concern", "stand_aside", "object", "preference"})


def from_json(kept: dict[str, Any]) -> Ballot:
    return Ballot(tuple(Asked(**one) for one in kept["asked"]), tuple(kept["lacks"]))


def entitled(round: Round) -> MembershipQuerySet:
    """Who can respond today: seated with a vote, the scope in force acknowledged (MEM-1), and the
    seat not resting under a hold (HLD-2)."""
    seated = Membership.objects.filter(forum=round.proposal.forum_id).live().in_place()
    ready = seated.acknowledged().with_a_vote()
    rests = holds.reaches(OuterRef("contributor"), holds.Scope.SEATS)
    return ready.annotate(rests=rests).filter(rests=False)


def ballot(round: Round) -> Ballot:
    """As it stands now; as it stood at the close, of one that is over. In as many queries for a
    hundred seats as for two."""
    if round.snapshot is not None:
        return from_json(round.snapshot)
    members = list(entitled(round).with_people().order_by("pk"))
    given = {one.seat_id: one for one in round.responses.standing()}
    recused = _recused(round)
    asked = tuple(_asked(member, given.get(member.seat_id), recused) for member in members)
    return Ballot(asked, tuple(_lacks(round, asked, recused)))


def result(round: Round, seen: Ballot, *, ruling: bool | None = None) -> Outcome:
    return outcome(round.rule, seen.counts, lacks=seen.lacks, ruling=ruling)


def _recused(round: Round) -> set[int]:
    """Who stepped back from the matter in the meeting (INT-2)."""
    return recused_from(round.item.recusals.all()) if round.item else set()


def _asked(member: Membership, said: Response | None, recused: Iterable[int]) -> Asked:
    one = Asked(
        seat=member.seat_id,
        title=member.seat.title,
        membership=member.pk,
        organisation=member.organisation_id,
        organisation_name=str(member.organisation or ""),
        sector=member.sector,
    )
    if member.seat_id in recused:
        return replace(one, counts_as="recused")
    if said is None or said.membership_id != member.pk:  # whoever sat there before has gone
        return one
    return replace(one, said=said.kind, counts_as=counts_as(said), response=said.pk)


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


def counts_as(said: Response) -> str:
    if said.kind == Answer.NEED_MORE and (said.answered_at or said.asked_again):
        return "undecided"
    if said.kind == Answer.OBJECT and said.preference_at:
        return "preference"
    return said.kind


def _lacks(round: Round, asked: Iterable[Asked], recused: set[int]) -> list[str]:
    """Of those who responded; and in a meeting, of those in the room (MTG-3)."""
    voters = {one.seat: Sector(one.sector) for one in asked if not one.is_recused}
    there = {one.seat for one in asked if one.counts_as in RESPONDED}
    lacks = missing(round.quorum, voters, present=there)
    if round.item is None:
        return lacks
    room = room_of(round.item.meeting).count(recused)
    return [*(f"in the room, {one}" for one in room.lacks), *lacks]


@dataclass(frozen=True)
class Said:
    """Words that go on record; `who` as the forum shows its members (MTG-4)."""

    response: int
    who: str
    text: str
    suggested_change: str = ""
    is_preference: bool = False
    reply: str = ""


@dataclass(frozen=True)
class Summary:
    """What a decision is drafted from: numbers by response, concerns and objections in their own
    words, who could respond, and whether there was a quorum."""

    counts: dict[str, int]
    concerns: tuple[Said, ...]
    objections: tuple[Said, ...]
    entitled: tuple[Asked, ...]
    quorum: str
    in_words: str
    reason: str


def summary(round: Round) -> Summary:
    """Of a round loaded with proposal.forum; for whoever may see what others said (RND-5)."""
    seen = ballot(round)
    counted = {one.response for one in seen.asked if one.response}
    rows = round.responses.filter(pk__in=counted).with_people().order_by("given_at", "pk")
    said = [(row.kind, _said(row, round)) for row in rows]
    return Summary(
        counts=asdict(seen.counts),
        concerns=tuple(one for kind, one in said if kind == Answer.CONCERN),
        objections=tuple(one for kind, one in said if kind == Answer.OBJECT),
        entitled=seen.asked,
        quorum=seen.quorum,
        in_words=seen.counts.in_words,
        reason=round.reason,
    )


def _said(row: Response, round: Round) -> Said:
    return Said(
        response=row.pk,
        who=str(byline(row.membership, round.proposal.forum)),
        text=row.text,
        suggested_change=row.suggested_change,
        is_preference=row.preference_at is not None,
        reply=row.reply,
    )


def warnings(round: Round) -> list[str]:
    """Why what comes of it would be a recommendation, each as a sentence; none where it would be
    decided."""
    power = round.version.delegation
    if power is None or not round.is_ahead:
        return []
    if not power.is_in_force:
        ended = "has ended" if power.is_over else "is not in force"
        return [f"{power} {ended}, so what comes of this round will be a recommendation."]
    if round.closes_at and timezone.localdate(round.closes_at) > power.last_day:
        last = f"{power.last_day.day} {power.last_day:%B %Y}"
        return [
            f"{power} ends on {last}, before this round closes. What comes of it will be a"
            " recommendation."
        ]
    return []
