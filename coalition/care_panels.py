"""What those who look after people find on their dashboard."""

from django.urls import reverse

from coalition.models import Contributor, Hold, User
from coalition.models.hold import HoldQuerySet
from coalition.panels import SHOWN, NavItem, Panel, Task
from coalition.permissions import can_add_contributor, can_place_holds


def holds_nav(user: User) -> NavItem | None:
    return NavItem("Holds", reverse("hold_list"), "holds") if can_place_holds(user) else None


def holds_to_review(user: User) -> Panel | None:
    """Overdue reviews: the holds stay on, and come back here every day (HLD-3)."""
    if not can_place_holds(user):
        return None
    return _panel("Holds to look at again", Hold.objects.overdue(), "Look again at the hold on {}")


def holds_asked_for(user: User) -> Panel | None:
    if not can_place_holds(user):
        return None
    return _panel("Holds that a lead asked for", Hold.objects.asked_for(), "Decide about {}")


def envelopes_to_spell(user: User) -> Panel | None:
    """Names and addresses that the post cannot read (letters.md B1)."""
    if not can_add_contributor(user):
        return None
    rows = Contributor.objects.visible_to(user).to_spell()
    tasks = tuple(
        Task(
            f"Say how {person.letter_name} is spelt on an envelope",
            reverse("contributor_spelling", args=[person.pk]),
            icon="mail",
        )
        for person in rows.order_by("pk")[:SHOWN]
    )
    if not tasks:
        return None
    return Panel("Envelopes to spell", tasks, True, reverse("spelling_list"), rows.count())


def _panel(title: str, rows: HoldQuerySet, sentence: str) -> Panel | None:
    count = rows.count()
    if not count:
        return None
    tasks = tuple(
        Task(
            sentence.format(hold.subject_name),
            hold.get_absolute_url(),
            tuple(hold.stops),
            hold.review_by if hold.is_in_force else None,
            "hand",
        )
        for hold in rows.with_subjects().order_by("review_by", "pk")[:SHOWN]
    )
    return Panel(title, tasks, True, reverse("hold_list"), count)
