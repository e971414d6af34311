"""What a forum still needs before it can recruit, or become active (FRM-1)."""

from forums.models import Forum, Seat


def has_seat_for_chair(forum: Forum) -> bool:
    """Without one it could recruit, and never become active."""
    return forum.seats.kept().filter(kind=Seat.Kind.CHAIR).exists()


def missing_before_active(forum: Forum) -> list[str]:
    """Each as half a sentence; none when it is ready."""
    chairs = forum.memberships.live().in_place().acknowledged().filter(seat__kind=Seat.Kind.CHAIR)
    missing = []
    if not forum.scopes.effective().exists():
        missing.append("its scope must be approved")
    if not chairs.exists():
        missing.append("its chair must have acknowledged the scope")
    return missing
