"""How entries of the journal that must be provable are chained: each carries the hash of what it
says and of the one before it. Plain values; docs/adr/0014 says what that proves.

The form below is written down for good. Whoever changes it gives it another number, and keeps this
one to check what was sealed before.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings

FORM = 1
FIRST = "0" * 64  # what stands before the first


def is_sealed(kind: str) -> bool:
    """Delegations, decisions, overrides and approvals (settings.SEALED_KINDS: a kind, or all that
    begin with a word and a dot)."""
    return any(
        kind.startswith(sealed) if sealed.endswith(".") else kind == sealed
        for sealed in settings.SEALED_KINDS
    )


def chain_of(programme_id: int | None) -> int:
    """Each programme has a chain of its own; whatever belongs to none is in chain 0."""
    return programme_id or 0


def seal_hash(entry: Any, subject: str, *, number: int, previous: str) -> str:
    """SHA-256, in hexadecimal, of an entry as the database has it, at its place in the chain.
    `subject` is the label of its model, like forums.delegation."""
    at: datetime = entry.at.astimezone(UTC)
    said = {
        "form": FORM,
        "chain": chain_of(entry.programme_id),
        "number": number,
        "previous": previous,
        "entry": entry.pk,
        "at": at.isoformat(timespec="microseconds"),
        "kind": entry.kind,
        "by": entry.by_id,
        "concerns": entry.concerns_id,
        "subject": f"{subject}:{entry.subject_id}",
        "facts": entry.facts,
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
