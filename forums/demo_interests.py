"""Interests that people of the demo world declared. Grace has yet to say."""

from datetime import date
from typing import Any

from coalition.models import User
from forums.actions import interests
from forums.demo_people import person
from forums.models import Forum, Interest, Membership

Kind = Interest.Kind


def build(forum: Forum) -> None:
    declared: dict[str, dict[str, Any]] = {
        "pat": {
            "kind": Kind.PROFESSIONAL,
            "organisation": "Aldermere Community Kitchen",
            "description": "I run the kitchen that fills the first-night boxes. If the forum pays"
            " for boxes, we are paid.",
            "from_on": date(2024, 4, 1),
            "mitigation": "I say so each time, and leave when the price is settled.",
            "publish": True,
        },
        "dominic": {
            "kind": Kind.INDIRECT,
            "organisation": "Fernley Coaches",
            "description": "A member of my family drives for them.",
            "from_on": date(2025, 9, 1),
            "mitigation": "I do not speak when transport is chosen.",
            "publish": False,
        },
    }
    for who, fields in declared.items():
        user = person(who)
        interests.declare(membership=_seat(forum, user), **fields, by=user)
    for who, seen in (("pat", 1), ("dominic", 1), ("kofi", 0), ("priya", 0), ("sian", 0)):
        user = person(who)
        interests.confirm(membership=_seat(forum, user), seen=seen, by=user)


def _seat(forum: Forum, user: User) -> Membership:
    return forum.memberships.live().held_by(user).get()
