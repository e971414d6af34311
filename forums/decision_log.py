"""The decision log: which decisions, narrowed by forum, authority, state and period."""

from django.db.models import Case, CharField, Value, When
from django.db.models.functions import Cast, ExtractYear
from django.http import QueryDict

from coalition.filters import Filters, Group
from coalition.paging import Ring
from forums.models import Decision, Forum
from forums.models.decision_rows import DecisionQuerySet
from forums.models.decision_words import Status

STATES = [(status.value, str(status.label)) for status in Status if status != Status.DROPPED]
AUTHORITIES = [
    ("decide", "Decided by the forum"),
    ("decide_by_undertaking", "Decided by undertaking"),
    ("recommend", "Recommended, nothing covers it"),
    ("under_power", "Recommended, under a power"),
]


def narrowable(rows: DecisionQuerySet) -> DecisionQuerySet:
    """With the columns that the filters compare."""
    counted = When(mode__in=["decide", "decide_by_undertaking"], then="mode")
    measured = When(delegation__isnull=False, then=Value("under_power"))
    return rows.annotate(
        in_forum=Cast("forum_id", CharField()),
        in_year=Cast(ExtractYear("decided_on"), CharField()),
        authority_kind=Case(
            counted, measured, default=Value("recommend"), output_field=CharField()
        ),
    )


def filters_for(query: QueryDict, visible: DecisionQuerySet, *, one_forum: bool) -> Filters:
    """What there is to choose from, of what one may see."""
    dates = visible.order_by().dates("decided_on", "year", order="DESC")
    years = [str(first.year) for first in dates]
    groups = [
        Group("authority", "Authority", AUTHORITIES, "authority_kind"),
        Group("state", "State", STATES, "status"),
        Group("year", "Year", [(year, year) for year in years], "in_year"),
    ]
    if not one_forum:
        theirs = Forum.objects.filter(pk__in=visible.values("forum")).order_by("name", "pk")
        forums = [(str(pk), name) for pk, name in theirs.values_list("pk", "name")]
        groups.insert(0, Group("forum", "Forum", forums, "in_forum"))
    return Filters(query, groups)


def rings(found: DecisionQuerySet) -> list[Ring]:
    """The newest first."""
    return [Ring(found, ("-decided_on", "-pk"))]


def published_log(rows: DecisionQuerySet) -> DecisionQuerySet:
    """What is published; with whatever a line shows."""
    return narrowable(rows.published()).with_all()


def log_of(forum: Forum) -> DecisionQuerySet:
    return narrowable(Decision.objects.filter(forum=forum)).with_all()
