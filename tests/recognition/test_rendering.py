"""Typesetting ahead of sending: queued → ready."""

import hashlib
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from coalition.models import JournalEntry
from recognition import store
from recognition.actions import progress, rendering
from recognition.models import Letter, Signatory
from tests import make

Status = Letter.Status


@pytest.fixture
def campaign(programme):
    return make.campaign([make.event(programme=programme) for _ in range(3)], released=True)


def states(campaign):
    return list(campaign.letters.order_by("pk").values_list("status", flat=True))


def test_queued_letters_become_pdfs_in_the_store_under_their_own_hash(campaign):
    assert rendering.typeset_chunk(campaign_id=campaign.pk) == 3

    assert states(campaign) == [Status.READY] * 3
    for letter in campaign.letters.all():
        pdf = store.get(letter.pdf_hash)
        assert pdf.startswith(b"%PDF")
        assert hashlib.sha256(pdf).hexdigest() == letter.pdf_hash
        assert (letter.attempts, letter.token, letter.lease_until) == (0, None, None)


def test_typesetting_twice_gives_the_same_pdf(campaign):
    rendering.typeset_chunk(campaign_id=campaign.pk)
    first = list(campaign.letters.order_by("pk").values_list("pdf_hash", flat=True))
    campaign.letters.update(status=Status.QUEUED, pdf_hash="")

    rendering.typeset_chunk(campaign_id=campaign.pk)

    assert list(campaign.letters.order_by("pk").values_list("pdf_hash", flat=True)) == first


def test_a_letter_that_cannot_be_typeset_says_why_and_stops_no_other(campaign, monkeypatch):
    second = campaign.letters.order_by("pk")[1]
    Letter.objects.filter(pk=second.pk).update(values={**second.values, "what_they_did": ""})

    assert rendering.typeset_chunk(campaign_id=campaign.pk) == 3

    second.refresh_from_db()
    assert states(campaign) == [Status.READY, Status.FAILED, Status.READY]
    assert second.cause == Letter.Cause.CONTENT
    assert "what_they_did" in second.problem


def test_what_was_not_approved_is_not_even_typeset(campaign):
    """G8, LET-1."""
    Signatory.objects.update(body="Another Council")

    rendering.typeset_chunk(campaign_id=campaign.pk)

    assert states(campaign) == [Status.HELD] * 3
    assert set(campaign.letters.values_list("stopped_by", "pdf_hash")) == {("G8", "")}
    assert JournalEntry.objects.of_kinds(["letter.held"]).count() == 3


def test_a_fault_of_ours_is_one_letters_own_misfortune(campaign, monkeypatch):
    typeset, first = rendering.typeset, campaign.letters.order_by("pk")[0]
    monkeypatch.setattr(
        rendering,
        "typeset",
        lambda says: 1 / 0 if says.reference == first.ref else typeset(says),
    )

    rendering.typeset_chunk(campaign_id=campaign.pk)

    assert states(campaign) == [Status.FAILED, Status.READY, Status.READY]


def test_a_full_disk_fails_no_letter(campaign, monkeypatch):
    put, kept = store.put, []

    def until_full(pdf):
        if kept:
            raise OSError("No space left on device")
        kept.append(pdf)
        return put(pdf)

    monkeypatch.setattr(store, "put", until_full)

    with pytest.raises(OSError, match="No space"):
        rendering.typeset_chunk(campaign_id=campaign.pk)

    assert states(campaign) == [Status.READY, Status.QUEUED, Status.QUEUED]
    assert set(campaign.letters.values_list("attempts", "token")) == {(0, None)}


def test_letters_that_a_worker_died_with_come_back_one_at_a_time(campaign):
    """So that one that kills its worker cannot take its neighbours with it for ever."""
    campaign.letters.update(
        token=uuid.uuid4(), lease_until=timezone.now() - timedelta(minutes=1), attempts=1
    )

    taken = [rendering.typeset_chunk(campaign_id=campaign.pk) for _ in range(4)]

    assert taken == [1, 1, 1, 0]
    assert states(campaign) == [Status.READY] * 3


def test_a_letter_that_three_workers_died_with_is_left_to_a_person(campaign):
    letter = campaign.letters.order_by("pk")[0]
    Letter.objects.filter(pk=letter.pk).update(attempts=3)
    campaign.letters.exclude(pk=letter.pk).update(status=Status.CANCELLED)

    rendering.typeset_chunk(campaign_id=campaign.pk)

    letter.refresh_from_db()
    assert (letter.status, letter.cause) == (Status.FAILED, Letter.Cause.FAULT)


def test_what_another_worker_has_taken_is_passed_by(campaign):
    campaign.letters.update(
        token=uuid.uuid4(), lease_until=timezone.now() + timedelta(minutes=1), attempts=1
    )

    assert rendering.typeset_chunk(campaign_id=campaign.pk) == 0


def test_a_worker_that_was_too_slow_changes_nothing(campaign, monkeypatch):
    """Its lease was over, another one typeset and sent the letter in the meantime."""
    typeset = rendering.typeset

    def slow(says):
        Letter.objects.filter(ref=says.reference).update(
            status=Status.SENT, sent_at=timezone.now(), token=uuid.uuid4(), pdf_hash="1" * 64
        )
        return typeset(says)

    monkeypatch.setattr(rendering, "typeset", slow)

    rendering.typeset_chunk(campaign_id=campaign.pk)

    assert states(campaign) == [Status.SENT] * 3
    assert set(campaign.letters.values_list("pdf_hash", flat=True)) == {"1" * 64}


def test_a_paused_campaign_is_not_typeset(campaign, rosa):
    progress.pause(campaign=campaign, by=rosa)

    assert rendering.typeset_chunk(campaign_id=campaign.pk) == 0


def test_no_more_workers_typeset_than_there_are_lanes(campaign, settings):
    settings.OUTBOX_LANES = 0

    assert rendering.typeset_chunk(campaign_id=campaign.pk) == 0


def test_a_pdf_that_has_changed_on_the_disk_is_noticed():
    digest = store.put(b"%PDF-1.7 as approved")
    store.path_of(digest).write_bytes(b"%PDF-1.7 tampered with")

    with pytest.raises(store.Damaged):
        store.get(digest)
    with pytest.raises(store.Damaged):
        store.get("0" * 64)
