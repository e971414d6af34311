"""What goes over the line says the same as what Django would have written."""

from email import message_from_bytes, policy

import pytest
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives

from coalition import mime

LONG = "word " * 400  # on one line


def written(body="Dear Siân,\n.\nThank you.", *, subject="Thank you, Siân", **fields):
    return EmailMultiAlternatives(
        subject, body, "Homes <office@example.org>", **{"to": ["ann@example.org"], **fields}
    )


def read(content):
    """Headers and parts, as whoever gets it sees them."""
    message = message_from_bytes(content, policy=policy.default)
    named = {name: str(value).strip() for name, value in message.items()}
    parts = [
        (part.get_content_type(), part.get_filename(), part.get_content())
        for part in message.walk()
        if not part.is_multipart()
    ]
    kinds = [part.get_content_type() for part in message.walk()]
    return named | {"Content-Type": ""}, kinds, parts


def with_everything():
    message = written(
        to=["=?utf-8?q?Si=C3=A2n?= <ann@example.org>", "bob@example.org"],
        cc=["cat@example.org"],
        reply_to=["office@example.org"],
        headers={
            "Message-ID": "<one@example.org>",
            "Date": "Sun, 29 Nov 2026 19:00:00 -0000",
            "List-Unsubscribe": f"<https://example.org/{'a' * 80}>, <mailto:office@example.org>",
        },
    )
    message.attach_alternative("<p>Dear Siân,</p>\n", "text/html")
    message.attach_alternative("BEGIN:VCALENDAR\r\nEND:VCALENDAR", "text/calendar; method=REQUEST")
    message.attach("letter.pdf", bytes(range(256)) * 40, "application/pdf")
    message.attach("empty.pdf", b"", "application/pdf")
    return message


@pytest.mark.parametrize(
    "message",
    [
        with_everything(),
        EmailMessage("Plain", "Words", to=["ann@example.org"]),
        written(""),
        written("From the start\n\n  and on  \n", subject="Two  spaces "),
        written(f"Siân: {LONG}\n=3D and a tab\t\n{LONG}"),
        written("One\r\ntwo\rthree"),
        written(subject="Thank you for each of the many things that you did, Siân " * 4),
        written(to=["Zoë Müller <zoe@bücher.example>"]),
    ],
)
def test_it_reads_as_what_django_writes(message):
    message.extra_headers |= {"Message-ID": "<one@example.org>", "Date": "today"}

    ours = mime.written(message)

    assert read(ours) == read(message.message().as_bytes(linesep="\r\n"))
    assert b"\n" not in ours.replace(b"\r\n", b"")
    assert max(map(len, ours.split(b"\r\n"))) <= 998


def test_it_is_dated_and_named_where_nobody_has_done_it():
    headers = read(mime.written(written()))[0]

    assert headers["Date"]
    assert headers["Message-ID"].startswith("<")


@pytest.mark.parametrize(
    "fields", [{"subject": "a\nb"}, {"to": ["a@b.org\nBcc: c@d.org"]}, {"headers": {"X": "a\r\nb"}}]
)
def test_a_header_has_no_second_line(fields):
    with pytest.raises(BadHeaderError):
        mime.written(written(**fields))


def test_a_file_has_a_plain_name():
    message = written()
    message.attach("schöner Brief.pdf", b"%PDF", "application/pdf")

    with pytest.raises(UnicodeEncodeError):
        mime.written(message)
