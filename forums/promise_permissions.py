"""Who reads whether the promise was kept: anyone at the table."""

from django.db.models import Q

from coalition.models import Programme, RoleGrant, User
from coalition.models.programme import ProgrammeQuerySet
from forums.models.delegation_rows import at_the_table
from forums.permissions import Place, is_seated, leads


def can_read_promise(here: Place) -> bool:
    """Of one forum: seated members, who have read its scope, and leads."""
    return is_seated(here) or leads(here)


def programmes_read_by(user: User) -> ProgrammeQuerySet:
    """Of a programme: whoever holds a role in it, sits in one of its forums, or coordinates an
    organisation that does."""
    roles = Programme.objects.with_role(user, *RoleGrant.Role.values)
    return Programme.objects.filter(Q(pk__in=roles) | Q(pk__in=at_the_table(user)))
