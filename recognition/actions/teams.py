"""Who is listed in the team of a contribution (CTB-3)."""

from collections.abc import Sequence

from coalition.domain import DomainError, action
from coalition.models import Contributor, JournalEntry, User
from recognition import teams
from recognition.models import ContributionEvent, Teammate

TEAM_LISTED = "contribution.team_listed"
ALONE = "This was done on their own. Say first with which organisation it was."


@action
def list_team(
    *, event: ContributionEvent, people: Sequence[Contributor], by: User
) -> ContributionEvent:
    """These, and nobody else, are listed beside whoever is thanked for the organisation. Raises
    DomainError for anybody who does not let themselves be named: for them the organisation
    stands."""
    event = ContributionEvent.objects.lock(event)
    if event.organisation_id is None:
        raise DomainError(ALONE)
    may = teams.names_of(people)
    if unwilling := [person for person in people if person.pk not in may]:
        names = ", ".join(person.letter_name for person in unwilling)
        raise DomainError(f"Not agreed to be named: {names}. For them the organisation stands.")

    listed = Teammate.objects.filter(event=event)
    listed.exclude(contributor__in=people).delete()
    rows = [Teammate(event=event, contributor=person) for person in people]
    Teammate.objects.bulk_create(rows, ignore_conflicts=True)

    JournalEntry.objects.record(
        TEAM_LISTED,
        by=by,
        subject=event,
        programme=event.programme,
        concerns=event.contributor,
        number=len(people),
    )
    return event
