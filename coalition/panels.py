"""Dashboard panels and navigation. Each is a function of the person; None means nothing to show."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from coalition.models import CallForOffers, KindNo, Offer, Programme, RoleGrant, User
from coalition.models.offer import OfferQuerySet
from coalition.permissions import (
    can_answer_offers,
    can_grant_roles,
    can_list_contributors,
    can_list_organisations,
)
from coalition.templatetags.words import day

SHOWN = 5


@dataclass(frozen=True)
class Task:
    """One thing that waits for this person: a verb-first sentence that is a link."""

    sentence: str
    url: str
    context: tuple[str, ...] = ()
    due_on: date | None = None
    icon: str = "circle-alert"


@dataclass(frozen=True)
class Panel:
    """A block of the dashboard. `waiting` panels come first, in one list, oldest due date first;
    others are a titled list of things of one's own."""

    title: str
    tasks: tuple[Task, ...]
    waiting: bool = False
    more_url: str = ""
    count: int = 0


class NavItem(NamedTuple):
    label: str
    url: str
    section: str


def today_nav(user: User) -> NavItem | None:
    return NavItem("Today", reverse("dashboard"), "today")


def offers_nav(user: User) -> NavItem | None:
    label = "Offers" if can_answer_offers(user) else "My offers"
    return NavItem(label, reverse("offer_list"), "offers")


def organisations_nav(user: User) -> NavItem | None:
    if not can_list_organisations(user):
        return None
    return NavItem("Organisations", reverse("organisation_list"), "organisations")


def people_nav(user: User) -> NavItem | None:
    if not can_list_contributors(user):
        return None
    return NavItem("People", reverse("contributor_list"), "people")


def roles_nav(user: User) -> NavItem | None:
    return NavItem("Roles", reverse("role_list"), "roles") if can_grant_roles(user) else None


def offers_to_answer(user: User) -> Panel | None:
    """Offers that no person has answered yet, oldest first (OFR-2)."""
    if not can_answer_offers(user):
        return None
    return _offers_panel(
        "Offers to answer",
        Offer.objects.visible_to(user).in_care_of(user).unacknowledged(),
        "Answer {who}’s offer: {what}",
        "inbox",
        "?status=submitted",
    )


def offers_needing_news(user: User) -> Panel | None:
    """Open offers whose promised day of the next word is here, longest overdue first (OFR-3)."""
    if not can_answer_offers(user):
        return None
    return _offers_panel(
        "Offers whose next word is due",
        Offer.objects.visible_to(user).in_care_of(user).needing_news(),
        "Tell {who} where their offer stands: {what}",
        "clock",
        "?sort=due",
    )


def _offers_panel(
    title: str, rows: OfferQuerySet, sentence: str, icon: str, filters: str
) -> Panel | None:
    count = rows.count()
    if not count:
        return None
    tasks = tuple(
        Task(
            sentence.format(who=offer.organisation or offer.contributor, what=offer.headline),
            offer.get_absolute_url(),
            (str(offer.contributor), offer.get_kind_display()),
            offer.next_contact_due,
            icon,
        )
        for offer in rows.with_people().order_by("next_contact_due", "pk")[:SHOWN]
    )
    return Panel(title, tasks, True, reverse("offer_list") + filters, count)


def my_offers(user: User) -> Panel | None:
    """One's own offers that are still open, and what comes next."""
    mine = Offer.objects.filter(contributor__user=user).open().order_by("-pk")[:SHOWN]
    tasks = tuple(
        Task(
            offer.headline,
            offer.get_absolute_url(),
            (offer.get_status_display(), f"news by {day(offer.next_contact_due)}"),
            icon="gift",
        )
        for offer in mine
    )
    return Panel("My offers", tasks, more_url=reverse("offer_list")) if tasks else None


def kind_nos_to_agree(user: User) -> Panel | None:
    """A kind no to many that another lead asked for, and that needs a second person."""
    led = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
    rows = KindNo.objects.filter(status=KindNo.Status.WAITING, programme__in=led)
    tasks = tuple(
        Task(
            f"Agree to a kind no to {kind_no.count:,} offers, or stop it",
            reverse("kind_no_detail", args=[kind_no.pk]),
            (str(kind_no.asked_by),),
        )
        for kind_no in rows.exclude(asked_by=user).select_related("asked_by").order_by("pk")[:SHOWN]
    )
    return Panel("Kind no to many", tasks, waiting=True) if tasks else None


def calls_to_close(user: User) -> Panel | None:
    """Calls whose last day is over while somebody waits for an answer (CAL-2)."""
    rows = CallForOffers.objects.visible_to(user).filter(
        owner=user, status=CallForOffers.Status.PAUSED, closes_at__lte=timezone.now()
    )
    tasks = tuple(
        Task(
            f"Close the call: {call.title}",
            reverse("call_close", args=[call.pk]),
            ("Its last day is over", str(call.programme)),
            call.last_day,
        )
        for call in rows.select_related("programme").order_by("closes_at")[:SHOWN]
    )
    return Panel("Calls to close", tasks, waiting=True) if tasks else None
