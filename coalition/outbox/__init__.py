"""The engine that takes parcels out of the building; Mail and Letter share it.

Rows are the truth. A worker claims rows with a token and a lease; `sending` is committed before
the first byte, of as many as it can send within a second (docs/adr/0016). So a worker that is
killed leaves few rows in doubt, and none of them is sent again because of time alone.
"""

from coalition.outbox.carriers import ByPeople, Carrier, Evidence, Receipt, Smtp
from coalition.outbox.notify import NotifyEmail, NotifyPost, midnight_utc
from coalition.outbox.patience import insist
from coalition.outbox.route import Outcome, Route
from coalition.outbox.sending import CHUNK, claim, send_chunk
from coalition.outbox.settling import confirm_sent, quiet_at, send_again, sweep

__all__ = [
    "CHUNK",
    "ByPeople",
    "Carrier",
    "Evidence",
    "NotifyEmail",
    "NotifyPost",
    "Outcome",
    "Receipt",
    "Route",
    "Smtp",
    "claim",
    "confirm_sent",
    "insist",
    "midnight_utc",
    "quiet_at",
    "send_again",
    "send_chunk",
    "sweep",
]
