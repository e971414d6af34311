"""By which imports a record came, and which changed it: its history says so."""

from django.db import models
from django.db.models import Q

from coalition.models import Import, ImportChange


def imports_of(record: models.Model) -> list[Import]:
    """Latest first, each with `added`: whether the record came by it. One query."""
    changed = ImportChange.objects.filter(table=record._meta.db_table, target=record.pk)
    came_by = getattr(record, "came_by_id", None)
    theirs = Import.objects.filter(Q(pk=came_by) | Q(pk__in=changed.values("job")))
    found = list(theirs.exclude(status="undone").select_related("started_by").order_by("-pk"))
    for job in found:
        job.added = job.pk == came_by  # type: ignore[attr-defined]
    return found
