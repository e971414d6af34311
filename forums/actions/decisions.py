"""A decision goes on record: measured against the delegation, written down, published (DEC-1 to 6).
What becomes of it then is in decision_course."""

from typing import Any

from django.utils import timezone
from django.utils.text import Truncator

from coalition.calendar import working_days_after
from coalition.domain import DomainError, action
from coalition.models import User
from forums import entitled
from forums.actions import credits, decision_mail, dissents
from forums.actions.decision_journal import (
    DECISION_DROPPED,
    DECISION_EFFECTIVE,
    DECISION_PUBLISHED,
    DECISION_RECORDED,
    DECISION_SUPERSEDED,
    record,
)
from forums.authority.record import fingerprint_of_decision
from forums.deciding import answered_within, mode_of, why_not
from forums.dissenting import waited_for_until
from forums.models import AgendaItem, Decision, Delegation, Forum, Round
from forums.models.decision import SHORT_LENGTH
from forums.models.decision_words import SPENT, Status
from forums.room import from_json

ALONE = (
    "Decided by whoever chairs, or has the seat that holds the power; not in a meeting, and not in"
    " a round."
)


@action
def put_on_record(
    *, forum: Forum, delegation: Delegation | None, by: User, **fields: Any
) -> Decision:
    """Put it on record, and spend its money. Outside the delegation, or without one, it is a
    recommendation (DEC-1): `outside` says why. `fields` are those of the model; `addressee` and
    `addressee_office` name who answers where no delegation does."""
    delegation = _lock(delegation)
    forum = Forum.objects.lock_open(forum)
    decision = Decision(forum=forum, recorded_by=by, delegation=delegation)
    _write(decision, fields)
    _measure(decision)
    decision.save()

    record(kind=DECISION_RECORDED, decision=decision, by=by, **_facts(decision))
    if decision.round is not None:
        dissents.ask_after_round(decision=decision, round=decision.round, by=by)
    return decision


@action
def rewrite(
    *, decision: Decision, delegation: Delegation | None, by: User, **fields: Any
) -> Decision:
    """Put right what is not published yet. It is measured anew; whoever approved words of dissent
    is asked again where it says something else now (DEC-4)."""
    delegation = _lock(delegation)
    decision = lock_unpublished(decision=decision)
    before = decision.text
    decision.delegation, decision.recorded_by = delegation, by
    _write(decision, fields)
    _measure(decision)
    decision.save()

    record(kind=DECISION_RECORDED, decision=decision, by=by, **_facts(decision))
    if decision.text != before:
        dissents.ask_again(decision=decision, by=by)
    return decision


@action
def drop(*, decision: Decision, by: User) -> Decision:
    """It was recorded by mistake. What it would have spent is free again."""
    decision = lock_unpublished(decision=decision).require_can_become(Status.DROPPED)

    decision.status = Status.DROPPED
    decision.save(update_fields=["status"])

    return record(kind=DECISION_DROPPED, decision=decision, by=by)


@action
def publish(*, decision: Decision, by: User) -> Decision:
    """It counts from now, or can be called in first, or waits for an answer. Members are told under
    whose authority it is, and what happens next. It never changes again (DEC-3)."""
    _lock(decision.delegation)
    decision = lock_unpublished(decision=decision)
    _require_dissent_heard(decision)
    replaced = Decision.objects.lock(decision.replaces) if decision.replaces else None
    _measure(decision)

    decision.published_at, decision.published_by = timezone.now(), by
    if decision.status == Status.DECIDED:
        _begin(decision)
    decision.save()
    decision.refresh_from_db()
    seen = fingerprint_of_decision(decision)
    record(kind=DECISION_PUBLISHED, decision=decision, by=by, fingerprint=seen, **_facts(decision))
    if decision.status == Status.EFFECTIVE:
        record(kind=DECISION_EFFECTIVE, decision=decision, by=None)
    credits.give_for_proposal(decision=decision, by=by)

    if replaced is not None and not decision.is_recommendation:
        supersede(decision=replaced, by=by)
    decision_mail.tell_of_publication(decision=decision)
    return decision


@action
def supersede(*, decision: Decision, by: User | None) -> Decision:
    """Another takes its place, and its money is free for that."""
    decision = Decision.objects.lock(decision).require_can_become(Status.SUPERSEDED)

    decision.status, decision.ended_at = Status.SUPERSEDED, timezone.now()
    decision.save(update_fields=["status", "ended_at"])

    return record(kind=DECISION_SUPERSEDED, decision=decision, by=by)


