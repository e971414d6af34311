"""The mail catcher of dev, but slow: a wide gap before it keeps a message, and before its 250."""

import asyncio
import random

from aiosmtpd.smtp import SMTP, Envelope, Session

from dev import mailcatcher

SLOWEST_S = 0.05


class SlowLetterbox(mailcatcher.Letterbox):
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(random.uniform(0, SLOWEST_S))
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(random.uniform(0, SLOWEST_S))
        return answer


if __name__ == "__main__":
    mailcatcher.Letterbox = SlowLetterbox  # type: ignore[misc]
    mailcatcher.main()
