"""How a round ends: by whoever chairs, or by the clock; and what becomes of its proposal."""

from datetime import datetime, timedelta

from django.utils import timezone

from coalition.calendar import working_days_after
from coalition.domain import DomainError, action
from coalition.models import User
from coalition.templatetags.words import clock, day
from forums.actions import round_mail, rounds
from forums.actions.meeting_journal import AGENDA_CHANGED
from forums.actions.meeting_journal import record as record_meeting
from forums.actions.round_journal import (
    PROPOSAL_DROPPED,
    PROPOSAL_REFERRED,
    ROUND_CLOSED,
    ROUND_NOTED,
    record,
)
from forums.authority.outcome import LAPSED, NOT_PASSED, PASSED, Outcome
from forums.authority.rules import Fallback, Rule
from forums.models import AgendaItem, Forum, Meeting, Proposal, Round
from forums.room import recused_from, room_of
from forums.round_terms import FAILURES
from forums.rounds import ballot, result

# Under “chair after hearing”: so long the chair has, after everyone was heard.
TO_RULE_WORKING_DAYS = 5
REMIND_BEFORE = timedelta(days=1)
TO_NOTE = 5  # minutes
TITLE_LENGTH = 150
Status = Round.Status


@action
def close(*, round: Round, by: User) -> Round:
    """Count what was responded, and settle it. Before its time only when everyone has answered, so
    that no objection is shut out."""
    round = _lock(round)
    if round.rule == Rule.CHAIR:
        raise DomainError("Under this rule the chair decides after hearing everyone, and says why.")
    _require_over(round)

    return _settle(round, by)


@action
def rule(*, round: Round, carried: bool, because: str, by: User) -> Round:
    """The chair decides, after hearing everyone: once all have answered, or its time has come."""
    round = _lock(round)
    if round.rule != Rule.CHAIR:
        raise DomainError("The members decide this one, and not the chair.")
    _require_over(round)

    round.ruled_because = because
    return _settle(round, by, ruling=carried)


@action
def close_due(*, round: Round, now: datetime) -> Round:
    """Its time has come. Where the chair decides, they have five working days more."""
    round = _lock(round)
    if not Round.objects.due(now).contains(round):
        return round
    assert round.closes_at is not None
    if round.rule == Rule.CHAIR and timezone.localdate(now) <= working_days_after(
        timezone.localdate(round.closes_at), TO_RULE_WORKING_DAYS, round.forum.programme.nation
    ):
        return round

    return _settle(round, None)


@action
def note_urgent(*, forum: Forum) -> None:
    """What was decided in a hurry goes on the next agenda, to be noted or reversed (RND-7)."""
    hasty = Round.objects.urgent_to_note().filter(proposal__forum=forum)
    ahead = forum.meetings.ahead().order_by("starts_at", "pk").first()
    if ahead is None or not hasty.exists():
        return
    meeting = Meeting.objects.lock(ahead)
    if not meeting.is_ahead:
        return
    for round in hasty.with_all().select_for_update(of=("self",)).order_by("pk"):
        round.noted_in = _add(meeting, round)
        round.save(update_fields=["noted_in"])

        record_meeting(kind=AGENDA_CHANGED, meeting=meeting, by=None, item=round.noted_in.pk)
        record(kind=ROUND_NOTED, proposal=round.proposal, by=None, round=round.pk)


def tend(*, now: datetime) -> None:
    """Close what is due, and put on an agenda what was urgent. Spans transactions: each has its
    own."""
    for round in Round.objects.due(now).order_by("closes_at", "pk"):
        close_due(round=round, now=now)
    hasty = Round.objects.urgent_to_note().values("proposal__forum")
    for forum in Forum.objects.filter(pk__in=hasty).order_by("pk"):
        note_urgent(forum=forum)


def tell_before(*, now: datetime) -> None:
    """Remind who has yet to respond, a day before. Spans transactions: each has its own."""
    near = Round.objects.going_on(now).filter(
        mode=Round.Mode.ASYNC, closes_at__lte=now + REMIND_BEFORE
    )
    for round in near.with_all().order_by("pk"):
        round_mail.tell_closing(round=round)


