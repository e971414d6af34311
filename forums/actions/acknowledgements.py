"""A member acknowledges the scope: has read it and will work within it, agreeing or not (L3)."""

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from coalition.permissions import can_speak_for
from forums.models import Acknowledgement, Membership, ScopeStatement

SCOPE_ACKNOWLEDGED = "scope.acknowledged"


class ScopeHasChanged(DomainError):
    """What was acknowledged is not, or no longer, the scope in force."""


@action
def acknowledge(
    *,
    membership: Membership,
    scope: ScopeStatement,
    by: User,
    for_organisation: bool = False,
    reservation: str = "",
) -> Acknowledgement:
    """Once per member and major version (ACK-1); doing it again changes nothing. Raises
    ScopeHasChanged where another version has come into force since the page was loaded, and
    DomainError for an organisation for which the member cannot speak today (ACK-3)."""
    scope = ScopeStatement.objects.lock(scope)
    if scope.status != ScopeStatement.Status.EFFECTIVE:
        raise ScopeHasChanged("The scope has changed since you opened this page.")
    assert scope.major is not None  # what is in force is numbered
    membership = Membership.objects.lock(membership)
    if membership.ended_at is not None:
        raise DomainError("You no longer have a seat in this forum.")

    organisation = membership.organisation if for_organisation else None
    if organisation and not can_speak_for(membership.contributor, organisation):
        raise DomainError(f"You cannot speak for {organisation} today. Acknowledge it personally.")

    acknowledgement, is_new = Acknowledgement.objects.get_or_create(
        membership=membership,
        major=scope.major,
        defaults={
            "scope": scope,
            "for_organisation": organisation,
            "reservation": reservation,
        },
    )

    if is_new:
        JournalEntry.objects.record(
            SCOPE_ACKNOWLEDGED,
            by=by,
            subject=scope,
            programme=membership.forum.programme,
            concerns=membership.contributor,
            version=scope.version,
            reserved=bool(reservation),
        )
    return acknowledgement
