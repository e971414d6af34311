"""What organisations came from and what they became: noted, and taken back if it was wrong."""

from typing import Any

from coalition.domain import DomainError, action, in_turn
from coalition.models import JournalEntry, Organisation, OrganisationSuccession, User

SUCCESSION_NOTED = "organisation.succession_noted"
SUCCESSION_TAKEN_BACK = "organisation.succession_taken_back"
SUCCESSIONS = 7_204_524  # any number, as long as nothing else has it


@action
def note(
    *, predecessor: Organisation, successor: Organisation, by: User | None, **fields: Any
) -> OrganisationSuccession:
    """One organisation carries on what another did. Both stay on the register as they are.

    Raises DomainError where it is noted already, or would close a circle."""
    in_turn(SUCCESSIONS)
    if predecessor.pk != successor.pk and _leads_to(successor, predecessor):
        raise DomainError(
            f"{predecessor.name} came after {successor.name} already, so it cannot be what came"
            " before it too."
        )

    made = OrganisationSuccession.objects.create(
        predecessor=predecessor, successor=successor, **fields
    )

    _record(SUCCESSION_NOTED, made, by)
    return made


@action
def take_back(*, succession: OrganisationSuccession, by: User) -> None:
    """It was a mistake: neither came from the other."""
    _record(SUCCESSION_TAKEN_BACK, succession, by)

    succession.delete()


def _leads_to(start: Organisation, goal: Organisation) -> bool:
    """Whether `goal` came after `start`, or after what came after it, and so on."""
    seen: set[int] = set()
    after = {start.pk}
    while after:
        seen |= after
        rows = OrganisationSuccession.objects.filter(predecessor__in=after)
        after = set(rows.values_list("successor", flat=True)) - seen
    return goal.pk in seen


def _record(kind: str, succession: OrganisationSuccession, by: User | None) -> None:
    """In the history of both."""
    before, after = succession.predecessor, succession.successor
    for subject, other in ((before, after), (after, before)):
        JournalEntry.objects.record(kind, by=by, subject=subject, other=other.pk)
