"""Whether the chains of the journal are whole, and which entry breaks one (docs/adr/0014)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from coalition.models import JournalEntry, JournalSeal
from coalition.sealing import FIRST, seal_hash

AT_A_TIME = 1000


@dataclass(frozen=True)
class Fault:
    """What does not fit, by the number of the journal entry, and in words."""

    entry: int
    words: str


@dataclass(frozen=True)
class Noted:
    """A seal that somebody wrote down elsewhere, as it is printed: chain:number:hash."""

    chain: int
    number: int
    hash: str

    @classmethod
    def read(cls, text: str) -> "Noted":
        """Raises ValueError."""
        chain, number, seal = text.strip().split(":")
        return cls(int(chain), int(number), seal)


def faults() -> Iterator[Fault]:
    """In the order of the chains. One that is changed is named alone, and not what follows it."""
    chain, number, previous = -1, 0, FIRST
    seals = JournalSeal.objects.select_related("entry__subject_type").order_by("chain", "number")
    for seal in seals.iterator(chunk_size=AT_A_TIME):
        if seal.chain != chain:
            chain, number, previous = seal.chain, 0, FIRST
        yield from _faults_of(seal, number, previous)
        number, previous = seal.number, seal.hash
    for entry in JournalEntry.objects.unsealed().order_by("pk").iterator():
        yield Fault(entry.pk, f"{entry.kind} is in no chain")


def _faults_of(seal: JournalSeal, number: int, previous: str) -> Iterator[Fault]:
    entry = seal.entry
    if seal.number != number + 1:
        yield Fault(entry.pk, f"before it in chain {seal.chain}, {number + 1} is missing")
    elif seal.previous != previous:
        yield Fault(entry.pk, "it does not follow on the one before it")
    made = seal_hash(entry, entry.subject_label, number=seal.number, previous=seal.previous)
    if seal.hash != made:
        yield Fault(entry.pk, f"{entry.kind} is not what was sealed")
    elif not _still_says_so(entry):
        yield Fault(entry.pk, f"{entry.subject} no longer says what was approved")


def _still_says_so(entry: JournalEntry) -> bool:
    dotted = settings.SEALED_FINGERPRINTS.get(entry.kind)
    if dotted is None:
        return True
    return entry.subject is not None and import_string(dotted)(entry.subject) == (
        entry.facts.get("fingerprint")
    )


def is_kept(noted: Noted) -> bool:
    """Whether a chain still has what was noted of it: nothing was cut off or written anew since."""
    kept = JournalSeal.objects.filter(chain=noted.chain, number=noted.number)
    return kept.filter(hash=noted.hash).exists()
