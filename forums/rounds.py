"""A round, counted: which seats could respond, what each said, whether a quorum did."""

from collections import Counter
from collections.abc import Iterable
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
from forums.quorum import Quorum, missing
from forums.room import Room, recused_from, room_of


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
    # In a meeting, whether somebody is there who responds for it.
    is_there: bool = True

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
        """Who could still respond: in a meeting, of those for whom somebody is there."""
        silent = {"", "undecided"}
        return [one for one in self.asked if one.is_there and one.counts_as in silent]

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
    room = room_of(round.item.meeting) if round.item else None
    there = _there(round, room) if room else {member.seat_id for member in members}
    asked = tuple(
        replace(
            _asked(member, given.get(member.seat_id), recused),
            is_there=member.seat_id in there,
        )
        for member in members
    )
    lacks = missing_responses(round.quorum, asked)
    if room:
        lacks = [*(f"in the room, {one}" for one in room.count(recused).lacks), *lacks]
    return Ballot(asked, tuple(lacks))


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


def counts_as(said: Response) -> str:
    if said.kind == Answer.NEED_MORE and (said.answered_at or said.asked_again):
        return "undecided"
    if said.kind == Answer.OBJECT and said.preference_at:
        return "preference"
    return said.kind


def missing_responses(quorum: Quorum, asked: Iterable[Asked]) -> list[str]:
    """What those who responded lack for a quorum, each as a clause. Whoever stepped back is in
    neither number (RND-8). Of plain values alone."""
    voters = {one.seat: Sector(one.sector) for one in asked if not one.is_recused}
    responded = {one.seat for one in asked if one.counts_as in RESPONDED}
    return missing(quorum, voters, present=responded)


def _there(round: Round, room: Room) -> set[int]:
    """Seats for which somebody in the room responds: its holder, a deputy, or by proxy."""
    assert round.item is not None
    held = round.item.meeting.proxies.standing().filter(holder__seat__in=room.there)
    return {*room.there, *held.values_list("giver__seat", flat=True)}


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
