"""Who may do what in a forum. Each predicate answers one question about a person's place in it."""

from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet

from coalition import holds
from coalition.models import Organisation, Programme, RoleGrant, User
from coalition.permissions import can_speak_for, is_lead
from coalition.permissions import holds as holds_role
from coalition.prepared import Prepared
from forums.models import (
    AgendaItem,
    Difference,
    Forum,
    Meeting,
    MeetingAction,
    Membership,
    Paper,
    Post,
    ScopeStatement,
    Seat,
)
from forums.models.forum import MembershipQuerySet

# Noted on a user once it is known, for the navigation of the same page.
HAS_A_SEAT = "has_a_seat_in_a_forum"


@dataclass(frozen=True)
class Place:
    """Where a person stands in a forum, looked up once a request: the scope in force, if there is
    one, and their membership with `has_acknowledged`, if they have a seat, which
    rests while a hold is on it (HLD-2)."""

    user: User
    forum: Forum
    scope: ScopeStatement | None
    membership: Membership | None
    rests: bool = False

    @property
    def member(self) -> Membership:
        """Their membership, for whom a predicate has said that there is one."""
        assert self.membership is not None
        return self.membership


def find_place(user: User, forum: Forum) -> Place:
    members = _MEMBERS if forum.is_attributed else _UNNAMED
    member = next(iter(members(user=user.pk or 0, forum=forum.pk)), None)
    scope = next(iter(_SCOPES(forum=forum.pk)), None)
    if scope is not None:
        scope.forum = forum
    if member is not None:
        member.forum = forum
        setattr(user, HAS_A_SEAT, True)
    return Place(user, forum, scope, member, member is not None and member.rests)


def _members(user: int, forum: int) -> MembershipQuerySet:
    theirs = Membership.objects.filter(forum=forum).live().held_by(User(pk=user))
    rests = holds.reaches(OuterRef("contributor"), holds.Scope.SEATS)
    return theirs.with_acknowledged().with_people().annotate(rests=rests).order_by("pk")[:1]


def _unnamed(user: int, forum: int) -> MembershipQuerySet:
    """With what a box says of a member whose name is kept back (naming.unnamed)."""
    return _members(user, forum).with_is_alone()


def _scopes(forum: int) -> QuerySet[ScopeStatement]:
    return ScopeStatement.objects.filter(forum=forum).effective().with_items().order_by("pk")[:1]


_MEMBERS, _UNNAMED, _SCOPES = Prepared(_members), Prepared(_unnamed), Prepared(_scopes)


def can_see_forum(here: Place) -> bool:
    """What Forum.objects.visible_to says of it, without another question to the database."""
    return here.membership is not None or holds_role(
        here.user,
        RoleGrant.Role.PROGRAMME_LEAD,
        RoleGrant.Role.ADMINISTRATOR,
        programme=here.forum.programme,
    )


def leads(here: Place) -> bool:
    return is_lead(here.user, here.forum.programme)


def steers(here: Place) -> bool:
    """Chair, vice-chair or secretary of this forum, unless their seat rests. A closed forum is
    steered by nobody."""
    member = here.membership
    seated = member is not None and member.seat.kind in Seat.STEERING and not here.rests
    return seated and not here.forum.is_closed


def is_seated(here: Place) -> bool:
    """Has a seat, which does not rest, and has acknowledged the scope in force (MEM-1)."""
    member = here.membership
    return member is not None and member.has_acknowledged and not here.rests


def must_acknowledge(here: Place) -> bool:
    """Before anything else in the forum opens (MEM-1)."""
    member = here.membership
    return member is not None and here.scope is not None and not member.has_acknowledged


def can_open_forum(user: User, programme: Programme | None = None) -> bool:
    return is_lead(user, programme)


def can_edit_forum(here: Place) -> bool:
    """Its facts, and how it goes on. What is closed stays as it is (FRM-3)."""
    return leads(here) and not here.forum.is_closed


def can_curate_forum(here: Place) -> bool:
    """Add seats, ask people to take them, remind them of the scope."""
    return can_edit_forum(here) or steers(here)


def can_look_for_people(here: Place) -> bool:
    """Whom to ask, among all on the register: for those who see it."""
    return can_edit_forum(here)


def can_draft_scope(here: Place) -> bool:
    return can_edit_forum(here) or steers(here)


def can_read_scope(here: Place, scope: ScopeStatement) -> bool:
    """Approved versions: everyone here. One in the making: those who draft and approve."""
    return scope.status not in ScopeStatement.OPEN or can_draft_scope(here)


