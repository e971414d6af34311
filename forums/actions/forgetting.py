"""What forums hold of a person whose identity is removed (CON-5). What they said stays, and so do
the seats that they had; named in settings as EMPTIED_WITH_PEOPLE."""

from django.db.models import Q
from django.utils import timezone

from coalition.domain import action
from coalition.models import Contributor, User
from forums.actions import leaving
from forums.models import Candidate, Interest, Invitation, Membership, SeatCall

GONE = "Somebody whose details were removed"
NOWHERE = "removed@removed.invalid"
REMOVED = "Removed."


@action
def empty_places(*, person: Contributor, by: User) -> None:
    """Their seats end, they step back from open calls, and neither invitations nor
    interests say who they were."""
    theirs = Membership.objects.filter(contributor=person)
    for membership in theirs.live().select_for_update(of=("self",)).order_by("pk"):
        leaving.end(membership=membership, reason=Membership.EndedReason.FORGOTTEN, by=by)
    waiting = Candidate.objects.standing().filter(call__status=SeatCall.Status.OPEN)
    if person.user_id:
        waiting.filter(user=person.user_id).update(stepped_back_at=timezone.now())
    Interest.objects.filter(contributor=person).update(
        organisation="", description=REMOVED, mitigation="", publish=False
    )
    _empty_invitations(person)


def _empty_invitations(person: Contributor) -> None:
    if not person.email:
        return
    to_them = Q(email=person.email.lower())
    if person.email_is_shared:
        to_them &= Q(name__iexact=person.letter_name)
    found = Invitation.objects.filter(to_them)
    found.filter(status=Invitation.Status.SENT).update(status=Invitation.Status.REVOKED)
    found.update(name=GONE, email=NOWHERE, personal_message=REMOVED, suggested_instead="")
