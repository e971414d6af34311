"""How letters travel: each try at handing one over leaves a row (DLV-1), whoever carries it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from coalition import delivery
from coalition.domain import DomainError
from recognition import fingerprints, gates
from recognition.actions import campaigns, dispatch, progress, rendering
from recognition.models import Campaign, DeliveryAttempt, Letter, Signatory
from recognition.recipients import Known
from tests import make

pytestmark = pytest.mark.django_db
State, Status, Channel = DeliveryAttempt.State, Letter.Status, Letter.Channel
HOME = "14 Mill Lane\nAldermere\nAL1 2AB"


def released(count=1):
    campaign = make.campaign([make.event() for _ in range(count)], released=True)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    return campaign


def failing(monkeypatch, *errors):
    waiting, send = list(errors), delivery.send

    def fail_first(message, line):
        if waiting:
            raise waiting.pop(0)
        send(message, line)

    monkeypatch.setattr(delivery, "send", fail_first)


def states(campaign):
    tries = DeliveryAttempt.objects.filter(letter__campaign=campaign).order_by("letter", "n")
    return list(tries.values_list("n", "state"))


def test_a_letter_that_goes_leaves_one_attempt_with_a_name_of_its_own():
    """DLV-1."""
    campaign = released()

    dispatch.send_chunk(campaign_id=campaign.pk)

    letter = campaign.letters.get()
    attempt = letter.delivery_attempts.get()
    assert (attempt.channel, attempt.provider, attempt.state) == ("email", "smtp", State.ACCEPTED)
    assert attempt.key == f"{letter.ref}-1"


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (delivery.Deferred("450 later", "450"), State.PUT_OFF),
        (delivery.Refused("550 nobody here", "550"), State.REFUSED),
        (delivery.Uncertain("the line broke"), State.UNKNOWN),
        (ZeroDivisionError("what nobody foresaw"), State.UNKNOWN),
    ],
)
def test_each_way_of_failing_leaves_what_became_of_it(monkeypatch, error, state):
    campaign = released(2)
    failing(monkeypatch, error)

    dispatch.send_chunk(campaign_id=campaign.pk)

    assert states(campaign) == [(1, state), (1, State.ACCEPTED)]
    attempt = DeliveryAttempt.objects.order_by("letter")[0]
    assert attempt.error_code == getattr(error, "code", "")


@pytest.mark.parametrize(
    "error", [delivery.Unavailable("nobody answers"), delivery.CannotCompose("no words")]
)
def test_what_was_never_handed_to_anybody_is_no_attempt(monkeypatch, error):
    campaign = released()
    failing(monkeypatch, error)

    dispatch.send_chunk(campaign_id=campaign.pk)

    assert states(campaign) == []


def test_a_number_is_never_used_twice_even_when_a_person_lets_it_begin_anew(monkeypatch, rosa):
    """DLV-1: a carrier that is asked for the second try must not answer with the first."""
    campaign = released()
    failing(monkeypatch, delivery.Refused("550 nobody here"))
    dispatch.send_chunk(campaign_id=campaign.pk)

    progress.retry(campaign=campaign, letters=campaign.letters.all(), by=rosa)
    rendering.typeset_chunk(campaign_id=campaign.pk)
    dispatch.send_chunk(campaign_id=campaign.pk)

    assert states(campaign) == [(1, State.REFUSED), (2, State.ACCEPTED)]


def test_the_database_refuses_a_second_attempt_of_one_number():
    letter = make.letter()
    tried = {"letter": letter, "n": 1, "channel": "email", "provider": "smtp", "state": "accepted"}
    DeliveryAttempt.objects.create(**tried)

    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryAttempt.objects.create(**tried)


def in_doubt(monkeypatch):
    campaign = released()
    failing(monkeypatch, delivery.Uncertain("the line broke"))
    dispatch.send_chunk(campaign_id=campaign.pk)
    Letter.objects.update(lease_until=timezone.now() - timedelta(days=1))
    return campaign


@pytest.mark.parametrize(
    ("settle", "state"),
    [(progress.confirm_sent, State.ACCEPTED), (progress.send_again, State.FAILED)],
)
def test_a_person_who_settles_a_doubt_settles_its_attempt(monkeypatch, rosa, settle, state):
    campaign = in_doubt(monkeypatch)

    settle(letter=campaign.letters.get(), by=rosa)

    assert states(campaign) == [(1, state)]


@pytest.mark.parametrize(("found", "state"), [(True, State.ACCEPTED), (False, State.FAILED)])
def test_evidence_settles_the_attempt(monkeypatch, found, state):
    campaign = in_doubt(monkeypatch)
    monkeypatch.setattr(delivery, "evidence", lambda message_id: found)

    dispatch.sweep()

    assert states(campaign) == [(1, state)]


def test_a_worker_that_stopped_while_sending_leaves_an_attempt_in_doubt():
    campaign = released()
    campaign.letters.update(
        status=Status.SENDING, token="0" * 32, lease_until=timezone.now(), handovers=1
    )

    dispatch.sweep()

    assert campaign.letters.get().status == Status.UNCERTAIN
    assert states(campaign) == [(1, State.UNKNOWN)]


@pytest.mark.parametrize(
    ("carrier", "person", "channel"),
    [
        ("", {"address": HOME}, Channel.EMAIL),
        ("notify", {"address": HOME}, Channel.EMAIL),
        ("notify", {"address": HOME, "email": ""}, Channel.POST),
        ("print", {"address": HOME, "email": ""}, Channel.PRINT),
        ("notify", {"email": ""}, Channel.EMAIL),
    ],
)
def test_a_letter_goes_by_post_where_there_is_no_email(settings, carrier, person, channel):
    settings.POST_CARRIER = carrier
    event = make.event(make.contributor("Ann Hall", **person))

    campaign = make.campaign([event])
    if channel == Channel.EMAIL and not event.contributor.email:
        with pytest.raises(DomainError, match="no email address"):
            campaigns.freeze(campaign=campaign, by=campaign.author)
        return
    campaigns.freeze(campaign=campaign, by=campaign.author)

    assert campaign.letters.get().channel == channel


@pytest.mark.parametrize(
    ("channels", "channel"), [(["post"], Channel.POST), (["email"], Channel.EMAIL)]
)
def test_g3_a_letter_goes_as_its_person_likes_it(settings, channels, channel):
    settings.POST_CARRIER = "notify"
    person = make.contributor("Ann Hall", address=HOME)
    make.preference(person, channels=channels)

    campaign = make.campaign([make.event(person)], frozen=True)

    assert campaign.letters.get().channel == channel


def posted_to(person, address):
    return Letter(
        contributor=person,
        campaign=Campaign(signatory=Signatory()),
        channel=Channel.POST,
        letter_name="Ann Hall",
        salutation="Ann Hall",
        address=address,
    )


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("", "no postal address"),
        ("14 Mill Lane\nAldermere\nZZ1 1AA", "must be a UK postcode"),
        ("Вулиця\nAldermere\nAL1 2AB", "no Latin letter"),
        ("(Flat 2)\nAldermere\nAL1 2AB", "cannot begin"),
    ],
)
def test_g5_what_the_post_does_not_take_is_seen_before(address, problem):
    person = make.contributor("Ann Hall", address=address)
    lines = ["Ann Hall", *address.splitlines()] if address else []
    letter = posted_to(person, lines)

    gate, reason = gates.foresee(letter, Known())

    assert gate == "G5"
    assert problem in reason


def test_g5_an_address_that_has_changed_stops_a_posted_letter_and_another_spacing_does_not():
    person = make.contributor("Ann Hall", address="14 Mill  Lane\nAldermere\nal12ab")
    letter = posted_to(person, ["Ann Hall", *HOME.splitlines()])
    assert gates.foresee(letter, Known()) is None

    letter.contributor.address = "15 Mill Lane\nAldermere\nAL1 2AB"

    assert gates.foresee(letter, Known()) == (
        "G5",
        "The postal address was another when this was approved.",
    )


@pytest.mark.parametrize("channel", [Channel.PRINT, Channel.HAND])
def test_no_worker_takes_what_people_carry(channel):
    campaign = released()
    campaign.letters.update(channel=channel)

    assert dispatch.send_chunk(campaign_id=campaign.pk) == 0
    assert not mail.outbox


def test_what_is_with_the_printer_is_not_stopped_and_the_campaign_is_not_over(rosa):
    campaign = released(2)
    letter = campaign.letters.order_by("pk")[0]
    campaign.letters.filter(pk=letter.pk).update(status=Status.PRINTING, channel=Channel.POST)
    assert not dispatch.complete_if_settled(campaign_id=campaign.pk)
    progress.pause(campaign=campaign, by=rosa)

    assert progress.stop(campaign=campaign, by=rosa) == 1

    assert set(campaign.letters.values_list("status", flat=True)) == {
        Status.PRINTING,
        Status.CANCELLED,
    }


def test_who_gets_it_by_which_way_is_part_of_what_is_approved(settings):
    """CMP-3."""
    campaign = make.campaign(frozen=True)
    before = campaign.audience_hash

    campaign.letters.update(channel=Channel.POST)

    assert fingerprints.audience_hash(campaign.letters.all()) != before
