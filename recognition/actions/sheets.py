"""Paper that leaves a print pack: not signed, or not to go any more."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone

from coalition.domain import action
from coalition.models import JournalEntry, User
from recognition.actions.dispatch import LETTER_CANCELLED, LETTER_HELD
from recognition.models import DeliveryAttempt, Letter, PrintPack
from recognition.models.letter import LetterQuerySet
from recognition.sheets import Sheet

Status = Letter.Status
FOR_NOW = (LETTER_HELD, Status.HELD)
FOR_GOOD = (LETTER_CANCELLED, Status.CANCELLED)  # who died, went away or objected: G1


@action
def hold(
    *, pack: PrintPack, letters: LetterQuerySet, gate: str, problem: str, status: str = Status.HELD
) -> None:
    """Out of the pack, which the caller has locked; a person tries them again, or takes them out
    of the campaign."""
    ids = list(letters.values_list("pk", flat=True))
    cancel_tries(letters=Letter.objects.filter(pk__in=ids))
    fields = {"status": status, "stopped_by": gate, "problem": problem[:500]}
    Letter.objects.filter(pk__in=ids).update(**fields, gates={gate: problem}, signed_at=None)
    pack.packed.filter(letter__in=ids).update(taken_back=True)


@action
def take_out(*, pack: PrintPack, sheets: Sequence[Sheet], by: User) -> None:
    """Somebody has taken these out of a pack that the caller has locked, and they have not gone:
    held, or will never go, by the gate that says so (HLD-5)."""
    alike = defaultdict(list)
    for sheet in sheets:
        alike[sheet.gate, sheet.reason].append(sheet.packed.letter)
    for (gate, reason), letters in alike.items():
        kind, status = FOR_GOOD if gate == "G1" else FOR_NOW
        rows = Letter.objects.filter(pk__in=[letter.pk for letter in letters])
        printing = rows.filter(status=Status.PRINTING)
        hold(pack=pack, letters=printing, gate=gate, problem=reason, status=status)
        JournalEntry.objects.record_each(
            kind,
            [
                {
                    "by": by,
                    "subject": letter,
                    "programme": letter.campaign.programme,
                    "concerns": letter.contributor,
                    "facts": {"gate": gate},
                }
                for letter in letters
            ],
        )


@action
def cancel_tries(*, letters: LetterQuerySet) -> None:
    """Their last try came to nothing: the paper did not go."""
    tries = DeliveryAttempt.objects.filter(letter__in=letters, n=F("letter__handovers"))
    tries.update(state=DeliveryAttempt.State.CANCELLED, heard_at=timezone.now())
