from forums.models.acknowledgement import Acknowledgement
from forums.models.conversation import Post, PostEdit, Topic
from forums.models.difference import Difference, Position
from forums.models.forum import Forum, Membership, Seat
from forums.models.invitation import Invitation
from forums.models.lottery import Candidate, Draw, SeatCall
from forums.models.mix import MixTarget
from forums.models.scope import ScopeItem, ScopeStatement

__all__ = [
    "Acknowledgement",
    "Candidate",
    "Difference",
    "Draw",
    "Forum",
    "Invitation",
    "Membership",
    "MixTarget",
    "Position",
    "Post",
    "PostEdit",
    "ScopeItem",
    "ScopeStatement",
    "Seat",
    "SeatCall",
    "Topic",
]
