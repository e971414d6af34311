"""Who may do what about the seats of others, and about what their holders declare."""

from forums.models import LateInterest, Membership, Removal, Seat
from forums.permissions import Place, can_curate_forum, is_seated, leads, steers
from forums.two_people import may_confirm, sides


def can_read_interests(here: Place) -> bool:
    """Seated members, and the programme leads."""
    return is_seated(here) or leads(here)


def sees_who_has_not_confirmed(here: Place) -> bool:
    """Chair, vice-chair, secretary and leads (INT-1)."""
    return leads(here) or (is_seated(here) and steers(here))


def can_review_late_interest(here: Place, late: LateInterest) -> bool:
    """Whoever steers the forum, and not about their own (INT-2)."""
    mine = late.membership.contributor.user_id == here.user.pk
    return is_seated(here) and steers(here) and not mine


def can_decide_term(here: Place, membership: Membership) -> bool:
    """Renew it or let it end: whoever curates, and never about their own."""
    mine = membership.contributor.user_id == here.user.pk
    return can_curate_forum(here) and not mine and membership.term_ends_on is not None


def can_propose_removal(here: Place, membership: Membership) -> bool:
    """The chair or a programme lead (MEM-2)."""
    return not here.forum.is_closed and bool(sides(here.user, membership))


def can_see_removal(here: Place, removal: Removal) -> bool:
    """The two sides, and whoever proposed it, even if they are on neither side any more."""
    is_theirs = removal.proposed_by_id == here.user.pk
    return is_theirs or bool(sides(here.user, removal.membership))


def can_confirm_removal(here: Place, removal: Removal) -> bool:
    return removal.status == Removal.Status.PROPOSED and may_confirm(here.user, removal)


def can_withdraw_removal(here: Place, removal: Removal) -> bool:
    return removal.status == Removal.Status.PROPOSED and can_see_removal(here, removal)


def ends_seats_of(here: Place, members: list[Membership]) -> set[int]:
    """For a list of all who sit here: those whose seat this person may propose to end."""
    if here.forum.is_closed:
        return set()
    mine = here.member.pk if here.membership else None
    others = {member.pk for member in members} - {mine}
    if leads(here):
        return others
    if not (steers(here) and is_seated(here)):
        return set()
    chairs = {member.pk for member in members if member.seat.kind == Seat.Kind.CHAIR}
    if here.member.seat.kind == Seat.Kind.CHAIR:
        return others
    if here.member.seat.kind != Seat.Kind.VICE or len(chairs) > 1:
        return set()
    return chairs or others
