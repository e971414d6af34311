"""Weeks of the demo world, which pass at once for letters that went."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import (
    DateTimeField,
    DurationField,
    Expression,
    ExpressionWrapper,
    F,
    QuerySet,
    Value,
)

from coalition.models import Contributor, Household, HouseholdMember, JournalEntry, JournalSeal
from coalition.models.journal import JournalQuerySet
from recognition.actions.answers import ANSWER_GIVEN
from recognition.models import (
    Acknowledgement,
    Assignment,
    Campaign,
    ContributionEvent,
    DeliveryAttempt,
    Experiment,
    Letter,
    Response,
)


def pass_by(
    campaign: Campaign, days: int, entries: JournalQuerySet, people: QuerySet[Contributor]
) -> None:
    """Everything about these letters is so many days older, and answers came day by day. The only
    place of this app where triggers are lifted."""
    step = timedelta(days=days)
    tables = [JournalEntry, JournalSeal, Letter, Experiment]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in tables:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        for rows in _rows_of(campaign):
            names = [f.name for f in rows.model._meta.local_fields if type(f) is DateTimeField]
            rows.update(**{name: F(name) - step for name in names})
        Experiment.objects.filter(campaign=campaign).update(ends_on=F("ends_on") - step)
        people.update(
            added_at=F("added_at") - 2 * step, name_confirmed_at=F("name_confirmed_at") - 2 * step
        )
        homes = Household.objects.filter(members__contributor__in=people)
        HouseholdMember.objects.filter(household__in=homes).update(from_on=F("from_on") - 12 * step)
        homes.update(from_on=F("from_on") - 12 * step)
        answered = Response.objects.filter(experiment__campaign=campaign)
        answered.update(
            answered_at=_day_by_day("answered_at"), changed_at=_day_by_day("changed_at")
        )
        _reseal(entries, step)
        for model in tables:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _rows_of(campaign: Campaign) -> Iterator[QuerySet[Any]]:
    yield Campaign.objects.filter(pk=campaign.pk)
    yield campaign.waves.all()
    yield campaign.approvals.all()
    yield campaign.letters.all()
    yield DeliveryAttempt.objects.filter(letter__campaign=campaign)
    yield Acknowledgement.objects.filter(letter__campaign=campaign)
    yield ContributionEvent.objects.filter(letters__campaign=campaign)
    yield Experiment.objects.filter(campaign=campaign)
    yield Assignment.objects.filter(experiment__campaign=campaign)
    yield Response.objects.filter(experiment__campaign=campaign)


def _reseal(entries: JournalQuerySet, step: timedelta) -> None:
    """They are the last of their chains."""
    JournalSeal.objects.filter(entry__in=entries).delete()
    entries.update(at=F("at") - step)
    entries.of_kinds([ANSWER_GIVEN]).update(at=_day_by_day("at"))
    for entry in entries.unsealed().order_by("pk"):
        JournalSeal.objects.seal(entry)


def _day_by_day(name: str) -> Expression:
    """That time, one to fourteen days later."""
    days: Any = Value(timedelta(days=1)) * (F("pk") % 14 + 1)
    return ExpressionWrapper(F(name) + ExpressionWrapper(days, DurationField()), DateTimeField())
