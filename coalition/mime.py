"""A message as it goes over the line (RFC 5322, RFC 2045), written down in one go.

The generator of the standard library walks through every line of every part: of a letter with its
PDF that costs as much as typesetting it. What this writes, it reads back the same (tests).
"""

import re
import secrets
from binascii import b2a_base64, b2a_qp
from collections.abc import Iterator
from email.utils import formatdate
from functools import lru_cache

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, make_msgid
from django.core.mail.message import forbid_multi_line_headers

LINE_END = re.compile("\r\n?")
LONGEST_LINE = 998  # that a server must take; longer ones are wrapped for the way
FOLDED_AT = 76
Part = list[bytes]  # its lines: headers, an empty one, and what it holds


def written(message: EmailMessage) -> bytes:
    """With lines that end in CRLF. Raises ValueError for a header of two lines, and for the name of
    a file that is not ASCII."""
    whole = _body(message)
    if message.attachments:
        whole = _multipart("mixed", [whole, *map(_attached, message.attachments)])
    headers = [_header(name, value) for name, value in _headers(message)]
    return b"\r\n".join([*headers, b"MIME-Version: 1.0", *whole])


def _headers(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """Those that Django would write, of these kinds of mail."""
    given = {"Subject": str(message.subject), "From": str(message.from_email)}
    for name, addresses in (("To", message.to), ("Cc", message.cc), ("Reply-To", message.reply_to)):
        if addresses:
            given[name] = ", ".join(map(str, addresses))
    own = {name: str(value) for name, value in message.extra_headers.items()}
    if not {"Date", "date"} & own.keys():
        given["Date"] = formatdate(localtime=settings.EMAIL_USE_LOCALTIME)
    if not {"Message-ID", "message-id"} & own.keys():
        given["Message-ID"] = make_msgid(domain=settings.MESSAGE_ID_DOMAIN)
    yield from (given | own).items()


@lru_cache(maxsize=256)  # most are the same in all letters of a campaign
def _header(name: str, value: str) -> bytes:
    """Encoded where it has to be, and folded where there is a space."""
    name, value = forbid_multi_line_headers(name, value, "utf-8")
    line, *words = value.replace("\n", "").split(" ")
    lines = [f"{name}: {line}"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > FOLDED_AT:
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines).encode("ascii")


def _body(message: EmailMessage) -> Part:
    plain = _text(f"text/{message.content_subtype}", str(message.body))
    if not isinstance(message, EmailMultiAlternatives) or not message.alternatives:
        return plain
    others = [_text(str(one[1]), str(one[0])) for one in message.alternatives]
    return _multipart("alternative", [plain, *others])


def _text(kind: str, text: str) -> Part:
    lines = LINE_END.sub("\n", text).encode()
    way = b"7bit" if lines.isascii() else b"8bit"
    if max(map(len, lines.split(b"\n"))) > LONGEST_LINE:
        way, lines = b"quoted-printable", b2a_qp(lines, istext=True)
    return [
        f'Content-Type: {kind}; charset="utf-8"'.encode("ascii"),
        b"Content-Transfer-Encoding: " + way,
        b"",
        lines.replace(b"\n", b"\r\n"),
    ]


def _attached(file: tuple[str, bytes, str]) -> Part:
    name, content, kind = file
    encoded = b2a_base64(content, newline=False)
    return [
        f"Content-Type: {kind}".encode("ascii"),
        b"Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{name}"'.encode("ascii"),
        b"",
        *(encoded[at : at + FOLDED_AT] for at in range(0, len(encoded), FOLDED_AT)),
    ]


def _multipart(kind: str, parts: list[Part]) -> Part:
    mark = f"=={secrets.token_hex(16)}=="  # nothing that we write has it by chance
    lines = [f'Content-Type: multipart/{kind}; boundary="{mark}"'.encode(), b""]
    for part in parts:
        lines += [f"--{mark}".encode(), *part]
    return [*lines, f"--{mark}--".encode()]
