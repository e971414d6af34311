"""What this app shows on the dashboard and in the navigation."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coalition.models import Programme, RoleGrant, User
from coalition.panels import SHOWN, NavItem, Panel, Task
from coalition.permissions import holds, is_lead
from forums.models import Forum, Invitation, Membership, ScopeStatement
from forums.models.past import former_seats
from forums.models.scope import REVIEW_BEGINS
from forums.permissions import HAS_A_SEAT


def forums_nav(user: User) -> NavItem | None:
    """For whoever runs forums, sits in one, or sat in one."""
    runs = holds(user, RoleGrant.Role.PROGRAMME_LEAD, RoleGrant.Role.ADMINISTRATOR)
    known = runs or getattr(user, HAS_A_SEAT, False)
    seated = known or Membership.objects.live().held_by(user).exists()
    if not seated and not former_seats(user).exists():
        return None
    return NavItem("Forums", reverse("forums:forum_list"), "forums")


def invitations_to_answer(user: User) -> Panel | None:
    """Invitations to this person's own, proven address."""
    asked = Invitation.objects.waiting().sent_to(user).with_forum().order_by("link_until", "pk")
    tasks = tuple(
        Task(
            f"Answer {invitation.invited_by}’s invitation to join {invitation.seat.forum}",
            invitation.path,
            (str(invitation.seat), str(invitation.seat.forum.programme)),
            timezone.localdate(invitation.link_until),
            "mail-open",
        )
        for invitation in asked
    )
    return Panel("Invitations to answer", tasks, True) if tasks else None


def scopes_to_acknowledge(user: User) -> Panel | None:
    """Forums that open once this person has read their scope (MEM-1)."""
    waiting = Membership.objects.live().held_by(user).yet_to_acknowledge()
    tasks = tuple(
        Task(
            f"Read the scope of {seat.forum}",
            reverse("forums:scope_acknowledge", args=[seat.forum_id]),
            (str(seat.seat), "Two minutes; the forum opens after that"),
            icon="scroll-text",
        )
        for seat in waiting.select_related("forum", "seat").order_by("pk")
    )
    return Panel("Scopes to read", tasks, True) if tasks else None


def scopes_to_approve(user: User) -> Panel | None:
    """What waits for a lead who did not draft it; and one's own draft that came back."""
    tasks = _to_approve(user) + _come_back(user)
    return Panel("Scopes to approve", tasks, True) if tasks else None


def _to_approve(user: User) -> tuple[Task, ...]:
    if not is_lead(user):
        return ()
    led = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
    sent = ScopeStatement.objects.filter(
        status=ScopeStatement.Status.IN_REVIEW, forum__programme__in=led
    ).exclude(drafters=user)
    return tuple(
        Task(
            f"Approve the scope of {scope.forum}",
            scope.get_absolute_url(),
            (f"Drafted by {scope.drafted_by}",) if scope.forum.is_attributed else (),
            icon="scroll-text",
        )
        for scope in sent.select_related("forum", "drafted_by").order_by("sent_at")[:SHOWN]
    )


def _come_back(user: User) -> tuple[Task, ...]:
    back = ScopeStatement.objects.filter(
        status=ScopeStatement.Status.DRAFT, drafted_by=user
    ).exclude(returned_because="")
    return tuple(
        Task(
            f"Look again at the scope of {scope.forum}",
            scope.get_absolute_url(),
            (scope.returned_because,),
            icon="undo-2",
        )
        for scope in back.select_related("forum").order_by("pk")[:SHOWN]
    )


def scopes_to_look_at(user: User) -> Panel | None:
    """For leads and chairs: in force for so long that they are to be looked at again."""
    led = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
    chaired = Membership.objects.live().held_by(user).in_the_chair()
    due = ScopeStatement.objects.to_look_at(timezone.localdate() + REVIEW_BEGINS).filter(
        Q(forum__programme__in=led) | Q(forum__in=chaired.values("forum"))
    )
    tasks = tuple(
        Task(
            f"Look again at the scope of {scope.forum}",
            reverse("forums:scope", args=[scope.forum_id]),
            (f"Version {scope.version}",),
            scope.review_on,
            "scroll-text",
        )
        for scope in due.select_related("forum").order_by("review_on", "pk")[:SHOWN]
    )
    return Panel("Scopes to look at again", tasks, True) if tasks else None


def forums_at_their_end(user: User) -> Panel | None:
    """For leads: to be renewed or closed (FRM-2)."""
    if not is_lead(user):
        return None
    led = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
    ended = Forum.objects.filter(status=Forum.Status.SUNSET_REVIEW, programme__in=led)
    tasks = tuple(
        Task(
            f"Renew {forum}, or close it",
            forum.get_absolute_url(),
            (forum.purpose,),
            forum.sunset_on,
            "users",
        )
        for forum in ended.order_by("sunset_on", "pk")[:SHOWN]
    )
    return Panel("Forums at their end", tasks, True) if tasks else None


def my_forums(user: User) -> Panel | None:
    """Where this person has a seat."""
    seats = Membership.objects.live().held_by(user).select_related("forum", "seat")
    shown = list(seats.order_by("forum__name")[:SHOWN])
    tasks = tuple(
        Task(
            str(seat.forum),
            seat.forum.get_absolute_url(),
            (str(seat.seat), Forum.Status(seat.forum.status).label),
            icon="users",
        )
        for seat in shown
    )
    return Panel("My forums", tasks, more_url=reverse("forums:forum_list")) if tasks else None
