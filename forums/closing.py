"""What is still open in a forum that closes (FRM-3)."""

from dataclasses import dataclass

from django.db.models import Q

from forums.models import Difference, Forum, Invitation, SeatCall
from forums.models.delegation_words import AHEAD


@dataclass(frozen=True)
class Left:
    """A clause that says what must happen, and where."""

    words: str
    url_name: str


def open_in(forum: Forum) -> list[Left]:
    """Differences that are out of scope say where they go, so they may stay as they are."""
    asked = Invitation.objects.waiting().filter(seat__forum=forum).count()
    unsettled = Q(status__in=Difference.PRIVATE) | Q(
        status__in=Difference.UNSETTLED, is_in_scope=True
    )
    differences = forum.differences.filter(unsettled).count()
    left = []
    if asked:
        left.append(Left(f"{_invitations(asked)} must be answered or withdrawn", "seat_list"))
    if SeatCall.objects.filter(forum=forum, status=SeatCall.Status.OPEN).exists():
        left.append(Left("the open call for a seat must be drawn or withdrawn", "seat_list"))
    powers = forum.delegations.filter(status__in=AHEAD).count()
    if powers:
        left.append(Left(f"{_delegations(powers)} must be ended or moved", "delegation_list"))
    if differences:
        left.append(Left(f"{_differences(differences)} must be settled", "difference_list"))
    proposals = forum.proposals.undecided().count()
    if proposals:
        words = "must be decided, or taken back"
        left.append(Left(f"{_number(proposals, 'proposal')} {words}", "proposal_list"))
    written = forum.decisions.being_written().count()
    if written:
        words = "must be published, or withdrawn"
        left.append(Left(f"{_number(written, 'decision')} {words}", "decision_list"))
    return left + _of_meetings(forum)


def _of_meetings(forum: Forum) -> list[Left]:
    actions, meetings = forum.actions.open().count(), forum.meetings.unfinished().count()
    left = []
    if actions:
        words = "must be done, or dropped, saying who takes it on"
        left.append(Left(f"{_number(actions, 'action')} {words}", "action_list"))
    if meetings:
        left.append(
            Left(
                f"{_number(meetings, 'meeting')} must be called off, or its minutes published",
                "meeting_list",
            )
        )
    return left


def _number(number: int, noun: str) -> str:
    article = "an" if noun[0] in "aeiou" else "a"
    return f"{article} {noun}" if number == 1 else f"{number} {noun}s"


def _invitations(number: int) -> str:
    return "an invitation" if number == 1 else f"{number} invitations"


def _delegations(number: int) -> str:
    return "a delegation" if number == 1 else f"{number} delegations"


def _differences(number: int) -> str:
    return "a difference" if number == 1 else f"{number} differences"
