"""How seats end in the demo world. Ben gave up his and reads what was said in his time; and Grace
asks Lena whether the observer, who never came, should go on having one."""

from coalition.models import User
from forums.actions import removals, seats
from forums.demo_people import person
from forums.models import Forum


def build(forum: Forum, lena: User) -> None:
    ben, grace = person("ben"), person("grace")
    seats.resign(membership=forum.memberships.live().held_by(ben).get(), by=ben)
    observer = forum.memberships.live().get(seat__kind="observer")
    removals.propose(membership=observer, reason="absent", by=grace)
