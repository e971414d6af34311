"""Typesetting, ahead of sending: queued → ready, with the PDF in the store.

Typesetting twice gives the same bytes, so a worker that is killed costs nothing but time.
"""

import logging
import uuid
from datetime import timedelta
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from coalition.models import JournalEntry
from coalition.outbox import insist
from recognition import content, fingerprints, gates, store
from recognition.actions.dispatch import LETTER_HELD
from recognition.models import Campaign, Letter, TemplateVersion
from recognition.models.letter import LetterQuerySet
from recognition.typesetting import CannotTypeset, typeset

CHUNK = 250
MOST_ATTEMPTS = 3  # a letter that so many workers died with is left to a person
FREE = {"token": None, "lease_until": None}
Status, Cause = Letter.Status, Letter.Cause
# All in one statement, each with its own PDF: Django would write a CASE of as many arms.
READY = """
UPDATE recognition_letter SET pdf_hash = made.pdf_hash, status = 'ready', attempts = 0,
    problem = '', cause = '', token = NULL, lease_until = NULL
FROM unnest(%s::bigint[], %s::text[]) AS made (id, pdf_hash)
WHERE recognition_letter.id = made.id AND token = %s AND status = 'queued'
"""
log = logging.getLogger(__name__)


def typeset_chunk(*, campaign_id: int) -> int:
    """Typeset up to 250 queued letters of a campaign; how many were claimed. 0 too when enough
    workers are at it.

    Spans transactions: the claim, with an attempt counted; then all results in one."""
    now, token = timezone.now(), uuid.uuid4()
    of_campaign = Letter.objects.filter(campaign=campaign_id)
    if of_campaign.being_typeset(now).lanes() >= settings.OUTBOX_LANES:
        return 0
    letters = insist(lambda: _claim(of_campaign.to_typeset(now), token), seconds=5)
    if not letters:
        return 0

    campaign = Campaign.objects.select_related(
        "programme", "signatory", "second_signatory", "letterhead", "template_version__template"
    ).get(pk=campaign_id)
    words = TemplateVersion.objects.select_related("template").in_bulk(
        {letter.template_version_id for letter in letters}
        | {letter.beside_version_id for letter in letters if letter.beside_version_id}
    )
    today = timezone.localdate()
    not_signed = gates.why_not_signed(campaign, gates.mandates_of(campaign), today)
    is_as_approved = fingerprints.campaign_hash(campaign) == campaign.content_hash
    results: dict[Letter, dict[str, Any] | None] = {}
    try:
        for letter in letters:
            letter.campaign = campaign
            letter.template_version = words[letter.template_version_id]
            if letter.beside_version_id:
                letter.beside_version = words[letter.beside_version_id]
            # No signature is composed that nobody lets us use, or of who has left (SIG-1, SIG-2).
            if not_signed:
                results[letter] = _held("G6", not_signed)
            else:
                results[letter] = _typeset(letter, is_as_approved)
    finally:  # a full disk, or no more time: what is done is kept, and the rest is free again
        rest = [letter.pk for letter in letters if letter not in results]
        insist(lambda: _keep(token, results, rest))
    return len(letters)


def _claim(waiting: LetterQuerySet, token: uuid.UUID) -> list[Letter]:
    """Leased, but still queued. A letter that a worker died with is taken alone, so that it
    cannot take its neighbours with it again and again."""
    with transaction.atomic():
        free = waiting.select_for_update(skip_locked=True, of=("self",), no_key=True).order_by("pk")
        ids = list(free.filter(attempts=0).values_list("pk", flat=True)[:CHUNK])
        ids = ids or list(free.values_list("pk", flat=True)[:1])
        Letter.objects.filter(pk__in=ids).update(
            token=token,
            lease_until=timezone.now() + timedelta(seconds=settings.OUTBOX_LEASE_S),
            attempts=F("attempts") + 1,
        )
    return list(Letter.objects.held_by(token).filter(pk__in=ids).order_by("pk")) if ids else []


def _typeset(letter: Letter, is_as_approved: bool) -> dict[str, Any] | None:
    """None, with letter.pdf_hash set; or what to write where there can be no PDF. `is_as_approved`
    is what all letters share."""
    if letter.attempts > MOST_ATTEMPTS:
        return _failed(Cause.FAULT, f"{MOST_ATTEMPTS} workers stopped while typesetting it.")
    try:
        says = content.compose(letter)
        if not is_as_approved or says.fingerprint() != letter.content_hash:
            return _held("G8", "The letter is not word for word what was approved.")
        letter.pdf_hash = store.put(typeset(says))
    except CannotTypeset as problem:
        return _failed(Cause.CONTENT, problem.problem)
    except (OSError, SoftTimeLimitExceeded):
        raise
    except Exception as error:
        log.exception("%r could not be typeset", letter)
        return _failed(Cause.FAULT, f"It could not be typeset: {error}")
    return None


def _keep(token: uuid.UUID, results: dict[Letter, dict[str, Any] | None], rest: list[int]) -> None:
    """Only what is still ours: whoever was too slow changes nothing."""
    ours = Letter.objects.held_by(token).filter(status=Status.QUEUED)
    ready = [letter for letter, stopped in results.items() if stopped is None]
    with transaction.atomic():
        for letter, stopped in results.items():
            if stopped and ours.filter(pk=letter.pk).update(**stopped):
                _record_if_held(letter, stopped)
        _make_ready(token, ready)
        if rest:
            ours.filter(pk__in=rest).update(attempts=F("attempts") - 1, **FREE)


def _make_ready(token: uuid.UUID, letters: list[Letter]) -> None:
    pks, pdfs = [one.pk for one in letters], [one.pdf_hash for one in letters]
    with connection.cursor() as cursor:
        cursor.execute(READY, [pks, pdfs, token])


def _record_if_held(letter: Letter, stopped: dict[str, Any]) -> None:
    if stopped["status"] == Status.HELD:
        JournalEntry.objects.record(
            LETTER_HELD,
            by=None,
            subject=letter,
            programme=letter.campaign.programme,
            concerns=letter.contributor,
            gate=stopped["stopped_by"],
        )


def _failed(cause: str, problem: str) -> dict[str, Any]:
    return {"status": Status.FAILED, "cause": cause, "problem": problem[:500], **FREE}


def _held(gate: str, problem: str) -> dict[str, Any]:
    """Seen early: what may not go is not even typeset."""
    return {
        "status": Status.HELD,
        "stopped_by": gate,
        "gates": {gate: problem},
        "problem": problem[:500],
        **FREE,
    }
