"""What of a campaign goes by post: over how many days, and what stops it at present."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from coalition.models import CarrierStop
from recognition.models import Campaign, Letter

LONDON = ZoneInfo("Europe/London")
PRINTING_BEGINS = time(17, 30)
NOT_WITH_THE_PRINTER = [
    *[Letter.Status.FROZEN, Letter.Status.QUEUED, Letter.Status.READY],
    *[Letter.Status.LEASED, Letter.Status.SENDING],
]


@dataclass(frozen=True)
class ByPost:
    letters: int
    a_day: int
    stop: CarrierStop | None

    @property
    def days(self) -> int:
        return ceil(self.letters / self.a_day)


def by_post(campaign: Campaign) -> ByPost:
    """Two queries."""
    waiting = campaign.letters.filter(
        channel=Letter.Channel.POST, status__in=NOT_WITH_THE_PRINTER
    ).count()
    stops = CarrierStop.objects.in_force(timezone.now()).filter(carrier="notify")
    return ByPost(waiting, settings.NOTIFY_DAILY_LETTERS, stops.first() if waiting else None)


def cancellable_until(handed_over_at: datetime) -> datetime:
    """DLV-4: until GOV.UK Notify prints it, at half past five by the clock of London, it can be
    cancelled there."""
    there = handed_over_at.astimezone(LONDON)
    day = there.date() + timedelta(days=there.time() >= PRINTING_BEGINS)
    return datetime.combine(day, PRINTING_BEGINS, LONDON)
