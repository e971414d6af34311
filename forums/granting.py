"""Whether power can be handed over as it is written down, and who may do that."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from coalition.domain import DomainError
from coalition.models import Contributor, Organisation, User
from forums.authority.bounds import wider
from forums.models import Delegation, Forum, ReservedMatter, ScopeStatement

ENDING = (Forum.Status.CLOSING, Forum.Status.CLOSED)
NOTHING_TO_DECIDE = (
    "This forum cannot promise to decide yet: nothing to decide is delegated to it. Have power"
    " delegated to it first; until then it can promise to collaborate."
)


def granters(delegator: Organisation, parent: Delegation | None = None) -> QuerySet[Contributor]:
    """Who can hand it over today, and has an account: whoever speaks for the body (AFF-2); of power
    that is handed on, whoever holds it, which is the chair, or the person in that seat."""
    if parent is None:
        return Contributor.objects.speaking_for(delegator).exclude(user=None)
    members = parent.forum.memberships.in_the_chair()
    if parent.seat is not None:
        members = parent.forum.memberships.live().in_place().filter(seat=parent.seat)
    people = Contributor.objects.standing().filter(pk__in=members.values("contributor"))
    return people.exclude(user=None).order_by("pk")


def can_grant(user: User, delegation: Delegation) -> bool:
    """Holds the power today, on behalf of the delegator."""
    people = granters(delegation.delegator, delegation.parent)
    return people.filter(user=user).exists()


def require_grantable(delegation: Delegation) -> None:
    """Raises DomainError where it cannot be granted as it is."""
    if stops := hindrances(delegation):
        raise DomainError(" ".join(stops))


def hindrances(delegation: Delegation) -> list[str]:
    """Why it cannot be granted as it is, each as a sentence that says what to do; none where it
    can. Of a row that is saved, or not yet."""
    return [*_of_the_forum(delegation), *_reserved(delegation), *_of_the_parent(delegation)]


def _of_the_forum(delegation: Delegation) -> Iterator[str]:
    if delegation.forum.status in ENDING:
        yield f"{delegation.forum} is closing, so no more is handed over to it."
    if delegation.seat is not None and delegation.seat.retired_at is not None:
        yield f"The seat {delegation.seat} is no longer kept. Choose another."
    if delegation.expires_on < timezone.localdate():
        yield "Its last day has passed. Choose a later one."
    if not can_grant(delegation.role_holder, delegation):
        yield (
            f"{delegation.role_holder} cannot hand over power of {delegation.delegator} today."
            " Name somebody who speaks for it."
        )


def _reserved(delegation: Delegation) -> Iterator[str]:
    """DEL-7."""
    said = delegation.theme, delegation.power
    for matter in ReservedMatter.objects.touched_by(delegation.forum.programme, *said):
        yield (
            f"‘{matter}’ is reserved by {delegation.forum.programme}, so nobody hands it over."
            " Say what is handed over without it; what is left out belongs under ‘What it does"
            " not cover’."
        )


def _of_the_parent(delegation: Delegation) -> Iterator[str]:
    """DEL-6."""
    parent = delegation.parent
    if parent is None:
        return
    if not Delegation.objects.in_force().filter(pk=parent.pk).exists():
        yield f"{parent} is not in force, so nothing is handed on from it."
    if not parent.sub_delegation:
        yield f"{parent} says that it may not be handed on. Ask {parent.owner} for another."
    if parent.delegator_id != delegation.delegator_id:
        yield f"{parent} is power of {parent.delegator}, and stays that when it is handed on."
    if runs_in_a_circle(delegation):
        yield f"{delegation.forum} is where this power came from. It cannot come back to it."
    for sentence in wider(delegation.terms, parent.terms):
        yield f"This is more than {parent} allows. {sentence}"


def runs_in_a_circle(delegation: Delegation) -> bool:
    """Whether the power would come back to a forum that it came from. A forum may hand on to a
    seat of its own."""
    above = delegation.parent
    own_seat = above is not None and above.seat_id is None and delegation.seat_id is not None
    if own_seat and above is not None and above.forum_id == delegation.forum_id:
        above = above.parent
    while above is not None:
        if above.forum_id == delegation.forum_id:
            return True
        above = above.parent
    return False


def overlapping(delegation: Delegation) -> list[Delegation]:
    """Others that hand the same over, in some of the same days, and that it does not replace."""
    same = Delegation.objects.overlapping(
        forum=delegation.forum,
        seat=delegation.seat,
        theme=delegation.theme,
        days=delegation.life,
    )
    itself = {delegation.pk, delegation.replaces_id}
    return [one for one in same.order_by("pk") if one.pk not in itself]


def decides_otherwise(before: ScopeStatement) -> bool:
    """Whether something to decide was handed over, or ended, since that version came into force:
    then the next one asks members again (SCO-4)."""
    since = before.effective_from
    return since is not None and Delegation.objects.changed_since(before.forum, since)


def require_promise_kept(forum: Forum) -> None:
    """A forum promises no more than was handed over to it (FRM-4). Of a forum that is locked, so
    that no end of a delegation slips in. Raises DomainError."""
    if forum.promise == Forum.Promise.DECIDE and not can_promise_to_decide(forum):
        raise DomainError(NOTHING_TO_DECIDE)


def can_promise_to_decide(forum: Forum) -> bool:
    """At least one delegation is in force under which the forum decides, or decides by undertaking;
    one to a single seat does not make the forum decide."""
    held = Delegation.objects.in_force().deciding().to_the_forum()
    return forum.pk is not None and held.filter(forum=forum).exists()
