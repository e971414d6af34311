"""Whether a person may be asked to join a forum, by the address at which they would be."""

from coalition import holds
from coalition.contact import Channel, Purpose, may_contact
from coalition.domain import DomainError
from coalition.models import Contributor
from coalition.models.hold import ON_HOLD
from forums.models import Forum, Invitation


class AlreadyHere(DomainError):
    """They have a seat, or are being asked to take one."""


class NotToBeAsked(DomainError):
    """Nobody may write to them, or not now. Says no more than everybody may know (HLD-1)."""


def require_may_be_asked(forum: Forum, email: str, again: Invitation | None = None) -> None:
    """Raises AlreadyHere or NotToBeAsked. `again` is the invitation that is sent a second time."""
    if forum.memberships.live().filter(contributor__email__iexact=email).exists():
        raise AlreadyHere("This person already has a seat in this forum.")
    waiting = Invitation.objects.waiting().filter(seat__forum=forum, email=email)
    others = waiting.exclude(pk=again.pk) if again else waiting
    if other := others.select_related("seat").first():
        raise AlreadyHere(f"This person is being asked to take a seat here already: {other.seat}.")
    known = known_at(email)
    if known is None:
        return
    if holds.in_force(known, holds.Scope.SEATS):
        raise NotToBeAsked(f"{ON_HOLD}.")
    answer = may_contact(known, Channel.EMAIL, Purpose.ASK)
    if not answer:
        raise NotToBeAsked(
            answer.sentence
            if answer.code == "hold"
            else "We must not write to this person. Ask the programme lead about it."
        )


def known_at(email: str) -> Contributor | None:
    """Whose address it is; where several share it, nobody's."""
    return Contributor.objects.reached_at(email).first()
