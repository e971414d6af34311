"""Letters stop with their person: at once, in the transaction that records why (CON-2, HLD-2).

The gates would stop them at the last moment as well; here they stop where everyone can see it.
Named in settings as HELD_, CANCELLED_ and EMPTIED_WITH_PEOPLE."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import Q

from coalition.domain import action
from coalition.models import Contributor, Hold, JournalEntry, Organisation, User
from coalition.models.hold import ON_HOLD, Subject
from recognition import store
from recognition.actions.dispatch import LETTER_CANCELLED, LETTER_HELD
from recognition.models import Campaign, Letter

Status = Letter.Status
REMOVED = "Removed."  # as the trigger of migration 0006 knows it
# What no worker has in hand, and a person has approved or may yet approve.
WAITING = [Status.QUEUED, Status.READY]
STOPPING = {Hold.Scope.CONTACT, Hold.Scope.RECOGNITION}


@action
def hold_letters(
    *, people: Iterable[int], subject: Subject, scopes: Iterable[str], by: User
) -> int:
    """Approved letters to these people are held at G2; how many that are."""
    if not STOPPING & set(scopes):
        return 0
    return _stop(_to(people, subject), LETTER_HELD, by, Status.HELD, "G2", f"{ON_HOLD}.")


@action
def cancel_letters(*, person: Contributor, reason: str, by: User | None) -> int:
    """Approved letters to who died, went away or objected will not go (G1); how many that are."""
    return _stop(_to([person.pk], person), LETTER_CANCELLED, by, Status.CANCELLED, "G1", reason)


@action
def empty_letters(*, person: Contributor, by: User) -> int:
    """CON-5: of each letter to this person, that has gone or will not go, only the skeleton stays;
    how many those are. What a worker has in hand goes, and is emptied when this is done again."""
    over = Letter.objects.filter(contributor=person).exclude(
        status__in=[*Letter.IN_HAND, Status.PRINTING]
    )
    letters = list(over.select_for_update().order_by("pk"))
    for letter in letters:
        letter.letter_name = letter.salutation = REMOVED
        letter.email, letter.address = "", []
        letter.values |= {"letter_name": REMOVED, "salutation": REMOVED}
    Letter.objects.bulk_update(
        letters, ["letter_name", "salutation", "email", "address", "values"], batch_size=500
    )
    for digest in {letter.pdf_hash for letter in letters if letter.pdf_hash}:
        transaction.on_commit(partial(store.drop, digest))
    return len(letters)


def _to(people: Iterable[int], subject: Subject) -> Q:
    found = Q(contributor__in=list(people))
    if isinstance(subject, Organisation):
        found |= Q(event__organisation=subject)
    return found


def _stop(reached: Q, kind: str, by: User | None, status: str, gate: str, reason: str) -> int:
    approved = Q(status=Status.FROZEN, campaign__status=Campaign.Status.APPROVED)
    waiting = Letter.objects.filter(reached).filter(Q(status__in=WAITING) | approved)
    letters = list(
        waiting.select_for_update(of=["self"]).select_related("campaign__programme").order_by("pk")
    )
    Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(
        status=status, stopped_by=gate, problem=reason[:500], token=None, lease_until=None
    )
    for letter in letters:
        JournalEntry.objects.record(
            kind,
            by=by,
            subject=letter,
            programme=letter.campaign.programme,
            concerns=letter.contributor,
            gate=gate,
        )
    return len(letters)
