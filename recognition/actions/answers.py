"""Answers to the one question in a letter: given, changed while they count, and cut from their
letters after two years."""

from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from coalition.actions import preferences
from coalition.domain import DomainError, action
from coalition.models import Contributor, JournalEntry, User
from recognition.models import Assignment, Experiment, Letter, Response
from recognition.models.arm import FORGOTTEN_UNIT
from recognition.research import question

ANSWER_GIVEN = "response.given"
ANSWER_CHANGED = "response.changed"
ANSWERS_EXPORTED = "experiment.answers_exported"


@action
def give(*, letter: Letter, no_more: bool, **says: Any) -> Response:
    """Write down what whoever holds the letter's link answers; once more changes it, and counts
    once. `says` are valued, meant_for_me, was_accurate, in_time and words. With `no_more`, no
    letter asks them anything from now on. Raises DomainError before the letter has gone, and after
    the last day. The letter comes from question.opened_by."""
    assert letter.assignment
    experiment = Experiment.objects.lock(letter.assignment.experiment)
    if not (letter.is_shown_signed and experiment.takes_answers):
        raise DomainError("Answers do not count any more. Thank you all the same.")
    response = Response.objects.filter(letter=letter).first() or Response(letter=letter)
    is_new = response.pk is None

    took_back = response.opted_out and not no_more
    response.experiment, response.arm_id = experiment, letter.assignment.arm_id
    for name, value in says.items():
        setattr(response, name, value)
    response.opted_out, response.changed_at = no_more, timezone.now()
    response.save()
    if no_more or took_back:  # what they asked for in another letter stays
        preferences.stop_surveys(person=question.person_of(letter), stopped=no_more)

    # What was answered stands in the row alone, which is cut from its letter one day.
    JournalEntry.objects.record(
        ANSWER_GIVEN if is_new else ANSWER_CHANGED,
        by=None,
        subject=experiment,
        programme=letter.campaign.programme,
    )
    return response


@action
def note_export(*, experiment: Experiment, rows: int, by: User) -> int:
    """Somebody takes answers with them, which name nobody; how many (P4)."""
    JournalEntry.objects.record(
        ANSWERS_EXPORTED,
        by=by,
        subject=experiment,
        programme=experiment.campaign.programme,
        rows=rows,
    )
    return rows


@action
def cut(*, now: datetime) -> int:
    """Cut answers that were kept for two years from their letters, with what was written, and draws
    from who was drawn; how many answers. What was counted stays."""
    old = Response.objects.to_cut(now)
    found = list(old.select_for_update(of=["self"]).values_list("pk", flat=True))
    Response.objects.filter(pk__in=found).update(
        letter=None, words="", cut_at=now, changed_at=F("answered_at")
    )
    Assignment.objects.of_long_ago(now).update(
        unit=Concat(Value(FORGOTTEN_UNIT), Cast("pk", CharField()))
    )
    return len(found)


@action
def empty_words(*, person: Contributor, by: User) -> int:
    """CON-5: of somebody whose details are removed, nothing that they wrote stays; how many."""
    theirs = Response.objects.filter(letter__contributor=person).exclude(words="")
    return theirs.update(words="")
