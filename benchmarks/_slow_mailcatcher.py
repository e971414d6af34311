"""The mail catcher of dev, but slow: a wide gap before it keeps a message, and before its 250. And
while the file that CHAOS_FAULTS names is there, it fails in every way that a mail server can."""

import asyncio
import os
import random
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from dev import mailcatcher

SLOWEST_S = 0.05
HANGS_S = 8  # longer than the sender waits
# (kept?, then): of a hundred messages, two each.
FAULTS = [
    (False, "451 Come back later"),
    (False, "550 No such mailbox today"),
    (True, "drop"),
    (False, "drop"),
]
RARE_FAULTS = [(True, "hang"), (False, "hang")]  # one in two hundred each


class SlowLetterbox(mailcatcher.Letterbox):
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        kept, then = _fault() or (True, "")
        await asyncio.sleep(random.uniform(0, SLOWEST_S))
        answer = await super().handle_DATA(server, session, envelope) if kept else "250 Not kept"
        await asyncio.sleep(HANGS_S if then == "hang" else random.uniform(0, SLOWEST_S))
        if then in {"drop", "hang"} and server.transport:
            server.transport.close()
        return then if then[:1].isdigit() else answer


def _fault() -> tuple[bool, str] | None:
    if not Path(os.environ.get("CHAOS_FAULTS", "/nowhere")).exists():
        return None
    dice = random.random()
    if dice < 0.02 * len(FAULTS):
        return random.choice(FAULTS)
    return random.choice(RARE_FAULTS) if dice > 0.99 else None


if __name__ == "__main__":
    mailcatcher.Letterbox = SlowLetterbox  # type: ignore[misc]
    mailcatcher.main()
