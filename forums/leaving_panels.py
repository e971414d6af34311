"""What the dashboard shows of seats that end."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coalition.models import Programme, RoleGrant, User
from coalition.panels import SHOWN, Panel, Task
from forums.actions.terms import TELL_BEFORE
from forums.models import Membership, Removal
from forums.two_people import may_confirm


def terms_to_decide(user: User) -> Panel | None:
    """For the chair, and for leads where there is none or it is the chair's own."""
    today = timezone.localdate()
    near = Membership.objects.term_near(today, today + timedelta(days=max(TELL_BEFORE)))
    tasks = tuple(
        Task(
            f"Renew {member.contributor}’s term in {member.forum}, or let it end",
            reverse("forums:membership_term", args=[member.forum_id, member.pk]),
            (str(member.seat),),
            member.term_ends_on,
            "clock",
        )
        for member in near.filter(_decided_by(user), not_renewed_at=None)
        .exclude(contributor__user=user)
        .with_people()
        .select_related("forum")
        .order_by("term_ends_on", "pk")[:SHOWN]
        if member.may_have_another_term
    )
    return Panel("Terms that end", tasks, True) if tasks else None


def _decided_by(user: User) -> Q:
    seats = Membership.objects.in_the_chair()
    led = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
    no_chair = ~Q(forum__in=seats.values("forum")) | Q(seat__kind="chair")
    return Q(forum__in=seats.held_by(user).values("forum")) | Q(forum__programme__in=led) & no_chair


def removals_to_confirm(user: User) -> Panel | None:
    """What another proposed, and this person would confirm (MEM-2); the member is not named."""
    led = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
    seated = Membership.objects.live().held_by(user)
    near = Q(membership__forum__programme__in=led) | Q(membership__forum__in=seated.values("forum"))
    waiting = Removal.objects.open().filter(near).exclude(proposed_by=user).with_people()
    tasks = tuple(
        Task(
            f"Confirm or withdraw what {removal.proposed_by} proposes about a seat",
            removal.get_absolute_url(),
            (str(removal.membership.forum),),
            icon="users",
        )
        for removal in waiting.order_by("proposed_at")[:SHOWN]
        if may_confirm(user, removal)
    )
    return Panel("Seats that two people decide about", tasks, True) if tasks else None
