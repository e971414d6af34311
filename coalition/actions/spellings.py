"""How a name or an address is spelt on an envelope: said by whoever knows."""

from django.utils import timezone

from coalition import envelopes
from coalition.domain import DomainError, action
from coalition.models import Contributor, JournalEntry, Spelling, User

ENVELOPE_SPELT = "contributor.envelope_spelt"


@action
def spell(
    *, contributor: Contributor, seen: str, by: User | None, name: str = "", line: str = ""
) -> Spelling:
    """Keep how the envelope is spelt; `by` is None for the person, by their link. `seen` is what
    they looked at. Raises DomainError where that was changed meanwhile, where nothing
    needs it, and for a spelling without a Latin letter."""
    person = Contributor.objects.lock(contributor).require_standing()
    wanted = envelopes.to_spell(person)
    if not wanted:
        raise DomainError("The post can read this address as it is.")
    if seen.splitlines() != wanted.seen.splitlines():
        raise DomainError("The name or the address was changed while you looked. Look once more.")

    fields = {
        "of_name": wanted.name,
        "name": name if wanted.name else "",
        "of_line": wanted.line,
        "line": line if wanted.line else "",
        "by": by,
        "at": timezone.now(),
    }
    spelling, _ = Spelling.objects.update_or_create(contributor=person, defaults=fields)

    JournalEntry.objects.record(ENVELOPE_SPELT, by=by, subject=person, concerns=person)
    return spelling
