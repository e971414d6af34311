"""What this app shows on the dashboard and in the navigation."""

from coalition.models import User
from coalition.panels import NavItem, Panel


def thanks_nav(user: User) -> NavItem | None:
    return None


def campaigns_to_approve(user: User) -> Panel | None:
    return None


def letters_needing_a_person(user: User) -> Panel | None:
    return None


def thanks_owed(user: User) -> Panel | None:
    return None


def my_letters(user: User) -> Panel | None:
    return None