def _lock(round: Round) -> Round:
    Proposal.objects.lock(round.proposal)
    round = rounds.lock(round=round)
    if not round.is_open:
        raise DomainError(f"This round is {round.get_status_display().lower()} already.")
    return round


def _require_over(round: Round) -> None:
    """Its time has come, or everyone has answered."""
    if not round.takes_responses:
        return
    seen = ballot(round)
    if seen.everyone_answered:
        return
    left = len(seen.waits_for)
    waits = f"{left} seat{' has' if left == 1 else 's have'} not responded"
    if not left:
        waits = "a question waits for its answer"
    raise DomainError(
        f"It stays open until {clock(round.closes_at)} on {day(round.closes_at)}: {waits}. Nobody"
        " is shut out before that."
    )


def _settle(round: Round, by: User | None, ruling: bool | None = None) -> Round:
    seen = ballot(round)
    found = result(round, seen, ruling=ruling)

    round.status, round.reason, round.snapshot = found.result, found.reason, seen.as_json
    round.closed_at, round.closed_by = timezone.now(), by
    round.save()
    _go_on(round, found, by)
    if round.item is not None:
        _minute(round, found)

    record(
        kind=ROUND_CLOSED,
        proposal=round.proposal,
        by=by,
        round=round.pk,
        result=found.result,
    )
    round_mail.tell_closed(round=round)
    return round


def _go_on(round: Round, found: Outcome, by: User | None) -> None:
    """What becomes of the proposal (RND-6)."""
    proposal, after = round.proposal, Proposal.Status.WRITING
    failed = proposal.rounds.failed().count()
    assert round.scope is not None
    if found.is_passed:
        after = Proposal.Status.PASSED
    elif round.rule == Rule.TWO_THIRDS:
        after = Proposal.Status.DROPPED
    elif failed >= FAILURES:
        after = FOLLOWS[Fallback(round.scope.fallback)]

    proposal.status = after
    if not proposal.is_undecided:
        proposal.ended_at = timezone.now()
        if not found.is_passed:
            proposal.end_reason = f"After {failed} failed rounds, as the scope says."
    proposal.save(update_fields=["status", "ended_at", "end_reason"])
    if after == Proposal.Status.DROPPED:
        record(kind=PROPOSAL_DROPPED, proposal=proposal, by=by)
    if after == Proposal.Status.REFERRED:
        record(kind=PROPOSAL_REFERRED, proposal=proposal, by=by)
        round_mail.tell_owner(proposal=proposal, round=round)


def _minute(round: Round, found: Outcome) -> None:
    """What came of the item of the agenda, with the count of the room (MTG-3)."""
    assert round.item is not None
    item = AgendaItem.objects.lock(round.item)
    if item.outcome:
        return
    room = room_of(round.item.meeting).count(recused_from(item.recusals.all()))
    item.outcome = COMES_OF_IT[found.result]
    if item.outcome in AgendaItem.DECIDED:
        item.quorum_snapshot = room.as_json
    item.edition += 1
    item.save(update_fields=["outcome", "quorum_snapshot", "edition"])


COMES_OF_IT = {
    PASSED: AgendaItem.Outcome.AGREED,
    NOT_PASSED: AgendaItem.Outcome.NOT_AGREED,
    LAPSED: AgendaItem.Outcome.DEFERRED,
}
FOLLOWS = {
    Fallback.TWO_THIRDS: Proposal.Status.WRITING,
    Fallback.REFER: Proposal.Status.REFERRED,
    Fallback.DROP: Proposal.Status.DROPPED,
}


def _add(meeting: Meeting, round: Round) -> AgendaItem:
    """At the end, however full the agenda is: this cannot be left out."""
    last = meeting.items.in_order().last()
    proposal = round.proposal
    return AgendaItem.objects.create(
        meeting=meeting,
        position=(last.position if last else 0) + 1,
        kind=AgendaItem.Kind.DECIDE,
        title=f"Note or reverse, decided as urgent: {round.version.title}"[:TITLE_LENGTH],
        length=TO_NOTE,
        proposer_seat=proposal.proposer_seat,
        proposer_sector=proposal.proposer_sector,
    )
