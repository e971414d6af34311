"""What the dashboard shows of interests."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from coalition.models import User
from coalition.panels import SHOWN, Panel, Task
from forums.models import LateInterest, Membership, Seat
from forums.models.interest import due_on, with_confirmed

ASKED_BEFORE = timedelta(days=30)


def interests_to_confirm(user: User) -> Panel | None:
    """At joining and yearly (INT-1)."""
    seated = Membership.objects.live().held_by(user).acknowledged().filter(forum__status="active")
    soon = timezone.localdate() + ASKED_BEFORE
    tasks = tuple(
        Task(
            f"Say what interests you have in {member.forum}, or that there are none",
            reverse("forums:interest_list", args=[member.forum_id]),
            (str(member.seat), "Two minutes, once a year"),
            due_on(member),
            "scale",
        )
        for member in with_confirmed(seated).select_related("forum", "seat").order_by("pk")
        if due_on(member) <= soon
    )
    return Panel("Interests", tasks, True) if tasks else None


def decisions_to_review(user: User) -> Panel | None:
    """For those who steer: an interest was declared after a decision (INT-2)."""
    steering = Membership.objects.live().held_by(user).acknowledged()
    forums = steering.filter(seat__kind__in=Seat.STEERING).values("forum")
    late = LateInterest.objects.to_review().filter(item__meeting__forum__in=forums)
    tasks = tuple(
        Task(
            f"Look at a decision again: {row.item}",
            row.get_absolute_url(),
            (str(row.item.meeting.forum), "An interest was declared after it"),
            icon="scale",
        )
        for row in late.exclude(membership__contributor__user=user)
        .with_matter()
        .order_by("pk")[:SHOWN]
    )
    return Panel("Decisions to look at", tasks, True) if tasks else None
