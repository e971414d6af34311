"""Letters by GOV.UK Notify: never twice, never lost, whatever it answers (DLV-1, DLV-2)."""

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from notifications_python_client import authentication

from coalition import notify, outbox, throttle
from coalition.models import CarrierStop
from recognition import store
from recognition.actions import dispatch, rendering
from recognition.models import ContributionEvent, DeliveryAttempt, Letter
from recognition.models.attempt import attempt_key
from tests import make
from tests.recognition.notify import posted, stand_in

pytestmark = pytest.mark.django_db
Status, State = Letter.Status, DeliveryAttempt.State


@pytest.fixture
def office(tmp_path, settings, monkeypatch):
    monkeypatch.setattr(throttle, "take", lambda *args, **rates: True)
    with stand_in(tmp_path, settings) as office:
        yield office


def send(campaign):
    dispatch.send_chunk(campaign_id=campaign.pk)
    letter = campaign.letters.order_by("pk")[0]
    return letter, [attempt.state for attempt in letter.delivery_attempts.order_by("n")]


def quiet(campaign):
    """Long after the lease."""
    campaign.letters.update(
        lease_until=timezone.now() - timedelta(hours=1), send_after=timezone.now()
    )


def test_a_posted_letter_is_with_the_printer_until_it_is_posted(office):
    letter, states = send(posted())

    (row,) = office.rows.values()
    attempt = letter.delivery_attempts.get()
    assert (letter.status, states) == (Status.PRINTING, [State.ACCEPTED])
    assert (attempt.provider, attempt.provider_ref) == ("notify", row["id"])
    assert row["reference"] == attempt.key == f"{letter.ref}-1"
    assert letter.event.outcome == ContributionEvent.Outcome.OPEN
    (file,) = office.folder.glob("*.pdf")
    assert file.read_bytes() == store.get(letter.pdf_hash)


@pytest.mark.parametrize("fault", ["accept and hang up", "accept and wait"])
def test_dlv_1_what_was_taken_unheard_is_in_doubt_and_found_by_its_reference(
    office, settings, fault
):
    settings.NOTIFY_TIMEOUT_S = 0.3
    office.faults = [fault]
    campaign = posted()
    letter, states = send(campaign)
    assert (letter.status, states) == (Status.UNCERTAIN, [State.UNKNOWN])

    dispatch.sweep()
    letter, states = send(campaign)

    assert (letter.status, states) == (Status.PRINTING, [State.ACCEPTED])
    assert len(office.rows) == 1


def test_dlv_1_what_notify_never_had_goes_again_once_no_worker_can_be_at_it(office):
    office.faults = ["hang up"]
    campaign = posted()
    send(campaign)
    dispatch.sweep()
    assert campaign.letters.get().status == Status.UNCERTAIN

    quiet(campaign)
    dispatch.sweep()
    letter, states = send(campaign)

    assert (letter.status, states) == (Status.PRINTING, [State.FAILED, State.ACCEPTED])
    assert [row["reference"] for row in office.rows.values()] == [f"{letter.ref}-2"]


def test_dlv_1_a_no_that_was_a_yes_is_found_before_the_second_try(office):
    """503 after it had taken the letter."""
    office.faults = ["accept and 503"]
    campaign = posted()
    letter, states = send(campaign)
    assert (letter.status, states) == (Status.READY, [State.PUT_OFF])

    quiet(campaign)
    letter, states = send(campaign)

    assert (letter.status, states[-1]) == (Status.PRINTING, State.ACCEPTED)
    assert len(office.rows) == 1


def test_dlv_1_after_seven_days_nobody_knows(office):
    office.faults = ["hang up"]
    campaign = posted()
    send(campaign)
    campaign.letters.update(lease_until=timezone.now() - timedelta(days=8))

    dispatch.sweep()

    assert campaign.letters.get().status == Status.UNCERTAIN


def test_what_notify_says_not_to_send_again_is_left_to_a_person(office):
    office.faults = ["accept and hang up"]
    campaign = posted()
    send(campaign)
    (row,) = office.rows
    office.set_status(row, "technical-failure")
    quiet(campaign)

    dispatch.sweep()

    assert campaign.letters.get().status == Status.UNCERTAIN


def test_dlv_2_five_answers_of_its_own_trouble_and_then_a_person(office):
    office.faults = ["503", "500", "503", "500", "503"]
    campaign = posted()

    for _ in range(5):
        quiet(campaign)
        letter, states = send(campaign)

    assert (letter.status, letter.cause) == (Status.FAILED, Letter.Cause.PUT_OFF)
    assert states == [State.PUT_OFF] * 5
    assert not office.rows


