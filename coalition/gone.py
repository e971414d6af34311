"""What has gone to people already: said honestly to whoever would stop it (HLD-5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from coalition.models import Mail

LATELY = timedelta(hours=24)


@dataclass(frozen=True)
class Gone:
    what: str
    name: str  # whom it went to
    sent_at: datetime | None  # None: it is being handed over, or may have gone


def gone_to(people: Iterable[int], since: datetime) -> list[Gone]:
    """The latest first; what is on its way before that."""
    people = list(people)
    found = _mail_gone(people, since)
    for name in settings.GONE_TO_PEOPLE:
        found += import_string(name)(people, since)
    under_way = [gone for gone in found if gone.sent_at is None]
    sent = [(gone.sent_at, gone) for gone in found if gone.sent_at is not None]
    return under_way + [gone for _, gone in sorted(sent, key=lambda pair: pair[0], reverse=True)]


def _mail_gone(people: list[int], since: datetime) -> list[Gone]:
    status = Mail.Status
    mails = Mail.objects.filter(
        Q(status=status.SENT, sent_at__gte=since)
        | Q(status__in=[status.SENDING, status.UNCERTAIN], send_after__gte=since),
        concerns__in=people,
    )
    rows = mails.order_by("pk").values_list("concerns__letter_name", "sent_at")
    return [Gone("An email", name, sent_at) for name, sent_at in rows]