def can_approve_scope(here: Place, scope: ScopeStatement) -> bool:
    """A programme lead who had no hand in it (P1)."""
    return can_edit_forum(here) and not scope.drafters.filter(pk=here.user.pk).exists()


def can_see_who_sits(here: Place) -> bool:
    """Names in the list of seats. In a forum that does not attribute they are for those in it and
    those who lead it; others see sectors."""
    return here.forum.is_attributed or here.membership is not None or leads(here)


def can_read_conversation(here: Place) -> bool:
    """Seated members, and the programme leads. Administrators see no content (P2)."""
    return is_seated(here) or leads(here)


def can_contribute(here: Place) -> bool:
    """Seated members, while the forum is active."""
    return is_seated(here) and here.forum.status == Forum.Status.ACTIVE


def can_edit_post(here: Place, post: Post) -> bool:
    """The author, in the first minutes."""
    return can_contribute(here) and post.is_by(here.user) and post.can_still_change


def can_read_meetings(here: Place) -> bool:
    """Seated members, who have read the scope (MEM-1), and leads. Administrators see no content."""
    return is_seated(here) or leads(here)


def can_read_minutes(here: Place, meeting: Meeting) -> bool:
    """Once published, also whoever sees the forum without being in it."""
    return can_read_meetings(here) or meeting.status == Meeting.Status.PUBLISHED


def can_run_meetings(here: Place) -> bool:
    """Plan, open, minute: chair, vice-chair and secretary."""
    return is_seated(here) and steers(here)


def can_plan_meeting(here: Place) -> bool:
    """A forum at its end still meets, to settle what is open."""
    return can_run_meetings(here) and here.forum.meets


def can_park(here: Place) -> bool:
    """Move what is out of scope to the parked list, and bring it back."""
    return leads(here) or (is_seated(here) and steers(here))


def can_hand_on_action(here: Place) -> bool:
    """Say what became of it, or hand it on: whoever runs meetings; the lead, so that a forum can
    close (FRM-3)."""
    return can_run_meetings(here) or can_edit_forum(here)


def can_end_action(here: Place, point: MeetingAction) -> bool:
    """Whoever does it, too."""
    owns = is_seated(here) and here.member.seat_id == point.owner_seat_id
    return owns or can_hand_on_action(here)


def can_add_paper(here: Place, item: AgendaItem) -> bool:
    """Whoever runs meetings, and whose matter it is."""
    mine = is_seated(here) and item.proposer_seat_id == here.member.seat_id
    return mine or can_run_meetings(here)


def can_withdraw_paper(here: Place, paper: Paper) -> bool:
    mine = is_seated(here) and paper.added_by_id == here.member.pk
    return mine or can_run_meetings(here)


def can_list_differences(here: Place) -> bool:
    """Seated members; leads see how many there are and, of those on record, titles (DIF-5)."""
    return is_seated(here) or leads(here)


def can_name_difference(here: Place) -> bool:
    """Whoever sits here for an organisation, or can speak for one that has a seat here."""
    return is_seated(here) and here.forum.takes_members and bool(organisations_of(here))


def organisations_of(here: Place) -> list[Organisation]:
    """For which this member may raise a difference: where they come from, and whichever with a
    seat here they can speak for (AFF-2)."""
    places = here.member.contributor.affiliations.in_force().filter(can_speak_for=True)
    seated = here.forum.memberships.live().exclude(organisation=None)
    speaks = Q(pk__in=places.values("organisation")) & Q(pk__in=seated.values("organisation"))
    return list(Organisation.objects.filter(speaks | Q(pk=here.member.organisation_id)))


def chairs(here: Place, difference: Difference) -> bool:
    """Answers what is raised: the chair, or the vice-chair while there is none."""
    mine = Difference.objects.for_the_chair(here.user)
    return is_seated(here) and mine.filter(pk=difference.pk).exists()


def can_withdraw_difference(here: Place, difference: Difference) -> bool:
    return is_seated(here) and difference.is_private and difference.raised_by_id == here.user.pk


def can_steer_difference(here: Place, difference: Difference) -> bool:
    """Say what becomes of one that is on record: chair, vice-chair and secretary."""
    return is_seated(here) and steers(here) and difference.is_known


def speaks_for(here: Place) -> Organisation | None:
    """The organisation of this member's seat, if they can speak for it today (AFF-2)."""
    member = here.member
    may = member.organisation and can_speak_for(member.contributor, member.organisation)
    return member.organisation if may else None


def can_record_acknowledgement(here: Place) -> bool:
    """That a member acknowledged the scope in a meeting: chair, vice-chair and secretary."""
    return is_seated(here) and steers(here) and here.scope is not None


def can_read_reservations(here: Place) -> bool:
    return is_seated(here) or leads(here)
