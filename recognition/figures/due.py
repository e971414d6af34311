"""What is counted: everything for which thanks came due in the period."""

from django.db.models import Count, F, Q
from django.utils import timezone

from coalition.figures.period import Period
from coalition.models import Programme
from recognition.models import ContributionEvent
from recognition.models.contribution import ContributionQuerySet

Outcome = ContributionEvent.Outcome
IN_TIME = Q(outcome=Outcome.THANKED, closed_at__date__lte=F("due_on"))
COUNTS = {"part": Count("pk", filter=IN_TIME), "whole": Count("pk")}
Pair = tuple[int, int]


def due(programmes: list[Programme], period: Period) -> ContributionQuerySet:
    """Due by today. Not what is not to be thanked, and not what came by an import as thanked:
    nobody knows when that was."""
    until = min(period.to_on, timezone.localdate())
    rows = ContributionEvent.objects.filter(
        programme__in=programmes, due_on__range=(period.from_on, until)
    )
    known_before = Q(came_by__isnull=False, outcome=Outcome.THANKED, due_on=F("happened_on"))
    return rows.exclude(outcome=Outcome.NOT_THANKED).exclude(known_before)
