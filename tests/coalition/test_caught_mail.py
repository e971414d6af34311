"""The demonstration shows its mail, and only the demonstration does."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse


@pytest.fixture
def caught(settings, tmp_path):
    settings.DEMO = True
    settings.MAIL_CATCHER_DIR = str(tmp_path)
    message = EmailMultiAlternatives("Thank you", "Dear Ben", "a@example.org", ["ben@example.org"])
    message.attach_alternative("<p>Dear Ben</p>", "text/html")
    message.attach("letter.pdf", b"%PDF-1.7", "application/pdf")
    (tmp_path / "1-abc.eml").write_bytes(message.message().as_bytes())
    return "1-abc"


def test_the_list_and_the_message_are_readable_without_signing_in(db, client, caught):
    listed = client.get(reverse("caught_mail_list"))
    read = client.get(reverse("caught_mail_detail", args=[caught]))

    assert "Thank you" in listed.text
    assert "Dear Ben" in read.text
    assert "letter.pdf" in read.text


def test_an_attachment_opens_and_no_script_of_a_message_runs(db, client, caught):
    page = client.get(reverse("caught_mail_detail", args=[caught]))
    number = [part.number for part in page.context["mail"].parts if part.file_name][0]

    response = client.get(reverse("caught_mail_part", args=[caught, number]))

    assert response.content == b"%PDF-1.7"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_name_that_leads_elsewhere_finds_nothing(db, client, caught):
    assert client.get(reverse("caught_mail_detail", args=["..%2F..%2Fsettings"])).status_code == 404
    assert client.get(reverse("caught_mail_part", args=[caught, 99])).status_code == 404


def test_beside_real_people_there_is_no_such_page(db, client, caught, settings):
    settings.DEMO = False

    assert client.get(reverse("caught_mail_list")).status_code == 404
