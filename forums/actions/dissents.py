"""Words of whoever did not agree: asked for, approved in their own session, or left out (DEC-4)."""

from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised, action
from coalition.models import User
from forums.actions import decision_mail
from forums.actions.decision_journal import DISSENT_ANSWERED, DISSENT_ASKED, record
from forums.models import Decision, Dissent, Membership, Round
from forums.models.dissent import DISSENT_LENGTH
from forums.rounds import ballot

Status = Dissent.Status
# How a response counts that did not go along with the rest.
APART = {"stand_aside", "object", "preference"}


@action
def ask(*, decision: Decision, membership: Membership, words: str = "", by: User) -> Dissent:
    """Ask a member for their own words; `words` are only proposed to them."""
    decision = _lock_unpublished(decision)
    dissent = Dissent.objects.create(
        decision=decision, membership=membership, words=words, asked_by=by
    )

    record(kind=DISSENT_ASKED, decision=decision, by=by, dissent=dissent.pk)
    decision_mail.ask_for_dissent(dissent=dissent)
    return dissent


@action
def ask_after_round(*, decision: Decision, round: Round, by: User) -> None:
    """Whoever stood aside or objected in the round that passed, as far as they still sit here; to
    begin with, in the words of their response."""
    apart = [one for one in ballot(round).asked if one.counts_as in APART]
    said = {one.membership: one.response or 0 for one in apart}
    members = Membership.objects.live().in_place().filter(pk__in=said).with_people()
    words = dict(round.responses.filter(pk__in=said.values()).values_list("pk", "text"))
    for member in members.order_by("pk"):
        begun = words.get(said[member.pk], "")[:DISSENT_LENGTH]
        ask(decision=decision, membership=member, words=begun, by=by)


@action
def ask_again(*, decision: Decision, by: User) -> None:
    """What was decided is written differently now, so whoever approved words on it looks again."""
    for dissent in decision.dissents.approved().with_people():
        dissent.status, dissent.answered_at = Status.ASKED, None
        dissent.asked_by, dissent.asked_at = by, timezone.now()
        dissent.save(update_fields=["status", "answered_at", "asked_by", "asked_at"])
        decision_mail.ask_for_dissent(dissent=dissent)


@action
def say(
    *, decision: Decision, membership: Membership, words: str, shown_as: str, by: User
) -> Dissent:
    """A member approves their words; whether they were asked or not. What is published stands with
    them from then on."""
    decision = Decision.objects.lock(decision)
    dissent = _theirs(decision, membership, by)
    if dissent.status == Status.APPROVED:
        raise DomainError("You have approved your words already, so they stay as they are.")
    if dissent.pk is None and decision.is_published:
        raise DomainError(f"{decision} is published. Bring what you think to the next meeting.")

    dissent.words, dissent.shown_as = words, shown_as
    _answer(dissent, Status.APPROVED)

    record(kind=DISSENT_ANSWERED, decision=decision, by=by, status=dissent.status)
    return dissent


@action
def decline(*, decision: Decision, membership: Membership, by: User) -> Dissent:
    """They leave it at that; nothing of it is printed, and what was proposed is forgotten."""
    decision = Decision.objects.lock(decision)
    dissent = _theirs(decision, membership, by)
    if dissent.pk is None:
        raise DomainError("Nobody has asked you for words on this.")
    dissent.require_can_become(Status.DECLINED)

    dissent.words = ""
    _answer(dissent, Status.DECLINED)

    record(kind=DISSENT_ANSWERED, decision=decision, by=by, status=dissent.status)
    return dissent


def _theirs(decision: Decision, membership: Membership, by: User) -> Dissent:
    """Never on behalf of somebody else."""
    if membership.contributor.user_id != by.pk:
        raise NotAuthorised("Only a member themselves can approve words of theirs.")
    found = decision.dissents.filter(membership=membership).first()
    return found or Dissent(decision=decision, membership=membership, asked_by=by)


def _answer(dissent: Dissent, status: str) -> None:
    dissent.status, dissent.answered_at = status, timezone.now()
    dissent.save()


def _lock_unpublished(decision: Decision) -> Decision:
    decision = Decision.objects.lock(decision)
    if decision.is_published or decision.status == decision.Status.DROPPED:
        raise DomainError(f"{decision} is not being written down any more.")
    return decision
