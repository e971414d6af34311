"""What a returned mail says: which of our letters, to whom, for good or for now. Writes nothing.

Anybody can write to a mailbox. Only what names a letter by our Message-ID, and the very address
that the letter went to, is about that letter."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from django.conf import settings
from flufl.bounce import all_failures

from recognition.models import Bounce

LARGEST_BYTES = 2_000_000
CODE = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")
# Full, over quota: refused for good by the protocol, but the person is there.
PASSES = {"5.2.2", "5.2.3"}


@dataclass(frozen=True)
class Returned:
    ref: str  # of the letter
    failed: dict[str, str]  # address in lower case → kind of bounce
    code: str
    digest: str  # the same for the same mail, however often it comes


def read(raw: bytes) -> Returned | None:
    """None for what is no returned mail of a letter of ours."""
    if len(raw) > LARGEST_BYTES:
        return None
    message = message_from_bytes(raw)
    ref = _ref_in(message)
    if not ref:
        return None
    temporary, permanent = all_failures(message)
    code = _code_in(message)
    final = _is_final(code)
    failed: dict[str, str] = {_plain(address): Bounce.Kind.TEMPORARY for address in temporary}
    failed |= {
        _plain(address): Bounce.Kind.PERMANENT if final else Bounce.Kind.TEMPORARY
        for address in permanent
    }
    if not failed:
        return None
    own_name = str(message["Message-ID"] or "").strip()
    digest = hashlib.sha256(own_name.encode() if own_name else raw).hexdigest()
    return Returned(ref, failed, code, digest)


def _ref_in(message: Message) -> str:
    """From the headers of the letter that the mail brings back; those of the mail itself say only
    whom somebody answers."""
    domain = re.escape(settings.MESSAGE_ID_DOMAIN)
    wanted = re.compile(rf"<letter-(lt-[a-z0-9-]+)@{domain}>", re.IGNORECASE)
    found = (wanted.search(text) for text in _texts(message))
    return next((match[1].upper() for match in found if match), "")


def _code_in(message: Message) -> str:
    """As the report says, or else the first that its words name."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload():
                status = isinstance(block, Message) and CODE.search(str(block["Status"] or ""))
                if status:
                    return status[1]
    found = [code for text in _texts(message) for code in CODE.findall(text)]
    return found[0] if found else ""


def _is_final(code: str) -> bool:
    """A mail given up after days of trying (4.4.7) tells of a server, not of a person."""
    return not code.startswith("4") and code not in PASSES


def _texts(message: Message) -> Iterator[str]:
    """Of every part, its headers but for those of the mail itself, and its words."""
    for part in message.walk():
        if part is not message:
            yield "\n".join(f"{name}: {value}" for name, value in part.items())
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            yield payload.decode(errors="replace") if isinstance(payload, bytes) else ""


def _plain(address: str | bytes) -> str:
    text = address.decode(errors="replace") if isinstance(address, bytes) else address
    return text.strip().lower()