@action
def lock_unpublished(*, decision: Decision) -> Decision:
    """Held; raises DomainError once it is published or withdrawn (DEC-3)."""
    decision = Decision.objects.lock_with_all(decision)
    if decision.is_published:
        raise DomainError(
            f"{decision} is published, so it stays as it is. Record another that takes its place."
        )
    if decision.status == Status.DROPPED:
        raise DomainError(f"{decision} was withdrawn in the meantime.")
    return decision


def _lock(delegation: Delegation | None) -> Delegation | None:
    """With all that it is handed on from: who spends under one waits for who spends under another
    (DEC-5)."""
    return Delegation.objects.lock_chain(delegation)[-1] if delegation else None


def _write(decision: Decision, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(decision, name, value)
    if decision.decided_on > timezone.localdate():
        raise DomainError("That day is still to come. A decision goes on record once it is taken.")
    _require_agreed(decision)
    old = decision.replaces
    if old is not None and (old.forum_id != decision.forum_id or not old.stands):
        raise DomainError(f"{old} does not stand any more, so nothing takes its place.")
    _keep_who_was_entitled(decision)


def _require_agreed(decision: Decision) -> None:
    if decision.round is not None:
        if decision.round.status != Round.Status.PASSED:
            raise DomainError(f"{decision.round.proposal} has not passed, so nothing is decided.")
    elif decision.item is not None and decision.item.outcome != AgendaItem.Outcome.AGREED:
        raise DomainError(
            f"‘{decision.item}’ was not agreed in the meeting. Minute what was agreed first."
        )


def _keep_who_was_entitled(decision: Decision) -> None:
    """ORG-3, and how many of them there were (P1)."""
    if decision.round is not None:
        rows = entitled.entitled_in_round(decision.round)
        decision.how = _how_passed(decision.round)
    elif decision.item is not None:
        rows, decision.how = entitled.entitled_in(decision.item), _how(decision.item)
    else:
        rows = entitled.entitled_now(decision.forum)
        decision.how = ALONE
    decision.entitled = rows
    decision.voters, decision.voters_outside = len(rows), entitled.outside_government(rows)


def _how_passed(round: Round) -> str:
    return Truncator(f"{round.proposal} passed in a round. {round.reason}").chars(SHORT_LENGTH)


def _how(item: AgendaItem) -> str:
    counted = item.quorum_snapshot
    there = f", with {from_json(counted).in_words}" if counted else ""
    day = item.meeting.day
    return f"Agreed in meeting {item.meeting.number} on {day.day} {day:%B %Y}{there}."


def _measure(decision: Decision) -> None:
    """DEC-1. Under the lock of the whole chain, so that no other spends the same (DEC-5)."""
    stops = why_not(decision)
    decision.outside = stops
    decision.mode = mode_of(decision.delegation, stops)
    if not stops:
        decision.status = Status.DECIDED
        decision.addressee, decision.addressee_office = None, ""
        decision.answer_due = None
        return
    decision.status = Status.RECOMMENDED
    delegation = decision.delegation
    if delegation is not None:
        decision.addressee = delegation.delegator
        decision.addressee_office = delegation.office_title
    days = answered_within(delegation)
    nation = decision.forum.programme.nation
    decision.answer_due = working_days_after(timezone.localdate(), days, nation)


def _begin(decision: Decision) -> None:
    """In effect at once, or once its call-in is over."""
    delegation = decision.delegation
    days = delegation.call_in_days if delegation else 0
    if not days:
        decision.status, decision.effective_at = Status.EFFECTIVE, timezone.now()
        return
    nation = decision.forum.programme.nation
    decision.status = Status.IN_CALL_IN
    decision.call_in_until = working_days_after(timezone.localdate(), days, nation)


def _require_dissent_heard(decision: Decision) -> None:
    """DEC-4: whoever was asked has some days; after that it is published without their words."""
    if until := waited_for_until(decision):
        raise DomainError(
            "A member has been asked for their own words, and has until"
            f" {until.day} {until:%B} to answer. Publish it after that, or once they have."
        )


def _facts(decision: Decision) -> dict[str, Any]:
    """What the journal says of it: its authority and its amount."""
    return {
        "status": decision.status,
        "delegation": decision.delegation_id,
        "value": str(decision.value),
        "spends": decision.status in SPENT,
    }
