"""What has gone to people already, for whoever would stop it (HLD-5). Named in
settings.GONE_TO_PEOPLE."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from coalition.gone import Gone
from recognition.models import Letter

Status = Letter.Status


def letters_gone(people: Iterable[int], since: datetime) -> list[Gone]:
    """Letters sent since then, or in hands that will not ask any more."""
    letters = Letter.objects.filter(
        Q(status=Status.SENT, sent_at__gte=since)
        | Q(status__in=Letter.MAY_HAVE_GONE, send_after__gte=since),
        contributor__in=list(people),
    )
    return [
        Gone("A letter of thanks", str(name), sent_at)
        for name, sent_at in letters.order_by("pk").values_list("letter_name", "sent_at")
    ]
