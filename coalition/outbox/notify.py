"""GOV.UK Notify as a carrier of letters: on paper as PDF, or as email with a link to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from email.utils import parseaddr
from io import BytesIO
from typing import Any, Generic, cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from notifications_python_client.utils import prepare_upload

from coalition import delivery, notify
from coalition.models.carrier import CarrierStop
from coalition.models.outbox import P
from coalition.outbox.carriers import Evidence, Receipt

LOOKED_AT_AGAIN = timedelta(minutes=10)  # when our key is refused
# Of these no letter comes: trying again is another letter.
CAME_TO_NOTHING = {
    *["cancelled", "validation-failed", "virus-scan-failed"],
    *["permanent-failure", "temporary-failure"],
}
IN_DOUBT = "technical-failure"  # "Do not try to send the letter again"


class _Notify(Generic[P]):
    """`key` names the try of that number; `tries` is how many there were."""

    name = "notify"

    def __init__(self, key: Callable[[P, int], str], tries: Callable[[P], int]) -> None:
        self._key, self._tries = key, tries

    @contextmanager
    def line(self) -> Iterator[None]:
        if not settings.NOTIFY_API_KEY:
            raise delivery.Unavailable("GOV.UK Notify gave us no key.")
        stop = CarrierStop.objects.in_force(timezone.now()).filter(carrier=self.name).first()
        if stop:
            raise delivery.Unavailable(stop.why)
        yield

    def carry(self, parcel: P, message: Any, line: Any) -> Receipt:
        """An earlier try that did arrive is found first: nothing is sent twice (DLV-1)."""
        try:
            for n in range(1, self._tries(parcel)):
                found = notify.find(self._key(parcel, n))
                if found and found.status not in CAME_TO_NOTHING:
                    return Receipt(found.id)
            return Receipt(self._hand_over(parcel, message, self._key(parcel, self._tries(parcel))))
        except notify.DailyLimit:
            self._stop(midnight_utc(timezone.now()), "GOV.UK Notify takes no more today.")
            raise
        except notify.NotAllowed as error:
            self._stop(timezone.now() + LOOKED_AT_AGAIN, str(error))
            raise

    def evidence(self, parcel: P) -> Evidence:
        """Notify forgets after seven days: what is not found then, nobody can know."""
        found = notify.find(self._key(parcel, self._tries(parcel)))
        if found:
            return None if found.status == IN_DOUBT else Receipt(found.id)
        began = parcel.lease_until
        is_kept = began and timezone.now() - began < notify.RETENTION - timedelta(days=1)
        return False if is_kept else None

    def _hand_over(self, parcel: P, message: Any, reference: str) -> str:
        raise NotImplementedError

    def _stop(self, until: datetime, why: str) -> None:
        CarrierStop.objects.update_or_create(
            carrier=self.name, defaults={"until": until, "why": why[:200]}
        )


class NotifyPost(_Notify[P]):
    """The message is the PDF. Who may be posted today: up to settings.NOTIFY_DAILY_LETTERS."""

    name = "notify"

    def __init__(
        self,
        key: Callable[[P, int], str],
        tries: Callable[[P], int],
        posted_since: Callable[[datetime], int],
    ) -> None:
        super().__init__(key, tries)
        self._posted_since = posted_since

    @contextmanager
    def line(self) -> Iterator[None]:
        with super().line():
            now = timezone.now()
            today = midnight_utc(now) - timedelta(days=1)
            if self._posted_since(today) >= settings.NOTIFY_DAILY_LETTERS:
                why = f"GOV.UK Notify takes {settings.NOTIFY_DAILY_LETTERS:,} letters a day."
                self._stop(midnight_utc(now), why)
                raise delivery.Unavailable(why)
            yield

    def _hand_over(self, parcel: P, message: bytes, reference: str) -> str:
        if len(message) > notify.LARGEST_BYTES:
            raise delivery.CannotCompose(
                "The PDF is larger than 2 MB, and Notify does not take it."
            )
        return notify.send_letter(reference, message)


class NotifyEmail(_Notify[P]):
    """The template at Notify has ((subject)), ((body)) and ((link_to_file))."""

    name = "notify-email"

    def _hand_over(self, parcel: P, message: EmailMessage, reference: str) -> str:
        name, pdf, _ = cast(tuple[str, bytes, str], message.attachments[0])
        try:
            link = prepare_upload(BytesIO(pdf), filename=name)
        except ValueError as error:
            raise delivery.CannotCompose("The PDF is larger than 2 MB.") from error
        words = {"subject": message.subject, "body": message.body, "link_to_file": link}
        return notify.send_email(reference, parseaddr(message.to[0])[1], words)


def midnight_utc(now: datetime) -> datetime:
    """When the day ends at Notify."""
    tomorrow = now.astimezone(UTC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, clock(), UTC)
