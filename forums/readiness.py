"""What a forum still needs before it can recruit, or become active (FRM-1)."""

from forums.models import Forum, Seat
from forums.quorum import missing


def has_seat_for_chair(forum: Forum) -> bool:
    """Without one it could recruit, and never become active."""
    return forum.seats.kept().filter(kind=Seat.Kind.CHAIR).exists()


def has_seated_chair(forum: Forum) -> bool:
    seated = forum.memberships.live().in_place().acknowledged()
    return seated.filter(seat__kind=Seat.Kind.CHAIR).exists()


def missing_before_active(forum: Forum) -> list[str]:
    """Each as half a sentence; none when it is ready."""
    lacks = []
    if not forum.scopes.effective().exists():
        lacks.append("its scope must be approved")
    if not has_seated_chair(forum):
        lacks.append("its chair must have acknowledged the scope")
    if not lacks and (quorum := missing_for_quorum(forum)):
        lacks.append(f"its seated members must make a quorum: {'; '.join(quorum)}")
    if forum.is_past_its_end:
        lacks.append("a new end must be agreed")
    return lacks


def missing_for_quorum(forum: Forum) -> list[str]:
    """Why it would have none even if all who are seated came; one query."""
    seated = forum.memberships.live().in_place().acknowledged().with_a_vote()
    voters = {member.pk: member.sector for member in seated.select_related("organisation")}
    return missing(forum.quorum, voters, present=voters)
