"""Partners say what their people did, and that it is right (CTB-4)."""

from typing import Any

from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, Organisation, User
from recognition.actions import contributions
from recognition.models import ContributionEvent

CONTRIBUTION_VERIFIED = "contribution.verified"
Outcome = ContributionEvent.Outcome


@action
def tell(*, organisation: Organisation, by: User, **facts: Any) -> ContributionEvent:
    """A partner writes down what one of their people did; `facts` are those of `add`. It is
    confirmed in the same moment, unless they did it themselves (CTB-4)."""
    event = contributions.add(organisation=organisation, by=by, **facts)
    return event if event.contributor.user_id == by.pk else verify(event=event, by=by)


@action
def verify(*, event: ContributionEvent, by: User, **facts: Any) -> ContributionEvent:
    """Somebody who was near says that it is right, perhaps with `facts` put right first (CTB-4).
    Raises DomainError for what somebody did themselves, and once a letter is on its way."""
    if event.contributor.user_id == by.pk:
        raise DomainError("You did this yourself, so somebody else confirms it.")
    if any(getattr(event, name) != value for name, value in facts.items()):
        event = contributions.change_facts(event=event, by=by, **facts)
    event = ContributionEvent.objects.lock(event)
    if event.outcome != Outcome.OPEN:
        raise DomainError(f"This is marked “{event.get_outcome_display()}” now.")
    if event.verified_by:
        raise DomainError(f"{event.verified_by} has confirmed this already.")

    event.verified_by, event.verified_at = by, timezone.now()
    event.save(update_fields=["verified_by", "verified_at"])

    JournalEntry.objects.record(
        CONTRIBUTION_VERIFIED,
        by=by,
        subject=event,
        programme=event.programme,
        concerns=event.contributor,
    )
    return event
