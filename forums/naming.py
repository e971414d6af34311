"""Whom a text written in a forum must not name, and whose names are not people's."""

from dataclasses import dataclass

from django.db.models import Q

from coalition.models import Contributor, Organisation
from forums.models import Forum


@dataclass(frozen=True)
class Named:
    """Every name under which people who sit or sat in a forum go, and its organisations."""

    members: tuple[str, ...]
    organisations: tuple[str, ...]


def named_in(forum: Forum) -> Named:
    people = Contributor.objects.filter(pk__in=forum.memberships.values("contributor"))
    theirs = Q(pk__in=forum.memberships.values("organisation")) | Q(pk=forum.convened_by_id)
    organisations = Organisation.objects.filter(theirs)
    return Named(
        _names(people.order_by("pk").values_list("letter_name", "known_as")),
        _names(organisations.order_by("pk").values_list("name", "known_as")),
    )


def _names(rows) -> tuple[str, ...]:
    return tuple(name for row in rows for name in row if name)
