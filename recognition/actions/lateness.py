"""What the programme lead decides about thanks that are more than a year late (AKN-3)."""

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from recognition.lateness import TOO_LATE_DAYS, days_late
from recognition.models import ContributionEvent, LateDecision

LATE_THANKS_DECIDED = "contribution.late_thanks_decided"


@action
def thank_even_so(*, event: ContributionEvent, by: User) -> LateDecision:
    """A letter may go, in words for late thanks. Raises DomainError where nobody need decide."""
    event = ContributionEvent.objects.lock(event)
    if event.outcome != ContributionEvent.Outcome.OPEN:
        raise DomainError(f"This is settled: {event.get_outcome_display().lower()}.")
    if days_late(event, timezone.localdate()) <= TOO_LATE_DAYS:
        raise DomainError("This is not a year late, so nobody needs to decide.")
    if earlier := LateDecision.objects.filter(event=event).select_related("by").first():
        raise DomainError(f"{earlier.by} has decided already that they are thanked.")

    decision = LateDecision.objects.create(event=event, by=by)

    JournalEntry.objects.record(
        LATE_THANKS_DECIDED,
        by=by,
        subject=event,
        programme=event.programme,
        concerns=event.contributor,
    )
    return decision
