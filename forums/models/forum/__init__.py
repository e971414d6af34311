"""Forums, their seats, and who sits in them."""

from forums.models.forum.forum import Forum, latest_end
from forums.models.forum.membership import Membership, MembershipQuerySet, sector_of
from forums.models.forum.rows import ForumQuerySet, programmes_of
from forums.models.forum.seat import Seat, SeatQuerySet
from forums.models.forum.words import LONGEST_TERM, MOST_TERMS

__all__ = [
    "LONGEST_TERM",
    "MOST_TERMS",
    "Forum",
    "ForumQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Seat",
    "SeatQuerySet",
    "latest_end",
    "programmes_of",
    "sector_of",
]
