"""People make a badge of thanks that they got, and withdraw it; nobody else does (opt-in)."""

from django.utils import timezone

from coalition.domain import DomainError, NotAuthorised, action
from coalition.models import JournalEntry, User
from recognition.badges import why_none
from recognition.models import Badge, ContributionEvent

BADGE_MADE = "badge.made"
BADGE_WITHDRAWN = "badge.withdrawn"


@action
def make(*, event: ContributionEvent, shown_as: str, by: User) -> Badge:
    """Of one’s own thanks, as one likes to be shown. Raises NotAuthorised for anybody else’s, and
    DomainError before thanks were given, on hold, and for whoever is not known to be an adult
    (CON-3)."""
    rows = ContributionEvent.objects.select_for_update(of=["self"]).with_people()
    event = rows.get(pk=event.pk)
    person = event.contributor
    if person.user_id != by.pk:
        raise NotAuthorised("A badge is made by whoever was thanked.")
    if event.outcome != ContributionEvent.Outcome.THANKED:
        raise DomainError("Nobody has thanked you for this yet. You can make a badge after that.")
    if why := why_none(person):
        raise DomainError(why)

    badge = Badge.objects.create(event=event, shown_as=shown_as)

    _record(BADGE_MADE, badge, by)
    return badge


@action
def withdraw(*, badge: Badge, by: User) -> Badge:
    """Whoever verifies it reads from now on that it was withdrawn. Raises DomainError if it was."""
    badge = Badge.objects.lock(badge)
    if badge.event.contributor.user_id != by.pk:
        raise NotAuthorised("A badge is withdrawn by whoever made it.")
    if badge.withdrawn_at:
        raise DomainError("This badge was withdrawn already.")

    badge.withdrawn_at = timezone.now()
    badge.save(update_fields=["withdrawn_at"])

    _record(BADGE_WITHDRAWN, badge, by)
    return badge


def _record(kind: str, badge: Badge, by: User) -> None:
    event = badge.event
    JournalEntry.objects.record(
        kind, by=by, subject=badge, programme=event.programme, concerns=event.contributor
    )
