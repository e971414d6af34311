"""After a restore from a backup nothing goes until a person has looked: the backup does not know
what was sent after it was taken."""

import logging

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from coalition.domain import DomainError, action
from coalition.models import JournalEntry, User
from recognition import epochs
from recognition.models import Campaign, Epoch

CAMPAIGN_PAUSED = "campaign.paused"
RESTORE_SEEN = "restore.confirmed"
log = logging.getLogger(__name__)


def may_go() -> bool:
    """Asked before each chunk of letters; notes that there is one more. False after a restore, and
    where that cannot be noted. Spans transactions: the file never runs ahead of the row."""
    epoch = Epoch.objects.filter(pk=1).first()
    if epochs.is_restored(epoch):
        log.error("The database came from a backup. No letter goes until a person says so.")
        return False

    try:
        _tick(epoch)
    except OSError as error:
        log.error("How far we are cannot be noted beside the letters: %s", error)
        return False
    return True


@action
def pause_restored() -> int:
    """Put everything on pause that was going out when the backup was taken; how many campaigns."""
    if not epochs.is_restored(Epoch.objects.filter(pk=1).first()):
        return 0
    going = Campaign.objects.filter(status=Campaign.Status.RELEASING).order_by("pk")
    campaigns = list(going.select_for_update(of=["self"]).select_related("programme"))

    going.filter(pk__in=[one.pk for one in campaigns]).update(status=Campaign.Status.PAUSED)

    for campaign in campaigns:
        JournalEntry.objects.record(
            CAMPAIGN_PAUSED,
            by=None,
            subject=campaign,
            programme=campaign.programme,
            why="The site came from a backup.",
        )
    return len(campaigns)


@action
def confirm(*, by: User) -> Epoch:
    """Somebody has seen to what went after the backup. Each campaign is then let go by itself.
    Raises DomainError where nothing was restored, or somebody was faster."""
    epoch = Epoch.objects.select_for_update().filter(pk=1).first()
    if epoch is None or not epochs.is_restored(epoch):
        raise DomainError("Nothing waits for this: letters may go.")
    pause_restored()

    epoch.database = epochs.database()
    epoch.tick = max(epoch.tick, epochs.noted(epoch)) + 1
    epoch.confirmed_by, epoch.confirmed_at = by, timezone.now()
    epoch.save()
    epochs.witness(epoch)

    JournalEntry.objects.record(RESTORE_SEEN, by=by, subject=epoch, programme=None)
    return epoch


def _tick(epoch: Epoch | None) -> None:
    if epoch is None:
        fresh = {"database": epochs.database()}
        with transaction.atomic():  # nobody sees the row before the file is there
            epoch, is_first = Epoch.objects.get_or_create(pk=1, defaults=fresh)
            if is_first:
                epochs.begin(epoch)
                return
    Epoch.objects.filter(pk=1).update(tick=F("tick") + 1)
    epoch.refresh_from_db()
    epochs.witness(epoch)
