"""Who can help to end somebody's seat: the chair, and one who leads the programme (MEM-2)."""

from enum import Enum

from coalition import holds
from coalition.models import RoleGrant, User
from forums.models import Membership, Removal, Seat
from forums.models.forum import MembershipQuerySet


class Side(Enum):
    CHAIR = "chair"
    LEAD = "lead"


def sides(user: User, membership: Membership) -> frozenset[Side]:
    """In which capacities this person may act today on that membership; none on their own."""
    if membership.contributor.user_id == user.pk or not user.is_active:
        return frozenset()
    found = set()
    chair = chairs_beside(membership).filter(contributor__user=user).first()
    if chair is not None and not holds.in_force(chair.contributor, holds.Scope.SEATS):
        found.add(Side.CHAIR)
    grants = RoleGrant.objects.in_force().filter(programme=membership.forum.programme_id)
    if grants.filter(user=user, role=RoleGrant.Role.PROGRAMME_LEAD).exists():
        found.add(Side.LEAD)
    return frozenset(found)


def chairs_beside(membership: Membership) -> MembershipQuerySet:
    """Who speaks for the chair about it: the chair; the vice-chair while there is no other."""
    seated = Membership.objects.live().in_place().acknowledged()
    others = seated.filter(forum=membership.forum_id).exclude(pk=membership.pk)
    chairs = others.filter(seat__kind=Seat.Kind.CHAIR)
    return chairs if chairs.exists() else others.filter(seat__kind=Seat.Kind.VICE)


def suffice(one: frozenset[Side], other: frozenset[Side], *, chairless: bool) -> bool:
    """Together they are the chair and a lead. Where nobody else chairs, two leads."""
    both = (Side.CHAIR in one and Side.LEAD in other) or (Side.LEAD in one and Side.CHAIR in other)
    return both or (chairless and Side.LEAD in one and Side.LEAD in other)


def may_confirm(user: User, removal: Removal) -> bool:
    """The other of the two, while whoever proposed it could still propose it."""
    if user.pk == removal.proposed_by_id:
        return False
    member = removal.membership
    return suffice(
        sides(removal.proposed_by, member),
        sides(user, member),
        chairless=not chairs_beside(member).exists(),
    )
