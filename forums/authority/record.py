"""The fingerprint of what a delegation says: what was read is what is approved, and what was
approved is what stands."""

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


def fingerprint(delegation: Any) -> str:
    """SHA-256, in hexadecimal, of its fields in JSON with sorted keys; of a row from the database,
    where each amount has its pence."""
    said = {name: getattr(delegation, name) for name in GRANTED_FIELDS}
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
