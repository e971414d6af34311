"""Who reads whether the promise was kept: anyone at the table."""

from django.db.models import Q

from coalition.models import Programme, User
from coalition.models.programme import ProgrammeQuerySet
from forums.models.delegation_rows import at_the_table
from forums.permissions import Place, is_seated, leads


def can_read_promise(here: Place) -> bool:
    """Of one forum: seated members, who have read its scope, and leads."""
    return is_seated(here) or leads(here)


def programmes_read_by(user: User) -> ProgrammeQuerySet:
    """Of a programme: whoever works in it, sits in one of its forums, or coordinates an
    organisation that does."""
    return Programme.objects.filter(Q(pk__in=user.works_in) | Q(pk__in=at_the_table(user)))
