"""Corrections of minutes: asked for while they are a draft, added beside them once agreed."""

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import User
from forums.actions import attendances
from forums.actions.meeting_journal import (
    CORRECTION_ANSWERED,
    CORRECTION_APPENDED,
    CORRECTION_ASKED,
    record,
)
from forums.models import AgendaItem, Correction, Meeting, Membership

Status = Correction.Status


@action
def ask(
    *, meeting: Meeting, membership: Membership, item: AgendaItem | None, words: str, by: User
) -> Correction:
    """Of minutes that were sent round, until the day by which corrections are asked for."""
    meeting = attendances.lock_being_minuted(meeting=meeting)
    if meeting.corrections_by is None:
        raise DomainError("These minutes have not been sent round yet.")
    if meeting.corrections_by < timezone.localdate():
        raise DomainError(
            f"Corrections were asked for until {meeting.corrections_by:%-d %B}. Raise it at the"
            " next meeting, before the minutes are agreed."
        )

    correction = Correction.objects.create(
        meeting=meeting, item=item, words=words, asked_by=membership
    )

    record(kind=CORRECTION_ASKED, meeting=meeting, by=by, correction=correction.pk)
    return correction


@action
def answer(*, correction: Correction, taken: bool, answer: str = "", by: User) -> Correction:
    """Put right in the minutes, or left as it is, which says why."""
    meeting = attendances.lock_being_minuted(meeting=correction.meeting)
    status = Status.TAKEN if taken else Status.LEFT
    correction = Correction.objects.lock(correction).require_can_become(status)

    correction.status, correction.answer = status, answer
    correction.answered_by, correction.answered_at = by, timezone.now()
    correction.save(update_fields=["status", "answer", "answered_by", "answered_at"])

    record(kind=CORRECTION_ANSWERED, meeting=meeting, by=by, correction=correction.pk)
    return correction


@action
def append(
    *, meeting: Meeting, membership: Membership, item: AgendaItem | None, words: str, by: User
) -> Correction:
    """Beside minutes that are agreed, which themselves do not change (MTG-5)."""
    meeting = Meeting.objects.lock(meeting)
    if not meeting.is_agreed:
        raise DomainError("These minutes are not agreed yet, so they can be changed themselves.")

    correction = Correction.objects.create(
        meeting=meeting, item=item, words=words, asked_by=membership, status=Status.APPENDED
    )

    record(kind=CORRECTION_APPENDED, meeting=meeting, by=by, correction=correction.pk)
    return correction
