from forums.models.acknowledgement import Acknowledgement
from forums.models.agenda import AgendaItem, Mention, Recusal
from forums.models.asking import GroupAsk, GroupAskRow
from forums.models.attendance import Attendance, DeputyAcknowledgement
from forums.models.conversation import Post, PostEdit, Topic
from forums.models.decision import Decision
from forums.models.delegation import Delegation
from forums.models.difference import Difference, Position
from forums.models.digest import Digest
from forums.models.dissent import Dissent
from forums.models.feed import CalendarFeed
from forums.models.forum import Forum, Membership, Seat
from forums.models.interest import Interest, InterestsConfirmed, LateInterest
from forums.models.invitation import Invitation
from forums.models.lottery import Candidate, Draw, SeatCall
from forums.models.meeting import Meeting
from forums.models.minutes import Correction, MeetingAction
from forums.models.mix import MixTarget
from forums.models.override import Override
from forums.models.paper import Paper, PaperFile
from forums.models.parking import Parking
from forums.models.post_file import PostFile
from forums.models.post_mention import PostMention
from forums.models.proposal import Proposal, ProposalVersion
from forums.models.pulse import Pulse, PulseAsk
from forums.models.removal import Removal
from forums.models.reserved import ReservedMatter
from forums.models.response import Classification, Proxy, Response
from forums.models.round import Round
from forums.models.scope import ScopeItem, ScopeStatement

__all__ = [
    "Acknowledgement",
    "AgendaItem",
    "Attendance",
    "CalendarFeed",
    "Candidate",
    "Classification",
    "Correction",
    "Decision",
    "Delegation",
    "DeputyAcknowledgement",
    "Difference",
    "Digest",
    "Dissent",
    "Draw",
    "Forum",
    "Interest",
    "InterestsConfirmed",
    "GroupAsk",
    "GroupAskRow",
    "Invitation",
    "LateInterest",
    "Meeting",
    "MeetingAction",
    "Membership",
    "Mention",
    "MixTarget",
    "Override",
    "Paper",
    "PaperFile",
    "Parking",
    "Position",
    "Post",
    "PostEdit",
    "PostFile",
    "PostMention",
    "Proposal",
    "ProposalVersion",
    "Proxy",
    "Pulse",
    "PulseAsk",
    "Recusal",
    "Removal",
    "ReservedMatter",
    "Response",
    "Round",
    "ScopeItem",
    "ScopeStatement",
    "Seat",
    "SeatCall",
    "Topic",
]
