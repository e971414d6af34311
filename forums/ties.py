"""What of our forums still ties an organisation to the coalition (ORG-4)."""

from collections.abc import Iterator

from coalition.models import Organisation
from coalition.ties import Tie
from forums.models import Candidate, Delegation, Forum, Invitation, Membership, SeatCall
from forums.models.delegation_words import AHEAD


def seats_and_invitations(organisation: Organisation) -> Iterator[Tie]:
    """Seats that people hold for it, invitations to take one, and who came forward for it."""
    held = Membership.objects.live().filter(organisation=organisation)
    held = held.exclude(forum__status=Forum.Status.CLOSED)
    for member in held.select_related("forum", "seat", "contributor").order_by("pk"):
        yield Tie(
            f"{member.contributor.letter_name} holds a seat for it in {member.forum}:"
            f" {member.seat.title}",
            member.forum.get_absolute_url(),
        )
    asked = Invitation.objects.waiting().filter(organisation=organisation)
    for invitation in asked.select_related("seat__forum").order_by("pk"):
        yield Tie(
            f"{invitation.name} is asked to take a seat for it in {invitation.seat.forum}",
            invitation.seat.forum.get_absolute_url(),
        )
    came = Candidate.objects.standing().filter(
        organisation=organisation, call__status=SeatCall.Status.OPEN
    )
    for candidate in came.select_related("user", "call__forum").order_by("pk"):
        yield Tie(
            f"{candidate.user} came forward for it when seats in {candidate.call.forum} were open",
            candidate.call.get_absolute_url(),
        )


def powers_handed_over(organisation: Organisation) -> Iterator[Tie]:
    """What it handed over and promised, or is asked to."""
    theirs = Delegation.objects.filter(delegator=organisation, status__in=AHEAD)
    for row in theirs.select_related("forum").order_by("pk"):
        yield Tie(f"{row} hands its power over to {row.forum}: {row.theme}", row.get_absolute_url())
