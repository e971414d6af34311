"""Holds survive a merge, and its undoing (HLD-2)."""

from collections.abc import Callable
from copy import copy
from datetime import datetime

from django.db.models import Q

from coalition.models import Hold
from coalition.models.mergeable import Mergeable


def share(kept: Mergeable, merged: Mergeable, at: datetime) -> Callable[[], None]:
    """One that was placed after the merge may be meant for either, so it holds both."""
    since = Q(opened_at__gte=at) | Q(asked_at__gte=at)
    subject = str(kept._meta.model_name)
    placed = list(Hold.objects.filter(since, lifted_at=None, **{subject: kept}))

    def hold_the_other() -> None:
        for hold in placed:
            another = copy(hold)
            another.pk = None
            setattr(another, subject, merged)
            another.save(force_insert=True)

    return hold_the_other
