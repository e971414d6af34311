"""What this app shows on the dashboard and in the navigation."""

from coalition.models import User
from coalition.panels import NavItem, Panel


def forums_nav(user: User) -> NavItem | None:
    return None


def invitations_to_answer(user: User) -> Panel | None:
    return None


def scopes_to_acknowledge(user: User) -> Panel | None:
    return None


def scopes_to_approve(user: User) -> Panel | None:
    return None


def my_forums(user: User) -> Panel | None:
    return None
