"""Mail that comes back (DLV-3): read, believed only of our own letters, and looked into."""

import io
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from recognition import delivery, returned_box, tasks
from recognition.actions import bounces, returns
from recognition.models import Bounce, Campaign, DeliveryAttempt, Letter
from tests import make

pytestmark = pytest.mark.django_db
State = DeliveryAttempt.State

REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: office@common-ground.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <{own}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {status} Sorry

--b
Content-Type: text/rfc822-headers

From: Homes for Aldermere <office@common-ground.example>
To: {to}
Subject: A letter of thanks
Message-ID: {message_id}

--b--
"""


def returned(letter, *, status="5.1.1", action="failed", own="one", to="", message_id=""):
    words = {"to": to or letter.email, "message_id": message_id or delivery.message_id(letter)}
    return REPORT.format(status=status, action=action, own=own, **words).encode()


def later(letter, own):
    return returned(letter, status="4.2.2", action="delayed", own=own)


@pytest.fixture
def letter(programme):
    return make.letter(status="sent")


def last_try(letter):
    return letter.delivery_attempts.get(n=letter.handovers)


def test_dlv_3_a_permanent_bounce_is_before_a_person_and_nobody_is_gone_away(letter):
    bounce = bounces.take_in(raw=returned(letter))

    assert (bounce.kind, bounce.code) == ("permanent", "5.1.1")
    assert last_try(letter).state == State.RETURNED
    assert DeliveryAttempt.objects.came_back().get().letter == letter
    letter.contributor.refresh_from_db()
    assert letter.contributor.gone_away_on is None


def test_the_same_mail_twice_is_once(letter):
    bounces.take_in(raw=returned(letter))

    assert bounces.take_in(raw=b"Received: from elsewhere\n" + returned(letter)) is None

    assert Bounce.objects.count() == 1


def test_a_late_not_now_after_a_never_changes_nothing(letter):
    bounces.take_in(raw=returned(letter))

    bounces.take_in(raw=later(letter, "two"))

    assert last_try(letter).state == State.RETURNED


def test_two_reports_of_one_letter_are_one_return(letter):
    for own in ("one", "two"):
        bounces.take_in(raw=returned(letter, own=own))

    assert Bounce.objects.count() == 2
    assert DeliveryAttempt.objects.came_back().count() == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"to": "somebody.else@example.org"},
        {"message_id": "<letter-lt-2222-2222@common-ground.example>"},
        {"message_id": "<other@common-ground.example>"},
    ],
    ids=["another address", "another letter", "none of our names"],
)
def test_a_forged_or_foreign_bounce_is_ignored(letter, forged):
    assert bounces.take_in(raw=returned(letter, **forged)) is None

    assert not Bounce.objects.exists()


def test_our_name_in_a_reply_is_no_returned_letter(letter):
    reply = f"From: {letter.email}\nIn-Reply-To: {delivery.message_id(letter)}\n\nThank you!"

    assert bounces.take_in(raw=reply.encode()) is None


def test_a_letter_that_has_not_gone_cannot_come_back():
    letter = make.letter()

    assert bounces.take_in(raw=returned(letter)) is None


@pytest.mark.parametrize("status", ["uncertain", "sending"])
def test_a_letter_in_doubt_that_comes_back_did_go(status):
    """The worker that sent it stopped before it could say so."""
    held = {"token": uuid4(), "lease_until": timezone.now()} if status == "sending" else {}
    letter = make.letter(status=status, **held)

    bounces.take_in(raw=returned(letter))

    letter.refresh_from_db()
    assert letter.status == Letter.Status.SENT
    assert last_try(letter).state == State.RETURNED


@pytest.mark.parametrize("status", ["4.4.7", "5.2.2"])
def test_a_full_mailbox_or_a_tired_server_is_only_for_now(letter, status):
    assert bounces.take_in(raw=returned(letter, status=status)).kind == "temporary"

    assert not DeliveryAttempt.objects.came_back().exists()


def test_dlv_3_so_many_temporary_ones_are_enough(letter, settings):
    settings.BOUNCE_MOST = 3
    for own in "12":
        bounces.take_in(raw=later(letter, own))
    assert not DeliveryAttempt.objects.came_back().exists()

    bounces.take_in(raw=later(letter, "3"))

    assert DeliveryAttempt.objects.came_back().count() == 1


@pytest.mark.parametrize("quiet", ["a quiet time", "long ago", "looked into"])
def test_counting_begins_anew(letter, settings, rosa, quiet):
    settings.BOUNCE_MOST, settings.BOUNCE_QUIET_DAYS, settings.BOUNCE_WITHIN_DAYS = 3, 10, 30
    for own in "12":
        bounces.take_in(raw=later(letter, own))
    if quiet == "looked into":
        bounces.take_in(raw=later(letter, "3"))
        returns.look_into(attempt=last_try(letter), found="nothing", by=rosa)
        DeliveryAttempt.objects.update(state=State.ACCEPTED)
    else:
        days = 11 if quiet == "a quiet time" else 31
        Bounce.objects.update(at=timezone.now() - timedelta(days=days))

    bounces.take_in(raw=later(letter, "4"))

    assert not DeliveryAttempt.objects.came_back().exists()


def test_cmp_5_too_many_returns_of_the_first_hundred_stop_the_rest():
    campaign = make.campaign([make.event() for _ in range(8)], released=True)
    letters = [make.letter(campaign, status="sent") for _ in range(6)]
    for number, letter in enumerate(letters[:5]):
        bounces.take_in(raw=returned(letter, own=f"b{number}"))
    assert Campaign.objects.get(pk=campaign.pk).status == "releasing"

    bounces.take_in(raw=returned(letters[5], own="b5"))

    campaign.refresh_from_db()
    assert campaign.status == "paused"
    assert campaign.breaker


def test_what_cannot_be_read_or_is_too_long_is_no_bounce(letter):
    assert bounces.take_in(raw=b"") is None
    assert bounces.take_in(raw=b"\xff\xfe\x00" * 100) is None
    assert bounces.take_in(raw=returned(letter) + b"x" * 2_000_000) is None


@pytest.mark.django_db(transaction=True)
def test_the_same_mail_by_two_ways_at_once_is_once():
    letter = make.letter(status="sent")

    def take_in(_):
        try:
            return bounces.take_in(raw=returned(letter))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(take_in, "12"))

    assert sum(one is not None for one in found) == 1
    assert Bounce.objects.count() == 1


# --- The pipe and the folder ---


def test_a_mail_server_pipes_it(letter, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(returned(letter))))

    call_command("returned_mail")

    assert Bounce.objects.get().letter == letter


def test_a_mail_server_keeps_it_while_the_database_is_away(letter, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(returned(letter))))

    def away(**mail):
        raise OperationalError("gone")

    monkeypatch.setattr(bounces, "take_in", away)

    with pytest.raises(SystemExit) as stopped:
        call_command("returned_mail")

    assert stopped.value.code == 75


def test_a_folder_is_read_and_put_aside(letter, settings, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.host").write_bytes(returned(letter))
    settings.RETURNED_MAIL_DIR = str(tmp_path)

    tasks.take_in_returned_mail()

    assert Bounce.objects.get().letter == letter
    assert [path.name for path in (tmp_path / "cur").iterdir()] == ["1.host:2,S"]
    assert not list((tmp_path / "new").iterdir())


def test_what_we_stumble_over_is_marked_and_the_rest_goes_on(tmp_path):
    (tmp_path / "new").mkdir()
    for name in ("1", "2"):
        (tmp_path / "new" / name).write_bytes(name.encode())
    read = []

    def stumble(raw):
        read.append(raw)
        if raw == b"1":
            raise ValueError(raw)

    assert returned_box.empty(tmp_path, stumble) == 2

    assert read == [b"1", b"2"]
    assert {path.name for path in (tmp_path / "cur").iterdir()} == {"1:2,FS", "2:2,S"}


def test_without_a_folder_nothing_is_read(settings, tmp_path):
    settings.RETURNED_MAIL_DIR = ""
    tasks.take_in_returned_mail()

    assert returned_box.empty(tmp_path / "nowhere", len) == 0
