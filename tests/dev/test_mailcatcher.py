"""What the mail catcher has confirmed is on the disk, whole, and found by its Message-ID."""

import smtplib
from email import message_from_bytes
from email.message import EmailMessage

import pytest

from coalition import delivery
from dev.mail import MailCatcher


@pytest.fixture
def catcher(tmp_path):
    catcher = MailCatcher(tmp_path / "catcher", letterbox=tmp_path / "mail")
    catcher.start()
    yield catcher
    catcher.stop()


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ŵena Evans <wena@aldermere.example>"
    message["To"] = "ben@aldermere.example"
    message["Subject"] = "Diolch"
    message["Message-ID"] = "<1.a-rather-long-name-that-makes-the-header-fold-0123456789@aldermere>"
    message.set_content("A line\n.\nA friend\n")
    return message


def post(catcher: MailCatcher, message: EmailMessage, to: list[str]) -> None:
    with smtplib.SMTP(catcher.host, catcher.port, timeout=10) as server:
        server.send_message(message, to_addrs=to)


def test_a_confirmed_message_is_kept_whole(catcher):
    post(catcher, letter(), ["ben@aldermere.example", "archive@aldermere.example"])

    (kept,) = catcher.letterbox.iterdir()
    message = message_from_bytes(kept.read_bytes())
    assert kept.suffix == ".eml"
    assert message["Subject"] == "Diolch"
    assert message.get_payload() == "A line\r\n.\r\nA friend\r\n"
    assert message.get_all("Delivered-To") == ["ben@aldermere.example", "archive@aldermere.example"]
    assert message["Return-Path"] == "<wena@aldermere.example>"


def test_a_letter_whose_fate_is_unknown_is_found_by_its_message_id(catcher, settings):
    settings.MAIL_CATCHER_DIR = str(catcher.letterbox)
    post(catcher, letter(), ["ben@aldermere.example"])

    assert delivery.evidence(letter()["Message-ID"]) is True
    assert delivery.evidence("<another@aldermere>") is False


def test_the_same_letter_twice_is_two_files(catcher):
    for _ in range(2):
        post(catcher, letter(), ["ben@aldermere.example"])

    assert len(list(catcher.letterbox.glob("*.eml"))) == 2


def test_a_restarted_catcher_listens_where_it_did(catcher):
    before = catcher.variables
    catcher.stop()
    catcher.start()

    post(catcher, letter(), ["ben@aldermere.example"])
    assert catcher.variables == before
