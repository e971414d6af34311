"""An SMTP server that keeps every message as a file. Runs in .venv: `-m dev.mailcatcher FOLDER`.

A message is on the disk, under its final name, before the sender hears 250: what a sender was
told is true even if we are killed the next moment. A message that was kept and not confirmed is
found by its Message-ID, whose hash is part of the file's name.
"""

import argparse
import asyncio
import hashlib
import re
import secrets
import socket
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST_BYTES = 50_000_000


class Letterbox:
    """aiosmtpd's handler: one file for each message in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        name = file_name(content)
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = self.folder / f".{name}"
        aside.write_bytes(_trace(envelope) + content)
        aside.rename(self.folder / f"{name}.eml")
        return "250 Kept"


def file_name(content: bytes) -> str:
    """Sorts by time of arrival, and tells messages apart by the hash of their Message-ID."""
    arrived = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
    return f"{arrived}-{message_id_hash(_message_id(content))}-{secrets.token_hex(4)}"


def message_id_hash(message_id: str) -> str:
    """16 hexadecimal digits of SHA-256, the Message-ID taken with its angle brackets."""
    return hashlib.sha256(message_id.encode()).hexdigest()[:16]


def _message_id(content: bytes) -> str:
    head = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0] + b"\r\n\r\n"
    return str(message_from_bytes(head, policy=policy.compat32)["Message-ID"] or "").strip()


def _trace(envelope: Envelope) -> bytes:
    """What the last server of a chain adds (RFC 5321, 4.4): the envelope, Bcc included."""
    lines = [f"Return-Path: <{envelope.mail_from or ''}>"]
    lines += [f"Delivered-To: {recipient}" for recipient in envelope.rcpt_tos]
    return "".join(f"{line}\r\n" for line in lines).encode()


async def serve(folder: Path, listening: socket.socket) -> None:
    def conversation() -> SMTP:
        return SMTP(Letterbox(folder), hostname="localhost", data_size_limit=LARGEST_BYTES)

    server = await asyncio.get_running_loop().create_server(conversation, sock=listening)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(prog="mailcatcher", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fd", type=int, required=True, help="a listening socket, inherited")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(options.folder, socket.socket(fileno=options.fd)))


if __name__ == "__main__":
    main()
