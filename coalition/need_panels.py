"""Dashboard panels and navigation about needs and matches, like coalition/panels.py."""

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least
from django.urls import reverse

from coalition.models import Check, Match, Need, Programme, RoleGrant, User
from coalition.panels import SHOWN, NavItem, Panel, Task
from coalition.permissions import can_list_needs, can_see_figures, is_coordinator

Role = RoleGrant.Role


def needs_nav(user: User) -> NavItem | None:
    return NavItem("Needs", reverse("need_list"), "needs") if can_list_needs(user) else None


def partner_nav(user: User) -> NavItem | None:
    """A partner coordinator’s own page, of one organisation or of several."""
    if not is_coordinator(user):
        return None
    label = "Our organisation" if len(user.coordinates) == 1 else "Our organisations"
    return NavItem(label, reverse("partner_list"), "partner")


def figures_nav(user: User) -> NavItem | None:
    if not can_see_figures(user):
        return None
    return NavItem("Figures", reverse("figure_list"), "figures")


def needs_to_confirm(user: User) -> Panel | None:
    """Needs that somebody else raised, and that this person can confirm (NED-1)."""
    led = Programme.objects.with_role(user, Role.PROGRAMME_LEAD)
    theirs = Q(programme__in=led) | Q(organisation__in=user.coordinates)
    rows = Need.objects.unverified().filter(theirs).exclude(raised_by=user)
    tasks = [
        Task(
            f"Confirm what {need.organisation} needs: {need.headline}",
            need.get_absolute_url(),
            (need.get_kind_display(), need.get_urgency_display()),
            need.needed_by,
            "hand-heart",
        )
        for need in _first(rows.select_related("organisation").order_by("needed_by", "pk"))
    ]
    return _waiting("Needs to confirm", tasks, rows, reverse("need_list") + "?status=draft")


def matches_to_answer(user: User) -> Panel | None:
    """Matches that wait for this person’s yes or no, soonest first."""
    for_need = Q(need__organisation__in=user.coordinates, need_agreed_at=None)
    for_offer = Q(offerer_agreed_at=None) & (
        Q(offer__organisation__in=user.coordinates) | Q(offer__contributor__user=user)
    )
    rows = Match.objects.unanswered().filter(for_need | for_offer)
    tasks = [
        Task(
            f"Say yes or no: {match.quantity:,} for {match.need.headline}",
            match.get_absolute_url(),
            (str(match.need.organisation), match.need.get_kind_display()),
            match.answer_by,
            "handshake",
        )
        for match in _first(rows.with_sides().order_by("answer_by", "pk"))
    ]
    return _waiting("Matches to answer", tasks, rows, reverse("need_list"))


def outcomes_to_say(user: User) -> Panel | None:
    """Help that has ended, and of which nobody who needed it has said what came of it (MAT-4)."""
    led = Programme.objects.with_role(user, Role.PROGRAMME_LEAD)
    asked = Match.objects.filter(status=Match.Status.ACTIVE, outcome_asked_at__isnull=False)
    rows = asked.filter(Q(need__organisation__in=user.coordinates) | Q(need__programme__in=led))
    tasks = [
        Task(
            f"Say what came of it: {match.quantity:,} for {match.need.headline}",
            match.get_absolute_url(),
            (str(match.need.organisation),),
            match.ends_on,
            "message-circle",
        )
        for match in _first(rows.with_sides().order_by("ends_on", "pk"))
    ]
    return _waiting("Outcomes to say", tasks, rows, reverse("need_list"))


def checks_to_see(user: User) -> Panel | None:
    """Matches that wait for a check, by the day on which they are to start; and those under way of
    which one runs out (MAT-3)."""
    guarded = Programme.objects.with_role(user, Role.PROGRAMME_LEAD, Role.SAFEGUARDING_LEAD)
    again = (
        Check.objects.to_see_again()
        .filter(match=OuterRef("pk"))
        .annotate(look_by=Least("expires_on", "recheck_on"))
        .order_by("look_by")
    )
    rows = (
        Match.objects.filter(need__programme__in=guarded)
        .annotate(again_by=Subquery(again.values("look_by")[:1]))
        .filter(Q(status=Match.Status.CHECKS_PENDING) | Q(again_by__isnull=False))
        .annotate(see_by=Coalesce("again_by", "starts_on"))
    )
    tasks = [
        Task(
            f"See the checks {'again ' if match.again_by else ''}for {match.need.headline}",
            match.get_absolute_url(),
            (str(match.need.organisation), ", ".join(match.need.checks_in_words)),
            match.see_by,
            "shield-check",
        )
        for match in _first(rows.with_sides().order_by("see_by", "pk"))
    ]
    return _waiting("Checks to see", tasks, rows, reverse("need_list"))


def _first(rows: QuerySet) -> QuerySet:
    return rows[:SHOWN]


def _waiting(title: str, tasks: list[Task], rows: QuerySet, url: str) -> Panel | None:
    if not tasks:
        return None
    return Panel(title, tuple(tasks), True, url, len(tasks) if len(tasks) < SHOWN else rows.count())
