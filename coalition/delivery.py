"""The only module of coalition that sends anything out of the building, and how that can fail.

Each failure says what is certain, because only a certain failure may be tried again.
"""

import hashlib
import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from coalition import mime

PLAIN = re.compile(r"[A-Za-z0-9_.+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
BARE_DOT = re.compile(rb"(?m)^\.")
Reply = tuple[int, bytes]


class NotDelivered(Exception):
    """Why there is no yes from the server: one of the five below. `code` is the server's own."""

    def __init__(self, problem: str = "", code: str = "") -> None:
        super().__init__(problem)
        self.code = code


class Unavailable(NotDelivered):
    """Nobody answers: no message can go now, and this one has certainly not gone."""


class Deferred(NotDelivered):
    """The server wants this message later (4xx); it has certainly not taken it."""


class Refused(NotDelivered):
    """The server never wants this message (5xx); it has certainly not taken it."""


class CannotCompose(NotDelivered):
    """It cannot be put into a message, so there is nothing to send."""


class Uncertain(NotDelivered):
    """The line broke while the server had the whole message: nobody here knows."""


class SmtpBackend(EmailBackend):
    """Django's, but it knows how far the conversation got, and says so in the words above."""

    carried = 0  # messages over this connection

    def open(self) -> bool | None:
        try:
            return super().open()
        except OSError as error:  # refused, timed out, wrong password, no TLS, 421
            raise Unavailable(_in_words(error)) from error

    def close(self) -> None:
        """Hang up; there is nothing to do about a line that is dead already."""
        with suppress(OSError):
            super().close()
        self.connection, self.carried = None, 0

    def _send(self, message: EmailMessage) -> bool:
        envelope = _envelope(message)
        is_worn = self.carried > 0
        try:
            self._hand_over(*envelope)
        except (Unavailable, Deferred):
            if not (is_worn and self.connection is None):
                raise
            # The server closed a line that was quiet, or carried enough: once more, on another.
            self.open()
            self._hand_over(*envelope)
        self.carried += 1
        return True

    def _hand_over(self, sender: str, recipients: list[str], content: bytes) -> None:
        """Up to the server's go-ahead (354) a broken line is certain: it has nothing of ours."""
        smtp = cast(smtplib.SMTP, self.connection)  # send() has opened it
        try:
            smtp.ehlo_or_helo_if_needed()
            self._require(smtp.mail(sender, _options(smtp, content)), 250)
            for recipient in recipients:
                self._require(smtp.rcpt(recipient), 250, 251)
            self._require(smtp.docmd("DATA"), 354)
        except OSError as error:
            self.close()
            raise Unavailable(_in_words(error)) from error
        try:
            smtp.send(BARE_DOT.sub(b"..", content) + b"\r\n.\r\n")
            reply = smtp.getreply()
        except OSError as error:
            self.close()
            raise Uncertain(_in_words(error)) from error
        self._require(reply, 250, otherwise=Uncertain)

    def _require(
        self, reply: Reply, *wanted: int, otherwise: type[NotDelivered] = Unavailable
    ) -> None:
        code, words = reply
        if code in wanted:
            return
        problem = f"{code} {words.decode(errors='replace')}".strip()
        if code == 421:  # "closing transmission channel"
            self.close()
        elif self.connection:
            with suppress(OSError):
                self.connection.rset()
        if 400 <= code < 500:
            raise Deferred(problem, str(code))
        if 500 <= code < 600:
            raise Refused(problem, str(code))
        self.close()
        raise otherwise(f"The mail server answered “{problem}”, which is no answer.")


@contextmanager
def line() -> Iterator[BaseEmailBackend]:
    """A connection for several messages. Raises Unavailable at once when nobody answers."""
    connection = get_connection()
    connection.open()
    try:
        yield connection
    finally:
        connection.close()


def send(message: EmailMessage, connection: BaseEmailBackend) -> None:
    """Returns when the server has said that it has the message; else raises a NotDelivered."""
    connection.open()  # anew, where the last conversation broke off
    connection.send_messages([message])


def message_id(name: str) -> str:
    """The same for the same name, for ever: by it a copy is known, and found again."""
    return f"<{name}@{settings.MESSAGE_ID_DOMAIN}>"


def evidence(wanted: str) -> bool | None:
    """Did a message with this Message-ID arrive? None where there is nobody to ask.

    We can ask the local mail catcher, which keeps a message before it says 250, in a file that
    has the hash of the Message-ID in its name (dev/mailcatcher.py)."""
    folder = Path(settings.MAIL_CATCHER_DIR or "/nowhere")
    if not folder.is_dir():
        return None
    digest = hashlib.sha256(wanted.encode()).hexdigest()[:16]
    return any(folder.glob(f"*-{digest}-*.eml"))


def _envelope(message: EmailMessage) -> tuple[str, list[str], bytes]:
    try:
        addresses: list[Any] = [message.from_email, *message.recipients()]
        sender, *recipients = map(_mailbox, addresses)
        return sender, recipients, mime.written(message)
    except ValueError as error:  # of headers and addresses
        raise CannotCompose(str(error)) from error


def _mailbox(address: str) -> str:
    """The address alone, as it is said to the server. Django would write zoë@… as
    =?utf-8?q?zo=C3=AB?=@…, which is nobody's mailbox."""
    mailbox = parseaddr(address)[1]
    if PLAIN.fullmatch(mailbox):
        return mailbox
    if not mailbox.rpartition("@")[0].isascii():
        raise CannotCompose(f"Mail servers do not carry letters as in “{mailbox}” before the @.")
    return sanitize_address(address, settings.DEFAULT_CHARSET)


def _options(smtp: smtplib.SMTP, content: bytes) -> list[str]:
    wanted = {"size": f"size={len(content)}", "8bitmime": "body=8bitmime"}
    return [option for name, option in wanted.items() if smtp.has_extn(name)]


def _in_words(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        words = said.decode(errors="replace") if isinstance(said, bytes) else said
        return f"{error.smtp_code} {words}"
    return str(error) or type(error).__name__
