"""What the local mail catcher accepted, for the demonstration: one .eml file a message."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Part:
    """One piece of a message: a body or an attachment. `number` finds it again."""

    number: int
    content_type: str
    file_name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class CaughtMail:
    name: str
    to: str
    sender: str
    subject: str
    at: datetime | None
    text: str
    parts: list[Part]


def names(limit: int = 100) -> list[str]:
    """The newest messages first; the name begins with the time of arrival."""
    found = sorted((path.stem for path in _folder().glob("*.eml")), reverse=True)
    return found[:limit]


def read(name: str) -> CaughtMail | None:
    """A message by its name, or None: names come from addresses, so only known ones are read."""
    path = _folder() / f"{Path(name).name}.eml"
    if not path.is_file():
        return None
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return CaughtMail(
        name=name,
        to=str(message["To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        at=_sent_at(message),
        text=_text(message),
        parts=list(_parts(message)),
    )


def _sent_at(message: EmailMessage) -> datetime | None:
    if not message["Date"]:
        return None
    at: datetime = message["Date"].datetime
    return at if at.tzinfo else at.replace(tzinfo=UTC)  # "-0000" means UTC, place unknown


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain",))
    return body.get_content() if body else ""


def _parts(message: EmailMessage) -> Iterator[Part]:
    for number, part in enumerate(message.walk()):
        if part.is_multipart() or part.get_content_type() == "text/plain":
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield Part(number, part.get_content_type(), part.get_filename() or "", payload)


def _folder() -> Path:
    return Path(settings.MAIL_CATCHER_DIR or "/nonexistent")
