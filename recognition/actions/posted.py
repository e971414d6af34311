"""Letters in the post: what the printer says of them (DLV-3). What comes back is in returns.py.

What Notify says may come twice or in the wrong order; each step only goes forward."""

import logging
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from coalition import delivery, notify
from coalition.domain import action
from coalition.models import JournalEntry
from coalition.notify import Notification
from recognition.actions import dispatch
from recognition.models import DeliveryAttempt, Letter

LETTER_NOT_PRINTED = "letter.not_printed"
LONGEST_S = 30  # of one look; the next goes on where it stopped
Status, Cause = Letter.Status, Letter.Cause
State = DeliveryAttempt.State
log = logging.getLogger(__name__)

ON_THE_WAY = {"created", "sending", "accepted", "pending-virus-check"}
POSTED = {"received", "delivered"}
DO_NOT_REPEAT = "GOV.UK Notify met a fault, and says not to send it again. Ask them about it."
FORGOTTEN = "GOV.UK Notify never said that it was posted, and has forgotten it after seven days."
# What Notify says of a letter that it did not print → of the attempt, and of the letter.
NOT_PRINTED: dict[str, tuple[str, dict[str, Any]]] = {
    "cancelled": (
        State.CANCELLED,
        {"status": Status.CANCELLED, "problem": "It was cancelled in GOV.UK Notify."},
    ),
    "validation-failed": (
        State.REFUSED,
        {
            "status": Status.FAILED,
            "cause": Cause.CONTENT,
            "problem": "GOV.UK Notify checked it and cannot print it. It says there what is wrong.",
        },
    ),
    "virus-scan-failed": (
        State.REFUSED,
        {
            "status": Status.FAILED,
            "cause": Cause.CONTENT,
            "problem": "GOV.UK Notify believes that there is a virus in it.",
        },
    ),
    "permanent-failure": (
        State.REFUSED,
        {
            "status": Status.FAILED,
            "cause": Cause.REFUSED,
            "problem": "The printer cannot print it, and will not post it.",
        },
    ),
    "technical-failure": (State.UNKNOWN, {"status": Status.UNCERTAIN, "problem": DO_NOT_REPEAT}),
}


def tend() -> None:
    """Ask about letters that the printer has and of which we have not heard lately, a page at a
    time. Spans transactions; two at once are one."""
    stop_at = time.monotonic() + LONGEST_S
    long_ago = timezone.now() - timedelta(seconds=settings.NOTIFY_LOOK_EVERY_S)
    waiting = DeliveryAttempt.objects.at_the_printer().filter(heard_at__lte=long_ago)
    try:
        while (first := waiting.order_by("-at", "-pk").first()) and time.monotonic() < stop_at:
            hear(page=[*_only(first), *notify.letters(older_than=first.provider_ref)])
    except delivery.NotDelivered as error:
        log.warning("GOV.UK Notify was not heard: %s", error)


@action
def hear(*, page: Iterable[Notification]) -> int:
    """Write down what Notify says of these; of how many letters it is settled now."""
    said = {each.id: each for each in page}
    known = DeliveryAttempt.objects.filter(provider_ref__in=said).order_by("pk")
    attempts = list(known.at_the_printer())
    letters = Letter.objects.filter(pk__in=[attempt.letter_id for attempt in attempts])
    held = {
        letter.pk: letter
        for letter in letters.with_words().select_for_update(of=["self"]).order_by("pk")
    }

    settled = 0
    for attempt in attempts:
        settled += _settle(held[attempt.letter_id], attempt, said[attempt.provider_ref])
    heard = DeliveryAttempt.objects.filter(pk__in=[attempt.pk for attempt in attempts])
    heard.update(heard_at=timezone.now())
    return settled


def _only(attempt: DeliveryAttempt) -> list[Notification]:
    """What Notify says of this one; where it has forgotten it, a person is asked."""
    found = notify.get(attempt.provider_ref)
    if found:
        return [found]
    _give_up(attempt)
    return []


def _give_up(attempt: DeliveryAttempt) -> None:
    letters = Letter.objects.filter(pk=attempt.letter_id, status=Status.PRINTING)
    letters.update(status=Status.UNCERTAIN, problem=FORGOTTEN)
    DeliveryAttempt.objects.filter(pk=attempt.pk).update(
        state=State.UNKNOWN, heard_at=timezone.now()
    )


def _settle(letter: Letter, attempt: DeliveryAttempt, said: Notification) -> bool:
    if said.status in ON_THE_WAY or letter.status != Status.PRINTING:
        return False
    if said.status in POSTED:
        _mark_posted(letter)
        _write(attempt, said, State.DELIVERED)
        return True
    if said.status not in NOT_PRINTED:
        log.warning("GOV.UK Notify says %r of %r", said.status, attempt)
        return False
    state, fields = NOT_PRINTED[said.status]
    Letter.objects.filter(pk=letter.pk).update(**fields)
    _write(attempt, said, state)
    _record_not_printed(letter, said.status)
    return True


def _mark_posted(letter: Letter) -> None:
    at_the_printer = Letter.objects.filter(pk=letter.pk, status=Status.PRINTING)
    dispatch.POST.mark_sent(at_the_printer, [letter])


def _write(attempt: DeliveryAttempt, said: Notification, state: str) -> None:
    DeliveryAttempt.objects.filter(pk=attempt.pk).update(
        state=state,
        error_code="" if state == State.DELIVERED else said.status,
        cost=said.cost,
    )


def _record_not_printed(letter: Letter, said: str) -> None:
    JournalEntry.objects.record(
        LETTER_NOT_PRINTED,
        by=None,
        subject=letter,
        programme=letter.campaign.programme,
        concerns=letter.contributor,
        said=said,
    )
