"""Letters that a person posts, or gives by hand: taken through the gates, then given, or not."""

from typing import Any

from django.utils import timezone

from coalition import outbox
from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from recognition.actions import dispatch, restores
from recognition.models import Campaign, Letter

LETTER_GIVEN = "letter.given_by_hand"
LETTER_SIGNED = "letter.signed_by_hand"
LETTER_NOT_GIVEN = "letter.not_given"
Status = Letter.Status


def carry_out(*, letter: Letter) -> Letter:
    """Through every gate, into a person's hands; the letter as it is then: with them, or held.
    Raises DomainError where it does not wait for that, or somebody was faster. Spans
    transactions."""
    waiting = Letter.objects.filter(
        pk=letter.pk,
        channel=Letter.Channel.HAND,
        status=Status.READY,
        campaign__in=Campaign.objects.going_out(),
    )
    if not restores.may_go() or not outbox.send_chunk(dispatch.HAND, waiting):
        raise DomainError("This letter does not wait to be taken, or somebody has taken it.")
    letter.refresh_from_db()
    return letter


@action
def sign(*, letter: Letter, by: User) -> Letter:
    """Those who sign it have done so. Raises DomainError where it does not wait for that."""
    letter = Letter.objects.lock(letter)
    if not letter.campaign.is_signed_by_hand:
        raise DomainError("Nobody signs this letter by hand: the signature is printed.")
    if letter.channel != Letter.Channel.HAND or letter.status != Status.PRINTING:
        raise DomainError("This letter is not with a person, to be signed.")
    if letter.signed_at:
        raise DomainError("Somebody has said already that it is signed.")

    letter.signed_at = timezone.now()
    letter.save(update_fields=["signed_at"])

    _record(LETTER_SIGNED, letter, by, **letter.in_whose_name)
    return letter


@action
def give(*, letter: Letter, by: User) -> Letter:
    """It was posted, or given: its person is thanked. Raises DomainError if somebody was faster, or
    before it is signed where that is done by hand."""
    letter = Letter.objects.lock(letter)
    if letter.campaign.is_signed_by_hand and not letter.signed_at:
        raise DomainError("This letter is not signed yet. Say first that it is.")
    rows = Letter.objects.filter(channel=Letter.Channel.HAND, status=Status.PRINTING)
    given = dispatch.HAND.mark_sent(rows, [letter])
    if not given:
        raise DomainError("Somebody has said already what became of this letter.")

    _record(LETTER_GIVEN, letter, by)
    return letter


@action
def put_back(*, letter: Letter, by: User) -> Letter:
    """It was not given, and waits again. Raises DomainError if somebody was faster."""
    rows = Letter.objects.filter(channel=Letter.Channel.HAND, status=Status.PRINTING)
    if not rows.filter(pk=letter.pk).update(status=Status.READY, signed_at=None):
        raise DomainError("Somebody has said already what became of this letter.")

    _record(LETTER_NOT_GIVEN, letter, by)
    return letter


def _record(kind: str, letter: Letter, by: User, **facts: Any) -> None:
    JournalEntry.objects.record(
        kind,
        by=by,
        subject=letter,
        programme=letter.campaign.programme,
        concerns=letter.contributor,
        **facts,
    )
