"""Two people end somebody's seat: one proposes, another confirms (MEM-2)."""

from django.db.models import Q
from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised, action
from coalition.models import JournalEntry, RoleGrant, User
from forums import two_people
from forums.actions import leaving, leaving_mail
from forums.models import Membership, Removal

REMOVAL_PROPOSED = "removal.proposed"
REMOVAL_CONFIRMED = "removal.confirmed"
REMOVAL_WITHDRAWN = "removal.withdrawn"

Status = Removal.Status
Reason = Membership.EndedReason


@action
def propose(*, membership: Membership, reason: str, by: User) -> Removal:
    """Ask the other of the two, chair or lead. The member learns nothing unless it is confirmed.
    Raises DomainError where the seat has ended, or somebody proposed it already."""
    _hold_still([by.pk], membership)
    membership = _live(membership)
    if not two_people.sides(by, membership):
        raise NotAuthorised("The chair or a programme lead proposes this, and not for themselves.")
    if before := membership.removals.open().select_related("proposed_by").first():
        raise DomainError(f"{before.proposed_by} has proposed this already. Confirm it instead.")

    removal = Removal.objects.create(membership=membership, reason=reason, proposed_by=by)

    chairs = list(two_people.chairs_beside(membership).with_people())
    leaving_mail.ask_to_confirm(removal=removal, chairs=chairs)
    return _record(REMOVAL_PROPOSED, removal, by)


@action
def confirm(*, removal: Removal, by: User) -> Removal:
    """End the seat, and tell the member. Raises DomainError for whoever proposed it, where the two
    are not chair and lead today, and where the seat has ended meanwhile."""
    _hold_still([by.pk, removal.proposed_by_id], removal.membership)
    membership = _live(removal.membership)
    removal = Removal.objects.lock(removal).require_can_become(Status.CONFIRMED)
    if by.pk == removal.proposed_by_id:
        raise NotAuthorised("You proposed this, so somebody else confirms it.")
    if not two_people.sides(removal.proposed_by, membership):
        raise NotAuthorised(
            f"{removal.proposed_by} no longer chairs this forum or leads its programme. Withdraw"
            " this, and propose it anew if it is still right."
        )
    if not two_people.may_confirm(by, removal):
        raise NotAuthorised("The chair and a programme lead decide this together.")

    removal.status, removal.settled_by, removal.settled_at = Status.CONFIRMED, by, timezone.now()
    removal.save(update_fields=["status", "settled_by", "settled_at"])

    gone = removal.reason == Removal.Reason.ORGANISATION_LEFT
    reason = Reason.ORGANISATION_LEFT if gone else Reason.REMOVED
    leaving.end(membership=membership, reason=reason, by=by, removal=removal)
    return _record(REMOVAL_CONFIRMED, removal, by)


@action
def withdraw(*, removal: Removal, by: User) -> Removal:
    """It is not done. Either side may; the member never learns of it."""
    membership = Membership.objects.lock(removal.membership)
    removal = Removal.objects.lock(removal).require_can_become(Status.WITHDRAWN)
    if not two_people.sides(by, membership) and by.pk != removal.proposed_by_id:
        raise NotAuthorised("The chair or a programme lead withdraws this.")

    removal.status, removal.settled_by, removal.settled_at = Status.WITHDRAWN, by, timezone.now()
    removal.save(update_fields=["status", "settled_by", "settled_at"])

    return _record(REMOVAL_WITHDRAWN, removal, by)


def _hold_still(user_pks: list[int], membership: Membership) -> None:
    """Lock what their authority rests on, in one order, until the transaction ends."""
    rows = Membership.objects.filter(
        Q(pk=membership.pk)
        | Q(forum=membership.forum_id, ended_at=None, contributor__user__in=user_pks)
    )
    list(rows.select_for_update(of=("self",)).order_by("pk"))
    grants = RoleGrant.objects.filter(user__in=user_pks, programme=membership.forum.programme_id)
    list(grants.select_for_update(of=("self",)).order_by("pk"))


def _live(membership: Membership) -> Membership:
    membership = Membership.objects.lock(membership)
    if membership.ended_at is not None:
        raise DomainError("This seat has ended in the meantime. Nothing more needs to be done.")
    if membership.forum.is_closed:
        raise DomainError("This forum is closed, so it stays as it is.")
    return membership


def _record(kind: str, removal: Removal, by: User) -> Removal:
    JournalEntry.objects.record(
        kind,
        by=by,
        subject=removal,
        programme=removal.membership.forum.programme,
        concerns=removal.membership.contributor,
        reason=removal.reason,
    )
    return removal
