"""What recognition needs to know: who chaired, who gave their time, and who wrote what was decided
(CTB-1)."""

from collections.abc import Iterable

from coalition.domain import action
from coalition.models import Contributor, JournalEntry, User
from forums.actions.meeting_journal import ATTENDED, CHAIRED
from forums.models import Attendance, Decision, Meeting, Seat

PROPOSAL_CARRIED = "proposal.carried"


@action
def give(*, meeting: Meeting, rows: Iterable[Attendance], by: User, thanked: bool = False) -> None:
    """One entry for each person who was there, however often it is asked. `thanked` is for those
    whom the chair thanked aloud; the chair cannot have been among them. A deputy who did not
    acknowledge the scope gave their time all the same."""
    for row in rows:
        known = JournalEntry.objects.about(row).of_kinds([CHAIRED, ATTENDED])
        if not row.is_here or known.exists():
            continue
        chaired = row.seat_id == meeting.chair_seat_id
        verb = "chaired" if chaired else "took part in"
        JournalEntry.objects.record(
            CHAIRED if chaired else ATTENDED,
            by=by,
            subject=row,
            programme=meeting.forum.programme,
            concerns=row.deputy or row.membership.contributor,
            deed=f"{verb} meeting {meeting.number} of the forum “{meeting.forum}”",
            organisation=row.membership.organisation_id,
            thanked=thanked and not chaired,
        )


@action
def give_for_proposal(*, decision: Decision, by: User) -> None:
    """One entry for whoever wrote what a forum decided on. Not where the forum keeps to itself who
    said what: a letter of thanks would tell."""
    proposal = decision.round.proposal if decision.round else None
    if proposal is None or not proposal.forum.is_attributed:
        return
    person = Contributor.objects.standing().filter(user=proposal.begun_by_id).first()
    known = JournalEntry.objects.about(proposal).of_kinds([PROPOSAL_CARRIED])
    if person is None or known.exists():
        return
    JournalEntry.objects.record(
        PROPOSAL_CARRIED,
        by=by,
        subject=proposal,
        programme=proposal.forum.programme,
        concerns=person,
        deed=f"proposed “{decision.title}”, on which the forum “{proposal.forum}” decided",
        organisation=_organisation_in(proposal.proposer_seat, person),
    )


def _organisation_in(seat: Seat, person: Contributor) -> int | None:
    """For whom they sit there; nobody where somebody else wrote it for them."""
    places = seat.memberships.filter(contributor=person)
    return places.order_by("-pk").values_list("organisation", flat=True).first()
