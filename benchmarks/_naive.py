"""The same letters as they are often sent: a task for each, which reads, typesets, sends and saves.

Same words, engine, mail and broker. No gates, no lock, no lease, and a connection for each mail;
what a killed worker had in hand is lost or sent twice.
"""

from celery import shared_task
from django.utils import timezone

from coalition.models import JournalEntry
from recognition import content, delivery, store
from recognition.actions.dispatch import LETTER_SENT
from recognition.models import Campaign, ContributionEvent, Letter
from recognition.typesetting import typeset


def send_all(campaign: Campaign) -> None:
    for pk in campaign.letters.order_by("pk").values_list("pk", flat=True):
        send_one.delay(pk)


@shared_task
def send_one(letter_id: int) -> None:
    letter = Letter.objects.with_words().get(pk=letter_id)
    letter.pdf_hash = store.put(typeset(content.compose(letter)))
    delivery.compose(letter).send()
    letter.status, letter.sent_at = Letter.Status.SENT, timezone.now()
    letter.save()
    letter.event.outcome = ContributionEvent.Outcome.THANKED
    letter.event.closed_at = timezone.now()
    letter.event.save()
    JournalEntry.objects.record(
        LETTER_SENT, by=None, subject=letter, programme=letter.campaign.programme
    )
