"""Thanks that come late: which words may still go, and when it is a person's decision (AKN-3)."""

from datetime import date

from recognition.models import ContributionEvent, Letter, LetterTemplate
from recognition.models.contribution import LATE_DAYS, TOO_LATE_DAYS


def days_late(event: ContributionEvent, on: date) -> int:
    return (on - event.due_on).days


def needs_a_decision(event: ContributionEvent, on: date) -> bool:
    """More than a year late, and nobody has decided; the event comes with its late_decision."""
    return days_late(event, on) > TOO_LATE_DAYS and not hasattr(event, "late_decision")


def why_too_late(letter: Letter, on: date) -> str | None:
    """G10, of a letter with its event, late_decision and template at hand; asks no query. What
    puts right a letter that went is never too late."""
    if letter.corrects_id:
        return None
    days = days_late(letter.event, on)
    if needs_a_decision(letter.event, on):
        return (
            f"Thanks for this are {days} days late. Whether a letter still goes is for the"
            " programme lead to decide, on the list of thanks owed."
        )
    if days > LATE_DAYS and letter.template_version.template.kind != LetterTemplate.Kind.LATE:
        return (
            f"Thanks for this are {days} days late, and these words do not say so. Choose words"
            " for late thanks, or ring them."
        )
    return None
