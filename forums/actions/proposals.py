"""A proposal is written, changed and taken back."""

from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import User
from forums.actions import round_mail, rounds
from forums.actions.round_journal import (
    PROPOSAL_BEGUN,
    PROPOSAL_CHANGED,
    PROPOSAL_WITHDRAWN,
    ROUND_SUPERSEDED,
    record,
)
from forums.models import Difference, Forum, Proposal, ProposalVersion, Round, Seat
from forums.models.forum import sector_of

SAYS = (
    *["title", "text", "why_now", "options_considered", "value", "significance", "reversible"],
    *["delegation", "evaluation_on"],
)
NOT_OURS = (
    "{} is out of scope here, so nothing is proposed or decided on it. It goes to: {} (DIF-4)."
)


@action
def begin(
    *,
    forum: Forum,
    proposer_seat: Seat,
    difference: Difference | None = None,
    by: User,
    **fields: Any,
) -> Proposal:
    """Write it down; members see it at once, and nobody is asked yet. Raises DomainError where the
    difference that it would settle is out of scope, or unknown to members (DIF-4)."""
    forum = Forum.objects.lock_open(forum)
    if forum.status != Forum.Status.ACTIVE:
        raise DomainError(forum.why_quiet)
    if difference is not None:
        _require_in_scope(difference)
    member = proposer_seat.memberships.live().select_related("organisation").first()
    if member is None or proposer_seat.forum_id != forum.pk:
        raise DomainError(f"Nobody has the seat ‘{proposer_seat}’ now. Choose whose matter it is.")

    proposal = Proposal.objects.create(
        forum=forum,
        proposer_seat=proposer_seat,
        proposer_sector=sector_of(member.organisation),
        difference=difference,
        begun_by=by,
    )
    ProposalVersion.objects.create(proposal=proposal, number=1, written_by=by, **fields)

    record(kind=PROPOSAL_BEGUN, proposal=proposal, by=by)
    return proposal


@action
def rewrite(
    *, proposal: Proposal, seen: str, change_note: str = "", by: User, **fields: Any
) -> Proposal:
    """Change what it says. Once a round was held on it that is another version; while one is open,
    what was responded is void, responders are told, and the round begins anew (RND-4). Raises
    DomainError where somebody else has changed it since it bore the stamp `seen`."""
    proposal = (
        Proposal.objects.select_related("forum").select_for_update(of=("self",)).get(pk=proposal.pk)
    )
    if not proposal.is_undecided:
        now = proposal.get_status_display().lower()
        raise DomainError(f"This proposal is {now}, so it stays as it is.")
    latest = proposal.versions.order_by("number").last()
    assert latest is not None
    if latest.stamp != seen:
        raise DomainError(
            "Somebody changed this proposal while your page was open. Look at it as it is now,"
            " then save yours if it is still right."
        )
    if all(getattr(latest, name) == value for name, value in fields.items()):
        return proposal

    running = proposal.rounds.filter(status__in=Round.AHEAD).first()
    if running is not None and running.is_open and not running.takes_responses:
        raise DomainError(
            "Its round has closed, and what was responded counts. Wait for the result."
        )
    version = _write(proposal, latest, change_note, by, fields)
    if running is not None:
        _begin_anew(running, version, by)

    record(kind=PROPOSAL_CHANGED, proposal=proposal, by=by, version=version.number)
    return proposal


@action
def withdraw(*, proposal: Proposal, because: str, by: User) -> Proposal:
    """Take it back; a round on it ends, and members are told."""
    proposal = (
        Proposal.objects.select_related("forum").select_for_update(of=("self",)).get(pk=proposal.pk)
    )
    proposal.require_can_become(Proposal.Status.WITHDRAWN)
    for round in proposal.rounds.filter(status__in=Round.AHEAD):
        rounds.end(round=round, status=Round.Status.WITHDRAWN, reason=because, by=by)

    proposal.status, proposal.end_reason = Proposal.Status.WITHDRAWN, because
    proposal.ended_at = timezone.now()
    proposal.save(update_fields=["status", "end_reason", "ended_at"])

    record(kind=PROPOSAL_WITHDRAWN, proposal=proposal, by=by)
    return proposal


def _require_in_scope(difference: Difference) -> None:
    if difference.is_in_scope is False:
        raise DomainError(NOT_OURS.format(difference, difference.signpost))
    if difference.status not in Difference.UNSETTLED:
        raise DomainError(f"{difference} is not acknowledged, or settled already.")


def _write(
    proposal: Proposal,
    latest: ProposalVersion,
    change_note: str,
    by: User,
    fields: dict[str, Any],
) -> ProposalVersion:
    if latest.rounds.exists():
        kept = {name: getattr(latest, name) for name in SAYS}
        return ProposalVersion.objects.create(
            proposal=proposal,
            number=latest.number + 1,
            change_note=change_note,
            written_by=by,
            **{**kept, **fields},
        )
    for name, value in fields.items():
        setattr(latest, name, value)
    latest.written_by, latest.written_at = by, timezone.now()
    latest.save()
    return latest


def _begin_anew(running: Round, version: ProposalVersion, by: User) -> None:
    round = rounds.lock(round=running)
    responses = list(round.responses.standing().with_people())
    round.responses.standing().update(voided_at=timezone.now())
    rounds.end(
        round=round,
        status=Round.Status.SUPERSEDED,
        reason="The proposal was changed, so it begins anew.",
        by=by,
    )
    record(kind=ROUND_SUPERSEDED, proposal=round.proposal, by=by, round=round.pk)
    fresh = rounds.begin_anew(round=round, version=version, by=by)
    responders = [one.membership for one in responses]
    round_mail.tell_changed(round=fresh, responders=responders)
