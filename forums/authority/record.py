"""The fingerprint of what a delegation or a decision says: what was read is what is approved, and
what was approved or published is what stands."""

import json
from hashlib import sha256
from typing import Any

# Whatever was granted; not how it goes on.
GRANTED_FIELDS = (
    *["forum_id", "seat_id", "theme", "power", "delegator_id", "role_holder_id", "office_title"],
    *["parent_id", "replaces_id", "mode", "per_decision_limit", "period_limit", "period"],
    *["conditions", "must_consult", "excludes", "sub_delegation", "report_to", "report_every"],
    *["call_in_days", "answer_within_days", "legal_basis", "instrument_url"],
    *["effective_from", "expires_on", "review_on"],
)


# Whatever was published; not what becomes of it.
PUBLISHED_FIELDS = (
    *["forum_id", "title", "text", "decided_on", "item_id", "round_id", "reasons"],
    *["options_rejected", "conflicts", "value", "significance", "reversible", "delegation_id"],
    *["mode", "conditions_met", "consulted", "touches", "outside", "addressee_id"],
    *[
        "addressee_office",
        "answer_due",
        "entitled",
        "voters",
        "voters_outside",
        "how",
        "owner",
        "due",
    ],
    *["evaluation_on", "publication", "replaces_id"],
)


def fingerprint(delegation: Any) -> str:
    """SHA-256, in hexadecimal, of its fields in JSON with sorted keys; of a row from the database,
    where each amount has its pence."""
    return _hash(delegation, GRANTED_FIELDS)


def fingerprint_of_decision(decision: Any) -> str:
    """The same of what was published as decided or recommended."""
    return _hash(decision, PUBLISHED_FIELDS)


def _hash(row: Any, names: tuple[str, ...]) -> str:
    said = {name: getattr(row, name) for name in names}
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