def test_what_notify_does_not_want_is_not_tried_again(office):
    office.faults = ["400"]

    letter, states = send(posted())

    assert (letter.status, letter.cause, states) == (Status.FAILED, "refused", [State.REFUSED])
    assert letter.delivery_attempts.get().error_code == "400"


def test_too_many_in_a_minute_waits_and_counts_as_no_attempt(office):
    office.faults = ["rate"]
    campaign = posted()

    letter, states = send(campaign)

    assert (letter.status, letter.attempts, states) == (Status.READY, 0, [])
    assert not CarrierStop.objects.exists()
    assert send(campaign)[0].status == Status.PRINTING


def test_too_many_today_stops_everything_until_midnight_utc(office):
    office.faults = ["daily"]
    campaign = posted(2)
    send(campaign)

    send(campaign)

    assert set(campaign.letters.values_list("status", flat=True)) == {Status.READY}
    assert not office.rows
    assert CarrierStop.objects.get().until == outbox.midnight_utc(timezone.now())
    CarrierStop.objects.update(until=timezone.now())
    assert send(campaign)[0].status == Status.PRINTING


def test_the_daily_limit_is_kept_without_being_told(office, settings):
    settings.NOTIFY_DAILY_LETTERS = 1
    campaign = posted()
    send(campaign)
    other = posted()

    assert dispatch.send_chunk(campaign_id=other.pk) == 0

    assert len(office.rows) == 1
    assert "1 letters a day" in CarrierStop.objects.get().why


def test_midnight_is_that_of_utc():
    summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)

    assert outbox.midnight_utc(summer) == datetime(2026, 7, 2, tzinfo=UTC)


def test_a_clock_that_is_wrong_stops_and_says_so(office, monkeypatch):
    monkeypatch.setattr(authentication, "epoch_seconds", lambda: 1_000_000_000)
    monkeypatch.setattr(office, "_check", check_against_now(office))

    letter, states = send(posted())

    assert (letter.status, states) == (Status.READY, [])
    assert "clock must be accurate to within 30 seconds" in CarrierStop.objects.get().why


def check_against_now(office):
    """The stand-in shares the library's clock with the client; this one looks at the token."""
    check = office._check

    def checked(token):
        if authentication.decode_token(token)["iat"] < datetime.now(UTC).timestamp() - 30:
            from dev.notify import SKEWED, Refusal  # noqa: PLC0415

            raise Refusal(403, "AuthError", SKEWED)
        check(token)

    return checked


def test_a_wrong_key_stops_for_ten_minutes(office, settings):
    settings.NOTIFY_API_KEY = settings.NOTIFY_API_KEY[:-1] + "3"

    send(posted())

    assert "API key" in CarrierStop.objects.get().why
    assert not office.rows


def test_nobody_who_listens_costs_no_attempt(office, settings):
    with socket.create_server(("127.0.0.1", 0)) as unheard:
        settings.NOTIFY_URL = f"http://127.0.0.1:{unheard.getsockname()[1]}"
    campaign = posted()

    letter, states = send(campaign)

    assert (letter.status, letter.attempts, states) == (Status.READY, 0, [])


def test_without_a_key_nothing_is_handed_over(office, settings):
    settings.NOTIFY_API_KEY = ""

    assert send(posted())[0].status == Status.READY


def test_the_stand_in_lists_by_pages_and_reference(office, monkeypatch):
    monkeypatch.setattr("dev.notify.PAGE", 2)
    send(posted(3))

    first = notify.letters()
    second = notify.letters(older_than=first[-1].id)

    assert (len(first), len(second)) == (2, 1)
    assert notify.find(second[0].reference) == second[0]
    assert notify.find("never") is None


def test_letters_by_email_can_go_through_notify_with_a_link_to_the_pdf(
    office, settings, monkeypatch
):
    settings.NOTIFY_EMAIL_TEMPLATE_ID = "11111111-2222-4333-8444-555555555555"
    carrier = outbox.NotifyEmail(attempt_key, lambda letter: letter.handovers)
    route = replace(dispatch.ROUTE, carrier=carrier, together=1)
    monkeypatch.setitem(dispatch.ROUTES, "email", route)
    office.faults = ["accept and 503"]
    campaign = make.campaign(released=True)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    send(campaign)
    quiet(campaign)

    letter, states = send(campaign)

    (row,) = office.rows.values()
    assert (letter.status, states[-1]) == (Status.SENT, State.ACCEPTED)
    assert (row["email_address"], row["reference"]) == (letter.email, f"{letter.ref}-1")
    assert row["subject"] == letter.template_version.subject


def test_a_pdf_of_more_than_two_megabytes_is_not_handed_over(office, monkeypatch):
    monkeypatch.setattr(notify, "LARGEST_BYTES", 100)

    letter, states = send(posted())

    assert (letter.status, letter.cause, states) == (Status.FAILED, "content", [])
    assert not office.rows
