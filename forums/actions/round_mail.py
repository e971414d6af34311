"""Mail about rounds: that one is open, closes soon, has changed, is over; that a question was asked
or answered. Never who said what (RND-5)."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from coalition.actions import mail
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import action
from coalition.models import Contributor
from forums.models import Membership, Proposal, Response, Round, Seat
from forums.models.forum import MembershipQuerySet
from forums.rounds import entitled


@action
def tell_opened(*, round: Round) -> None:
    """Who can respond."""
    for member in _with_people(entitled(round)):
        _write("forum_round_opened", round, member.contributor)


@action
def tell_closing(*, round: Round) -> None:
    """Who has yet to respond; once for each end that it has."""
    answered = round.responses.standing().values("seat")
    for member in _with_people(entitled(round).exclude(seat__in=answered)):
        about = f"{round.pk}:{round.closes_at}"
        _write("forum_round_closing", round, member.contributor, about)


@action
def tell_changed(*, round: Round, responders: Iterable[Membership]) -> None:
    """Those whose responses to the version before do not count any more (RND-4)."""
    for member in responders:
        _write("forum_round_changed", round, member.contributor)


@action
def tell_closed(*, round: Round) -> None:
    """Everyone in the room: how it came out, under whose authority, and what follows."""
    members = Membership.objects.filter(forum=round.proposal.forum_id).live().in_place()
    for member in _with_people(members.acknowledged()):
        _write("forum_round_closed", round, member.contributor)


@action
def tell_asked(*, response: Response) -> None:
    """Whoever brought it, and the chair: a question waits for an answer in writing."""
    proposal = response.round.proposal
    seated = proposal.forum.memberships.live().in_place()
    asked = seated.filter(seat=proposal.proposer_seat) | seated.filter(seat__kind=Seat.Kind.CHAIR)
    for member in _with_people(asked):
        about = f"{response.pk}:{member.pk}"
        _write("forum_round_question", response.round, member.contributor, about)


@action
def tell_answered(*, response: Response) -> None:
    about = str(response.pk)
    person = response.membership.contributor
    _write("forum_round_answered", response.round, person, about, response=response)


@action
def tell_objector(*, response: Response, number: int) -> None:
    """That a seat, or enough of them, calls the objection a preference (RND-3)."""
    about = f"{response.pk}:{number}"
    person = response.membership.contributor
    _write("forum_round_preference", response.round, person, about, response=response)


@action
def tell_owner(*, proposal: Proposal, round: Round) -> None:
    """Whoever holds the power: it is theirs to decide now (RND-6)."""
    power = round.version.delegation
    if power is None:
        return
    person = Contributor.objects.filter(user=power.role_holder).first()
    if person is not None:
        _write("forum_proposal_referred", round, person, str(proposal.pk), power=power)


def _with_people(members: MembershipQuerySet) -> Iterable[Membership]:
    return members.with_people().order_by("pk")


def _write(kind: str, round: Round, person: Contributor, about: str = "", **more: Any) -> None:
    """Owe it once to this person."""
    if not may_contact(person, Channel.EMAIL, Purpose.SERVICE):
        return
    mail.write(
        kind=kind,
        to=person.email,
        context={
            "round": round,
            "proposal": round.proposal,
            "version": round.version,
            "forum": round.proposal.forum,
            "person": person,
            "site_url": settings.SITE_URL,
            **more,
        },
        concerns=person,
        key=f"{kind}:{about or round.pk}:{person.pk}",
    )
