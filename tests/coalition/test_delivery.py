"""How sending can fail, and what is certain then: against a server that answers as it is told."""

import socket

import pytest
from django.core.mail import EmailMessage

from coalition import delivery
from dev import mailcatcher


def send(*subjects):
    """Send messages over one line."""
    with delivery.line() as line:
        for subject in subjects:
            delivery.send(EmailMessage(subject, "Words\n.and a dot", to=["ann@example.org"]), line)


def test_a_message_that_the_server_keeps_is_sent(mail_server):
    send("Thanks")

    assert [message["Subject"] for message in mail_server.messages] == ["Thanks"]
    assert mail_server.messages[0].get_content().splitlines() == ["Words", ".and a dot"]


def test_several_messages_share_a_connection(mail_server):
    send("One", "Two", "Three")

    assert len(mail_server.messages) == 3
    assert mail_server.conversations == 1


def test_nobody_who_listens_is_unavailable(settings):
    settings.EMAIL_BACKEND = "coalition.delivery.SmtpBackend"
    with socket.create_server(("127.0.0.1", 0)) as unheard:
        settings.EMAIL_HOST, settings.EMAIL_PORT = unheard.getsockname()

    with pytest.raises(delivery.Unavailable):
        send("Thanks")


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "END"])
def test_a_later_please_is_deferred_and_says_why(mail_server, command):
    mail_server.answers[command] = ["451 greylisted"]

    with pytest.raises(delivery.Deferred, match="451 greylisted"):
        send("Thanks")
    assert not mail_server.messages


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "END"])
def test_a_never_is_refused_and_says_why(mail_server, command):
    mail_server.answers[command] = ["550 no such mailbox"]

    with pytest.raises(delivery.Refused, match="550 no such mailbox"):
        send("Thanks")


def test_after_a_refusal_the_line_still_carries_the_next_message(mail_server):
    mail_server.answers["RCPT"] = ["550 no such mailbox"]

    with delivery.line() as line:
        with pytest.raises(delivery.Refused):
            delivery.send(EmailMessage("One", "Words", to=["gone@example.org"]), line)
        delivery.send(EmailMessage("Two", "Words", to=["ann@example.org"]), line)

    assert [message["Subject"] for message in mail_server.messages] == ["Two"]
    assert mail_server.conversations == 1


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_line_that_breaks_before_the_content_is_certain(mail_server, command):
    mail_server.answers[command] = ["hang up"]

    with pytest.raises(delivery.Unavailable):
        send("Thanks")


@pytest.mark.parametrize("answer", ["hang up", "what?"])
def test_a_line_that_breaks_after_the_content_is_uncertain(mail_server, answer):
    mail_server.answers["END"] = [answer]

    with pytest.raises(delivery.Uncertain):
        send("Thanks")


@pytest.mark.parametrize("answer", ["hang up", "421 enough for one connection"])
def test_a_line_that_was_closed_between_messages_is_opened_anew(mail_server, answer):
    mail_server.answers["MAIL"] = ["250 ok", answer]

    send("One", "Two")

    assert [message["Subject"] for message in mail_server.messages] == ["One", "Two"]
    assert mail_server.conversations == 2


@pytest.mark.parametrize("fields", [{"subject": "a\nb"}, {"to": ["zoë@example.org"]}])
def test_what_is_no_message_is_not_handed_over(mail_server, fields):
    message = EmailMessage(**{"subject": "Thanks", "body": "Words", "to": ["a@b.org"], **fields})

    with delivery.line() as line, pytest.raises(delivery.CannotCompose):
        delivery.send(message, line)


def test_evidence_is_found_under_the_name_that_the_mail_catcher_gives(settings, tmp_path):
    settings.MAIL_CATCHER_DIR = str(tmp_path)
    name = mailcatcher.file_name(b"Subject: x\r\nMessage-ID: <one@example.org>\r\n\r\nWords")
    (tmp_path / f"{name}.eml").touch()

    assert delivery.evidence("<one@example.org>") is True
    assert delivery.evidence("<two@example.org>") is False


def test_without_a_mail_catcher_there_is_nobody_to_ask(settings, tmp_path):
    settings.MAIL_CATCHER_DIR = ""
    assert delivery.evidence("<one@example.org>") is None

    settings.MAIL_CATCHER_DIR = str(tmp_path / "not there")
    assert delivery.evidence("<one@example.org>") is None
