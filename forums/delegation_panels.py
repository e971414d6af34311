"""What the dashboard shows of power that is handed over."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from coalition.models import Programme, RoleGrant, User
from coalition.panels import SHOWN, Panel, Task
from forums.actions.delegation_course import TELL_BEFORE
from forums.models import Delegation, Membership
from forums.models.delegation_rows import DelegationQuerySet
from forums.models.delegation_words import GRANTED, Status
from forums.spending import cards

ICON = "scale"


def delegations_to_approve(user: User) -> Panel | None:
    """Power that this person holds, and is asked to hand over (DEL-1)."""
    asked = Delegation.objects.filter(role_holder=user, status=Status.ASKED)
    tasks = tuple(
        Task(
            f"Hand over “{row.theme}” to {row.forum}, or send it back",
            row.get_absolute_url(),
            (str(row), f"Asked as {row.office_title}"),
            timezone.localdate(row.asked_at),
            ICON,
        )
        for row in asked.select_related("forum").order_by("asked_at", "pk")[:SHOWN]
    )
    return Panel("Power to hand over", tasks, True) if tasks else None


def delegations_ending(user: User) -> Panel | None:
    """For leads, and for whoever handed it over: what ends within 60 days and is not renewed."""
    soon = timezone.localdate() + timedelta(days=max(TELL_BEFORE))
    near = Delegation.objects.ending_by(soon)
    rows = (near & _led_by(user)) | near.filter(role_holder=user)
    tasks = tuple(
        Task(
            f"Renew {row} or let it end: {row.theme}",
            row.get_absolute_url(),
            (row.delegate,),
            row.last_day,
            ICON,
        )
        for row in rows.select_related("forum", "seat").order_by("last_day", "pk")[:SHOWN]
    )
    return Panel("Delegations that end", tasks, True) if tasks else None


def paper_powers(user: User) -> Panel | None:
    """For leads and chairs: power that nobody used for two quarters (DEL-8)."""
    chaired = Membership.objects.in_the_chair().held_by(user).values("forum")
    held = Delegation.objects.in_force()
    rows = (held & _led_by(user)) | held.filter(forum__in=chaired)
    unused = [card for card in cards(rows.with_all().order_by("pk")) if card.is_paper]
    tasks = tuple(
        Task(
            f"Use {card.delegation} or ask why not: {card.delegation.theme}",
            card.delegation.get_absolute_url(),
            ("Paper power: not used for two quarters", card.delegation.delegate),
            icon=ICON,
        )
        for card in unused[:SHOWN]
    )
    return Panel("Paper power", tasks, True) if tasks else None


def what_i_handed_over(user: User) -> Panel | None:
    """What stands on this person's promise."""
    rows = Delegation.objects.filter(role_holder=user, status__in=GRANTED)
    tasks = tuple(
        Task(
            row.theme,
            row.get_absolute_url(),
            (row.delegate, row.how_far),
            icon=ICON,
        )
        for row in rows.select_related("forum", "seat").order_by("theme", "pk")[:SHOWN]
    )
    more = reverse("forums:scheme")
    return Panel("You handed over", tasks, more_url=more) if tasks else None


def _led_by(user: User) -> DelegationQuerySet:
    led = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
    return Delegation.objects.filter(forum__programme__in=led)
