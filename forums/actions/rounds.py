"""A round is opened, closes when its time has come, and is settled."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone

from coalition.calendar import working_days_after
from coalition.domain import DomainError, action
from coalition.models import User
from coalition.templatetags.words import clock, day
from forums.actions import round_mail
from forums.actions.agenda_lock import lock_agenda
from forums.actions.round_journal import ROUND_ON_AGENDA, ROUND_OPENED, record
from forums.models import AgendaItem, Forum, Meeting, Proposal, ProposalVersion, Round
from forums.models.round import ASYNC_WORKING_DAYS, EXTRA_WORKING_DAYS
from forums.round_terms import earliest_close, next_rule

# In a meeting, a round or what an answer adds to it lasts at least so long.
IN_A_MEETING = timedelta(minutes=15)
LONGEST = timedelta(days=60)
Status, Mode = Round.Status, Round.Mode


@action
def lock(*, round: Round) -> Round:
    """As it is now, held, with whatever its rules ask of it."""
    return Round.objects.with_all().select_for_update(of=("self",)).get(pk=round.pk)


@action
def lock_taking_responses(*, round: Round) -> Round:
    """The same; raises DomainError, with the time, once it is over (RND-10)."""
    round = lock(round=round)
    if round.takes_responses:
        return round
    if round.status == Status.DRAFT:
        raise DomainError("This round has not begun. The chair opens it in the meeting.")
    if round.status == Status.SUPERSEDED:
        raise DomainError("The proposal was changed. Read the new version, and respond to that.")
    ended = round.closes_at if round.is_open or round.closed_at is None else round.closed_at
    now = timezone.now()
    raise DomainError(
        f"This round closed on {day(ended)} at {clock(ended)}. It is {clock(now)} on {day(now)}"
        " now, so nothing can be added to it."
    )


@action
def open_between_meetings(
    *, proposal: Proposal, closes_at: datetime, urgent_because: str = "", by: User
) -> Round:
    """Ask everyone who has a vote, now, until `closes_at`. Raises DomainError where they would have
    less than three working days, and nothing says why it is urgent (RND-7)."""
    proposal = _lock_to_ask(proposal)
    now = timezone.now()
    if closes_at <= now:
        raise DomainError("That time has passed. Choose one that is still to come.")
    if closes_at > now + LONGEST:
        raise DomainError("Let it close within 60 days. Later, nobody remembers what was asked.")
    first = earliest_close(proposal.forum)
    if not urgent_because and timezone.localdate(closes_at) < first:
        raise DomainError(
            f"Between meetings people have {ASYNC_WORKING_DAYS} working days: choose"
            f" {day(first)} or later. If it cannot wait, say why it is urgent."
        )

    round = _ask(
        proposal,
        by,
        mode=Mode.ASYNC,
        opens_at=now,
        closes_at=closes_at,
        urgent_because=urgent_because,
        scope=_scope(proposal.forum),
    )

    record(kind=ROUND_OPENED, proposal=proposal, by=by, round=round.pk)
    round_mail.tell_opened(round=round)
    return round


@action
def put_on_agenda(*, proposal: Proposal, item: AgendaItem, by: User) -> Round:
    """Ask in a meeting: the chair opens the round when its item comes."""
    meeting = lock_agenda(meeting=item.meeting)
    proposal = _lock_to_ask(proposal)
    item = AgendaItem.objects.lock(item)
    if meeting.forum_id != proposal.forum_id or not item.is_to_decide or item.removed_at:
        raise DomainError("Choose an item of this forum that is there to decide.")
    if item.outcome:
        raise DomainError("This item is minuted already. Choose another.")

    round = _ask(proposal, by, mode=Mode.MEETING, status=Status.DRAFT, item=item)

    record(kind=ROUND_ON_AGENDA, proposal=proposal, by=by, round=round.pk, meeting=meeting.pk)
    return round


@action
def open_in_meeting(*, round: Round, by: User) -> Round:
    """Its item has come. Who is in the room responds, until the planned end of the meeting."""
    assert round.item is not None
    meeting = lock_agenda(meeting=round.item.meeting)
    if not meeting.is_in_session:
        raise DomainError("Open the meeting first, and note who is here.")
    Proposal.objects.lock(round.proposal)
    round = lock(round=round).require_can_become(Status.OPEN)

    now = timezone.now()
    round.status, round.opens_at, round.scope = Status.OPEN, now, _scope(round.forum)
    round.closes_at = max(meeting.ends_at, now + IN_A_MEETING)
    _take_quorum(round)
    round.save()

    record(kind=ROUND_OPENED, proposal=round.proposal, by=by, round=round.pk)
    round_mail.tell_opened(round=round)
    return round


@action
def release(*, meeting: Meeting, item: AgendaItem | None = None, by: User) -> None:
    """What was to be asked in this meeting, or under this item of it, and was not, can be asked
    elsewhere. Of a meeting that is locked. Raises DomainError while a round in it is open."""
    here = Round.objects.filter(item__meeting=meeting)
    here = here.filter(item=item) if item else here
    going = here.open().with_all().order_by("pk").first()
    if going is not None:
        raise DomainError(
            f"The round on ‘{going.version}’ is open. Close it first: once everyone here has"
            f" responded, or at {clock(going.closes_at)}."
        )
    for round in here.filter(status=Status.DRAFT).select_related("proposal").order_by("pk"):
        proposal = Proposal.objects.lock(round.proposal)
        end(round=round, status=Status.WITHDRAWN, reason="Its turn never came.", by=by)
        proposal.status = Proposal.Status.WRITING
        proposal.save(update_fields=["status"])


@action
def begin_anew(*, round: Round, version: ProposalVersion, by: User) -> Round:
    """In place of one that was superseded, in the same way, and with time enough (RND-4)."""
    proposal, now = round.proposal, timezone.now()
    asked: dict[str, Any] = {"mode": round.mode, "item": round.item, "version": version}
    if round.opens_at is None:
        return _ask(proposal, by, status=Status.DRAFT, **asked)
    assert round.closes_at is not None
    return _ask(
        proposal,
        by,
        **asked,
        opens_at=now,
        closes_at=max(round.closes_at, _soonest(round, now)),
        urgent_because=round.urgent_because,
        scope=_scope(proposal.forum),
    )


@action
def end(*, round: Round, status: Round.Status, reason: str, by: User | None) -> Round:
    """Without a result: taken back, or replaced by a newer version."""
    was_open = round.is_open
    round = lock(round=round).require_can_become(status)

    round.status, round.reason = status, reason
    round.closed_at, round.closed_by = timezone.now(), by
    round.save(update_fields=["status", "reason", "closed_at", "closed_by"])

    if was_open and status == Status.WITHDRAWN:
        round_mail.tell_closed(round=round)
    return round


@action
def extend(*, round: Round) -> Round:
    """Once, so that whoever asked can answer (RND-2). Of a round that is locked."""
    if round.extended_at is not None:
        return round
    assert round.closes_at is not None
    now = timezone.now()
    if round.mode == Mode.MEETING:
        later = now + IN_A_MEETING
    else:
        later = _at(_after(round.forum, EXTRA_WORKING_DAYS), round.closes_at)

    round.extended_at, round.closes_at = now, max(round.closes_at, later)
    round.save(update_fields=["extended_at", "closes_at"])
    return round


def _lock_to_ask(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_related("forum__programme")
    proposal = rows.select_for_update(of=("self",)).get(pk=proposal.pk)
    proposal.require_can_become(Proposal.Status.IN_ROUND)
    if not proposal.forum.meets:
        raise DomainError(proposal.forum.why_quiet)
    return proposal


def _scope(forum: Forum) -> Any:
    scope = forum.scopes.effective().first()
    if scope is None:
        raise DomainError("This forum has no scope in force, so nobody can be asked yet.")
    return scope


def _ask(proposal: Proposal, by: User, **fields: Any) -> Round:
    last = proposal.rounds.aggregate(last=Max("number"))["last"] or 0
    version = fields.pop("version", None) or proposal.versions.order_by("number").last()
    round = Round(
        proposal=proposal,
        version=version,
        number=last + 1,
        rule=next_rule(proposal),
        set_up_by=by,
        **fields,
    )
    _take_quorum(round)
    round.save()
    if proposal.status != Proposal.Status.IN_ROUND:
        proposal.status = Proposal.Status.IN_ROUND
        proposal.save(update_fields=["status"])
    return round


def _take_quorum(round: Round) -> None:
    quorum = round.proposal.forum.quorum
    round.quorum_people, round.quorum_share = quorum.people, quorum.share
    round.quorum_nongov_share, round.quorum_sectors = quorum.nongov_share, quorum.sectors


def _soonest(round: Round, now: datetime) -> datetime:
    """By when a round that begins now can close at the earliest."""
    assert round.closes_at is not None
    if round.mode == Mode.MEETING or round.is_urgent:
        return now + IN_A_MEETING
    return _at(earliest_close(round.forum), round.closes_at)


def _after(forum: Forum, days: int) -> date:
    return working_days_after(timezone.localdate(), days, forum.programme.nation)


def _at(on: date, clock_of: datetime) -> datetime:
    """That day, at the same time of day."""
    return timezone.make_aware(datetime.combine(on, timezone.localtime(clock_of).time()))
